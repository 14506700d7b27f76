internal import BerthModel

/// What a removal did.
public struct Removal: Sendable, Hashable {
    /// The names that were taken away.
    public var untagged: [ImageReference] = []
    /// The id of the image that is gone; nil when it still has another name.
    public var deleted: String?
}

/// What happens to an image that is named by its id and has several names.
public enum NamesOfRemoved: Sendable, Hashable {
    /// It is not removed.
    case one
    /// All its names go.
    case all
}

extension ImageStore {
    /// Removes a name or, by id, an image, and with its last name the image and what no other image needs.
    ///
    /// `users` gives the names of the containers that use the image with an id. They keep it from going, but
    /// not from losing one name of several.
    public func remove(
        _ name: String, _ names: NamesOfRemoved = .one, users: @Sendable (String) throws -> [String]
    ) async throws -> Removal {
        try await sweep()
        return try await removing { index in
            let (image, reference) = try find(name, names)
            let isLast = reference == nil || image.references.count < 2
            if isLast { try refuseIfUsed(image, name, users(image.id)) }
            if let reference, !isLast {
                index.remove(reference)
                return Removal(untagged: [reference])
            }
            let manifests = try index.entries.filter {
                try manifest($0).config.digest.description == image.id
            }
            index.remove(manifests: Set(manifests.map(\.manifest.digest)))
            return Removal(untagged: image.references, deleted: image.id)
        }
    }

    /// The image of a name as a person writes it, and the reference if it is one.
    func find(_ name: String, _ names: NamesOfRemoved) throws -> (
        image: Image, reference: ImageReference?
    ) {
        // What is no reference, such as a whole id, may still be an id.
        if let reference = try? ImageReference(name), let image = try image(reference) {
            return (image, reference)
        }
        let images = try images(withIDPrefix: name)
        guard let image = images.first else {
            throw Failure(
                .notFound, "image \"\(name)\" does not exist", remedy: "list the images with: berth images")
        }
        if images.count > 1 {
            throw Failure(
                .usage, "\"\(name)\" is the start of \(images.count) image ids", remedy: "write more of it")
        }
        if image.references.count > 1, names == .one {
            let names = image.references.map(\.familiar).joined(separator: ", ")
            throw Failure(
                .usage, "image \"\(name)\" has several names: \(names)",
                remedy: "remove it by its names, or with: berth rmi --force")
        }
        return (image, nil)
    }

    private func refuseIfUsed(_ image: Image, _ name: String, _ containers: [String]) throws(Failure) {
        if containers.isEmpty { return }
        let names = containers.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
        throw Failure(
            .runtime,
            "cannot remove image \"\(name)\": \(containers.count == 1 ? "container" : "containers") \(names) "
                + (containers.count == 1 ? "uses it" : "use it"),
            remedy: "bring the stacks down first with: berth down")
    }
}
