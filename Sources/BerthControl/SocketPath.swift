internal import BerthModel
internal import LinuxSystem

/// The place of a unix socket, named relative to its open directory.
///
/// A socket's address holds 107 bytes, which a path of an installation may exceed; the way through
/// `/proc/self/fd` is short however long the path is.
struct SocketPath: ~Copyable {
    private let directory: OwnedDescriptor
    private let name: String

    /// Opens the directory of a path; fails when there is none.
    init(_ path: String) throws {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
            throw Failure(.runtime, "the control socket's path \"\(path)\" is not absolute")
        }
        directory = try .place(String(path[..<slash]))
        name = String(path[path.index(after: slash)...])
    }

    /// The short name of the socket, valid while this value lives.
    var short: String { "/proc/self/fd/\(directory.number)/\(name)" }
    /// The short name of a file beside the socket that becomes it by rename.
    var temporary: String { "\(short).\(processIdentifier()).new" }
}
