internal import CLinux
import Glibc

/// Sets an extended attribute (xattr(7)) of an open file or directory.
public func setExtendedAttribute(_ name: String, _ value: [UInt8], of descriptor: Int32) throws(SystemError) {
    try check("fsetxattr", name) { unsafe clinux_set_attribute(descriptor, name, value, value.count) }
}

/// Sets an extended attribute of a path itself, not of what a symbolic link names.
///
/// The path is bytes, because a name that an image brings need not be UTF-8.
public func setExtendedAttribute(_ name: String, _ value: [UInt8], at path: [UInt8]) throws(SystemError) {
    let terminated = path.map { CChar(bitPattern: $0) } + [0]
    try check("lsetxattr", "\(name) of \(String(decoding: path, as: UTF8.self))") {
        unsafe clinux_set_link_attribute(terminated, name, value, value.count)
    }
}

/// The value of an extended attribute of a path itself, of at most 64 KiB; nil when it has none of the name.
public func extendedAttribute(_ name: String, of path: String) throws(SystemError) -> [UInt8]? {
    var value = [UInt8](repeating: 0, count: 65536)
    do throws(SystemError) {
        let size = try check("lgetxattr", "\(name) of \(path)") {
            unsafe value.withUnsafeMutableBytes { bytes in
                unsafe clinux_get_link_attribute(path, name, bytes.baseAddress, bytes.count)
            }
        }
        return Array(value[..<size])
    } catch  where error.code == ENODATA || error.isUnsupported {
        return nil
    }
}

extension SystemError {
    /// True when a file system does not know what was asked of it (ENOTSUP).
    public var isUnsupported: Bool { code == ENOTSUP }
}
