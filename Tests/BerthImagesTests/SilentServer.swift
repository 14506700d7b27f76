import Foundation
import LinuxSystem

/// Listens on a port of loopback and never answers.
final class SilentServer: Sendable {
    /// Host and port.
    let address: String
    private let listener: SharedDescriptor

    init() async throws {
        let number = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        listener = SharedDescriptor(OwnedDescriptor(adopting: number))
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                unsafe _ = bind(number, address, length)
                unsafe _ = getsockname(number, address, &length)
            }
        }
        listen(number, 8)
        address = "127.0.0.1:\(UInt16(bigEndian: name.sin_port))"
    }

    /// Suspends until somebody has connected.
    func connected() async throws { try await Reactor.shared.readable(listener.number) }
}
