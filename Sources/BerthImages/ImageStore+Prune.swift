internal import BerthModel
internal import LinuxSystem

/// Which images a prune may take.
public struct Pruning: Sendable, Hashable {
    /// Which images are not needed, besides those that containers use.
    public enum Selection: Sendable, Hashable {
        /// Those without a name.
        case nameless
        /// All.
        case all
    }

    /// What is not needed.
    public var selection: Selection
    /// Seconds since 1970: only images that were made before; nil for all.
    public var until: Double?

    /// Describes a prune.
    public init(_ selection: Selection, until: Double? = nil) {
        self.selection = selection
        self.until = until
    }

    fileprivate func takes(_ image: Image) -> Bool {
        if selection == .nameless, !image.references.isEmpty { return false }
        guard let until else { return true }
        return (image.configuration.created ?? 0) < until
    }
}

/// What a prune has removed.
public struct Pruned: Sendable, Hashable {
    /// The images.
    public var images: [Image] = []
    /// The bytes of the disk that are free again.
    public var reclaimed = 0
}

extension ImageStore {
    /// Removes the images that are not needed, what no image needs, and what pulls that ended early have kept.
    ///
    /// `isUsed` tells of an image whether containers need it. Nobody else changes the list of images between the
    /// question and the removal.
    public func prune(_ pruning: Pruning, isUsed: @Sendable (Image) throws -> Bool) async throws -> Pruned {
        try await sweep()
        let partial = try stagedPulls().reduce(0) { try $0 + diskUsage(of: "\(directory)/\($1)") }
        try await discardStagedPulls()
        var pruned = try await removing { index in
            let images = try list().filter { try pruning.takes($0) && !isUsed($0) }
            let before = try parts(of: index)
            let manifests = try index.entries.filter { entry in
                let id = try manifest(entry).config.digest.description
                return images.contains { $0.id == id }
            }
            index.remove(manifests: Set(manifests.map(\.manifest.digest)))
            let after = try parts(of: index)
            let gone = ImageParts(
                blobs: before.blobs.subtracting(after.blobs), layers: before.layers.subtracting(after.layers))
            return Pruned(images: images, reclaimed: try size(of: gone))
        }
        pruned.reclaimed += partial
        return pruned
    }

    /// The bytes that parts take on the disk.
    func size(of parts: ImageParts) throws(SystemError) -> Int {
        var size = 0
        for name in parts.blobs { size += try diskUsage(of: "\(blobs.directory)/\(name)") }
        for name in parts.layers { size += try diskUsage(of: "\(layers.directory)/\(name)") }
        return size
    }
}
