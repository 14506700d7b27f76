// BerthControl
