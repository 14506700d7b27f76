import LinuxSystem

/// The images that samples/images/build makes.
public enum SampleImage: String, Sendable, CaseIterable {
    case busybox, postgres, redis, nginx, guestbook, files
    case filesZstd = "files-zstd"

    /// The OCI archive, in `$BERTH_IMAGES` or in `.build-images` of the clone; throws when it was not built.
    public var archive: String {
        get throws {
            let path = "\(environmentVariable("BERTH_IMAGES") ?? "\(clone)/.build-images")/\(rawValue).tar"
            guard fileExists(path) else { throw TestFailure("no \(path): run samples/images/build first") }
            return path
        }
    }

    /// The name and tag on Docker Hub's terms, such as `library/redis:7`.
    public var name: String {
        switch self {
        case .busybox: "library/busybox:1"
        case .postgres: "library/postgres:15"
        case .redis: "library/redis:7"
        case .nginx: "library/nginx:1.22"
        case .guestbook: "library/guestbook:1"
        case .files: "library/files:1"
        case .filesZstd: "library/files:zstd"
        }
    }
}

/// The top of the clone that the tests were built from.
public let clone = #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
    .joined(separator: "/")
