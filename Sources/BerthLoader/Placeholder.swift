// BerthLoader
