internal import CLinux
import Glibc

/// A directory whose tree is written by names nobody vouches for: a path below it follows no symbolic link
/// and has no way out (openat2(2), RESOLVE_BENEATH and RESOLVE_NO_SYMLINKS).
///
/// Paths are bytes, because names in an archive need not be UTF-8.
public struct ConfinedDirectory: ~Copyable, Sendable {
    private let root: OwnedDescriptor

    /// Opens the directory that holds the tree.
    public init(_ path: String) throws(SystemError) { root = try .directory(path) }

    /// Opens a directory of the tree; the empty path is the root.
    ///
    /// Throws ELOOP where a symbolic link is in the way, and EXDEV where the path would leave the tree.
    public func directory(_ path: [UInt8]) throws(SystemError) -> OwnedDescriptor {
        let terminated = (path.isEmpty ? [UInt8(ascii: ".")] : path).map { CChar(bitPattern: $0) } + [0]
        return OwnedDescriptor(
            adopting: try check("openat2", String(decoding: path, as: UTF8.self)) {
                unsafe clinux_open_directory_beneath(root.number, terminated)
            })
    }

    /// Forces everything written to the file system of the tree to the disk.
    public func synchronizeFileSystem() throws(SystemError) {
        try check("syncfs") { clinux_sync_file_system(root.number) }
    }
}
