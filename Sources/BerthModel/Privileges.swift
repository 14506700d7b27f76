/// What the processes of a container may do.
public struct Privileges: Sendable, Hashable, Codable {
    /// True to give them everything that a process of the host has.
    public var isPrivileged = false
    /// The capabilities that are added to the default ones: `NET_ADMIN`, `ALL`.
    public var addedCapabilities: [String] = []
    /// The capabilities that are taken from the default ones.
    public var droppedCapabilities: [String] = []
    /// The security options, as written and in order.
    public var securityOptions: [SecurityOption] = []
    /// The groups of its processes beside that of the user, by name or number.
    public var groups: [String] = []

    /// Creates the default privileges.
    public init() {}
}

/// One entry of `security_opt`.
public enum SecurityOption: Sendable, Hashable, Codable {
    /// Whether processes are kept from gaining privileges by executing files.
    case noNewPrivileges(Bool)
    /// The usual filter of system calls.
    case standardSystemCalls
    /// No filter of system calls.
    case unconfinedSystemCalls
    /// The filter of system calls in a file; the text is missing when it cannot be read.
    case systemCallFilter(path: String, text: String?)
    /// The AppArmor profile of this name.
    case appArmor(profile: String)
    /// An SELinux label: `disable`, `type:container_t`.
    case label(String)
    /// No hidden or read-only paths below `/proc` and `/sys`.
    case unconfinedSystemPaths
    /// Whether the control group file system can be written.
    case writableControlGroups(Bool)
    /// What has no meaning here.
    case unknown(String)
}

/// The account of a Windows container (`credential_spec`).
public struct CredentialSpecification: Sendable, Hashable, Codable {
    /// The key of a config that holds it.
    public var config: String?
    /// A file that holds it.
    public var file: String?
    /// A value of the registry that holds it.
    public var registry: String?

    /// Creates a specification of nothing.
    public init() {}
}
