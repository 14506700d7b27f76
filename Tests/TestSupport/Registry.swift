import LinuxSystem

/// A registry on loopback, Debian's docker-registry, started at first use and one for the test process.
///
/// Its storage is a temporary directory; it ends with the test process, however that ends.
public actor Registry {
    /// The registry of this process.
    public static let shared = Registry()

    private var starting: Task<RegistryServer, any Error>?
    private var pushing: [SampleImage: Task<String, any Error>] = [:]

    /// Pushes a sample image unless it is there already, and returns its reference, `127.0.0.1:PORT/library/…`.
    public func push(_ image: SampleImage) async throws -> String {
        let task = pushing[image] ?? Task { try await server().receive(image) }
        pushing[image] = task
        return try await task.value
    }

    /// Variables by which berth and skopeo take this registry for docker.io, without TLS.
    public var environment: [String: String] {
        get async throws { ["HOME": try await server().home] }
    }

    private func server() async throws -> RegistryServer {
        let task = starting ?? Task { try await RegistryServer() }
        starting = task
        return try await task.value
    }
}

/// The running registry and what it was told.
private struct RegistryServer: Sendable {
    /// Host and port.
    let address: String
    /// A home directory whose registries.conf(5) sends docker.io here.
    let home: String
    /// The registry's watcher reads the other end; it is closed when this process ends.
    private let lifeline: SharedDescriptor

    /// Ends the registry and removes its directory when standard input closes.
    private static let watcher = """
        docker-registry serve "$1/config.yml" > "$1/log" 2>&1 &
        cat > /dev/null
        kill $!
        wait
        rm -rf "$1"
        """

    init() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/var/tmp/berth-registry-")
        try writeFile(
            "\(directory)/config.yml",
            """
            version: 0.1
            log: {level: info}
            storage: {filesystem: {rootdirectory: "\(directory)/storage"}}
            http: {addr: "127.0.0.1:0"}
            """)
        let pipe = try Pipe()
        var process = ProcessDescription("/bin/sh", ["-c", Self.watcher, "sh", directory])
        process.descriptors = [(pipe.reader.number, 0)]
        process.group = .ownSession
        _ = try spawn(process)
        lifeline = SharedDescriptor(try pipe.writer.duplicate())

        var port: String?
        try await eventually("docker-registry listens, see \(directory)/log") {
            // The shell makes the log when it starts the registry.
            port = (try? readText("\(directory)/log")).flatMap(Self.port)
            return port != nil
        }
        address = "127.0.0.1:\(port ?? "")"
        home = "\(directory)/home"
        try makeDirectories("\(home)/.config/containers")
        try writeFile(
            "\(home)/.config/containers/registries.conf",
            """
            [[registry]]
            prefix = "docker.io"
            location = "\(address)"
            insecure = true

            [[registry]]
            location = "\(address)"
            insecure = true
            """)
    }

    /// Copies a sample image into the registry with skopeo, and returns its reference.
    func receive(_ image: SampleImage) async throws -> String {
        let reference = "\(address)/\(image.name)"
        let arguments = [
            "copy", "--quiet", "--dest-tls-verify=false", "oci-archive:\(try image.archive)",
            "docker://\(reference)",
        ]
        let result = try await run(ProcessDescription("/usr/bin/skopeo", arguments))
        guard result.succeeded else { throw TestFailure("cannot push \(image): \(result.errors)") }
        return reference
    }

    /// The port in the line by which the registry says that it listens.
    private static func port(_ log: String) -> String? {
        guard let place = log.firstRange(of: "listening on 127.0.0.1:") else { return nil }
        return String(log[place.upperBound...].prefix { $0.isNumber })
    }
}
