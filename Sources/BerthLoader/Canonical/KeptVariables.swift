import YAMLTree

extension Node {
    /// True when a text below has a variable.
    var hasVariable: Bool {
        switch content {
        case .scalar: string?.hasVariable ?? false
        case .sequence(let items): items.contains(where: \.hasVariable)
        case .mapping(let mapping): mapping.entries.contains { $0.value.hasVariable }
        }
    }

    /// True for a text whose long form depends on the value of a variable: one that begins with it, which may
    /// be a path or a name, or one that was split within a reference.
    func isTakenApart(by items: [Node]) -> Bool {
        guard let text = string, text.hasVariable else { return false }
        return text.hasPrefix("$") || items.contains(where: \.hasBrokenReference)
    }

    private var hasBrokenReference: Bool {
        switch content {
        case .scalar: string?.hasBrokenReference ?? false
        case .sequence(let items): items.contains(where: \.hasBrokenReference)
        case .mapping(let mapping): mapping.entries.contains { $0.value.hasBrokenReference }
        }
    }
}
