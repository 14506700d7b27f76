internal import CLinux
import Glibc

extension OwnedDescriptor {
    /// A new file without a name (O_TMPFILE), which goes with its last descriptor, even after a crash.
    ///
    /// Another process reads it as `/proc/self/fd/N` of a descriptor it was given.
    public static func unnamedFile(in directory: String) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(adopting: try check("open", directory) { unsafe clinux_open_temporary(directory) })
    }
}

extension PacketPair {
    /// Closes the end that was handed to a child, so that the child's end is noticed as the end of messages.
    public consuming func closingTheirs() -> OwnedDescriptor { ours }
}

extension OwnedDescriptor {
    /// Opens both ends of a fifo at once (fifo(7)): opening waits for nobody, and writing never raises SIGPIPE.
    public static func fifo(_ path: String) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try check("open", path) { unsafe clinux_open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC, 0) }
        )
    }
}
