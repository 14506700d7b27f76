import Glibc

/// A mount in the words of mount(8): `mount -t type -o options device`.
public struct MountRequest: Sendable, Hashable {
    /// The type of the file system; any text for a bind mount.
    public var type: String
    /// What is mounted.
    public var device: String
    /// The options: those that the kernel has flags for, and those that the file system itself reads.
    public var options: [String]

    /// Describes a mount.
    public init(type: String, device: String, options: [String]) {
        self.type = type
        self.device = device
        self.options = options
    }

    /// Mounts it on a place, which must exist.
    ///
    /// Needs CAP_SYS_ADMIN. A bind mount that is to be read-only is there for a moment before it is.
    public func mount(on target: String) throws(SystemError) {
        var flags: UInt = 0
        var propagation: UInt = 0
        var data: [String] = []
        for option in options where option != "defaults" {
            if let flag = propagationFlags[option] {
                propagation = flag
            } else if let word = mountFlags[option] {
                flags = word.isSet ? flags | word.flag : flags & ~word.flag
            } else {
                data.append(option)
            }
        }
        let page = data.joined(separator: ",")
        try call(device, target, type: type, flags, page)
        if propagation != 0 { try call("", target, type: "", propagation, "") }
        if flags & readOnlyBind == readOnlyBind {
            try call("", target, type: "", flags | UInt(MS_REMOUNT), "")
        }
    }

    private func call(_ device: String, _ target: String, type: String, _ flags: UInt, _ data: String)
        throws(SystemError)
    {
        try check("mount", target) { unsafe Glibc.mount(device, target, type, flags, data) }
    }
}

private let readOnlyBind = UInt(MS_BIND | MS_RDONLY)

/// The words that set and clear a flag of mount(2).
private let mountFlags: [String: (flag: UInt, isSet: Bool)] = {
    let words: [(Int, set: String?, clear: String?)] = [
        (Int(MS_RDONLY), "ro", "rw"),
        (Int(MS_NOSUID), "nosuid", "suid"),
        (Int(MS_NODEV), "nodev", "dev"),
        (Int(MS_NOEXEC), "noexec", "exec"),
        (Int(MS_SYNCHRONOUS), "sync", "async"),
        (Int(MS_DIRSYNC), "dirsync", nil),
        (Int(MS_MANDLOCK), "mand", "nomand"),
        (Int(MS_NOATIME), "noatime", "atime"),
        (Int(MS_NODIRATIME), "nodiratime", "diratime"),
        (Int(MS_RELATIME), "relatime", "norelatime"),
        (Int(MS_STRICTATIME), "strictatime", "nostrictatime"),
        (Int(MS_BIND), "bind", nil),
        (Int(MS_BIND | MS_REC), "rbind", nil),
        (Int(MS_REMOUNT), "remount", nil),
    ]
    var flags: [String: (flag: UInt, isSet: Bool)] = [:]
    for (flag, set, clear) in words {
        if let set { flags[set] = (UInt(flag), true) }
        if let clear { flags[clear] = (UInt(flag), false) }
    }
    return flags
}()

/// The words for how mounts are passed on, which take a call of their own.
private let propagationFlags: [String: UInt] = {
    let words: [(String, Int)] = [
        ("private", Int(MS_PRIVATE)), ("shared", Int(MS_SHARED)), ("slave", Int(MS_SLAVE)),
        ("unbindable", Int(MS_UNBINDABLE)),
    ]
    var flags: [String: UInt] = [:]
    for (word, flag) in words {
        flags[word] = UInt(flag)
        flags["r\(word)"] = UInt(flag | Int(MS_REC))
    }
    return flags
}()
