import YAMLTree

/// What to do about an unknown key that would be right at another place of the file; nil when there is none.
func remedy(forMisplaced entry: Mapping.Entry, at path: TreePath) -> String? {
    if path.isEmpty, entry.value["image"] != nil || entry.value["build"] != nil {
        return "services stand under services:"
    }
    guard path.count == 2, path[0] == .key("services"), case .key(let section) = path[1],
        resourceSections.contains(section)
    else { return nil }
    return "\(section): stands beside services:, not in it"
}

/// What to do about the short form of an item that a blank has made a mapping; nil for other mappings.
func remedy(forTakenApart item: Mapping, at path: TreePath) -> String? {
    guard path.count == 4, path[0] == .key("services"), shortForms.contains(path[2]),
        item.entries.count == 1, let text = item.entries[0].value.plainText,
        isShort(item.entries[0].key) || isShort(text)
    else { return nil }
    return "write \"\(item.entries[0].key):\(text)\", without a blank"
}

/// True for a text that has a path, a number or another colon in it.
private func isShort(_ text: String) -> Bool { text.contains { "/:0123456789".contains($0) } }

/// The lists whose items have a short form with a colon in it.
private let shortForms: Set<PathComponent> = [.key("ports"), .key("volumes"), .key("devices")]

/// The top-level keys that are often indented too far.
private let resourceSections: Set<String> = ["networks", "volumes", "secrets", "configs"]
