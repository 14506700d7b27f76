internal import CLinux
import Glibc

/// Both ends of a pipe(7), close-on-exec.
public struct Pipe: ~Copyable {
    /// The end that is read.
    public let reader: OwnedDescriptor
    /// The end that is written.
    public let writer: OwnedDescriptor

    /// Creates a pipe.
    public init() throws(SystemError) {
        var ends: [Int32] = [0, 0]
        try check("pipe2") { unsafe clinux_pipe(&ends) }
        reader = OwnedDescriptor(adopting: ends[0])
        writer = OwnedDescriptor(adopting: ends[1])
    }

    /// Closes the writing end here, so that the reader sees the end when the child's is closed.
    public consuming func closingWriter() -> SharedDescriptor { SharedDescriptor(reader) }

    /// Closes the reading end here, so that the child that reads sees the end when nobody holds the result.
    public consuming func closingReader() -> SharedDescriptor { SharedDescriptor(writer) }
}

/// A descriptor shared by several users; it closes when the last of them goes.
public final class SharedDescriptor: Sendable {
    /// The number, valid while this object lives.
    public let number: Int32

    /// Takes a descriptor over.
    public init(_ descriptor: consuming OwnedDescriptor) { number = descriptor.release() }

    /// Suspends until there is something to read and returns it; empty at the end.
    public func nextBytes() async throws -> [UInt8] {
        try await Reactor.shared.readable(number)
        return try readDescriptor(number, upTo: 65536)
    }

    /// What can be read without waiting; nil when there is nothing, empty at the end.
    public func bytesAtHand(upTo count: Int = 65536) throws(SystemError) -> [UInt8]? {
        try check("fcntl") { clinux_set_nonblocking(number) }
        do throws(SystemError) { return try readDescriptor(number, upTo: count) } catch
            where error.wouldBlock
        {
            return nil
        }
    }

    deinit { close(number) }
}

/// A connected pair of sockets of type SOCK_SEQPACKET: each write is one message.
public struct PacketPair: ~Copyable {
    /// The end that stays here.
    public let ours: OwnedDescriptor
    /// The end for the child.
    public let theirs: OwnedDescriptor

    /// Creates a pair.
    public init() throws(SystemError) {
        var ends: [Int32] = [0, 0]
        try check("socketpair") {
            unsafe socketpair(
                AF_UNIX, Int32(SOCK_SEQPACKET.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        }
        ours = OwnedDescriptor(adopting: ends[0])
        theirs = OwnedDescriptor(adopting: ends[1])
    }

    /// Closes the end that was handed to a child, so that the child's end is noticed as the end of messages.
    public consuming func closingTheirs() -> OwnedDescriptor { ours }
}
