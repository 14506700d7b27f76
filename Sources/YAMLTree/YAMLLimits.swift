/// How much a text may ask of the machine before it is refused.
public struct YAMLLimits: Sendable, Hashable {
    /// Bytes of input.
    public var bytes = 64 << 20
    /// Nodes written in the text; memory grows by some 150 bytes a node.
    public var nodes = 2_000_000
    /// Nodes that aliases may add by being expanded; a text with more nodes of its own may add as many again.
    public var aliasedNodes = 400_000
    /// Bytes of text that count as much as a value when an alias repeats them.
    public var bytesPerNode = 128
    /// Bytes of a key or a tag, which messages and paths repeat.
    public var keyBytes = 4096
    /// Collections inside each other, aliases expanded: every later walk over the tree recurses this deep.
    public var depth = 500
    /// %TAG directives in the text.
    public var directives = 100
    /// Errors that are collected before loading gives up.
    public var errors = 100

    /// The limits for a file a person wrote.
    public init() {}
}
