internal import BerthModel
internal import LinuxSystem

/// The program that speaks to registries, with its own configuration: registries.conf, mirrors, credentials,
/// certificates and signature policies are what they are for it everywhere.
struct Skopeo: Sendable {
    /// What registries are asked for, as failures name it.
    enum Attempt: String, Sendable {
        /// Transferring an image.
        case pull = "pull"
        /// Finding out what a name stands for.
        case lookUp = "look up"
    }

    private let executable: String
    private let attempt: Attempt

    /// Finds the program.
    init(attempting attempt: Attempt = .pull) throws(Failure) {
        self.attempt = attempt
        executable = try installedProgram("skopeo", package: "skopeo")
    }

    /// The manifest that a registry has for a reference, byte for byte.
    func manifest(_ reference: ImageReference) async throws -> [UInt8] {
        try await inspect(["--raw"], reference)
    }

    /// The configuration of an image in a registry, byte for byte.
    func configuration(_ reference: ImageReference) async throws -> [UInt8] {
        try await inspect(["--config", "--raw"], reference)
    }

    private func inspect(_ options: [String], _ reference: ImageReference) async throws -> [UInt8] {
        let transport = verifiesTLS(reference.registry) ? [] : ["--tls-verify=false"]
        return try await run(
            ["inspect"] + options + transport + ["docker://\(reference.forRegistry)"], reference)
    }

    /// Copies an image into a staging layout; blobs that are there already are not transferred again.
    func copy(_ reference: ImageReference, to staging: Staging) async throws {
        let transport = verifiesTLS(reference.registry) ? [] : ["--src-tls-verify=false"]
        let source = "docker://\(reference.forRegistry)"
        let arguments = ["copy", "--quiet"] + transport
        _ = try await run(
            arguments + [source, "oci:\(staging.directory):image"], reference, lock: staging.lockDescriptor)
    }

    private func run(_ arguments: [String], _ reference: ImageReference, lock: Int32? = nil) async throws
        -> [UInt8]
    {
        var process = ProcessDescription(executable, arguments)
        if let lock { process.descriptors = [(lock, 3)] }
        let result = try await LinuxSystem.run(process)
        if result.succeeded { return result.output }
        throw registryFailure(reference, result.errors, attempting: attempt)
    }
}

extension ImageReference {
    /// The reference in the form that registries are asked with: a digest, or else a tag.
    fileprivate var forRegistry: String { digest.map { "\(name)@\($0)" } ?? "\(name):\(tag ?? "latest")" }

    /// The same repository at a digest alone.
    func at(_ digest: ContentDigest) throws(Failure) -> ImageReference {
        try ImageReference("\(name)@\(digest)")
    }
}

/// False for a registry of this machine, which needs no certificate, unless registries.conf speaks of it.
func verifiesTLS(_ registry: String) -> Bool {
    let host = registry.hasPrefix("[") ? registry : String(registry.prefix { $0 != ":" })
    let isOurs = host == "localhost" || host.hasPrefix("127.") || host.hasPrefix("[::1]")
    return !isOurs
        || registriesFiles().contains { file in
            // A file that cannot be read is skopeo's to complain about.
            (try? readText(file))?.contains("\"\(registry)") ?? false
        }
}

/// The files of containers-registries.conf(5).
private func registriesFiles() -> [String] {
    let home = environmentVariable("HOME").map { "\($0)/.config/containers" }
    let directories = ["/etc/containers"] + (home.map { [$0] } ?? [])
    let named = environmentVariable("CONTAINERS_REGISTRIES_CONF").map { [$0] } ?? []
    return named
        + directories.flatMap { directory in
            // A directory that is not there holds no files.
            let parts = (try? directoryEntries("\(directory)/registries.conf.d")) ?? []
            return ["\(directory)/registries.conf"] + parts.map { "\(directory)/registries.conf.d/\($0)" }
        }
}
