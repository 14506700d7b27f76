internal import CLinux
import Glibc

/// A directory as the root of a tree: symbolic links and ".." in paths never leave it (openat2(2), RESOLVE_IN_ROOT).
///
/// For every path that comes from an image or a container.
public struct RootedDirectory: ~Copyable, Sendable {
    private let root: OwnedDescriptor

    /// Opens the directory that becomes the root.
    public init(_ path: String) throws(SystemError) { root = try .place(path) }

    /// The content of a file below the root; nil when it is not there.
    public func read(_ path: String) throws(SystemError) -> [UInt8]? {
        do throws(SystemError) {
            return try open(path, O_RDONLY).readToEnd(path)
        } catch  where error.isNotFound || error.code == ENOTDIR {
            return nil
        }
    }

    /// The path outside the root of an existing place below it; nil when it is not there.
    public func resolve(_ path: String) throws(SystemError) -> String? {
        do throws(SystemError) {
            let place = try open(path, clinux_o_path())
            return try readSymbolicLink("/proc/self/fd/\(place.number)")
        } catch  where error.isNotFound || error.code == ENOTDIR {
            return nil
        }
    }

    /// Creates a directory and those above it that are missing, and returns its path outside the root.
    ///
    /// Each new one gets the given owner; a directory that exists is left as it is.
    @discardableResult
    public func makeDirectories(_ path: String, mode: UInt32 = 0o755, user: UInt32 = 0, group: UInt32 = 0)
        throws(SystemError) -> String
    {
        var walked = ""
        var outside = try resolve("/") ?? "/"
        for part in path.split(separator: "/") where part != "." {
            walked += "/\(part)"
            if let there = try resolve(walked) {
                outside = there
                continue
            }
            outside += "/\(part)"
            try check("mkdir", outside) { unsafe mkdir(outside, mode) }
            try setOwner(outside, user: user, group: group)
        }
        return outside
    }

    /// Creates an empty file unless something is there, as a place to mount on; returns its path outside.
    @discardableResult
    public func makeFile(_ path: String) throws(SystemError) -> String {
        if let there = try resolve(path) { return there }
        guard let slash = path.lastIndex(of: "/") else {
            throw SystemError(code: EINVAL, call: "open", subject: path)
        }
        let parent = try makeDirectories(String(path[..<slash]))
        let outside = parent + path[slash...]
        _ = try OwnedDescriptor.writing(outside)
        return outside
    }

    private func open(_ path: String, _ flags: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try check("openat2", path) {
                unsafe clinux_open_in_root(root.number, path, flags | O_CLOEXEC, 0)
            })
    }
}
