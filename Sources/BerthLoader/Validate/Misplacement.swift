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

/// The top-level keys that are often indented too far.
private let resourceSections: Set<String> = ["networks", "volumes", "secrets", "configs"]
