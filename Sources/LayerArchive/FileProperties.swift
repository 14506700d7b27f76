import Glibc
internal import LinuxSystem

/// Sets owner, permission bits and extended attributes of an open file or directory.
func setAttributes(_ descriptor: Int32, _ entry: LayerEntry) throws(SystemError) {
    // In this order: a change of owner takes set-id bits and capabilities away.
    try checked("fchown") { fchown(descriptor, entry.user, entry.group) }
    try checked("fchmod") { fchmod(descriptor, entry.mode) }
    for attribute in entry.attributes {
        try whereSupported { () throws(SystemError) in
            try setExtendedAttribute(attribute.name, attribute.value, of: descriptor)
        }
    }
}

/// Sets an extended attribute; a file system that does not know such attributes goes without.
func whereSupported(_ set: () throws(SystemError) -> Void) throws(SystemError) {
    do throws(SystemError) { try set() } catch  where error.isUnsupported {}
}

/// Marks an open directory as hiding what the layers below have in it.
func setOpaque(_ directory: Int32) throws(SystemError) {
    try setExtendedAttribute("trusted.overlay.opaque", [UInt8(ascii: "y")], of: directory)
}

/// Sets the time of the last change, and that of the last access with it.
func setModificationTime(_ descriptor: Int32, _ time: timespec) throws(SystemError) {
    try checked("futimens") { unsafe futimens(descriptor, [time, time]) }
}

/// Sets the size of a file; what was not written is a hole.
func truncate(_ descriptor: Int32, to size: Int) throws(SystemError) {
    try checked("ftruncate") { ftruncate(descriptor, off_t(size)) }
}

/// Writes all bytes at an offset.
func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, at offset: Int) throws(SystemError) {
    var written = 0
    while written < bytes.count {
        written += try checked("pwrite") {
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
            return unsafe pwrite(descriptor, rest.baseAddress, rest.count, off_t(offset + written))
        }
    }
}

/// Calls into the C library until it is not interrupted, and turns a result of -1 into an error.
@discardableResult
func checked<Value: FixedWidthInteger>(_ call: StaticString, _ subject: String = "", _ body: () -> Value)
    throws(SystemError) -> Value
{
    while true {
        let value = body()
        if value != -1 { return value }
        let code = errno
        if code != EINTR { throw SystemError(code: code, call: "\(call)", subject: subject) }
    }
}
