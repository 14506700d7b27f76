/// One step from a node to one below it.
public enum PathComponent: Sendable, Hashable {
    /// The value of a key.
    case key(String)
    /// An item of a sequence, by its position from zero.
    case item(Int)
}
