import Glibc
internal import LinuxSystem

/// A request that the kernel refused, with its code and its own words.
public struct NetlinkError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The errno value.
    public let code: Int32
    /// What was asked for, such as `create bridge "br-0123456789ab"`.
    public let request: String
    /// The kernel's explanation (NLMSGERR_ATTR_MSG); empty when it gave none.
    public let explanation: String

    init(code: Int32, request: String, explanation: String = "") {
        self.code = code
        self.request = request
        self.explanation = explanation
    }

    /// `create bridge "br-0123456789ab": File exists`, with the kernel's explanation in parentheses.
    public var description: String {
        let reason = SystemError(code: code, call: "netlink").reason
        return "\(request): \(reason)" + (explanation.isEmpty ? "" : " (\(explanation))")
    }

    /// True when the thing is not there (ENODEV, ENOENT, ESRCH, EADDRNOTAVAIL).
    public var isNotFound: Bool { [ENODEV, ENOENT, ESRCH, EADDRNOTAVAIL].contains(code) }
    /// True when the thing is there already (EEXIST).
    public var isAlreadyThere: Bool { code == EEXIST }
}
