import BerthImages
import BerthLoader
import BerthModel

extension Session {
    /// Puts the digests that registries have now into the images of what is printed, each image asked for
    /// once and all at the same time; one with a digest stays as it is.
    ///
    /// Throws all failures together.
    func pinImages(of loaded: inout LoadedProject) async throws {
        let digests = try RegistryDigests()
        let found = await withTaskGroup(of: PinnedImage.self) { group in
            for image in loaded.images { group.addTask { @Sendable in await PinnedImage(image, digests) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var failures = FailureList()
        for image in found.sorted(by: { $0.image < $1.image }) {
            switch image.pinned {
            case .success(let pinned): loaded.replaceImage(image.image, by: pinned)
            case .failure(let error): failures.append(error)
            }
        }
        try Task.checkCancellation()
        try failures.throwIfAny()
    }
}

/// What became of an image.
private struct PinnedImage: Sendable {
    let image: String
    let pinned: Result<String, any Error>

    init(_ image: String, _ digests: RegistryDigests) async {
        self.image = image
        do {
            pinned = .success(try await digests.pinned(ImageReference(image)).description)
        } catch {
            pinned = .failure(error)
        }
    }
}
