internal import BerthModel
internal import Digest
internal import LinuxSystem

/// The layouts of pulls that did not end are kept for a day: the next pull takes over the blobs that they have.
private let keptFor = 86400.0

extension ImageStore {
    private var prefix: String { ".staging-" }
    private var pullPrefix: String { ".staging-pull-" }

    /// Runs a body with a layout of its own, which is removed afterwards.
    func staging<Value>(_ body: (Staging) async throws -> Value) async throws -> Value {
        let staging = try Staging(prefix: "\(directory)/\(prefix)")
        // What cannot be removed now is removed by the next sweep.
        defer { try? removeTree(staging.directory) }
        return try await body(staging)
    }

    /// Runs a body with a layout for pulling a reference, which is removed afterwards with what earlier pulls of it
    /// left; when the body fails, a layout with whole blobs stays for the next pull.
    ///
    /// The caller is the only one that pulls the reference.
    func staging<Value>(
        for reference: ImageReference, _ body: (Staging) async throws -> Value
    ) async throws -> Value {
        let staging = try Staging(prefix: "\(directory)/\(pullPrefix(of: reference))")
        let value: Value
        do { value = try await body(staging) } catch {
            // The body's failure is the one to tell; what cannot be looked at or removed is swept later.
            let hasBlobs = (try? directoryEntries(staging.blobs.directory).isEmpty) == false
            if !hasBlobs { try? removeTree(staging.directory) }
            throw error
        }
        try removeTree(staging.directory)
        try await discardLeftovers(of: reference)
        return value
    }

    /// Removes what pulls of a reference that ended early have left.
    func discardLeftovers(of reference: ImageReference) async throws {
        let prefix = pullPrefix(of: reference)
        try await discard(directoryEntries(directory).filter { $0.hasPrefix(prefix) })
    }

    /// Gives blobs that other pulls, under way or ended early, have already a name in a layout.
    ///
    /// They are whole, for they have their names; but a machine that lost its power may have kept the name of a
    /// file without its content, so each is checked.
    func adopt(_ digests: [ContentDigest], into staging: Staging) async throws {
        for name in try stagedPulls() where !staging.directory.hasSuffix("/\(name)") {
            let path = "\(directory)/\(name)/blobs/sha256"
            for digest in digests where !staging.blobs.contains(digest) {
                guard fileExists("\(path)/\(digest.hex)") else { continue }
                let blob = "\(path)/\(digest.hex)"
                do {
                    try await offPool { try BlobStore.verify(blob, digest) }
                    try makeHardLink(staging.blobs.path(digest), to: blob)
                } catch {
                    // Its owner removed it meanwhile, or it is damaged: then it is transferred.
                    continue
                }
            }
        }
    }

    /// The layouts of pulls, among them those that are under way.
    func stagedPulls() throws -> [String] {
        try directoryEntries(directory).filter { $0.hasPrefix(pullPrefix) }.sorted()
    }

    /// Removes what processes that were killed while they loaded, unpacked or removed have left, and what pulls left
    /// too long ago.
    func sweep() async throws {
        let leftovers = try directoryEntries(directory).filter { name in
            guard name.hasPrefix(prefix) else { return false }
            guard name.hasPrefix(pullPrefix) else { return true }
            guard let status = try linkStatus("\(directory)/\(name)") else { return false }
            return status.modified + keptFor < now()
        }
        try await discard(leftovers)
        try layers.sweep()
    }

    private func pullPrefix(of reference: ImageReference) -> String {
        "\(pullPrefix)\(sha256(of: reference.description).prefix(16))-"
    }
}
