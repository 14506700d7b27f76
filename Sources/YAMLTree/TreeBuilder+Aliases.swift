extension TreeBuilder {
    /// The value of an alias, which shares its storage with the anchored one.
    mutating func alias(_ name: String, _ event: Event) throws(YAMLError) -> Built {
        let place = range(event)
        guard let anchor = anchors[name] else {
            try collect(
                YAMLError(
                    "alias \"*\(name)\" has no anchor \"&\(name)\" before it: check the name", at: place))
            return Built(node: .null(at: place))
        }
        let note = YAMLError.Note(message: "the anchor is here", range: anchor.range)
        guard var built = anchor.value else {
            try collect(
                YAMLError("alias \"*\(name)\" stands inside the value it names", at: place, notes: [note]))
            return Built(node: .null(at: place))
        }
        try checkDepth(adding: built.height, at: place)
        aliased += built.weight
        guard aliased <= max(limits.aliasedNodes, written) else {
            throw YAMLError(
                "alias \"*\(name)\" expands the file to more than \(aliased + written - built.weight) values",
                at: place, notes: [note])
        }
        if case .merge = open.last?.key {
            built.node.via.append(.mergeKey(place))
        } else {
            built.node.via.append(.alias(place))
        }
        return built
    }
}
