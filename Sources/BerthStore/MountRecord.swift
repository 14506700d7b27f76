public import BerthModel

/// A mount of a container as it was settled when the container was made.
public struct MountRecord: Sendable, Hashable, Codable {
    /// The mount, as its service or the owner of shared volumes has it.
    public var mount: ServiceMount
    /// The real name of its volume, which one without a name of its own has too; nil for other mounts.
    public var volume: String?
    /// The id of the image whose files it shows; nil for other mounts.
    public var imageID: String?

    /// Records a mount.
    public init(_ mount: ServiceMount, volume: String? = nil, imageID: String? = nil) {
        self.mount = mount
        self.volume = volume
        self.imageID = imageID
    }
}

extension ContainerRecord {
    /// True when it was made from an image or shows files of it.
    public func uses(imageID id: String) -> Bool {
        imageID == id || mounts?.contains { $0.imageID == id } == true
    }

    /// The names of the volumes that it has.
    public var volumes: [String] {
        Set((mounts ?? []).compactMap(\.volume) + anonymousVolumes.values).sorted()
    }
}
