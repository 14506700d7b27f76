/// The options of a file system in memory: the reference's defaults, and what the file says, which wins.
struct TemporaryMountOptions: Sendable, Hashable {
    /// The options, as `mount -o` has them.
    private(set) var words: [String]

    /// Starts from what every one has.
    init(isReadOnly: Bool = false) { words = ["noexec", "nosuid", "nodev"] + (isReadOnly ? ["ro"] : []) }

    /// The options of the short form.
    init(_ written: [String]) {
        self.init()
        for word in written { append(word) }
    }

    /// True when the mode is given.
    var hasMode: Bool { words.contains { $0.hasPrefix("mode=") } }

    /// Adds an option, which replaces its opposite or its earlier value.
    mutating func append(_ word: String) {
        let replaced = replacedWords(by: word)
        words.removeAll { old in replaced.contains { $0.hasSuffix("=") ? old.hasPrefix($0) : old == $0 } }
        words.append(word)
    }

    /// True for an option that a file system in memory has (tmpfs(5), mount(8)).
    static func isKnown(_ word: String) -> Bool {
        guard let equals = word.firstIndex(of: "=") else { return opposites.joined().contains(word) }
        return values.contains(String(word[...equals])) && word.index(after: equals) < word.endIndex
    }

    private func replacedWords(by word: String) -> [String] {
        if let equals = word.firstIndex(of: "=") { return [String(word[...equals])] }
        return Self.opposites.first { $0.contains(word) } ?? [word]
    }

    private static let opposites = [
        ["exec", "noexec"], ["suid", "nosuid"], ["dev", "nodev"], ["ro", "rw"], ["sync", "async"],
        ["dirsync"],
        ["atime", "noatime"], ["diratime", "nodiratime"], ["relatime", "norelatime"],
        ["strictatime", "nostrictatime"], ["mand", "nomand"],
        ["private", "rprivate", "shared", "rshared", "slave", "rslave", "unbindable", "runbindable"],
        ["defaults"],
    ]
    private static let values = ["size=", "mode=", "uid=", "gid=", "nr_inodes=", "nr_blocks=", "mpol="]
}
