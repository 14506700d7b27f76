internal import LinuxSystem

/// What an image has at a path, as far as its layers tell without being mounted.
public enum ImageFile: Sendable, Hashable {
    /// A file with this content.
    case content([UInt8])
    /// Nothing.
    case missing
    /// Something that a link leads to, perhaps in another layer.
    case linked
}

extension ImageStore {
    /// Looks for a file in the layers of an image, from the highest down.
    ///
    /// A directory that replaces the one below it as a whole is taken for one that adds to it: what is found may
    /// be missing then, and nothing else is there in its place.
    public func file(_ path: String, of image: Image) throws -> ImageFile {
        for layer in image.configuration.diffIDs.reversed().map(layers.path) {
            if let found = try file(path, inLayer: layer) { return found }
        }
        return .missing
    }

    /// What a layer says of a path; nil when a lower one decides.
    private func file(_ path: String, inLayer layer: String) throws(SystemError) -> ImageFile? {
        var place = layer
        for part in path.split(separator: "/") {
            place += "/\(part)"
            guard let status = try linkStatus(place) else { return nil }
            switch status.kind {
            case .directory: continue
            case .regular: return .content(try readFile(place))
            case .symbolicLink: return .linked
            // A whiteout, which is a device, or nothing that has content.
            default: return .missing
            }
        }
        return .missing
    }
}
