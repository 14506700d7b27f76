internal import BerthModel

/// What a registry has for a reference on this machine's platform.
struct RegistryImage: Sendable {
    /// The reference to transfer: the manifest by its digest, so that a tag that moves meanwhile does no
    /// harm.
    let reference: ImageReference
    /// The digest of what the registry served for the name, for all platforms.
    let served: ContentDigest
    /// The manifest; nil for one of Docker's first schema, which only skopeo understands.
    let manifest: Manifest?

    /// Asks the registry.
    init(_ reference: ImageReference, _ skopeo: Skopeo) async throws {
        var bytes = try await skopeo.manifest(reference)
        served = ContentDigest(of: bytes)
        guard try decodeJSON(Schema.self, bytes).schemaVersion == 2 else {
            (self.reference, manifest) = (reference, nil)
            return
        }
        // What is no list is a manifest, which is read below with an error of its own.
        if let list = try? decodeJSON(ManifestList.self, bytes) {
            guard let choice = chooseManifest(list.manifests, for: .ofThisMachine) else {
                let platforms = list.manifests.compactMap(\.platform?.name).joined(separator: ", ")
                throw Failure(
                    .notFound,
                    "image \"\(reference.familiar)\" is not made for \(Platform.ofThisMachine.name)",
                    remedy:
                        "it is made for: \(platforms)"
                )
            }
            bytes = try await skopeo.manifest(reference.at(choice.digest))
        }
        self.reference = try reference.at(ContentDigest(of: bytes))
        manifest = try decodeJSON(Manifest.self, bytes)
    }
}

/// The member that tells the schemas apart.
private struct Schema: Decodable {
    var schemaVersion: Int
}

extension Platform {
    /// The platform of the machine this runs on, in Go's words.
    static var ofThisMachine: Platform {
        #if arch(x86_64)
            Platform(architecture: "amd64", os: "linux", variant: nil)
        #elseif arch(arm64)
            Platform(architecture: "arm64", os: "linux", variant: "v8")
        #elseif arch(arm)
            Platform(architecture: "arm", os: "linux", variant: "v7")
        #elseif arch(riscv64)
            Platform(architecture: "riscv64", os: "linux", variant: nil)
        #elseif arch(powerpc64le)
            Platform(architecture: "ppc64le", os: "linux", variant: nil)
        #elseif arch(s390x)
            Platform(architecture: "s390x", os: "linux", variant: nil)
        #endif
    }

    /// `os/architecture/variant`, as tools print it.
    var name: String { [os, architecture, variant].compactMap(\.self).joined(separator: "/") }
}

/// The manifest of a list for a platform: with its variant if there is one, else without any.
func chooseManifest(_ manifests: [Descriptor], for platform: Platform) -> Descriptor? {
    let fitting = manifests.filter { candidate in
        candidate.platform?.os == platform.os && candidate.platform?.architecture == platform.architecture
    }
    return fitting.first { $0.platform?.variant == platform.variant }
        ?? fitting.first { $0.platform?.variant == nil }
}
