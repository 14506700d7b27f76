/// Where an installation keeps its state; every path of ours comes from here (docs/architecture.md).
public struct Installation: Sendable, Hashable, Codable {
    /// What survives a reboot: images, layers, containers, volumes, the store.
    public let root: String
    /// What does not: sockets, namespaces, pid files.
    public let runtime: String

    /// Names an installation by its two absolute directories.
    public init(root: String, runtime: String) {
        self.root = root
        self.runtime = runtime
    }

    /// The SQLite database.
    public var database: String { "\(root)/state.db" }
    /// The OCI image layout that shares blobs between images.
    public var images: String { "\(root)/images" }
    /// The unpacked layers.
    public var layers: String { "\(root)/layers" }
    /// What builds keep: the storage of the builder with the cached steps, scratch directories, logs of failures.
    public var builds: String { "\(root)/builds" }
    /// What builds under way keep: mounts and the state of their containers.
    public var buildState: String { "\(runtime)/builds" }
    /// The directory of a named volume, with all that is kept for it.
    public func volumeDirectory(_ name: String) -> String { "\(root)/volumes/\(name)" }
    /// The data of a named volume.
    public func volume(_ name: String) -> String { "\(volumeDirectory(name))/_data" }
    /// The directory of a container: its writable layer, its log, and its bundle.
    public func container(_ id: String) -> String { "\(root)/containers/\(id)" }
    /// The runtime directory of a stack: control socket, lock, supervisor's log.
    public func stack(_ project: String) -> String { "\(runtime)/stacks/\(project)" }
    /// The control socket of a stack's supervisor.
    public func controlSocket(_ project: String) -> String { "\(stack(project))/control.sock" }
    /// The pin of a container's network namespace.
    public func networkNamespace(_ id: String) -> String { "\(runtime)/netns/\(id)" }
    /// The shared memory of a container that others may join, a file system of its own while it is there.
    public func sharedMemory(_ id: String) -> String { "\(container(id))/shm" }
    /// A file for each control group above those of containers that was made for them, by its path.
    public var controlGroupMarks: String { "\(runtime)/cgroups" }
    /// Where the configs and secrets of a container are, in memory.
    public func providedFiles(_ id: String) -> String { "\(runtime)/files/\(id)" }
    /// The state directory of the OCI runtime (`--root`).
    public var runtimeState: String { "\(runtime)/oci" }
}

extension Installation {
    /// The log that conmon writes for a container, in the k8s-file format.
    public func log(_ id: String) -> String { "\(container(id))/container.log" }
    /// The OCI bundle of a container: `config.json` and `rootfs`.
    public func bundle(_ id: String) -> String { container(id) }
}
