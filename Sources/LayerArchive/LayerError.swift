public import LinuxSystem

/// Why an archive could not be unpacked.
public enum LayerError: Error, Sendable, Hashable {
    /// The bytes are no tar archive, or a damaged one; the reason is the reader's own.
    case unreadable(String)
    /// The name of an entry would lead out of the directory.
    case leavesDirectory(entry: String)
    /// A directory on the way to an entry is a symbolic link of the same archive.
    case throughSymbolicLink(entry: String)
    /// A hard link names a file that this archive does not hold.
    case missingLinkTarget(entry: String, target: String)
    /// The name of a whiteout names nothing that could be hidden.
    case invalidWhiteout(entry: String)
    /// An entry is of a kind that a layer cannot hold.
    case unknownKind(entry: String)
    /// The uncompressed bytes are not the ones that were asked for; both as hexadecimal SHA-256.
    case wrongDigest(expected: String, found: String)
    /// The content would take more bytes of the disk than it may.
    case tooLarge(limit: Int)
    /// A call failed while an entry was written.
    case system(entry: String, SystemError)
}

extension LayerError: CustomStringConvertible {
    /// One clause that names the entry.
    public var description: String {
        switch self {
        case .unreadable(let reason): "the archive cannot be read: \(reason)"
        case .leavesDirectory(let entry): "entry \"\(entry)\" would leave the directory"
        case .throughSymbolicLink(let entry): "entry \"\(entry)\" goes through a symbolic link"
        case .missingLinkTarget(let entry, let target):
            "entry \"\(entry)\" is a hard link to \"\(target)\", which this archive does not hold"
        case .invalidWhiteout(let entry): "entry \"\(entry)\" is a whiteout of nothing"
        case .unknownKind(let entry): "entry \"\(entry)\" is of an unknown kind"
        case .wrongDigest(let expected, let found):
            "the content has the digest sha256:\(found) and not sha256:\(expected)"
        case .tooLarge(let limit): "its content takes more than \(limit) bytes"
        case .system(let entry, let error): entry.isEmpty ? "\(error)" : "entry \"\(entry)\": \(error)"
        }
    }
}
