import YAMLTree

extension MergeRule {
    /// The items of a value that this rule takes as a list.
    func items(of node: Node) -> [Node]? {
        switch self {
        case .byKind: node.sequence
        case .list: node.listForm
        case .hosts: node.hostLines
        case .deviceRequests: node.requestsForAll ?? node.sequence
        case .replace, .assignments, .entries, .dependencies, .object, .variant, .keyedBy: nil
        }
    }

    /// The entries of a value that this rule takes as a mapping.
    func mapping(of node: Node) -> Mapping? {
        switch self {
        case .assignments: node.assignments
        case .entries: node.entries
        case .dependencies: node.dependencyEntries
        case .object(let key): node.objectForm(key)
        case .byKind, .variant: node.mapping
        case .replace, .list, .hosts, .deviceRequests, .keyedBy: nil
        }
    }

    /// True when what both lists have stays once.
    var isSet: Bool { if case .hosts = self { true } else { false } }
}

extension Node {
    /// A mapping, or a list of `KEY=value` and `KEY` as one; nil for what is neither.
    var assignments: Mapping? {
        if let mapping { return mapping }
        guard let sequence else { return nil }
        var result = Mapping()
        for item in sequence {
            guard let text = item.string else { return nil }
            let key = text.prefix { $0 != "=" }
            let value: Node =
                key.endIndex == text.endIndex
                ? .null() : .string(String(text[text.index(after: key.endIndex)...]))
            result.set(Mapping.Entry(key: String(key), keyRange: item.range, value: item.becoming(value)))
        }
        return result
    }

    /// A mapping, or a list of names as one without values; nil for what is neither.
    var entries: Mapping? {
        if let mapping { return mapping }
        guard let sequence else { return nil }
        var result = Mapping()
        for item in sequence {
            guard let key = item.string else { return nil }
            if result.entry(key) != nil { return nil }
            result.set(Mapping.Entry(key: key, keyRange: item.range, value: item.becoming(.null())))
        }
        return result
    }

    /// A mapping, or a list of services as one that waits for each to be started; nil for what is neither.
    var dependencyEntries: Mapping? {
        if let mapping { return mapping }
        guard var entries else { return nil }
        entries.updateValues { key, value in
            let condition = value.implying(.string("service_started"))
            value = value.becoming(
                .mapping(["condition": condition, "required": value.implying(.bool(true))]))
        }
        return entries
    }

    /// The items of a list, or the value itself as the only item.
    var listForm: [Node] { sequence ?? [self] }

    /// A mapping, or a text as one with the text as the value of the key; nil for what is neither.
    func objectForm(_ key: String) -> Mapping? {
        if let mapping { return mapping }
        guard string != nil else { return nil }
        var result = Mapping()
        result[key] = self
        return result
    }

    /// The items of a list, or a mapping of host names to one or several addresses as `HOST=IP`.
    var hostLines: [Node] {
        guard let mapping else { return listForm }
        return mapping.entries.flatMap { entry in
            entry.value.listForm.map { address in
                address.becoming(.string("\(entry.key)=\(address.plainText ?? "")"))
            }
        }
    }

    /// The one request that `all` stands for; nil for anything else.
    var requestsForAll: [Node]? {
        string == "all" ? [becoming(.mapping(["count": becoming(.int(-1))]))] : nil
    }
}
