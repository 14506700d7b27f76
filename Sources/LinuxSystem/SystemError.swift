import Glibc

/// The errno of a failed call, the call that failed, and what it was tried on.
public struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errno value.
    public let code: Int32
    /// The name of the call, as in its manual page.
    public let call: String
    /// The path or thing it was tried on; empty when there is none.
    public let subject: String

    /// Creates the error of a call that reports its code otherwise than through errno.
    public init(code: Int32, call: String, subject: String = "") {
        self.code = code
        self.call = call
        self.subject = subject
    }

    /// The text of the code alone, such as `No such file or directory`.
    public var reason: String { unsafe String(cString: strerror(code)) }

    /// `open "a.env": No such file or directory`.
    public var description: String {
        subject.isEmpty ? "\(call): \(reason)" : "\(call) \"\(subject)\": \(reason)"
    }

    /// True when the thing does not exist (ENOENT).
    public var isNotFound: Bool { code == ENOENT }
    /// True when the thing exists already (EEXIST).
    public var isAlreadyThere: Bool { code == EEXIST }
    /// True when a process does not exist (ESRCH).
    public var isNoSuchProcess: Bool { code == ESRCH }
    /// True when an address or file is in use (EADDRINUSE, EBUSY).
    public var isInUse: Bool { code == EADDRINUSE || code == EBUSY }
    /// True when a call would have to wait (EAGAIN).
    public var wouldBlock: Bool { code == EAGAIN }
    /// True when privileges are missing (EPERM, EACCES).
    public var isPermission: Bool { code == EPERM || code == EACCES }
}

/// Calls into the C library until it is not interrupted, and turns a result of -1 into an error.
@discardableResult
func check<Value: FixedWidthInteger>(
    _ call: StaticString, _ subject: @autoclosure () -> String = "", _ body: () -> Value
) throws(SystemError) -> Value {
    while true {
        let value = body()
        if value != -1 { return value }
        let code = errno
        if code != EINTR { throw SystemError(code: code, call: "\(call)", subject: subject()) }
    }
}
