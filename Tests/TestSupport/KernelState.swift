import LinuxSystem

/// What the kernel holds that berth could have made, as a set of lines such as `link br-0123456789ab`.
///
/// Two snapshots tell what a test left. Links, rules and cgroups of other stacks are seen too, so a suite that
/// compares is serialized.
public struct KernelState: Sendable, Hashable {
    /// The lines.
    public let facts: Set<String>

    /// Takes a snapshot: links, nftables tables called berth, cgroups called berth, and the mounts and
    /// processes that name the directory of a test's scratch.
    public init(of scratch: Scratch) async throws {
        let directory = scratch.directory
        var facts: [String] = []
        facts += try directoryEntries("/sys/class/net").map { "link \($0)" }
        facts += try await firewallRules().map { "nft \($0)" }
        facts += try mountPoints(below: directory).map { "mount \($0.type) \($0.path)" }
        facts += try cgroupDirectories().map { "cgroup \($0)" }
        facts += try processes(naming: directory).map { "process \($0.pid) \($0.commandLine)" }
        self.facts = Set(facts)
    }

    /// What came and went since an earlier snapshot: lines with `+` and `-`, sorted; empty when nothing did.
    public func changes(since earlier: KernelState) -> String {
        let came = facts.subtracting(earlier.facts).map { "+ \($0)" }
        let went = earlier.facts.subtracting(facts).map { "- \($0)" }
        return (came + went).sorted().joined(separator: "\n")
    }
}

/// The lines of berth's tables without counters, each with its table's family before it.
///
/// In one listing, because a table may go between a list of tables and a look into one.
func firewallRules() async throws -> [String] {
    let result = try await run(ProcessDescription("/usr/sbin/nft", ["-s", "list", "ruleset"]))
    guard result.succeeded else { throw TestFailure("nft list ruleset: \(result.errors)") }
    var lines: [String] = []
    var family: Substring?
    for line in result.text.split(separator: "\n") {
        let words = line.split(separator: " ")
        if line.hasPrefix("table ") {
            family = words.count > 2 && words[2] == "berth" ? words[1] : nil
        } else if let family {
            lines.append("\(family) \(line.drop(while: \.isWhitespace))")
        }
    }
    return lines
}

/// The directories below a `berth` directory of any hierarchy, `/sys/fs/cgroup` itself being one or their parent.
private func cgroupDirectories() throws -> [String] {
    let hierarchies = try directoryEntries("/sys/fs/cgroup").map { "/sys/fs/cgroup/\($0)" }
    let tops = (["/sys/fs/cgroup"] + hierarchies).map { "\($0)/berth" }.filter(fileExists)
    return try tops.flatMap(subdirectories)
}

private func subdirectories(of path: String) throws -> [String] {
    let children = try directoryEntries(path).map { "\(path)/\($0)" }
        .filter { try linkStatus($0)?.kind == .directory }
    return try children + children.flatMap(subdirectories)
}
