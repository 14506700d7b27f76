import LinuxSystem

/// The installation in which most stacks of the integration tests live, one for the test process.
///
/// Images are loaded at first use, once. Its directory goes when the test process ends, however that ends,
/// with the stacks that are still there; `KEEP_FAILED=1` keeps both.
actor SharedInstallation {
    static let shared = SharedInstallation()

    private var starting: Task<InstallationPlace, any Error>?
    private var loading: [SampleImage: Task<Void, any Error>] = [:]

    /// The directories, with the given images loaded.
    func place(with images: [SampleImage]) async throws -> InstallationPlace {
        let task = starting ?? Task { try InstallationPlace() }
        starting = task
        let place = try await task.value
        for image in images {
            let task = loading[image] ?? Task { try await place.load(image) }
            loading[image] = task
            try await task.value
        }
        return place
    }
}

/// Where an installation is.
struct InstallationPlace: Sendable {
    let root: String
    let runtime: String
    /// The end of the test process closes it, which the watcher of a shared installation waits for.
    private let lifeline: SharedDescriptor?

    var environment: [String: String] { ["BERTH_ROOT": root, "BERTH_RUNTIME_DIR": runtime] }

    /// The installation of a scratch.
    init(in scratch: Scratch) {
        root = scratch.root
        runtime = scratch.runtime
        lifeline = nil
    }

    /// Takes down what is left and removes the directory when standard input closes.
    private static let watcher = """
        cat > /dev/null
        [ "$KEEP_FAILED" != 1 ] || exit
        for project in $("$2" ls --all --quiet); do "$2" -p "$project" down -v -t 0; done
        rm -rf --one-file-system "$1"
        """

    /// A new one, which ends with this process.
    fileprivate init() throws {
        let directory = try makeTemporaryDirectory(prefix: "/var/tmp/bts-")
        root = "\(directory)/root"
        runtime = "\(directory)/run"
        for path in [root, runtime] { try makeDirectories(path) }
        lifeline = try startWatcher(
            ["-c", Self.watcher, "sh", directory, try berthBinary()], log: "\(directory)/watcher.log",
            environment: ["BERTH_ROOT": root, "BERTH_RUNTIME_DIR": runtime])
    }

    /// Loads a sample image.
    func load(_ image: SampleImage) async throws {
        let result = try await run(
            ProcessDescription(
                try berthBinary(), ["load", "-q", "-i", try image.archive],
                environment: inheriting(environment)))
        guard result.succeeded else { throw TestFailure("cannot load \(image): \(result.errors)") }
    }
}

/// Starts a shell in a session of its own, whose standard input ends when the descriptor is closed.
private func startWatcher(
    _ arguments: [String], log: String, environment: [String: String]
) throws -> SharedDescriptor {
    let pipe = try Pipe()
    let output = try OwnedDescriptor.writing(log)
    var process = ProcessDescription("/bin/sh", arguments, environment: inheriting(environment))
    process.descriptors = [(pipe.reader.number, 0), (output.number, 1), (output.number, 2)]
    process.group = .ownSession
    process.directory = "/"
    _ = try spawn(process)
    return SharedDescriptor(try pipe.writer.duplicate())
}
