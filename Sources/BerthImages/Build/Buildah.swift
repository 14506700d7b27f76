internal import BerthModel
internal import LinuxSystem

/// The program that builds, with a storage inside the installation.
///
/// It runs in PID and mount namespaces of its own, so that with it every process and mount of a build ends; and it
/// ends with this process, however that ends.
struct Buildah: Sendable {
    private let executable: String
    private let unshare: String
    private let place: BuildPlace

    /// Finds the programs.
    init(_ place: BuildPlace) throws(Failure) {
        self.place = place
        executable = try installedProgram("buildah", package: "buildah")
        unshare = try installedProgram("unshare", package: "util-linux")
    }

    /// The ids of the images in the storage.
    func images() async throws -> Set<String> {
        Set(try await succeed(["images", "--quiet", "--no-trunc"]).split(separator: "\n").map(String.init))
    }

    /// Removes the containers that killed builds left.
    ///
    /// A storage that one of them left damaged is begun anew: it holds nothing but what can be built or copied again.
    func removeContainers() async throws {
        do {
            _ = try await succeed(["rm", "--all"])
            _ = try await succeed(["images", "--all", "--quiet", "--no-trunc"])
        } catch is Failure {
            try removeTree(place.storage)
            try makePrivateDirectory(place.storage)
        }
    }

    /// Writes an image to a directory in Docker's format, with layers as they are before compression.
    func push(_ image: String, to directory: String) async throws {
        _ = try await succeed([
            "push", "--quiet", "--disable-compression", "--format", "v2s2", image, "dir:\(directory)",
        ])
    }

    /// The version, such as `1.28.2`.
    func version() async throws -> String {
        let words = try await succeed(["--version"]).split(separator: " ")
        return words.count > 2 ? String(words[2]) : ""
    }

    /// Builds with these arguments and tells what it writes, in the order in which it is written.
    func build(
        _ arguments: [String], _ scratch: BuildScratch, _ take: ([UInt8]) async throws -> Void
    ) async throws -> ProcessEnd {
        let output = try Pipe()
        let life = try Pipe()
        let null = try OwnedDescriptor.reading("/dev/null")
        var process = description(namespaces + [executable] + storageOptions + ["build"] + arguments)
        process.group = .own
        process.descriptors = [
            (null.number, 0), (output.writer.number, 1), (output.writer.number, 2), (life.reader.number, 3),
            (scratch.lock.number, 4),
        ]
        let child = try spawn(process)
        let reader = output.closingWriter()
        var lifeline: SharedDescriptor? = life.closingReader()
        do {
            while case let part = try await reader.nextBytes(), !part.isEmpty { try await take(part) }
            let end = try await child.end()
            withExtendedLifetime(lifeline) {}
            return end
        } catch {
            lifeline = nil
            // Cancelled or not: when this returns, nothing of the build runs any more.
            try await Task { _ = try await child.end() }.value
            throw error
        }
    }

    /// Copies an image into the storage, by its id alone.
    func copy(_ source: String, as id: String) async throws {
        // In Docker's format, which keeps what OCI has no word for, such as health checks.
        let target = "containers-storage:[overlay@\(place.storage)+\(place.state)]@\(id.dropFirst(7))"
        let skopeo = try installedProgram("skopeo", package: "skopeo")
        _ = try await succeed(skopeo, ["copy", "--quiet", "--format", "v2s2", source, target])
    }

    private func succeed(_ arguments: [String]) async throws -> String {
        try await succeed(executable, storageOptions + arguments)
    }

    private func succeed(_ program: String, _ arguments: [String]) async throws -> String {
        // The storage is mounted on itself by whoever opens it, which nobody else is to see.
        let result = try await LinuxSystem.run(description(["--mount", program] + arguments))
        if result.succeeded { return result.text }
        let name = program.split(separator: "/").last ?? ""
        let reason =
            result.errors.split(separator: "\n").last.map(String.init) ?? "status \(result.end.status)"
        throw Failure(.runtime, "\(name) \(arguments.joined(separator: " ")) failed: \(reason)")
    }

    private var storageOptions: [String] {
        ["--root", place.storage, "--runroot", place.state, "--storage-driver", "overlay"]
    }

    /// A program in namespaces of its own, by the arguments of unshare(1).
    private func description(_ arguments: [String]) -> ProcessDescription {
        let inherited = processEnvironment().filter { !$0.hasPrefix("TMPDIR=") }
        return ProcessDescription(
            unshare, arguments, environment: inherited + ["TMPDIR=\(place.scratches)"])
    }
}

/// What stands before the builder's own command line.
///
/// The shell is the first process of the PID namespace: everything in it ends with the shell. Descriptor 3 is at its
/// end when the starter closed the other end or is gone; then the builder is killed, and the shell ends.
private let namespaces = [
    "--mount", "--pid", "--fork", "--mount-proc", "sh", "-c",
    "(read -r _ <&3; kill -KILL -1) & \"$@\" 3<&- & wait $!", "sh",
]
