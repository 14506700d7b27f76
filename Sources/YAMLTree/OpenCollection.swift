/// A collection that has not ended yet; an object, so that what it gathers is never copied.
final class OpenCollection {
    /// What is gathered.
    enum Kind {
        case sequence
        case mapping
    }

    /// A key whose value comes next.
    enum Key {
        case named(String, SourceRange)
        case merge(SourceRange)
        /// A number, which is refused when its value says what was meant.
        case number(String, SourceRange)
        /// A key that was refused; its value is read and dropped.
        case refused
    }

    /// A merge key and the mappings it names.
    struct Merge {
        /// The place of the key.
        let range: SourceRange
        /// The mappings, the first winning over the later ones.
        let sources: [Node]
    }

    /// What is gathered.
    let kind: Kind
    /// Where the collection or its anchor or tag begins.
    let start: Mark
    /// Its anchor and tag.
    let properties: Event.Properties
    /// Where what is gathered so far ends.
    var end: Mark
    /// The items of a sequence.
    var items: [Node] = []
    /// The entries of a mapping that it writes itself.
    var fields = Mapping()
    /// The key whose value comes next, nil when a key comes next.
    var key: Key?
    /// The merge key, to be applied at the end.
    var merge: Merge?
    /// Nodes in it with itself, aliases expanded.
    var weight = 1
    /// Collections inside each other below it, aliases expanded.
    var height = 0

    /// Begins a collection.
    init(_ kind: Kind, _ properties: Event.Properties, at event: Event) {
        self.kind = kind
        self.properties = properties
        start = event.start
        end = event.end
    }

    /// Adds what the merge key names, where the mapping does not say otherwise itself.
    func applyMerge() {
        guard let merge else { return }
        for source in merge.sources {
            for entry in source.mapping?.entries ?? [] {
                var merged = entry
                merged.value.via += source.via.isEmpty ? [.mergeKey(merge.range)] : source.via
                if var own = fields.entry(entry.key) {
                    own.value.via.append(.replaced(merged.value))
                    merged = own
                }
                fields.set(merged)
            }
        }
    }
}
