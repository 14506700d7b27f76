// BerthModel
