// BerthNetwork
