/// The devices of the host that a container has.
public struct Devices: Sendable, Hashable, Codable {
    /// The device nodes.
    public var nodes: [DeviceMapping] = []
    /// What else of the devices it may use: `c 1:3 mr`.
    public var rules: [String] = []
    /// The devices that a driver provides (`gpus`, `deploy.resources.reservations.devices`).
    public var requests: [DeviceRequest] = []

    /// Creates a container's devices, of which there are none.
    public init() {}
}

/// A device node of the host in a container.
public struct DeviceMapping: Sendable, Hashable, Codable {
    /// The path on the host, or the name of a device of the Container Device Interface: `nvidia.com/gpu=0`.
    public var source: String
    /// The path in the container.
    public var target: String
    /// What may be done with it: `r`, `w` and `m` for reading, writing and making nodes.
    public var permissions: String
    /// Where it is written.
    public var location: Location?

    /// Creates a mapping.
    public init(_ source: String, to target: String, permissions: String = "rwm") {
        self.source = source
        self.target = target
        self.permissions = permissions
    }

    /// True for a name of the Container Device Interface in place of a path.
    public var isInterfaceName: Bool { !source.hasPrefix("/") && source.contains("=") }
}

/// Devices that a driver chooses.
public struct DeviceRequest: Sendable, Hashable, Codable {
    /// Which of the devices.
    public enum Choice: Sendable, Hashable, Codable {
        /// All there are.
        case all
        /// So many.
        case number(Int64)
        /// Those with these ids.
        case ids([String])
    }

    /// Which of the devices.
    public var choice: Choice
    /// What they can: `gpu`.
    public var capabilities: [String] = []
    /// The driver's name; nil lets the engine choose.
    public var driver: String?
    /// Options for the driver.
    public var options: [String: String] = [:]
    /// Where it is written.
    public var location: Location?

    /// Creates a request.
    public init(_ choice: Choice) { self.choice = choice }
}
