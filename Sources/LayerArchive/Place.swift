import Glibc
internal import LinuxSystem

/// A name in an open directory; no call here follows a symbolic link of that name.
struct Place {
    /// What is at a place, as far as an unpacked layer is concerned.
    enum Kind: Hashable {
        case nothing, directory, whiteout, other
    }

    /// The directory.
    let parent: SharedDescriptor
    private let name: [CChar]

    /// Names a place; the name has no slash.
    init(parent: SharedDescriptor, name: [UInt8]) {
        self.parent = parent
        self.name = name.map { CChar(bitPattern: $0) } + [0]
    }

    /// What is there.
    func kind() throws(SystemError) -> Kind {
        var status = stat()
        do throws(SystemError) {
            try checked("fstatat") { unsafe fstatat(parent.number, name, &status, AT_SYMLINK_NOFOLLOW) }
        } catch  where error.isNotFound {
            return .nothing
        }
        switch status.st_mode & S_IFMT {
        case S_IFDIR: return .directory
        case S_IFCHR: return status.st_rdev == 0 ? .whiteout : .other
        default: return .other
        }
    }

    /// Removes what is there with everything below it; nothing happens when nothing is there.
    func remove() throws(SystemError) {
        switch try kind() {
        case .nothing: break
        case .directory: try removeTree(bytes, in: parent.number)
        case .whiteout, .other: try checked("unlinkat") { unsafe unlinkat(parent.number, name, 0) }
        }
    }

    /// Creates a directory that only its owner may use yet.
    func makeDirectory() throws(SystemError) {
        try checked("mkdirat") { unsafe mkdirat(parent.number, name, 0o700) }
    }

    /// Creates a file that was not there, for writing.
    func makeFile() throws(SystemError) -> SharedDescriptor {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC
        return SharedDescriptor(
            OwnedDescriptor(
                adopting: try checked("openat") { unsafe openat(parent.number, name, flags, 0o600) }))
    }

    /// Makes this a second name of the file at another place.
    func link(_ other: Place) throws(SystemError) {
        try checked("linkat") { unsafe linkat(other.parent.number, other.name, parent.number, name, 0) }
    }

    /// Creates the mark by which overlayfs hides the name in the layers below.
    func makeWhiteout() throws(SystemError) {
        try checked("mknodat") { unsafe mknodat(parent.number, name, S_IFCHR, 0) }
    }

    /// Sets the permission bits of what is there, which is no symbolic link.
    func setMode(_ mode: mode_t) throws(SystemError) {
        try checked("fchmodat") { unsafe fchmodat(parent.number, name, mode, 0) }
    }

    /// Creates a symbolic link or a node with all its properties.
    func make(_ entry: LayerEntry) throws(SystemError) {
        switch entry.kind {
        case .symbolicLink(let target):
            let content = target.map { CChar(bitPattern: $0) } + [0]
            try checked("symlinkat") { unsafe symlinkat(content, parent.number, name) }
            try setOwner(entry)
        case .node(let type, let device):
            try checked("mknodat") { unsafe mknodat(parent.number, name, type | 0o600, device) }
            try setOwner(entry)
            try setMode(entry.mode)
        case .directory, .file, .hardLink:
            preconditionFailure("files and directories are written through their descriptors")
        }
        for attribute in entry.attributes {
            try whereSupported { () throws(SystemError) in
                try setExtendedAttribute(attribute.name, attribute.value, at: path)
            }
        }
        let times = [entry.modified, entry.modified]
        try checked("utimensat") { unsafe utimensat(parent.number, name, times, AT_SYMLINK_NOFOLLOW) }
    }

    private func setOwner(_ entry: LayerEntry) throws(SystemError) {
        try checked("fchownat") {
            unsafe fchownat(parent.number, name, entry.user, entry.group, AT_SYMLINK_NOFOLLOW)
        }
    }

    private var bytes: [UInt8] { name.dropLast().map { UInt8(bitPattern: $0) } }

    /// A path for calls that take no descriptor: through the descriptor all the same.
    private var path: [UInt8] { Array("/proc/self/fd/\(parent.number)/".utf8) + bytes }
}
