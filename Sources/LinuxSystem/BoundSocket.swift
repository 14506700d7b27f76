import Glibc

/// A socket that holds a local address and port without listening, so that nobody else can have them.
///
/// SO_REUSEADDR stays off: with it on both sides a later server could still take the port.
public struct BoundSocket: ~Copyable, Sendable {
    /// The transport of a socket.
    public enum Transport: Sendable, Hashable {
        case tcp, udp
    }

    /// The port that is held.
    public let port: UInt16
    private let descriptor: OwnedDescriptor

    /// Takes a port of the calling thread's network namespace; `wanted` 0 takes any free one.
    public init(_ transport: Transport, address: IPv4Address, port wanted: UInt16) throws(SystemError) {
        let type = transport == .tcp ? SOCK_STREAM : SOCK_DGRAM
        let number = try check("socket") {
            socket(AF_INET, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        let descriptor = OwnedDescriptor(adopting: number)
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_port = wanted.bigEndian
        name.sin_addr.s_addr = address.value.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        try check("bind", "\(address):\(wanted)") {
            unsafe withUnsafePointer(to: &name) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(number, $0, length)
                }
            }
        }
        try check("getsockname") {
            unsafe withUnsafeMutablePointer(to: &name) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe getsockname(number, $0, &length)
                }
            }
        }
        port = UInt16(bigEndian: name.sin_port)
        self.descriptor = descriptor
    }
}
