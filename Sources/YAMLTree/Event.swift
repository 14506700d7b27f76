/// One step through a text, as the parser sees it.
struct Event {
    /// What a collection or scalar carries besides its content.
    struct Properties {
        /// The name after `&`.
        let anchor: String?
        /// The tag in its short form.
        let tag: String?
    }

    /// The steps that matter to a tree.
    enum Kind {
        case documentStart
        case documentEnd
        case alias(String)
        case scalar(text: String, style: Scalar.Style, Properties)
        case sequenceStart(Properties)
        case sequenceEnd
        case mappingStart(Properties)
        case mappingEnd
    }

    /// The step.
    let kind: Kind
    /// Where its text begins.
    let start: Mark
    /// Where its text ends; for the end of a block collection, where the next token begins.
    let end: Mark
}
