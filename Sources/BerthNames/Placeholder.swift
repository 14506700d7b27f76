// BerthNames
