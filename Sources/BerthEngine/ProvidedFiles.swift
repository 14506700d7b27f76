internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

/// The configs and secrets of one container: files of a tmpfs that is made before it and goes with it.
///
/// Only root gets into the tmpfs; the container gets each file by a read-only mount. What they hold is never
/// written to a disk and is in no message.
struct ProvidedFiles {
    private let directory: String
    private let files: [ProvidedFile]

    /// Describes the files of a service's container, whose place is a directory below a runtime directory.
    init(of service: Service, in project: Project, at directory: String) {
        self.directory = directory
        files = ProvidedFile.all(of: service, in: project)
    }

    /// The mounts that put them in place.
    ///
    /// A directory of the host is mounted itself.
    func mounts() throws -> [ResolvedMount] {
        try zip(files, paths).map { file, path in
            let source = try file.hostDirectory() ?? path
            return ResolvedMount(
                target: file.reference.target,
                mount: .bind(source, at: file.reference.target, options: ["ro", "nosuid", "nodev"]),
                source: source)
        }
    }

    /// Writes them as they are now, unless they are there: a container keeps those that it was made with.
    func write() throws {
        let contents = try zip(files, paths).filter { try $0.0.hostDirectory() == nil }
        guard !contents.isEmpty, try !isMounted() else { return }
        try makeDirectories(directory, mode: 0o700)
        try mount()
        do { for (file, path) in contents { try file.write(to: path) } } catch {
            // Without all of them there are none; the failure to write is the one to report.
            try? removeProvidedFiles(directory)
            throw error
        }
    }

    private var paths: [String] { files.indices.map { "\(directory)/\($0)" } }

    private func isMounted() throws -> Bool {
        guard let inside = try linkStatus(directory),
            let outside = try linkStatus(parentDirectory(of: directory))
        else { return false }
        return inside.device != outside.device
    }

    /// Memory of a tmpfs may be swapped out to a disk; kernels since 6.4 can be told not to.
    private func mount() throws {
        do { try mountTmpfs(on: directory, options: "mode=700,noswap") } catch {
            try mountTmpfs(on: directory, options: "mode=700")
        }
    }
}

/// Removes the configs and secrets of a container; nothing happens when there are none.
func removeProvidedFiles(_ directory: String) throws {
    try unmountLazily(directory)
    try removeDirectory(directory)
}

extension Engine {
    /// The configs and secrets of a container.
    func providedFiles(of record: ContainerRecord) -> ProvidedFiles {
        ProvidedFiles(
            of: record.service, in: currentProject, at: drivers.installation.providedFiles(record.status.id))
    }
}
