internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

/// A mount of a container with its source on the host, ready for the runtime.
struct ResolvedMount: Sendable, Hashable {
    /// The path in the container.
    let target: String
    /// The mount as the runtime takes it.
    let mount: RuntimeSpec.Mount
    /// What `ps` shows as the source: a volume's name or a path.
    let source: String
}

extension [ResolvedMount] {
    /// In the order in which they are mounted: outer targets before those inside them.
    var outerFirst: [ResolvedMount] {
        sorted { left, right in
            let depths = (depth(of: left.target), depth(of: right.target))
            return depths.0 != depths.1 ? depths.0 < depths.1 : left.target < right.target
        }
    }

    private func depth(of path: String) -> Int { path.split(separator: "/").count }
}

/// Turns the mounts of a container into those that its runtime is told.
struct MountResolution {
    let installation: Installation
    /// The container's id.
    let container: String
    /// The permission bits of directories of the image, by their paths; of all that a tmpfs covers.
    var modes: [String: UInt32] = [:]

    /// The mounts of a container, and its file systems in memory.
    func resolve(_ mounts: [MountRecord], _ fileSystems: [TemporaryFileSystem]) throws -> [ResolvedMount] {
        try mounts.enumerated().compactMap { try resolve($1, at: $0) }
            + fileSystems.map { temporary($0.target, TemporaryMountOptions($0.options)) }
    }

    /// Where the source of a mount is on the host; nil for one without.
    func source(of record: MountRecord, at position: Int) -> String? {
        if case .bind(let path, _, _) = record.mount.source { return path }
        if isPlaced(record) { return placedSource(at: position) }
        return record.volume.map(installation.volume)
    }

    /// True for a mount whose source is mounted on a place in the container's directory first.
    func isPlaced(_ record: MountRecord) -> Bool {
        record.imageID != nil || record.volume != nil && record.mount.subpath != nil
    }

    /// The place of such a source.
    func placedSource(at position: Int) -> String { "\(placedSources)/\(position)" }

    /// The directory of all such places.
    var placedSources: String { mountPlaces(in: installation.container(container)) }

    private func resolve(_ record: MountRecord, at position: Int) throws -> ResolvedMount? {
        let mount = record.mount
        if case .tmpfs(let size, let mode) = mount.source {
            var options = TemporaryMountOptions(isReadOnly: mount.isReadOnly)
            if let size { options.append("size=\(size)") }
            if let mode { options.append("mode=\(String(mode, radix: 8))") }
            return temporary(mount.target, options)
        }
        guard let source = source(of: record, at: position) else { return nil }
        return ResolvedMount(
            target: mount.target,
            mount: .init(
                mount.target, type: "bind", source: source, options: try mount.bindOptions(of: source)),
            source: record.volume ?? mount.imageReference ?? source)
    }

    /// A file system in memory; it has the mode of the directory that it covers, or everybody may write to it.
    private func temporary(_ target: String, _ options: TemporaryMountOptions) -> ResolvedMount {
        var options = options
        if !options.hasMode { options.append("mode=\(String(modes[target] ?? 0o1777, radix: 8))") }
        return ResolvedMount(
            target: target,
            mount: .init(target, type: "tmpfs", source: "tmpfs", options: options.words), source: "tmpfs")
    }
}

/// The directory in a container's own where sources are mounted that are no paths by themselves.
func mountPlaces(in containerDirectory: String) -> String { "\(containerDirectory)/mounts" }

extension ServiceMount {
    /// The name of the image whose files it shows.
    var imageReference: String? {
        guard case .image(let reference) = source else { return nil }
        return reference
    }

    /// How what is mounted on the host is passed on to the container, and back.
    var propagation: String {
        guard case .bind(_, _, let propagation?) = source else { return "rprivate" }
        return propagation
    }

    /// The options of the bind mount that makes it of a path of the host.
    fileprivate func bindOptions(of source: String) throws -> [String] {
        // For runtimes the recursive forms of propagation make the mount itself recursive.
        var options =
            recursion == .disabled
            ? ["bind", propagation.hasPrefix("r") ? String(propagation.dropFirst()) : propagation]
            : ["rbind", propagation]
        if isReadOnly || imageReference != nil {
            // What is mounted inside is read-only too, as with the reference since its version 25. Inside a
            // file there is nothing, and crun up to 1.8 takes the recursive form for directories only.
            let isWhole = recursion != .disabled && recursion != .writable
            let isDirectory = try fileStatus(source)?.kind == .directory
            options.append(isWhole && isDirectory ? "rro" : "ro")
        }
        // crun takes away what it is not told.
        return options + (try mountRestrictions(of: source))
    }
}

/// Makes the place that a mount covers exist in the container's root file system, as a directory or a file.
///
/// Nothing is made for a source that is not there yet: then the runtime makes it. The place of a file system in
/// memory gets that one's mode, because runc up to 1.1 sets it back to the place's.
func makeMountPoint(_ mount: ResolvedMount, in root: borrowing RootedDirectory) throws {
    guard mount.mount.type == "bind" else {
        let place = try root.makeDirectories(mount.target)
        let mode = mount.mount.options?.last { $0.hasPrefix("mode=") }?.dropFirst("mode=".count)
        if let mode = mode.flatMap({ UInt32($0, radix: 8) }) { try setMode(place, mode) }
        return
    }
    guard let source = try fileStatus(mount.mount.source ?? "") else { return }
    if source.kind == .directory {
        try root.makeDirectories(mount.target)
    } else {
        try root.makeFile(mount.target)
    }
}
