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
        guard let place = try place(of: path) else { return nil }
        return try readSymbolicLink("/proc/self/fd/\(place.number)")
    }

    /// Opens an existing place below the root without reading it; nil when it is not there.
    private func place(of path: String) throws(SystemError) -> OwnedDescriptor? {
        do throws(SystemError) { return try open(path, clinux_o_path()) } catch
            where error.isNotFound || error.code == ENOTDIR
        {
            return nil
        }
    }

    /// Mounts an existing file or directory below the root, with what is mounted in it, on a place outside.
    ///
    /// The place is made. What is mounted is what the path led to at one moment, whatever else is put there
    /// afterwards. False when nothing is there.
    public func bindMount(_ path: String, on target: String) throws(SystemError) -> Bool {
        guard let source = try place(of: path) else { return false }
        let outside = "/proc/self/fd/\(source.number)"
        if try fileStatus(outside)?.kind == .directory {
            try LinuxSystem.makeDirectories(target)
        } else if !fileExists(target) {
            try writeFile(target, "")
        }
        try MountRequest(type: "none", device: outside, options: ["rbind", "rprivate"]).mount(on: target)
        return true
    }

    /// Creates a directory and those above it that are missing, and returns its path outside the root.
    ///
    /// Links are followed within the root, also those that lead to nothing yet. A directory that exists is left as
    /// it is. Nobody else may change the tree meanwhile: it is for a root that no process lives in.
    @discardableResult
    public func makeDirectories(_ path: String) throws(SystemError) -> String {
        let (parent, name) = try descend(path)
        if let name { try check("mkdir", "\(parent)/\(name)") { unsafe mkdir("\(parent)/\(name)", 0o755) } }
        return name.map { "\(parent)/\($0)" } ?? parent
    }

    /// Creates an empty file unless something is there, as a place to mount on; returns its path outside.
    ///
    /// Otherwise as `makeDirectories`.
    @discardableResult
    public func makeFile(_ path: String) throws(SystemError) -> String {
        let (parent, name) = try descend(path)
        guard let name else { return parent }
        // Never through a link, and never into a file that is there.
        let outside = "\(parent)/\(name)"
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        _ = OwnedDescriptor(
            adopting: try check("open", outside) { unsafe clinux_open(outside, flags, 0o644) })
        return outside
    }

    /// Goes down a path as far as it exists, and makes the directories that are missing but for the last part.
    ///
    /// The result is the path outside of what is there at the end, or of the directory that the last part is
    /// missing in, with that part.
    private func descend(_ path: String) throws(SystemError) -> (outside: String, missing: String?) {
        let top = try resolve("/") ?? "/"
        var parts = path.split(separator: "/").map(String.init)
        var walked: [String] = []
        var links = 0
        while !parts.isEmpty {
            let part = parts.removeFirst()
            if part == "." { continue }
            if part == ".." {
                _ = walked.popLast()
                continue
            }
            let outside = ([top] + walked + [part]).joined(separator: "/")
            switch try linkStatus(outside)?.kind {
            case .symbolicLink:
                links += 1
                if links > 40 { throw SystemError(code: ELOOP, call: "open", subject: path) }
                let content = try readSymbolicLink(outside)
                if content.hasPrefix("/") { walked = [] }
                parts = content.split(separator: "/").map(String.init) + parts
            case .directory: walked.append(part)
            case nil where parts.isEmpty:
                return (([top] + walked).joined(separator: "/"), part)
            case nil:
                try check("mkdir", outside) { unsafe mkdir(outside, 0o755) }
                walked.append(part)
            default:
                if !parts.isEmpty { throw SystemError(code: ENOTDIR, call: "open", subject: path) }
                walked.append(part)
            }
        }
        return (([top] + walked).joined(separator: "/"), nil)
    }

    private func open(_ path: String, _ flags: Int32) throws(SystemError) -> OwnedDescriptor {
        OwnedDescriptor(
            adopting: try check("openat2", path) {
                unsafe clinux_open_in_root(root.number, path, flags | O_CLOEXEC, 0)
            })
    }
}
