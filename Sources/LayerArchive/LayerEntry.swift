internal import CArchive
import Glibc

/// One entry of a tar archive, without its content.
struct LayerEntry {
    /// What an entry makes.
    enum Kind: Hashable {
        case directory
        case file(size: Int)
        case hardLink(to: EntryPath)
        case symbolicLink(to: [UInt8])
        /// A device node or a named pipe: the type bits of its mode, and its number.
        case node(type: mode_t, device: dev_t)
    }

    /// An extended attribute.
    struct Attribute: Hashable {
        /// The name with its namespace, such as `security.capability`.
        let name: String
        /// The value.
        let value: [UInt8]
    }

    /// Where it belongs.
    let path: EntryPath
    /// What it makes.
    let kind: Kind
    /// The permission bits with set-id and sticky bits.
    let mode: mode_t
    /// The numeric owner.
    let user: uid_t
    /// The numeric group.
    let group: gid_t
    /// The time of its last change.
    let modified: timespec
    /// The extended attributes, without those by which overlayfs steers itself.
    let attributes: [Attribute]

    /// Reads an entry of libarchive's.
    init(_ header: OpaquePointer) throws(LayerError) {
        guard let path = unsafe bytes(archive_entry_pathname(header)) else {
            throw .unreadable("an entry has no name")
        }
        self.path = try EntryPath(path)
        kind = try unsafe Kind(header, path: self.path)
        mode = unsafe archive_entry_perm(header) & 0o7777
        user = uid_t(truncatingIfNeeded: unsafe archive_entry_uid(header))
        group = gid_t(truncatingIfNeeded: unsafe archive_entry_gid(header))
        modified = unsafe timespec(
            tv_sec: archive_entry_mtime(header), tv_nsec: archive_entry_mtime_nsec(header))
        attributes = unsafe readAttributes(header)
    }
}

extension LayerEntry.Kind {
    fileprivate init(_ header: OpaquePointer, path: EntryPath) throws(LayerError) {
        if let target = unsafe bytes(archive_entry_hardlink(header)) {
            self = .hardLink(to: try EntryPath(target))
            return
        }
        let type = unsafe archive_entry_filetype(header)
        switch type {
        case S_IFDIR: self = .directory
        case S_IFREG: self = .file(size: Int(unsafe archive_entry_size(header)))
        case S_IFLNK: self = .symbolicLink(to: unsafe bytes(archive_entry_symlink(header)) ?? [])
        case S_IFCHR, S_IFBLK: self = .node(type: type, device: unsafe archive_entry_rdev(header))
        case S_IFIFO: self = .node(type: type, device: 0)
        default: throw .unknownKind(entry: path.text)
        }
    }
}

/// Attributes of overlayfs in an archive could make a file of this layer show another one's content.
private let steeringNamespaces = ["trusted.overlay.", "user.overlay."]

private func readAttributes(_ header: OpaquePointer) -> [LayerEntry.Attribute] {
    var attributes: [LayerEntry.Attribute] = []
    var name: UnsafePointer<CChar>?
    var value: UnsafeRawPointer?
    var count = 0
    guard unsafe archive_entry_xattr_reset(header) > 0 else { return [] }
    while unsafe archive_entry_xattr_next(header, &name, &value, &count) == ARCHIVE_OK {
        guard let name = unsafe name else { continue }
        let text = unsafe String(cString: name)
        if steeringNamespaces.contains(where: text.hasPrefix) { continue }
        let bytes = unsafe Array(UnsafeRawBufferPointer(start: value, count: count))
        attributes.append(LayerEntry.Attribute(name: text, value: bytes))
    }
    return attributes
}

/// The bytes of a C string, without repairing those that are not UTF-8.
private func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8]? {
    guard let text = unsafe text else { return nil }
    return unsafe Array(UnsafeRawBufferPointer(start: text, count: strlen(text)))
}
