internal import BerthModel
internal import LinuxSystem

/// The directory of a volume: its data, and the names of the containers that have it.
///
/// What is mounted on the data stays while a container has the volume, whatever stack it is of. A container counts
/// while its own directory exists, so that a crash leaves no volume in use for ever.
struct VolumeDirectory: Sendable {
    let installation: Installation
    let name: String

    /// Where the data is.
    var data: String { installation.volume(name) }

    /// Runs a body while nobody else fills, mounts, unmounts or removes the volume.
    func alone<Value>(_ body: () async throws -> Value) async throws -> Value {
        let locks = "\(installation.runtime)/volumes"
        try makeDirectories(locks)
        return try await FileLock.holding("\(locks)/\(name).lock", body)
    }

    /// Notes that a container has the volume, and makes the directories.
    func add(user container: String) throws(SystemError) {
        try makeDirectories(data)
        try makeDirectories(userDirectory)
        try writeFile("\(userDirectory)/\(container)", "")
    }

    /// Notes that a container does not have the volume any more.
    func remove(user container: String) throws(SystemError) {
        try removeFile("\(userDirectory)/\(container)")
    }

    /// The ids of the containers that have the volume.
    func users() throws(SystemError) -> [String] {
        try directoryEntries(userDirectory).filter { fileExists(installation.container($0)) }
    }

    /// True while something is mounted on the data.
    func isMounted() throws(SystemError) -> Bool {
        guard fileExists(data) else { return false }
        let place = try realPath(data)
        return try mountPoints(below: place).contains { $0.path == place }
    }

    /// Unmounts whatever is mounted on the data; nothing happens when nothing is.
    func unmount() throws(SystemError) { try unmountAllLazily(below: data) }

    /// Removes the volume with its data; what is mounted on it is unmounted, not removed.
    func remove() throws(SystemError) {
        try unmount()
        try removeTree(installation.volumeDirectory(name))
    }

    private var userDirectory: String { "\(installation.volumeDirectory(name))/containers" }
}
