import BerthModel
import YAMLTree

extension Consistency {
    /// Checks a volume at the top.
    mutating func checkVolume(_ entry: Mapping.Entry) {
        if entry.value.text("driver") ?? "local" == "local" { checkName(of: entry) }
        guard entry.value.isTrue("external") else { return }
        for conflict in meaningless(in: entry) {
            findings.error(
                "volume \"\(entry.key)\" is external, so \"\(conflict.key)\" has no effect",
                at: conflict, remedy: "remove it, or external:")
        }
    }

    /// The name is that of a directory among those of other volumes, and may not lead out of it.
    private mutating func checkName(of entry: Mapping.Entry) {
        guard let node = entry.value["name"], let name = node.string, let first = name.unicodeScalars.first
        else { return }
        if name.isName, !"_.-".unicodeScalars.contains(first) { return }
        let message = "volume \"\(entry.key)\": \"\(name)\" is no name of a volume"
        let remedy = "use letters, digits, \".\", \"_\" and \"-\""
        if name.contains("/") || first == "." {
            findings.error(message, at: node, remedy: remedy)
        } else {
            findings.warning(message, at: node, remedy: remedy)
        }
    }
}
