import Glibc

/// Gives a file another name on the same file system; fails with EEXIST when something has that name.
public func makeHardLink(_ path: String, to file: String) throws(SystemError) {
    try check("link", "\(file) -> \(path)") { unsafe link(file, path) }
}
