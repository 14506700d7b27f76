import Glibc

/// The names in a directory without "." and "..", sorted; empty when it is not there.
public func directoryEntries(_ path: String) throws(SystemError) -> [String] {
    guard let stream = unsafe opendir(path) else {
        let code = errno
        if code == ENOENT { return [] }
        throw SystemError(code: code, call: "opendir", subject: path)
    }
    defer { unsafe closedir(stream) }
    var names: [String] = []
    while true {
        errno = 0
        guard let entry = unsafe readdir(stream) else {
            if errno != 0 { throw SystemError(code: errno, call: "readdir", subject: path) }
            return names.sorted()
        }
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
            unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        if name != ".", name != ".." { names.append(name) }
    }
}

/// Creates a new private directory whose name starts with `prefix`, and returns its path.
public func makeTemporaryDirectory(prefix: String) throws(SystemError) -> String {
    var template = Array("\(prefix)XXXXXX".utf8CString)
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer in
        unsafe buffer.baseAddress.map { unsafe mkdtemp($0) != nil } ?? false
    }
    if !made { throw SystemError(code: errno, call: "mkdtemp", subject: prefix) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

/// Removes an empty directory; nothing happens when it is not there.
public func removeDirectory(_ path: String) throws(SystemError) {
    do throws(SystemError) { try check("rmdir", path) { unsafe rmdir(path) } } catch  where error.isNotFound {
    }
}

/// Creates a directory and those above it that are missing; nothing happens when it is there.
///
/// Those that are made have the mode whatever the file mode creation mask of the process is (umask(2)).
public func makeDirectories(_ path: String, mode: UInt32 = 0o755) throws(SystemError) {
    if unsafe mkdir(path, mode) == 0 { return try setMode(path, mode) }
    let code = errno
    if code == EEXIST, try fileStatus(path)?.kind == .directory { return }
    guard code == ENOENT, let slash = path.lastIndex(of: "/"), slash != path.startIndex else {
        throw SystemError(code: code, call: "mkdir", subject: path)
    }
    try makeDirectories(String(path[..<slash]), mode: mode)
    do throws(SystemError) {
        try check("mkdir", path) { unsafe mkdir(path, mode) }
        try setMode(path, mode)
    } catch  where error.isAlreadyThere {}
}

/// The directory that the last part of a path is in: `/` for `/a`, `.` for `a`.
public func parentDirectory(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
}
