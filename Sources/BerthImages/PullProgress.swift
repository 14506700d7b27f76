/// How far a pull, a push or a load is; every change is told as the whole state.
public struct PullProgress: Sendable, Hashable {
    /// What is being done.
    public enum Phase: String, Sendable, Hashable {
        /// The registry is asked what the image is made of.
        case resolving
        /// Layers are received.
        case receiving
        /// Layers are unpacked.
        case unpacking
        /// Layers are sent.
        case sending
    }

    /// One layer.
    public struct Layer: Sendable, Hashable {
        /// The digest of its blob, with the algorithm.
        public let digest: String
        /// The bytes of its blob.
        public let size: Int
        /// The bytes that have been transferred, or were where they are to be.
        public var received: Int
        /// True when its directory is there.
        public var isUnpacked = false

        /// The layer when it has been transferred as a whole.
        var whole: Layer {
            var layer = self
            layer.received = size
            return layer
        }
    }

    /// What is being done.
    public var phase: Phase
    /// The layers, the lowest first; empty until the registry has told them.
    public var layers: [Layer] = []

    /// The bytes of all layers.
    public var size: Int { layers.reduce(0) { $0 + $1.size } }
    /// The bytes of all layers that have been transferred.
    public var received: Int { layers.reduce(0) { $0 + $1.received } }
}
