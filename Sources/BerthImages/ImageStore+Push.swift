internal import BerthModel
internal import LinuxSystem

extension ImageStore {
    /// Transfers an image of the store to the registry of its name, in the environment of a command.
    ///
    /// Layers that the registry has are not transferred, and others are compressed on the way. The digest that the
    /// image has there is remembered.
    public func push(
        _ reference: ImageReference, environment: [String: String],
        progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws {
        guard reference.digest == nil else {
            throw Failure(
                .usage,
                "cannot push image \"\(reference.familiar)\": a digest is what a registry answers with",
                remedy: "push it by a tag")
        }
        guard let entry = try index()[reference] else {
            throw Failure(
                .notFound, "cannot push image \"\(reference.familiar)\": it is not here",
                remedy: "build it with: berth build, or load it with: berth load -i FILE")
        }
        let skopeo = try Skopeo(environment, attempting: .push, patience: patience)
        try await sweep()
        let digest = try await staging { staging in
            let layers = try await copy(entry, to: staging).layers
            return try await send(layers, of: staging, to: reference, skopeo, progress)
        }
        try await edit { index in
            // It may have got another image meanwhile.
            guard var current = index[reference], current.manifest == entry.manifest else { return }
            current.repositoryDigest = digest.description
            current.pulled = now()
            index.add(current)
        }
    }

    /// Gives the blobs of an image a second name in a layout, so that they stay while they are sent.
    private func copy(_ entry: ImageIndex.Entry, to staging: Staging) async throws -> Manifest {
        try await edit { index in
            guard index.entries.contains(where: { $0.manifest == entry.manifest }) else {
                throw Failure(.notFound, "the image was removed before it was pushed")
            }
            let manifest = try manifest(entry)
            for part in [entry.manifest, manifest.config] + manifest.layers {
                try staging.blobs.link(part.digest, from: blobs)
            }
            try staging.writeIndex(of: entry.manifest)
            return manifest
        }
    }

    private func send(
        _ layers: [Descriptor], of staging: Staging, to reference: ImageReference, _ skopeo: Skopeo,
        _ progress: @escaping @Sendable (PullProgress) -> Void
    ) async throws -> ContentDigest {
        let state = layers.map {
            PullProgress.Layer(digest: $0.digest.description, size: $0.size, received: 0)
        }
        progress(PullProgress(phase: .sending, layers: state))
        let watch = try FileWatch()
        try watch.add(staging.blobs.directory, for: .read)
        let pulse = Pulse()
        let digest = try await skopeo.copy(staging, to: reference, pulse: pulse) { process in
            var meter = SendingMeter(state, of: staging.blobs, process.pid)
            while true {
                _ = try await watch.next()
                pulse.beat()
                if meter.look() { progress(PullProgress(phase: .sending, layers: meter.layers)) }
            }
        }
        progress(PullProgress(phase: .sending, layers: state.map { $0.whole }))
        return digest
    }
}
