internal import BerthModel
internal import LinuxSystem

extension ImageStore {
    /// Puts an image of the store into a layout of its own and hands it over, for a program to copy it.
    func export<Value>(_ image: Image, _ body: (String) async throws -> Value) async throws -> Value {
        try await staging { staging in
            let digest = try ContentDigest(image.manifestDigest)
            let bytes = try blobs.read(digest)
            let manifest = try decodeJSON(Manifest.self, bytes)
            for part in [digest, manifest.config.digest] + manifest.layers.map(\.digest) {
                try staging.blobs.link(part, from: blobs)
            }
            let descriptor = Descriptor(
                mediaType: manifest.mediaType ?? MediaType.manifest, digest: digest, size: bytes.count)
            try staging.writeIndex(of: descriptor)
            return try await body(staging.directory)
        }
    }

    /// Takes a built image into the store under its names.
    ///
    /// `write` writes it to a directory in the form of containers-transports(5), `dir:`. Layers that the store has are
    /// not written: an empty file stands for each.
    func take(_ id: String, as names: [ImageReference], write: (String) async throws -> Void) async throws {
        if try await name(id, names) { return }
        let known = try knownLayers()
        try await staging { staging in
            let directory = "\(staging.directory)/built"
            try makeDirectories(directory)
            try writeFile("\(directory)/version", "Directory Transport Version: 1.1\n")
            for diffID in known.keys { try writeFile("\(directory)/\(diffID)", "") }
            try await write(directory)
            let staged = try stage(directory, known, in: staging)
            for name in names {
                try await commit(
                    staged, as: ImageIndex.Entry(manifest: staged.descriptor, reference: name),
                    progress: { _ in })
            }
        }
    }

    /// Gives names to an image that is here already; false when it is not.
    private func name(_ id: String, _ names: [ImageReference]) async throws -> Bool {
        try await edit { index in
            let entries = try index.entries.filter { try manifest($0).config.digest.description == id }
            guard let entry = entries.first else { return false }
            for name in names where !entries.contains(where: { $0.reference == name }) {
                index.add(ImageIndex.Entry(manifest: entry.manifest, reference: name))
            }
            return true
        }
    }

    /// The layers of all images, by the digits of their content's digest before compression.
    private func knownLayers() throws -> [String: Descriptor] {
        var known: [String: Descriptor] = [:]
        for image in try list() {
            for (diffID, layer) in zip(image.configuration.diffIDs, image.layers) {
                known[diffID] = layer
            }
        }
        return known
    }

    /// Puts an image in the form of `dir:` together in a layout; of known layers only the names are there.
    func stage(_ directory: String, _ known: [String: Descriptor], in staging: Staging) throws
        -> StagedImage
    {
        var manifest = try decodeJSON(Manifest.self, readFile("\(directory)/manifest.json"))
        for part in [manifest.config] + manifest.layers where known[part.digest.hex] == nil {
            try makeHardLink(staging.blobs.path(part.digest), to: "\(directory)/\(part.digest.hex)")
        }
        manifest.mediaType = MediaType.manifest
        manifest.config.mediaType = MediaType.configuration
        manifest.layers = try manifest.layers.map { layer in
            if let layer = known[layer.digest.hex] {
                try staging.blobs.link(layer.digest, from: blobs)
                return layer
            }
            return Descriptor(
                mediaType: MediaType.layer(layer.mediaType), digest: layer.digest, size: layer.size)
        }
        return StagedImage(staging: staging, manifest: manifest, descriptor: try staging.write(manifest))
    }
}
