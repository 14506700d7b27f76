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
    /// The directory of a volume that is seeded from the image while it is empty; nil for every other mount.
    var seed: String?
    /// The name of an anonymous volume; nil for every other mount.
    var anonymousVolume: String?
    /// What `ps` shows as the source: a volume's name or a path.
    let source: String
}

/// Turns a service's mounts, and the volumes that its image declares, into mounts of the host.
///
/// `inherited` names anonymous volumes of a replaced container by their targets, which are used again.
struct MountResolution {
    let installation: Installation
    let project: Project
    let inherited: [String: String]
    /// A name for a new anonymous volume.
    let freshName: () -> String

    /// The mounts of a container, outer targets before those inside them.
    func mounts(of service: Service, imageVolumes: [String]) -> [ResolvedMount] {
        let covered = Set(service.mounts.map(\.target))
        let declared = imageVolumes.filter { !covered.contains($0) }.map {
            ServiceMount(.anonymous, target: $0)
        }
        return (service.mounts + declared).compactMap(resolve).sorted { $0.target < $1.target }
    }

    /// The mount; nil for one that the preflight refuses.
    private func resolve(_ mount: ServiceMount) -> ResolvedMount? {
        let access = mount.isReadOnly ? ["ro"] : []
        switch mount.source {
        case .volume(let key, let noCopy):
            let name = project.volume(keyed: key)?.name ?? key
            let path = installation.volume(name)
            return ResolvedMount(
                target: mount.target, mount: .bind(path, at: mount.target, options: access),
                seed: noCopy ? nil : path, source: name)
        case .anonymous:
            let name = inherited[mount.target] ?? freshName()
            let path = installation.volume(name)
            return ResolvedMount(
                target: mount.target, mount: .bind(path, at: mount.target, options: access), seed: path,
                anonymousVolume: name, source: name)
        case .bind(let path, _, let propagation):
            let options = access + [propagation ?? "rprivate"]
            return ResolvedMount(
                target: mount.target, mount: .bind(path, at: mount.target, options: options), source: path)
        case .tmpfs(let size, let mode):
            var options = ["nosuid", "nodev", "noexec"] + access
            if let size { options.append("size=\(size)") }
            if let mode { options.append("mode=\(String(mode, radix: 8))") }
            return ResolvedMount(
                target: mount.target,
                mount: RuntimeSpec.Mount(mount.target, type: "tmpfs", source: "tmpfs", options: options),
                source: "tmpfs")
        case .image, .cluster, .namedPipe: return nil
        }
    }
}

/// Fills an empty volume with what the image has at the place it is mounted on: content, owner and mode.
///
/// A volume that holds anything is left as it is. The directory itself is never replaced, since containers may have
/// it mounted; a copy that was cut short is known by a file beside it, and made again.
func seedVolume(_ directory: String, from rootfs: String, target: String) async throws {
    try makeDirectories(directory)
    let unfinished = "\(directory).unfinished"
    let isUnfinished = fileExists(unfinished)
    guard try isUnfinished || directoryEntries(directory).isEmpty else { return }
    let image = try RootedDirectory(rootfs)
    guard let source = try image.resolve(target), let status = try linkStatus(source),
        status.kind == .directory
    else { return }
    if isUnfinished { for name in try directoryEntries(directory) { try removeTree("\(directory)/\(name)") } }
    if try directoryEntries(source).isEmpty {
        try setOwner(directory, user: status.user, group: status.group)
        return try setMode(directory, status.mode)
    }
    try writeFile(unfinished, "")
    let result = try await run(
        ProcessDescription("/bin/cp", ["-a", "--reflink=auto", "\(source)/.", directory]))
    guard result.succeeded else {
        throw Failure(
            .runtime,
            "cannot copy \"\(target)\" of the image into the volume at \"\(directory)\": \(result.errors)")
    }
    try removeFile(unfinished)
}

/// Makes the place that a mount covers exist in the container's root file system, as a directory or a file.
func makeMountPoint(_ mount: ResolvedMount, in root: borrowing RootedDirectory) throws {
    let source = try fileStatus(mount.mount.source ?? "")
    let isFile = mount.mount.type == "bind" && source?.kind != .directory
    if isFile { try root.makeFile(mount.target) } else { try root.makeDirectories(mount.target) }
}
