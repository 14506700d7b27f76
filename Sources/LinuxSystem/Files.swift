internal import CLinux
import Glibc
internal import Synchronization

/// What `lstat` or `stat` says of a file.
public struct FileStatus: Sendable, Hashable {
    /// The kind of a file.
    public enum Kind: Sendable, Hashable {
        case regular, directory, symbolicLink, characterDevice, blockDevice, pipe, socket
    }

    /// What it is.
    public let kind: Kind
    /// The permission bits with set-id and sticky bits, without the kind.
    public let mode: UInt32
    /// The numeric owner.
    public let user: UInt32
    /// The numeric group.
    public let group: UInt32
    /// Bytes of content.
    public let size: Int
    /// The inode number.
    public let inode: UInt64
    /// The device the file is on.
    public let device: UInt64
    /// The device that the file stands for; nil unless it is a node of one.
    public let deviceNumber: DeviceNumber?

    /// True for what hides a name in an overlay: a character device of number 0.
    public var isWhiteout: Bool { kind == .characterDevice && deviceNumber == DeviceNumber(UInt64(0)) }

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFDIR: .directory
            case S_IFLNK: .symbolicLink
            case S_IFCHR: .characterDevice
            case S_IFBLK: .blockDevice
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .regular
            }
        mode = status.st_mode & 0o7777
        user = status.st_uid
        group = status.st_gid
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        device = UInt64(status.st_dev)
        deviceNumber =
            kind == .characterDevice || kind == .blockDevice ? DeviceNumber(UInt64(status.st_rdev)) : nil
    }
}

/// The status of a path, following symbolic links; nil when nothing is there.
public func fileStatus(_ path: String) throws(SystemError) -> FileStatus? {
    var status = stat()
    do throws(SystemError) { try check("stat", path) { unsafe stat(path, &status) } } catch {
        if error.isNotFound || error.code == ENOTDIR { return nil }
        throw error
    }
    return FileStatus(status)
}

/// The status of a path itself, without following a final symbolic link; nil when nothing is there.
public func linkStatus(_ path: String) throws(SystemError) -> FileStatus? {
    var status = stat()
    do throws(SystemError) { try check("lstat", path) { unsafe lstat(path, &status) } } catch {
        if error.isNotFound || error.code == ENOTDIR { return nil }
        throw error
    }
    return FileStatus(status)
}

/// True when something is at the path that can be reached.
public func fileExists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

/// The whole content of a file.
///
/// The size is not trusted, so files of procfs work too.
public func readFile(_ path: String) throws(SystemError) -> [UInt8] {
    try OwnedDescriptor.reading(path).readToEnd(path)
}

extension OwnedDescriptor {
    /// Everything from the current position to the end.
    public func readToEnd(_ subject: String = "") throws(SystemError) -> [UInt8] {
        var content: [UInt8] = []
        while true {
            let part: [UInt8]
            do throws(SystemError) { part = try read() } catch {
                throw SystemError(code: error.code, call: error.call, subject: subject)
            }
            if part.isEmpty { return content }
            content += part
        }
    }
}

/// The whole content of a file as UTF-8, repaired where it is not.
public func readText(_ path: String) throws(SystemError) -> String {
    String(decoding: try readFile(path), as: UTF8.self)
}

/// Creates or replaces a file in place (not atomically), for files nobody else reads yet.
public func writeFile(_ path: String, _ text: String, mode: UInt32 = 0o644) throws(SystemError) {
    let file = try OwnedDescriptor.writing(path, mode: mode)
    try file.write(text)
}

/// Replaces a file as a whole: a reader sees the old content or the new one, never a part, also when several
/// threads or processes replace it at once.
public func replaceFile(_ path: String, _ text: String, mode: UInt32 = 0o644) throws(SystemError) {
    let number = replacements.add(1, ordering: .relaxed).newValue
    let temporary = "\(path).\(getpid()).\(number).tmp"
    try writeFile(temporary, text, mode: mode)
    try renameFile(temporary, to: path)
}

/// Tells the replacements of this process apart.
private let replacements = Atomic<UInt64>(0)

/// Renames within a file system, replacing what is there.
public func renameFile(_ from: String, to: String) throws(SystemError) {
    try check("rename", "\(from) -> \(to)") { unsafe rename(from, to) }
}

/// Renames within a file system and fails with EEXIST when something is there.
public func renameFile(_ from: String, toUnused to: String) throws(SystemError) {
    try check("renameat2", "\(from) -> \(to)") { unsafe clinux_rename_noreplace(from, to) }
}

/// Removes a file; nothing happens when it is not there.
public func removeFile(_ path: String) throws(SystemError) {
    do throws(SystemError) { try check("unlink", path) { unsafe unlink(path) } } catch  where error.isNotFound
    {}
}

/// Makes a symbolic link at `path` with the given content.
public func makeSymbolicLink(_ path: String, to content: String) throws(SystemError) {
    try check("symlink", path) { unsafe symlink(content, path) }
}

/// Gives a file another name on the same file system; fails with EEXIST when something has that name.
public func makeHardLink(_ path: String, to file: String) throws(SystemError) {
    try check("link", "\(file) -> \(path)") { unsafe link(file, path) }
}

/// The content of a symbolic link.
public func readSymbolicLink(_ path: String) throws(SystemError) -> String {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = try check("readlink", path) {
        unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
                unsafe characters.baseAddress.map { unsafe readlink(path, $0, characters.count) } ?? 0
            }
        }
    }
    return String(decoding: buffer[..<count], as: UTF8.self)
}

/// Sets owner and group of a path itself, not of what a symbolic link names.
public func setOwner(_ path: String, user: UInt32, group: UInt32) throws(SystemError) {
    try check("lchown", path) { unsafe lchown(path, user, group) }
}

/// Sets the permission bits of a file.
public func setMode(_ path: String, _ mode: UInt32) throws(SystemError) {
    try check("chmod", path) { unsafe chmod(path, mode) }
}

/// The absolute path without symbolic links, "." and "..".
public func realPath(_ path: String) throws(SystemError) -> String {
    guard let resolved = unsafe realpath(path, nil) else {
        throw SystemError(code: errno, call: "realpath", subject: path)
    }
    defer { unsafe free(resolved) }
    return unsafe String(cString: resolved)
}

/// The working directory of this process.
public func currentDirectory() throws(SystemError) -> String {
    guard let path = unsafe getcwd(nil, 0) else { throw SystemError(code: errno, call: "getcwd") }
    defer { unsafe free(path) }
    return unsafe String(cString: path)
}
