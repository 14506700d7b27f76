public import BerthModel
internal import LinuxSystem

/// The root file system of a container: the layers of its image with a writable layer of its own on top.
///
/// Its parts are in the container's directory: `rootfs` where it is mounted, `upper` with what the container
/// wrote, and `work` for the kernel.
public struct RootFileSystem: Sendable, Hashable {
    private let directory: String

    /// Names the root file system of a container by the container's directory.
    public init(container directory: String) { self.directory = directory }

    /// Where it is mounted.
    public var path: String { "\(directory)/rootfs" }

    /// True while it is mounted.
    public func isMounted() throws(Failure) -> Bool {
        try attempt("look at") { () throws(SystemError) in
            guard let inside = try linkStatus(path), let outside = try linkStatus(directory) else {
                return false
            }
            return inside.device != outside.device
        }
    }

    /// Unmounts it, if it is mounted; what the container wrote stays.
    public func unmount() throws(Failure) {
        try attempt("unmount") { () throws(SystemError) in try unmountLazily(path) }
    }

    /// Mounts directories, the lowest first, unless it is mounted already.
    func mount(_ layers: [String]) throws(Failure) {
        if layers.count > maximumLayers {
            throw Failure(
                .runtime,
                "cannot mount an image of \(layers.count) layers: the kernel takes \(maximumLayers)",
                remedy: "build the image with fewer layers")
        }
        if try isMounted() { return }
        try attempt("mount") { () throws(SystemError) in
            let parts = ["rootfs", "upper", "work"].map { "\(directory)/\($0)" }
            for part in parts { try makeDirectories(part) }
            try OverlayMount(lower: layers.reversed(), upper: parts[1], work: parts[2]).mount(on: parts[0])
        }
    }

    private func attempt<Value>(_ act: String, _ body: () throws(SystemError) -> Value) throws(Failure)
        -> Value
    {
        do throws(SystemError) { return try body() } catch {
            throw Failure(
                .runtime, "cannot \(act) the root file system \"\(path)\"",
                remedy: error.isPermission ? "run berth as root" : "", cause: error)
        }
    }
}

/// The limit of overlayfs (OVL_MAX_STACK).
private let maximumLayers = 500

extension ImageStore {
    /// Mounts the root file system of a container that is made of an image; nothing happens when it is
    /// mounted.
    public func mount(_ image: Image, _ root: RootFileSystem) async throws {
        try await unpack(image)
        let directories = image.configuration.diffIDs.map(layers.path)
        try root.mount(directories.isEmpty ? [layers.emptyLayer] : directories)
    }
}
