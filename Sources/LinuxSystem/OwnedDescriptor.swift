internal import CLinux
import Glibc

/// A file descriptor with exactly one owner; it closes when its owner goes.
public struct OwnedDescriptor: ~Copyable, Sendable {
    /// The number, for calls that borrow it; never stored past the owner's life.
    public let number: Int32

    /// Takes ownership of an open descriptor.
    public init(adopting number: Int32) { self.number = number }

    /// Opens a file for reading, close-on-exec.
    public static func reading(_ path: String) throws(SystemError) -> OwnedDescriptor {
        try opening(path, O_RDONLY, mode: 0)
    }

    /// Opens a file for reading without waiting for anything, as the writer of a fifo; reading may then fail with
    /// EAGAIN.
    static func readingAtOnce(_ path: String) throws(SystemError) -> OwnedDescriptor {
        try opening(path, O_RDONLY | O_NONBLOCK | O_NOCTTY, mode: 0)
    }

    /// Creates or truncates a file for writing with the given permission bits.
    public static func writing(_ path: String, mode: UInt32 = 0o644) throws(SystemError) -> OwnedDescriptor {
        try opening(path, O_WRONLY | O_CREAT | O_TRUNC, mode: mode)
    }

    /// Creates a file or opens it for adding at its end.
    public static func appending(_ path: String, mode: UInt32 = 0o644) throws(SystemError) -> OwnedDescriptor
    {
        try opening(path, O_WRONLY | O_CREAT | O_APPEND, mode: mode)
    }

    /// Opens both ends of a fifo at once (fifo(7)): opening waits for nobody, and writing never raises SIGPIPE.
    public static func fifo(_ path: String) throws(SystemError) -> OwnedDescriptor {
        try opening(path, O_RDWR | O_NONBLOCK, mode: 0)
    }

    /// A new file without a name (O_TMPFILE), which goes with its last descriptor, even after a crash.
    ///
    /// Another process reads it as `/proc/self/fd/N` of a descriptor it was given.
    public static func unnamedFile(in directory: String) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try check("open", directory) { unsafe clinux_open_temporary(directory) })
    }

    /// Opens a directory, as an anchor for relative paths.
    public static func directory(_ path: String) throws(SystemError) -> OwnedDescriptor {
        try opening(path, O_RDONLY | O_DIRECTORY, mode: 0)
    }

    /// Opens a place without reading it (O_PATH), for descriptor-relative calls and `/proc/self/fd` paths.
    public static func place(_ path: String) throws(SystemError) -> OwnedDescriptor {
        try opening(path, clinux_o_path(), mode: 0)
    }

    private static func opening(_ path: String, _ flags: Int32, mode: UInt32) throws(SystemError)
        -> OwnedDescriptor
    {
        OwnedDescriptor(
            adopting: try check("open", path) { unsafe clinux_open(path, flags | O_CLOEXEC, mode) })
    }

    /// A second descriptor of the same open file.
    public func duplicate() throws(SystemError) -> OwnedDescriptor { try .duplicating(number) }

    /// A second descriptor of the open file that a borrowed number stands for.
    public static func duplicating(_ number: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try check("fcntl") { clinux_duplicate(number, 0) })
    }

    /// Gives up ownership without closing, for a descriptor handed to another owner.
    public consuming func release() -> Int32 {
        let number = number
        discard self
        return number
    }

    /// The size in bytes of the open file.
    public func size() throws(SystemError) -> Int {
        var status = stat()
        try check("fstat") { unsafe fstat(number, &status) }
        return Int(status.st_size)
    }

    /// True when something can be read now.
    public func hasBytes() throws(SystemError) -> Bool {
        var event = pollfd(fd: number, events: Int16(POLLIN), revents: 0)
        return try check("poll") { unsafe poll(&event, 1, 0) } > 0
    }

    /// Marks the open file as being read, until its last descriptor closes (a shared flock(2)).
    public func markAsRead() throws(SystemError) { try check("flock") { flock(number, LOCK_SH) } }

    /// True when somebody has marked the file as being read.
    public func isBeingRead() throws(SystemError) -> Bool {
        do throws(SystemError) { try check("flock") { flock(number, LOCK_EX | LOCK_NB) } } catch
            where error.wouldBlock
        {
            return true
        }
        try check("flock") { flock(number, LOCK_UN) }
        return false
    }

    deinit { _ = Glibc.close(number) }
}

extension OwnedDescriptor {
    /// Reads at most `count` bytes from the current position; empty at the end.
    public func read(upTo count: Int = 65536) throws(SystemError) -> [UInt8] {
        try readDescriptor(number, upTo: count)
    }

    /// Reads at most `count` bytes at an offset; empty at the end.
    public func read(upTo count: Int, at offset: Int) throws(SystemError) -> [UInt8] {
        var failure: SystemError?
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            do throws(SystemError) {
                filled = try check("pread") { unsafe pread(number, buffer.baseAddress, count, off_t(offset)) }
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        return bytes
    }

    /// Writes all bytes at the current position.
    public func write(_ bytes: [UInt8]) throws(SystemError) { try writeDescriptor(number, bytes) }

    /// Writes a text as UTF-8.
    public func write(_ text: String) throws(SystemError) { try write(Array(text.utf8)) }
}

/// Writes all of a text to a borrowed descriptor.
public func writeDescriptor(_ number: Int32, _ text: String) throws(SystemError) {
    try writeDescriptor(number, Array(text.utf8))
}

private func writeDescriptor(_ number: Int32, _ bytes: [UInt8]) throws(SystemError) {
    var written = 0
    while written < bytes.count {
        written += try check("write") {
            unsafe bytes[written...].withUnsafeBytes { unsafe Glibc.write(number, $0.baseAddress, $0.count) }
        }
    }
}

/// Reads at most `count` bytes from a borrowed descriptor; empty at the end.
func readDescriptor(_ number: Int32, upTo count: Int) throws(SystemError) -> [UInt8] {
    var failure: SystemError?
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        do throws(SystemError) {
            filled = try check("read") { unsafe Glibc.read(number, buffer.baseAddress, count) }
        } catch {
            failure = error
        }
    }
    if let failure { throw failure }
    return bytes
}
