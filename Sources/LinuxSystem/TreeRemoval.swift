internal import CLinux
import Glibc

/// Removes a file or a whole directory; nothing happens when it is not there.
///
/// Symbolic links are removed, never followed, and no mount point below `path` is entered, not even one of the
/// same file system: it fails the walk with EBUSY, so that data behind a mount is never lost.
public func removeTree(_ path: String) throws(SystemError) { try removeTree(Array(path.utf8), in: AT_FDCWD) }

/// Removes what has a name in an open directory, as `removeTree` of a path does.
///
/// The name is bytes, as all names below are: those that an image brings need not be UTF-8.
public func removeTree(_ name: [UInt8], in directory: Int32) throws(SystemError) {
    let name = name.map { CChar(bitPattern: $0) } + [0]
    if try removeUnlessDirectory(name, in: directory) { return }
    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
    let opened = try check("open", text(name)) { unsafe clinux_openat(directory, name, flags, 0) }
    try removeContents(OwnedDescriptor(adopting: opened))
    try removeEmptyDirectory(name, in: directory)
}

private func removeContents(_ directory: borrowing OwnedDescriptor) throws(SystemError) {
    for name in try names(in: directory) {
        if try removeUnlessDirectory(name, in: directory.number) { continue }
        let child = unsafe clinux_open_child_directory(directory.number, name)
        if child == -1, errno == EXDEV { throw SystemError(code: EBUSY, call: "rmdir", subject: text(name)) }
        try removeContents(OwnedDescriptor(adopting: try check("openat2", text(name)) { child }))
        try removeEmptyDirectory(name, in: directory.number)
    }
}

/// Removes what is no directory; true when nothing is left to do.
private func removeUnlessDirectory(_ name: [CChar], in directory: Int32) throws(SystemError) -> Bool {
    do throws(SystemError) {
        try check("unlink", text(name)) { unsafe unlinkat(directory, name, 0) }
    } catch  where error.code == EISDIR {
        return false
    } catch  where error.isNotFound || error.code == ENOTDIR {}
    return true
}

private func removeEmptyDirectory(_ name: [CChar], in directory: Int32) throws(SystemError) {
    do throws(SystemError) {
        try check("rmdir", text(name)) { unsafe unlinkat(directory, name, AT_REMOVEDIR) }
    } catch  where error.isNotFound {}
}

/// The names in a directory without "." and "..", each with its terminating zero.
func names(in directory: borrowing OwnedDescriptor) throws(SystemError) -> [[CChar]] {
    let own = try directory.duplicate().release()
    guard let stream = unsafe fdopendir(own) else {
        defer { close(own) }
        throw SystemError(code: errno, call: "fdopendir")
    }
    defer { unsafe closedir(stream) }
    var names: [[CChar]] = []
    while true {
        errno = 0
        guard let entry = unsafe readdir(stream) else {
            if errno != 0 { throw SystemError(code: errno, call: "readdir") }
            return names
        }
        let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
            unsafe bytes.prefix { $0 != 0 }.map { CChar(bitPattern: $0) }
        }
        if text(name + [0]) != ".", text(name + [0]) != ".." { names.append(name + [0]) }
    }
}

private func text(_ name: [CChar]) -> String {
    String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}
