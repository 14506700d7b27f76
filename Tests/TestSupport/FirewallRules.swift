import LinuxSystem

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
