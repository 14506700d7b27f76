internal import BerthModel
internal import LinuxSystem

/// An image in a store or a file of another program, by one of the transports of containers-transports(5).
public struct ForeignImage: Sendable, Hashable {
    /// How the image is reached.
    enum Transport: String, Sendable, CaseIterable {
        case dockerDaemon = "docker-daemon"
        case containersStorage = "containers-storage"
        case layout = "oci"
        case layoutArchive = "oci-archive"
        case dockerArchive = "docker-archive"
        case directory = "dir"
    }

    let transport: Transport
    /// What follows the transport and its colon.
    let place: String

    /// Reads `TRANSPORT:PLACE`; nil when it names no transport but, perhaps, an image of a registry.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1)
        guard parts.count == 2, let transport = Transport(rawValue: String(parts[0])) else { return nil }
        self.transport = transport
        place = String(parts[1])
    }

    /// The text that it was read from.
    public var description: String { "\(transport.rawValue):\(place)" }

    /// The archive, when all images of it are meant.
    var wholeArchive: String? {
        let isArchive = transport == .layoutArchive || transport == .dockerArchive
        return isArchive && !place.contains(":") ? place : nil
    }

    /// The name that the image has there; nil when it has none.
    var reference: ImageReference? {
        let name: Substring? =
            switch transport {
            case .dockerDaemon: place[...]
            case .containersStorage: place.split(separator: "]", maxSplits: 1).last
            case .layout, .layoutArchive, .dockerArchive:
                place.split(separator: ":", maxSplits: 1).dropFirst().first
            case .directory: nil
            }
        // An id, an index and a bare word of an annotation are no names.
        guard let name, !name.hasPrefix("sha256:"), !name.hasPrefix("@") else { return nil }
        return try? ImageReference(String(name))
    }

    /// What skopeo is asked for: the daemon knows images by name and tag only.
    var source: String {
        guard transport == .dockerDaemon, let reference else { return description }
        return "\(transport.rawValue):\(reference)"
    }

    /// What to look at when the image cannot be had.
    var remedy: String {
        switch transport {
        case .dockerDaemon:
            "check that the daemon runs, or set DOCKER_HOST, and list its images with: docker images"
        case .containersStorage: "list the images there with: podman images, or: buildah images"
        case .layout, .layoutArchive, .dockerArchive, .directory:
            "list what is there with: skopeo inspect \(transport.rawValue):PATH"
        }
    }
}

extension ImageStore {
    /// Takes an image of another program's store, or all of an archive, in the environment of a command.
    public func take(
        _ image: ForeignImage, environment: [String: String],
        progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> [LoadedImage] {
        if let archive = image.wholeArchive { return try await load(archive, progress: progress) }
        let skopeo = try Skopeo(environment)
        try await sweep()
        return try await staging { staging in
            let directory = "\(staging.directory)/taken"
            try makeDirectories(directory)
            progress(PullProgress(phase: .receiving))
            try await skopeo.copy(image, to: directory, staging)
            let staged = try stage(directory, [:], in: staging)
            try await commit(
                staged, as: ImageIndex.Entry(manifest: staged.descriptor, reference: image.reference),
                progress: progress)
            let id = staged.manifest.config.digest.description
            return [LoadedImage(id: id, references: image.reference.map { [$0] } ?? [])]
        }
    }
}

extension Skopeo {
    /// Copies an image into a directory in the form of `dir:`, which keeps its configuration as it is.
    fileprivate func copy(_ image: ForeignImage, to directory: String, _ staging: Staging) async throws {
        var options: [String] = []
        if image.transport == .dockerDaemon, let host = environment["DOCKER_HOST"], !host.isEmpty {
            options = ["--src-daemon-host", host]
        }
        var process = ProcessDescription(
            executable, ["copy", "--quiet"] + options + [image.source, "dir:\(directory)"])
        process.environment = environment.map { "\($0)=\($1)" }.sorted()
        process.descriptors = [(staging.lockDescriptor, 3)]
        let result = try await run(process)
        if result.succeeded { return }
        throw Failure(
            .runtime, "cannot pull image \"\(image.description)\": skopeo: \(lastMessage(result.errors))",
            remedy: image.remedy)
    }
}
