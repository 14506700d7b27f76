internal import BerthModel
internal import LayerArchive
internal import LinuxSystem

/// An image that is whole in a staging layout.
struct StagedImage: Sendable {
    /// Where its blobs are.
    let staging: Staging
    /// Its parts.
    let manifest: Manifest
    /// The blob of the manifest.
    let descriptor: Descriptor
}

extension ImageStore {
    /// Unpacks the layers of a staged image and takes it into the index under a name, or under none.
    func commit(
        _ staged: StagedImage, as name: ImageIndex.Entry, progress: @Sendable (PullProgress) -> Void
    ) async throws {
        let configuration = try ImageConfiguration(staged.staging.blobs.read(staged.manifest.config.digest))
        repeat {
            try await unpack(staged.manifest.layers, configuration, from: staged.staging.blobs, progress)
        } while try await !edit { index in
            // A removal may have taken an unpacked layer for garbage while the index did not name it yet.
            guard configuration.diffIDs.allSatisfy(layers.contains) else { return false }
            let parts = [staged.descriptor, staged.manifest.config] + staged.manifest.layers
            for part in parts { try blobs.link(part.digest, from: staged.staging.blobs) }
            index.add(name)
            return true
        }
    }

    /// Unpacks the layers of an image of the store that are missing.
    func unpack(_ image: Image) async throws {
        if image.configuration.diffIDs.allSatisfy(layers.contains) { return }
        try await unpack(image.layers, image.configuration, from: blobs) { _ in }
    }

    private func unpack(
        _ parts: [Descriptor], _ configuration: ImageConfiguration, from blobs: BlobStore,
        _ progress: @Sendable (PullProgress) -> Void
    ) async throws {
        guard parts.count == configuration.diffIDs.count else {
            let counts = "\(parts.count) layers and \(configuration.diffIDs.count) digests of them"
            throw Failure(.runtime, "the image is damaged: it has \(counts)")
        }
        var state = PullProgress(
            phase: .unpacking,
            layers: parts.map { .init(digest: $0.digest.description, size: $0.size, received: $0.size) })
        progress(state)
        let work = Array(zip(parts, configuration.diffIDs).enumerated())
        try await withThrowingTaskGroup(of: Int.self) { group in
            var waiting = work.makeIterator()
            func startNext() {
                guard let (index, (part, diffID)) = waiting.next() else { return }
                group.addTask {
                    try await self.unpack(part.digest, diffID: diffID, from: blobs)
                    return index
                }
            }
            for _ in 0..<layersAtOnce { startNext() }
            while let index = try await group.next() {
                state.layers[index].isUnpacked = true
                progress(state)
                startNext()
            }
        }
    }

    private func unpack(_ digest: ContentDigest, diffID: String, from blobs: BlobStore) async throws {
        do {
            try await layers.unpack(blobs.path(digest), diffID: diffID)
        } catch let error as LayerError {
            throw Failure(.runtime, "cannot unpack layer \(digest)", remedy: remedy(for: error), cause: error)
        }
    }
}

/// What to do about a layer or an archive that cannot be unpacked.
func remedy(for error: LayerError) -> String {
    guard case .tooLarge = error else { return "" }
    return "if it can be trusted, set \(LayerLimit.variable), for instance to 100g"
}

/// More than the processors of a small machine, because a part of the time is spent on the disk.
private let layersAtOnce = 4
