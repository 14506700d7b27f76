internal import BerthModel
internal import LinuxSystem

/// What the images of a store take on the disk.
public struct ImageUsage: Sendable, Hashable {
    /// One image.
    public struct Item: Sendable, Hashable {
        /// The image.
        public let image: Image
        /// The bytes of all that it is made of.
        public let size: Int
        /// The bytes among them that other images need too.
        public let shared: Int
    }

    /// The images in the order in which they came.
    public let items: [Item]
    /// The bytes of all images; what several need is counted once.
    public let size: Int
    /// The bytes of what pulls that ended early have kept for the next ones.
    public let partial: Int
    /// What is there for no image.
    public let orphans: [Orphan]

    /// The bytes that would be free again without some images.
    public func reclaimable(without unused: [Image]) -> Int {
        let kept = items.filter { !unused.contains($0.image) }
        let needed = kept.reduce(into: Set<String>()) { $0.formUnion(partsOf[$1.image.id] ?? []) }
        return partial + sizes.reduce(0) { needed.contains($1.key) ? $0 : $0 + $1.value }
    }

    fileprivate let sizes: [String: Int]
    fileprivate let partsOf: [String: Set<String>]
}

/// Something on the disk that no record knows.
public struct Orphan: Sendable, Hashable {
    /// What it is, such as `layer`.
    public let kind: String
    /// Where it is.
    public let path: String
    /// The bytes it takes.
    public let size: Int

    /// Measures an orphan.
    public init(_ kind: String, _ path: String) throws {
        self.kind = kind
        self.path = path
        size = try diskUsage(of: path)
    }
}

extension ImageStore {
    /// Measures everything.
    ///
    /// What pulls and builds under way have is no orphan.
    public func usage() async throws -> ImageUsage {
        try await edit { index in
            var sizes: [String: Int] = [:]
            var partsOf: [String: Set<String>] = [:]
            for entry in index.entries {
                let parts = try parts(of: entry)
                let id = try manifest(entry).config.digest.description
                let paths =
                    parts.blobs.map { "\(blobs.directory)/\($0)" }
                    + parts.layers.map { "\(layers.directory)/\($0)" }
                partsOf[id, default: []].formUnion(paths)
                for path in paths where sizes[path] == nil { sizes[path] = try diskUsage(of: path) }
            }
            let users = partsOf.values.joined().reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            let items = try list().map { image in
                let parts = partsOf[image.id] ?? []
                return ImageUsage.Item(
                    image: image, size: parts.reduce(0) { $0 + (sizes[$1] ?? 0) },
                    shared: parts.reduce(0) { (users[$1] ?? 0) > 1 ? $0 + (sizes[$1] ?? 0) : $0 })
            }
            let partial = try stagedPulls().reduce(0) { try $0 + diskUsage(of: "\(directory)/\($1)") }
            return ImageUsage(
                items: items, size: sizes.values.reduce(0, +), partial: partial,
                orphans: try orphans(beside: parts(of: index)), sizes: sizes, partsOf: partsOf)
        }
    }

    private func orphans(beside parts: ImageParts) throws -> [Orphan] {
        let stagings = try directoryEntries(directory).filter { $0.hasPrefix(".staging-") }.sorted()
        let abandoned = try stagings.filter { try AbandonedStaging("\(directory)/\($0)") != nil }
        let lost = abandoned.filter { !$0.hasPrefix(".staging-pull-") }.map { "\(directory)/\($0)" }
        let blobs = try directoryEntries(blobs.directory).filter { !parts.blobs.contains($0) }.sorted()
        // Whoever has a staging layout may have unpacked layers that the index does not name yet.
        let isBusy = abandoned.count < stagings.count
        let layers = isBusy ? [] : try layers.strays(beside: parts.layers)
        return try lost.map { try Orphan("staging", $0) }
            + blobs.map { try Orphan("blob", "\(self.blobs.directory)/\($0)") }
            + layers.map { try Orphan("layer", $0) }
    }
}
