/// The version of berth.
public let berthVersion = "0.1.0"
