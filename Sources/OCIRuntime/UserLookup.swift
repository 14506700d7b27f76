public import LinuxSystem

/// Who a container's process runs as, resolved in its image.
public struct ContainerUser: Sendable, Hashable {
    /// The numbers.
    public let user: RuntimeSpec.User
    /// The home directory.
    public let home: String

    /// Finds the user that a text `user[:group]` names, by the texts of `/etc/passwd` and `/etc/group`.
    ///
    /// Each part is a name or a number, and an empty text is root. A number needs no entry: then the group is 0 and the home `/`. A name without an entry is an error.
    /// Without a named group the user is also in the groups that list it; the extra groups are added to these.
    public init(
        _ text: String, passwd: String, group: String, extraGroups: [String] = []
    ) throws(UserLookupError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        let accounts = records(passwd, fields: 7).compactMap(Account.init)
        let groups = records(group, fields: 4).compactMap(Group.init)
        let account = try Account.find(name.isEmpty ? "0" : name, in: accounts)
        var gid = account.gid
        var memberships: [UInt32] = []
        if parts.count > 1, !parts[1].isEmpty {
            gid = try Group.find(String(parts[1]), in: groups)
        } else if let known = account.name {
            memberships = groups.filter { $0.members.contains(known) }.map(\.gid)
        }
        for extra in extraGroups { memberships.append(try Group.find(extra, in: groups)) }
        var all = [gid]
        for membership in memberships where !all.contains(membership) { all.append(membership) }
        user = RuntimeSpec.User(uid: account.uid, gid: gid, additionalGids: all)
        home = account.home
    }

    /// The same, with the files read below a root file system; files that are missing count as empty.
    public init(
        _ text: String, in root: borrowing RootedDirectory, extraGroups: [String] = []
    ) throws {
        let passwd = String(decoding: try root.read("/etc/passwd") ?? [], as: UTF8.self)
        let group = String(decoding: try root.read("/etc/group") ?? [], as: UTF8.self)
        try self.init(text, passwd: passwd, group: group, extraGroups: extraGroups)
    }
}

/// A name that the image does not know.
public enum UserLookupError: Error, Sendable, Hashable, CustomStringConvertible {
    /// There is no such user.
    case unknownUser(String)
    /// There is no such group.
    case unknownGroup(String)

    /// `the image has no user "web"`.
    public var description: String {
        switch self {
        case .unknownUser(let name): "the image has no user \"\(name)\" in /etc/passwd"
        case .unknownGroup(let name): "the image has no group \"\(name)\" in /etc/group"
        }
    }
}

private struct Account {
    var name: String?
    var uid: UInt32
    var gid: UInt32
    var home: String

    init(uid: UInt32) {
        self.uid = uid
        gid = 0
        home = "/"
    }

    init?(_ fields: [Substring]) {
        guard let uid = UInt32(fields[2]), let gid = UInt32(fields[3]) else { return nil }
        name = String(fields[0])
        self.uid = uid
        self.gid = gid
        home = fields[5].isEmpty ? "/" : String(fields[5])
    }

    /// A name wins over a number, as a user may be called `1000`.
    static func find(_ text: String, in accounts: [Account]) throws(UserLookupError) -> Account {
        if let named = accounts.first(where: { $0.name == text }) { return named }
        guard let uid = UInt32(text), uid <= Int32.max else { throw .unknownUser(text) }
        return accounts.first { $0.uid == uid } ?? Account(uid: uid)
    }
}

private struct Group {
    let name: Substring
    let gid: UInt32
    let members: [String]

    init?(_ fields: [Substring]) {
        guard let gid = UInt32(fields[2]) else { return nil }
        name = fields[0]
        self.gid = gid
        members = fields[3].split(separator: ",").map(String.init)
    }

    static func find(_ text: String, in groups: [Group]) throws(UserLookupError) -> UInt32 {
        if let named = groups.first(where: { $0.name == text }) { return named.gid }
        guard let gid = UInt32(text), gid <= Int32.max else { throw .unknownGroup(text) }
        return gid
    }
}

/// The lines that have all fields, without comments; missing last fields count as empty.
private func records(_ text: String, fields count: Int) -> [[Substring]] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
        guard !line.hasPrefix("#") else { return nil }
        var fields = line.split(separator: ":", maxSplits: count - 1, omittingEmptySubsequences: false)
        guard fields.count >= 3 else { return nil }
        while fields.count < count { fields.append("") }
        return fields
    }
}
