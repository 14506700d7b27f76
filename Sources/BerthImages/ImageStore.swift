public import BerthModel
internal import LinuxSystem

/// The images of an installation: an OCI image layout with one `index.json`, and their layers unpacked.
///
/// The index is replaced as a whole under a lock, by any number of processes. An image that is in the index
/// has all its blobs, and its layers are unpacked. Needs root where it changes something.
public final class ImageStore: Sendable {
    /// Where everything but the unpacked layers is.
    let directory: String
    private let locks: LockSlots
    /// The blobs of all images.
    let blobs: BlobStore
    /// The unpacked layers of all images.
    let layers: LayerStore
    /// The seconds since 1970.
    let now: @Sendable () -> Double
    /// How long registries are waited for.
    let patience: Patience
    /// What archives may take.
    let limit: LayerLimit

    /// Opens the store of an installation and creates its directories.
    public convenience init(_ installation: Installation) throws(Failure) {
        try self.init(installation, now: currentTime, limit: LayerLimit(processEnvironment()))
    }

    /// Opens the store with a clock and a patience of the caller's.
    init(
        _ installation: Installation, now: @escaping @Sendable () -> Double, patience: Patience = Patience(),
        limit: LayerLimit = LayerLimit()
    ) throws(Failure) {
        directory = installation.images
        self.patience = patience
        self.limit = limit
        self.now = now
        do throws(SystemError) {
            try makePrivateDirectory(directory)
            blobs = try BlobStore("\(directory)/blobs/sha256")
            layers = try LayerStore(installation.layers, limit: limit)
            locks = try LockSlots("\(directory)/.locks")
            let mark = "\(directory)/oci-layout"
            if !fileExists(mark) { try replaceFile(mark, "{\"imageLayoutVersion\":\"1.0.0\"}") }
        } catch {
            throw Failure(
                .runtime, "cannot open the image store \"\(directory)\"",
                remedy: error.isPermission ? "run berth as root" : "", cause: error)
        }
    }
}

// MARK: - Images

extension ImageStore {
    /// All images, in the order in which they came.
    public func list() throws -> [Image] {
        let index = try index()
        var order: [String] = []
        var images: [String: [ImageIndex.Entry]] = [:]
        for entry in index.entries {
            let id = try manifest(entry).config.digest.description
            if images[id] == nil { order.append(id) }
            images[id, default: []].append(entry)
        }
        return try order.compactMap { id in try images[id].flatMap(image) }
    }

    /// The image with a name; nil when it is not here.
    public func image(_ reference: ImageReference) throws -> Image? {
        let index = try index()
        return try index[reference].flatMap { entry in try image(entry, in: index) }
    }

    /// The image that a request is about; nil when it is not here for the platform that is asked for.
    func image(_ request: PullRequest) throws -> Image? {
        let index = try index()
        for entry in index.entries(of: request.reference, for: request.keptPlatform) {
            guard let image = try image(entry, in: index) else { continue }
            if let wanted = request.wanted, !image.configuration.fits(wanted) { continue }
            return image
        }
        return nil
    }

    private func image(_ entry: ImageIndex.Entry, in index: ImageIndex) throws -> Image? {
        try image(index.entries.filter { $0.manifest.digest == entry.manifest.digest })
    }

    /// The images whose id starts with the given digits, with or without `sha256:`.
    public func images(withIDPrefix prefix: String) throws -> [Image] {
        let digits = prefix.hasPrefix("sha256:") ? String(prefix.dropFirst(7)) : prefix
        guard !digits.isEmpty else { return [] }
        return try list().filter { $0.id.dropFirst(7).hasPrefix(digits) }
    }

    /// The image of entries that all stand for the same configuration.
    private func image(_ entries: [ImageIndex.Entry]) throws -> Image? {
        guard let first = entries.first else { return nil }
        let manifest = try manifest(first)
        return Image(
            id: manifest.config.digest.description, references: entries.compactMap(\.reference),
            repositoryDigest: entries.compactMap(\.repositoryDigest).first,
            manifestDigest: first.manifest.digest.description,
            size: manifest.layers.reduce(0) { $0 + $1.size },
            configuration: try ImageConfiguration(blobs.read(manifest.config.digest)), layers: manifest.layers
        )
    }

    /// The manifest of an entry.
    func manifest(_ entry: ImageIndex.Entry) throws -> Manifest {
        try decodeJSON(Manifest.self, blobs.read(entry.manifest.digest))
    }
}

// MARK: - The index

extension ImageStore {
    /// The index as it is now.
    func index() throws -> ImageIndex {
        let path = "\(directory)/index.json"
        return fileExists(path) ? try ImageIndex(readFile(path)) : ImageIndex()
    }

    /// Changes the index; nobody else changes it, or removes blobs, meanwhile.
    func edit<Value>(_ body: (inout ImageIndex) throws -> Value) async throws -> Value {
        try await FileLock.holding("\(directory)/.locks/index") {
            let before = try index()
            var after = before
            let value = try body(&after)
            if after != before {
                let text = String(decoding: try after.json(), as: UTF8.self)
                try replaceFile("\(directory)/index.json", text)
            }
            return value
        }
    }

    /// Runs a body while nobody else pulls the same reference.
    func alone<Value>(_ reference: ImageReference, _ body: () async throws -> Value) async throws -> Value {
        try await locks.holding(reference.description, body)
    }
}

/// Creates a directory that only its owner may enter: programs with set-id bits in an image are for containers,
/// not for the users of the host.
func makePrivateDirectory(_ path: String) throws(SystemError) {
    if fileExists(path) { return }
    try makeDirectories(path)
    try setMode(path, 0o700)
}
