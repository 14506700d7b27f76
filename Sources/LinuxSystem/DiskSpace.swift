internal import CLinux
import Glibc

/// The bytes that a file, or a directory with everything below it, takes on its disk.
///
/// A file with several names is counted once. Links are not followed and other file systems not entered. What goes
/// meanwhile, or is too deep for a path, is left out; nothing there counts as nothing.
public func diskUsage(of path: String) throws(SystemError) -> Int {
    guard let root = try status(of: path.utf8.map { CChar(bitPattern: $0) } + [0], in: AT_FDCWD) else {
        return 0
    }
    var usage = Int(root.st_blocks) * 512
    guard root.st_mode & S_IFMT == S_IFDIR else { return usage }
    let tree = try ConfinedDirectory(path)
    var counted: Set<ino_t> = []
    var waiting: [[UInt8]] = [[]]
    while let directory = waiting.popLast() {
        guard let opened = try open(directory, in: tree) else { continue }
        for name in try names(in: opened) {
            guard let status = try status(of: name, in: opened.number), status.st_dev == root.st_dev else {
                continue
            }
            if status.st_mode & S_IFMT == S_IFDIR {
                let slash = directory.isEmpty ? [] : [UInt8(ascii: "/")]
                waiting.append(directory + slash + name.dropLast().map { UInt8(bitPattern: $0) })
            } else if status.st_nlink > 1, !counted.insert(status.st_ino).inserted {
                continue
            }
            usage += Int(status.st_blocks) * 512
        }
    }
    return usage
}

/// The bytes that are free on the file system of a path.
public func freeSpace(at path: String) throws(SystemError) -> Int {
    var status = statvfs()
    try check("statvfs", path) { unsafe statvfs(path, &status) }
    return Int(clamping: status.f_bavail) * Int(clamping: status.f_frsize)
}

/// A directory of a tree; nil when it is gone or too deep.
private func open(_ path: [UInt8], in tree: borrowing ConfinedDirectory) throws(SystemError)
    -> OwnedDescriptor?
{
    do throws(SystemError) { return try tree.directory(path) } catch {
        if [ENOENT, ENOTDIR, ELOOP, ENAMETOOLONG].contains(error.code) { return nil }
        throw error
    }
}

/// The status of a name in a directory; nil when it is gone.
private func status(of name: [CChar], in directory: Int32) throws(SystemError) -> stat? {
    var status = stat()
    do throws(SystemError) {
        try check("fstatat") { unsafe fstatat(directory, name, &status, AT_SYMLINK_NOFOLLOW) }
    } catch {
        if error.isNotFound || error.code == ENOTDIR { return nil }
        throw error
    }
    return status
}
