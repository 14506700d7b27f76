internal import BerthModel
internal import LinuxSystem

/// The program that speaks to registries, with its own configuration: registries.conf, mirrors, credentials,
/// certificates and signature policies are what they are for it everywhere.
///
/// It has the environment of the command on whose behalf it runs. What may go well the next time is tried again
/// after pauses; a failure tells how often it was tried.
struct Skopeo: Sendable {
    /// What registries are asked for, as failures name it.
    enum Attempt: String, Sendable {
        /// Transferring an image from a registry.
        case pull = "pull"
        /// Transferring an image to a registry.
        case push = "push"
        /// Finding out what a name stands for.
        case lookUp = "look up"
    }

    /// The program.
    let executable: String
    /// The variables of the command.
    let environment: [String: String]
    private let attempt: Attempt
    private let patience: Patience

    /// Finds the program.
    init(
        _ environment: [String: String], attempting attempt: Attempt = .pull, patience: Patience = Patience()
    ) throws(Failure) {
        executable = try installedProgram("skopeo", package: "skopeo", path: environment["PATH"])
        self.attempt = attempt
        self.environment = environment
        self.patience = patience
    }

    /// The manifest that a registry has for a name, or for a digest in its repository, byte for byte and not checked.
    func manifest(_ name: ImageReference, at digest: ContentDigest? = nil) async throws -> [UInt8] {
        try await inspect(["--raw"], name, digest)
    }

    /// The configuration of the image that a registry has at a digest in the repository of a name, byte for byte.
    func configuration(_ name: ImageReference, at digest: ContentDigest) async throws -> [UInt8] {
        try await inspect(["--config", "--raw"], name, digest)
    }

    private func inspect(_ options: [String], _ name: ImageReference, _ digest: ContentDigest?) async throws
        -> [UInt8]
    {
        let arguments = ["inspect"] + options + tlsOption("--tls-verify", name)
        return try await run(arguments, [place(name, at: digest)], name)
    }

    /// Copies an image into a staging layout, its layers as they are; blobs that are there already are not
    /// transferred again.
    ///
    /// `pulse` beats whenever something has arrived.
    func copy(_ image: RegistryImage, to staging: Staging, pulse: Pulse) async throws {
        let arguments =
            ["copy", "--quiet", "--dest-oci-accept-uncompressed-layers"]
            + tlsOption("--src-tls-verify", image.name)
        let places = [place(image.name, at: image.digest), "oci:\(staging.directory):image"]
        _ = try await run(arguments, places, image.name, staging, pulse)
    }

    /// Copies the image of a staging layout to a registry, and returns the digest that it has there.
    ///
    /// `pulse` beats whenever something has left; `observe` is given the process.
    func copy(
        _ staging: Staging, to reference: ImageReference, pulse: Pulse,
        observe: @escaping @Sendable (PIDDescriptor) async throws -> Void
    ) async throws -> ContentDigest {
        let file = "\(staging.directory)/digest"
        let arguments =
            ["copy", "--quiet", "--digestfile", file] + tlsOption("--dest-tls-verify", reference)
        let places = ["oci:\(staging.directory):image", place(reference)]
        _ = try await run(arguments, places, reference, staging, pulse, observe)
        return try ContentDigest(readText(file))
    }

    /// What a registry is asked for: a digest if there is one, else a tag.
    private func place(_ name: ImageReference, at digest: ContentDigest? = nil) -> String {
        if let digest = digest?.description ?? name.digest { return "docker://\(name.name)@\(digest)" }
        return "docker://\(name.name):\(name.tag ?? "latest")"
    }

    private func tlsOption(_ name: String, _ reference: ImageReference) -> [String] {
        verifiesTLS(reference.registry, environment) ? [] : ["\(name)=false"]
    }
}

// MARK: - Running

extension Skopeo {
    /// Runs the program until it succeeds, fails for good, or has failed too often.
    private func run(
        _ options: [String], _ places: [String], _ reference: ImageReference, _ staging: Staging? = nil,
        _ pulse: Pulse = Pulse(), _ observe: (@Sendable (PIDDescriptor) async throws -> Void)? = nil
    ) async throws -> [UInt8] {
        let credentials = try await storedCredentials(of: reference.registry, environment)
        let login = credentials == nil ? [] : ["--authfile", "/dev/fd/4"]
        var process = ProcessDescription(executable, options + login + places)
        defer { withExtendedLifetime(credentials) {} }
        process.environment = environment.map { "\($0)=\($1)" }.sorted()
        if let staging { process.descriptors.append((staging.lockDescriptor, 3)) }
        if let credentials { process.descriptors.append((credentials.number, 4)) }
        var pauses = patience.pauses[...]
        while true {
            let result = try await patience.awaiting(pulse, reference, attempt) { [process] in
                try await LinuxSystem.run(process, observing: observe)
            }
            if result.succeeded { return result.output }
            let failure = RegistryFailure(reference, result.errors, attempting: attempt)
            guard failure.isTransient, let pause = pauses.popFirst() else {
                throw failure.told(after: patience.pauses.count - pauses.count + 1)
            }
            try await Task.sleep(for: pause)
        }
    }
}

/// False for a registry of this machine, which needs no certificate, unless registries.conf speaks of it.
func verifiesTLS(_ registry: String, _ environment: [String: String]) -> Bool {
    let host = registry.hasPrefix("[") ? registry : String(registry.prefix { $0 != ":" })
    let isOurs = host == "localhost" || host.hasPrefix("127.") || host.hasPrefix("[::1]")
    return !isOurs
        || registriesFiles(environment).contains { file in
            // A file that cannot be read is skopeo's to complain about.
            (try? readText(file))?.contains("\"\(registry)") ?? false
        }
}

/// The files of containers-registries.conf(5).
private func registriesFiles(_ environment: [String: String]) -> [String] {
    let home = environment["HOME"].map { "\($0)/.config/containers" }
    let directories = ["/etc/containers"] + (home.map { [$0] } ?? [])
    let named = environment["CONTAINERS_REGISTRIES_CONF"].map { [$0] } ?? []
    return named
        + directories.flatMap { directory in
            // A directory that is not there holds no files.
            let parts = (try? directoryEntries("\(directory)/registries.conf.d")) ?? []
            return ["\(directory)/registries.conf"] + parts.map { "\(directory)/registries.conf.d/\($0)" }
        }
}
