/// The number of a device: which driver, and which of its devices (makedev(3)).
public struct DeviceNumber: Sendable, Hashable {
    /// The driver.
    public let major: Int64
    /// The device among the driver's.
    public let minor: Int64

    /// Takes the two parts out of the kernel's form, in which each stands in two pieces.
    init(_ device: UInt64) {
        major = Int64((device >> 8 & 0xFFF) | (device >> 32 & ~0xFFF))
        minor = Int64((device & 0xFF) | (device >> 12 & 0xFFFF_FF00))
    }
}
