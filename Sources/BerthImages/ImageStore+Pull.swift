public import BerthModel
internal import LinuxSystem

extension ImageStore {
    /// Makes an image present under a reference, as a policy asks for, and returns it.
    ///
    /// Two pulls of one reference at the same time, of this process or another, transfer it once. When the
    /// registry still serves what is here, nothing is transferred. The image is not in the store before it is
    /// whole.
    public func pull(
        _ reference: ImageReference, policy: PullPolicy = .missing,
        progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> Image {
        if let image = try present(reference, under: policy) {
            try await unpack(image)
            return image
        }
        let skopeo = try Skopeo()
        try sweep()
        return try await alone(reference) {
            // It may have come while this call waited for somebody else's pull of it.
            if policy != .always, let image = try present(reference, under: policy) { return image }
            progress(PullProgress(phase: .resolving))
            let source = try await RegistryImage(reference, skopeo)
            if try await !isCurrent(reference, source) {
                try await staging { staging in
                    let staged = try await transfer(source, to: staging, skopeo, progress)
                    let entry = ImageIndex.Entry(
                        manifest: staged.descriptor, reference: reference,
                        repositoryDigest: source.served.description, pulled: now())
                    try await commit(staged, as: entry, progress: progress)
                }
            }
            guard let image = try image(reference) else {
                throw Failure(.notFound, "image \"\(reference.familiar)\" was removed while it was pulled")
            }
            try await unpack(image)
            return image
        }
    }

    /// The image, when the policy is content with what is here; nil when the registry must be asked.
    private func present(_ reference: ImageReference, under policy: PullPolicy) throws -> Image? {
        switch policy {
        case .always: return nil
        case .missing, .build: return try image(reference)
        case .never:
            if let image = try image(reference) { return image }
            throw Failure(
                .notFound, "image \"\(reference.familiar)\" is not here, and its pull policy is never",
                remedy: "pull it with: berth pull, or load it with: berth load -i FILE")
        case .every(let age):
            guard let pulled = try index()[reference]?.pulled, now() < pulled + Double(age.components.seconds)
            else {
                return nil
            }
            return try image(reference)
        }
    }

    /// True when the image is here as the registry serves it; that it was compared is remembered.
    private func isCurrent(_ reference: ImageReference, _ source: RegistryImage) async throws -> Bool {
        try await edit { index in
            guard var entry = index[reference], entry.repositoryDigest == source.served.description else {
                return false
            }
            entry.pulled = now()
            index.add(entry)
            return true
        }
    }

    private func transfer(
        _ source: RegistryImage, to staging: Staging, _ skopeo: Skopeo,
        _ progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws -> StagedImage {
        let expected = source.manifest?.layers ?? []
        for layer in expected where blobs.contains(layer.digest) {
            try staging.blobs.link(layer.digest, from: blobs)
        }
        let state = expected.map { layer in
            PullProgress.Layer(
                digest: layer.digest.description, size: layer.size,
                received: staging.blobs.contains(layer.digest) ? layer.size : 0)
        }
        progress(PullProgress(phase: .receiving, layers: state))
        let watch = try FileWatch()
        for directory in [staging.directory, staging.blobs.directory] {
            try watch.add(directory, for: [.created, .written, .left, .arrived])
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                var meter = TransferMeter(state)
                try await meter.run(watch, layout: staging.directory) { layers in
                    progress(PullProgress(phase: .receiving, layers: layers))
                }
            }
            defer { group.cancelAll() }
            try await skopeo.copy(source.reference, to: staging)
        }
        return try await adjust(staging, source, skopeo)
    }

    /// Puts the configuration of a Docker image back to what the registry has: skopeo's conversion of the
    /// manifest to OCI drops what OCI does not know, such as the health check, and with it changes the
    /// image's id.
    private func adjust(_ staging: Staging, _ source: RegistryImage, _ skopeo: Skopeo) async throws
        -> StagedImage
    {
        var (manifest, descriptor) = try staging.manifest()
        if let original = source.manifest, original.mediaType == MediaType.dockerManifest,
            original.config.digest != manifest.config.digest
        {
            let bytes = try await skopeo.configuration(source.reference)
            manifest.config = Descriptor(
                mediaType: MediaType.configuration, digest: try staging.blobs.write(bytes), size: bytes.count)
            manifest.mediaType = MediaType.manifest
            descriptor = try staging.write(manifest)
        }
        return StagedImage(staging: staging, manifest: manifest, descriptor: descriptor)
    }
}
