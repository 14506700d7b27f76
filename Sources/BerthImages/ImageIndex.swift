internal import BerthModel

/// The list of images of a store, which is the `index.json` of an OCI image layout.
///
/// A name belongs to one manifest, and to one more for each platform that was asked for beside this machine's. A manifest whose last name moved on stays without one until it is removed.
struct ImageIndex: Sendable, Hashable {
    /// The keys of annotations.
    private enum Annotation {
        /// The full reference (OCI image layout specification).
        static let name = "org.opencontainers.image.ref.name"
        static let repositoryDigest = "io.berth.repository-digest"
        static let pulled = "io.berth.pulled"
    }

    /// One manifest under one name, or under none.
    struct Entry: Sendable, Hashable {
        /// The manifest.
        var manifest: Descriptor
        /// The name.
        var reference: ImageReference?
        /// The platform for which it has the name, when that was asked for and is not this machine's.
        var platform: Platform?
        /// The digest under which the registry served it.
        var repositoryDigest: String?
        /// When it was last compared with the registry, in seconds since 1970.
        var pulled: Double?
    }

    /// The entries in the order in which they came.
    private(set) var entries: [Entry] = []

    /// An index of nothing.
    init() {}

    /// Reads `index.json`.
    init(_ json: [UInt8]) throws {
        entries = try decodeJSON(ManifestList.self, json).manifests.map { descriptor in
            let annotations = descriptor.annotations ?? [:]
            return Entry(
                manifest: Descriptor(
                    mediaType: descriptor.mediaType, digest: descriptor.digest, size: descriptor.size),
                reference: try annotations[Annotation.name].map { text in try ImageReference(text) },
                platform: descriptor.platform,
                repositoryDigest: annotations[Annotation.repositoryDigest],
                pulled: annotations[Annotation.pulled].flatMap { Double($0) })
        }
    }

    /// Writes `index.json`.
    func json() throws -> [UInt8] {
        let manifests = entries.map { entry in
            var descriptor = entry.manifest
            var annotations: [String: String] = [:]
            annotations[Annotation.name] = entry.reference?.description
            annotations[Annotation.repositoryDigest] = entry.repositoryDigest
            annotations[Annotation.pulled] = entry.pulled.map { "\($0)" }
            descriptor.annotations = annotations.isEmpty ? nil : annotations
            descriptor.platform = entry.platform
            return descriptor
        }
        return try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: manifests))
    }

    /// The entry of a name: that for this machine if there is one, else one for another platform.
    subscript(reference: ImageReference) -> Entry? {
        self[reference, nil] ?? entries.first { $0.reference == reference }
    }

    /// The entry that has a name for a platform; nil stands for this machine's.
    subscript(reference: ImageReference, platform: Platform?) -> Entry? {
        entries.first { $0.reference == reference && $0.platform == platform }
    }

    /// The entries in which an image of a name for a platform may be found: the one that was asked for so, and the
    /// one that was taken as it came.
    func entries(of reference: ImageReference, for platform: Platform?) -> [Entry] {
        let asked = platform.flatMap { self[reference, $0] }
        return [asked, self[reference, nil]].compactMap(\.self)
    }

    /// Adds an entry; a name that another manifest had moves to this one.
    mutating func add(_ entry: Entry) {
        if let reference = entry.reference, let holder = self[reference, entry.platform] {
            removeName(of: holder, keepingManifest: true)
        }
        let digest = entry.manifest.digest
        entries.removeAll {
            $0.manifest.digest == digest && ($0.reference == nil || $0.reference == entry.reference)
        }
        if entry.reference != nil || !entries.contains(where: { $0.manifest.digest == digest }) {
            entries.append(entry)
        }
    }

    /// Takes a name away; the manifest goes with its last one.
    mutating func remove(_ reference: ImageReference) {
        if let entry = self[reference] { removeName(of: entry, keepingManifest: false) }
    }

    /// Removes manifests with all their names.
    mutating func remove(manifests: Set<ContentDigest>) {
        entries.removeAll { manifests.contains($0.manifest.digest) }
    }

    private mutating func removeName(of entry: Entry, keepingManifest: Bool) {
        guard let index = entries.firstIndex(of: entry) else { return }
        let hasOtherName = entries.filter { $0.manifest.digest == entry.manifest.digest }.count > 1
        if keepingManifest, !hasOtherName {
            entries[index].reference = nil
            entries[index].platform = nil
        } else {
            entries.remove(at: index)
        }
    }
}
