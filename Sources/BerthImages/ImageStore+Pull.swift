internal import BerthModel
internal import LinuxSystem

extension ImageStore {
    /// Makes an image present under a reference, as a policy asks for, and returns it.
    ///
    /// Two pulls of one reference at the same time, of this process or another, transfer it once. When the
    /// registry still serves what is here, nothing is transferred, and what an earlier pull received before it was
    /// killed is not transferred again. The image is not in the store before it is whole.
    public func pull(
        _ request: PullRequest, progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> Image {
        try await sweep()
        if let image = try present(request) {
            try await unpack(image)
            try await discardLeftovers(of: request.reference)
            return image
        }
        let skopeo = try Skopeo(request.environment, patience: patience)
        return try await alone(request.reference) {
            // It may have come while this call waited for somebody else's pull of it.
            if request.policy != .always, let image = try present(request) { return image }
            progress(PullProgress(phase: .resolving))
            let source = try await RegistryImage(request, skopeo)
            if try await !isCurrent(request, source) {
                try await receive(source, for: request, skopeo, progress)
            }
            guard let image = try image(request) else {
                throw Failure(
                    .notFound, "image \"\(request.reference.familiar)\" was removed while it was pulled")
            }
            try await unpack(image)
            return image
        }
    }

    /// The image, when the policy is content with what is here; nil when the registry must be asked.
    private func present(_ request: PullRequest) throws -> Image? {
        switch request.policy {
        case .always: return nil
        case .missing, .build: return try image(request)
        case .never:
            if let image = try image(request) { return image }
            let platform = request.wanted.map { " for \($0.name)" } ?? ""
            throw Failure(
                .notFound,
                "image \"\(request.reference.familiar)\" is not here\(platform), and its pull policy is never",
                remedy: "pull it with: berth pull, or load it with: berth load -i FILE")
        case .every(let age):
            guard let pulled = try index()[request.reference, request.keptPlatform]?.pulled,
                now() < pulled + Double(age.components.seconds)
            else { return nil }
            return try image(request)
        }
    }

    /// True when the image is here as the registry serves it; that it was compared is remembered.
    private func isCurrent(_ request: PullRequest, _ source: RegistryImage) async throws -> Bool {
        try await edit { index in
            guard var entry = index[request.reference, request.keptPlatform],
                entry.repositoryDigest == source.served.description
            else { return false }
            entry.pulled = now()
            index.add(entry)
            return true
        }
    }

    /// Transfers an image and takes it into the store.
    private func receive(
        _ source: RegistryImage, for request: PullRequest, _ skopeo: Skopeo,
        _ progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws {
        try await staging(for: request.reference) { staging in
            let staged = try await transfer(source, to: staging, skopeo, progress)
            let entry = ImageIndex.Entry(
                manifest: staged.descriptor, reference: request.reference, platform: request.keptPlatform,
                repositoryDigest: source.served.description, pulled: now())
            try await commit(staged, as: entry, progress: progress)
        }
    }

    private func transfer(
        _ source: RegistryImage, to staging: Staging, _ skopeo: Skopeo,
        _ progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws -> StagedImage {
        let expected = source.manifest.layers
        for layer in expected where blobs.contains(layer.digest) {
            try staging.blobs.link(layer.digest, from: blobs)
        }
        try await adopt(expected.map(\.digest), into: staging)
        let state = expected.map { layer in
            PullProgress.Layer(
                digest: layer.digest.description, size: layer.size,
                received: staging.blobs.contains(layer.digest) ? layer.size : 0)
        }
        progress(PullProgress(phase: .receiving, layers: state))
        let watch = try FileWatch()
        for directory in [staging.directory, staging.blobs.directory] {
            try watch.add(directory, for: [.created, .written, .removed, .left, .arrived])
        }
        let pulse = Pulse()
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var meter = TransferMeter(state)
                try await meter.run(watch, layout: staging.directory, pulse) { layers in
                    progress(PullProgress(phase: .receiving, layers: layers))
                }
            }
            defer { group.cancelAll() }
            try await skopeo.copy(source, to: staging, pulse: pulse)
        }
        return try await adjust(staging, source, skopeo)
    }

    /// Checks that what was copied is what the registry's manifest lists, and puts the configuration of a Docker
    /// image back to what the registry has: skopeo's conversion of the manifest to OCI drops what OCI does not
    /// know, such as the health check, and with it changes the image's id.
    private func adjust(_ staging: Staging, _ source: RegistryImage, _ skopeo: Skopeo) async throws
        -> StagedImage
    {
        var (manifest, descriptor) = try staging.manifest()
        let original = source.manifest
        if original.config.digest != manifest.config.digest {
            let bytes = try await skopeo.configuration(source.name, at: source.digest)
            manifest.config = Descriptor(
                mediaType: MediaType.configuration, digest: try staging.blobs.write(bytes), size: bytes.count)
            manifest.mediaType = MediaType.manifest
            descriptor = try staging.write(manifest)
        }
        guard manifest.config.digest == original.config.digest,
            manifest.layers.map(\.digest) == original.layers.map(\.digest)
        else {
            throw Failure(
                .runtime,
                "cannot pull image \"\(source.name.familiar)\": its registry serves other content than its "
                    + "manifest lists")
        }
        return StagedImage(staging: staging, manifest: manifest, descriptor: descriptor)
    }
}
