import BerthImages
import BerthLoader
import BerthModel

extension Session {
    /// Images with the digests that registries have for them now, by their names; all are asked for at the same
    /// time, and one with a digest is only written out.
    ///
    /// Throws all failures together.
    func pins(of images: [String]) async throws -> [String: String] {
        let digests = try RegistryDigests(environment: environment)
        let found = await withTaskGroup(of: PinnedImage.self) { group in
            for image in images { group.addTask { @Sendable in await PinnedImage(image, digests) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        var pins: [String: String] = [:]
        var failures = FailureList()
        for image in found.sorted(by: { $0.image < $1.image }) {
            switch image.pinned {
            case .success(let pinned): pins[image.image] = pinned
            case .failure(let error): failures.append(error)
            }
        }
        try Task.checkCancellation()
        try failures.throwIfAny()
        return pins
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
