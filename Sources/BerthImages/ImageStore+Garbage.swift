internal import BerthModel
internal import LinuxSystem

/// What the images of an index are made of.
struct ImageParts: Sendable, Hashable {
    /// The names of blobs.
    var blobs: Set<String> = []
    /// The names of the directories of layers.
    var layers: Set<String> = []
}

extension ImageStore {
    /// What an index needs.
    func parts(of index: ImageIndex) throws -> ImageParts {
        try index.entries.reduce(into: ImageParts()) { all, entry in
            let parts = try parts(of: entry)
            all.blobs.formUnion(parts.blobs)
            all.layers.formUnion(parts.layers)
        }
    }

    /// What one image needs.
    func parts(of entry: ImageIndex.Entry) throws -> ImageParts {
        let manifest = try manifest(entry)
        let configuration = try ImageConfiguration(blobs.read(manifest.config.digest))
        let blobs = ([entry.manifest, manifest.config] + manifest.layers).map(\.digest.hex)
        return ImageParts(blobs: Set(blobs), layers: Set(configuration.diffIDs.map(layerName)))
    }

    /// Changes the index so that something is not needed any more, and removes that.
    ///
    /// A staging layout stands for it meanwhile: when this process is killed, a later sweep finds that without an owner,
    /// and goes on.
    func removing<Value>(_ body: (inout ImageIndex) throws -> Value) async throws -> Value {
        try await staging { _ in
            let value = try await edit(body)
            try await collect()
            return value
        }
    }

    /// Removes blobs and layers that no image of the index needs.
    ///
    /// Pulls that run meanwhile have their blobs elsewhere, and look whether their layers are still there.
    func collect() async throws {
        try await edit { index in
            let needed = try parts(of: index)
            try blobs.collect(keeping: needed.blobs)
            try layers.collect(keeping: needed.layers)
        }
    }

    /// Removes all that pulls which ended early have kept for the next ones.
    func discardStagedPulls() async throws { try await discard(stagedPulls()) }

    /// Removes layouts whose owners were killed or failed, and what they added to the store.
    func discard(_ names: [String]) async throws {
        let abandoned = try names.compactMap { name in try AbandonedStaging("\(directory)/\(name)") }
        if abandoned.isEmpty { return }
        // First, so that a sweep that is killed is done again.
        try await collect()
        for staging in abandoned { try staging.remove() }
    }
}

/// A staging layout that has neither an owner nor a writer any more; it stays locked as long as this value is kept.
struct AbandonedStaging: Sendable {
    /// Its directory.
    let directory: String
    private let lock: FileLock

    /// Takes its lock; nil when somebody has it, or when the layout is gone.
    init?(_ directory: String) throws(SystemError) {
        do throws(SystemError) {
            guard let lock = try FileLock.ifFree(directory: directory), fileExists(directory) else {
                return nil
            }
            self.lock = lock
        } catch  where error.isNotFound {
            return nil
        }
        self.directory = directory
    }

    /// Removes it.
    func remove() throws(SystemError) {
        try withExtendedLifetime(lock) { () throws(SystemError) in try removeTree(directory) }
    }
}
