public import BerthModel
internal import LinuxSystem

/// What builds have kept on the disk.
public struct BuildUsage: Sendable, Hashable {
    /// The number of layers of cached steps and of the images they start from.
    public let layers: Int
    /// The bytes of everything, the logs of failed builds among it.
    public let size: Int
    /// What killed builds left; the next build clears it away.
    public let orphans: [Orphan]

    /// Measures what an installation has.
    public init(_ installation: Installation) throws {
        let root = installation.builds
        size = try diskUsage(of: root)
        let storage = "\(root)/storage/overlay-layers"
        layers =
            fileExists(storage) ? try directoryEntries(storage).count { $0.hasSuffix(".tar-split.gz") } : 0
        guard fileExists("\(root)/scratch"), let lock = try FileLock.ifFree("\(root)/lock") else {
            orphans = []
            return
        }
        orphans = try withExtendedLifetime(lock) {
            try directoryEntries("\(root)/scratch").sorted().filter { $0.hasPrefix("build-") }
                .map { try Orphan("build", "\(root)/scratch/\($0)") }
        }
    }
}
