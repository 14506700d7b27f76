public import BerthModel
public import LinuxSystem

/// The twelve hexadecimal digits that name a network in the kernel, for as long as it exists.
public struct NetworkID: Sendable, Hashable, Comparable {
    /// The digits.
    public let digits: String

    /// Reads twelve lower-case hexadecimal digits.
    public init(_ digits: String) throws(Failure) {
        guard digits.utf8.count == 12, digits.utf8.allSatisfy(isHexadecimal) else {
            throw Failure(.runtime, "network id \"\(digits)\" is not twelve hexadecimal digits")
        }
        self.digits = digits
    }

    /// A new one that no other network has.
    public static func random() -> NetworkID { NetworkID(known: makeID(digits: 12)) }

    /// The network whose bridge has the given name; nil for other names.
    init?(bridge name: String) {
        let digits = name.dropFirst(3)
        guard name.hasPrefix("br-"), digits.utf8.count == 12, digits.utf8.allSatisfy(isHexadecimal) else {
            return nil
        }
        self.init(known: String(digits))
    }

    private init(known digits: String) { self.digits = digits }

    /// The name of its bridge.
    public var bridge: String { "br-\(digits)" }

    /// Orders by the digits.
    public static func < (left: NetworkID, right: NetworkID) -> Bool { left.digits < right.digits }
}

private func isHexadecimal(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
}

extension NetworkID: CustomStringConvertible {
    /// The digits.
    public var description: String { digits }
}

/// What a bridge network is made of.
public struct NetworkDescription: Sendable, Hashable {
    /// Its name in the kernel.
    public let id: NetworkID
    /// The addresses of its containers.
    public let subnet: CIDRv4
    /// The host's address on its bridge.
    public let gateway: IPv4Address
    /// True when its containers do not reach the world.
    public let isInternal: Bool

    /// Describes a network; without a gateway the host takes the first address.
    public init(
        id: NetworkID, subnet: CIDRv4, gateway: IPv4Address? = nil, isInternal: Bool = false
    ) throws(Failure) {
        let gateway = gateway ?? IPv4Address(value: subnet.hosts.lowerBound)
        guard subnet.hosts.contains(gateway.value) else {
            throw Failure(
                .runtime, "subnet \(subnet) has no room for the gateway \(gateway)",
                remedy: "choose a subnet of at least 4 addresses and a gateway inside it")
        }
        self.id = id
        self.subnet = subnet
        self.gateway = gateway
        self.isInternal = isInternal
    }
}

/// The number by which the kernel knows the interfaces of a stack (IFLA_GROUP), to delete them at once.
public struct LinkGroup: Sendable, Hashable {
    /// The number; never 0, which is the group of all other interfaces.
    public let number: UInt32

    /// The group of a project in an installation: the same in every process, different from all others'.
    public init(project: String, in installation: Installation) {
        // FNV-1a; the highest bit keeps clear of the small numbers that people choose.
        let text = "\(installation.runtime)\u{0}\(project)"
        let hash = text.utf8.reduce(UInt32(0x811c_9dc5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 }
        number = hash | 0x8000_0000
    }
}
