public import BerthModel
internal import LinuxSystem

/// The logins of a user to registries, in the files that skopeo, podman and buildah share.
public struct RegistryLogins: Sendable {
    private let environment: [String: String]
    private let skopeo: String

    /// Finds the program that speaks to registries, in the environment of a command.
    public init(environment: [String: String]) throws(Failure) {
        self.environment = environment
        skopeo = try installedProgram("skopeo", package: "skopeo", path: environment["PATH"])
    }

    /// Asks a registry whether it takes a user and a password, and keeps them if it does.
    ///
    /// They are kept where the registry has a login already, else in the file that outlives a restart of the
    /// machine; returns the file's path. An empty user or password is refused.
    public func logIn(to registry: String, user: String, password: String) async throws -> String {
        if user.isEmpty { throw Failure(.usage, "cannot log in to \"\(registry)\" without a user's name") }
        if password.isEmpty { throw Failure(.usage, "cannot log in to \"\(registry)\" without a password") }
        guard let file = try await files(with: registry).first ?? standardFile else {
            throw Failure(
                .usage, "cannot keep the login to \"\(registry)\"", remedy: "set HOME or REGISTRY_AUTH_FILE")
        }
        try makeDirectories(parentDirectory(of: file), mode: 0o700)
        let arguments = ["login", "--username", user, "--password-stdin"] + tls(registry)
        let result = try await run(arguments, file, registry, input: password)
        if !result.succeeded { throw loginFailure(registry, lastMessage(result.errors)) }
        return file
    }

    /// Forgets the logins to a registry, and returns the files that had one.
    public func logOut(of registry: String) async throws -> [String] {
        let files = try await files(with: registry)
        for file in files {
            let result = try await run(["logout"], file, registry)
            if !result.succeeded {
                throw Failure(.runtime, "cannot log out of \"\(registry)\": \(lastMessage(result.errors))")
            }
        }
        return files
    }

    /// True when Docker's own configuration has a login, which is Docker's to forget.
    public func isKnownToDocker(_ registry: String) async throws -> Bool {
        let docker = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { "\($0)/.docker" }
        guard let file = docker.map({ "\($0)/config.json" }), fileExists(file) else { return false }
        return try await hasLogin(file, registry)
    }

    private var standardFile: String? {
        environment["REGISTRY_AUTH_FILE"] ?? AuthenticationFile.lasting(environment)
    }

    private func files(with registry: String) async throws -> [String] {
        var found: [String] = []
        for file in AuthenticationFile.paths(environment) where fileExists(file) {
            if try await hasLogin(file, registry) { found.append(file) }
        }
        return found
    }

    private func hasLogin(_ file: String, _ registry: String) async throws -> Bool {
        try await run(["login", "--get-login"], file, registry).succeeded
    }

    private func run(_ arguments: [String], _ file: String, _ registry: String, input: String = "")
        async throws -> ProcessOutput
    {
        var process = ProcessDescription(skopeo, arguments + ["--authfile", file, registry])
        process.environment = environment.map { "\($0)=\($1)" }.sorted()
        return try await LinuxSystem.run(process, input: Array(input.utf8))
    }

    private func tls(_ registry: String) -> [String] {
        verifiesTLS(registry, environment) ? [] : ["--tls-verify=false"]
    }
}

/// The registry that a person means: a host with or without a scheme and a path; none is Docker's.
public func registryName(_ text: String?) -> String {
    guard let text, !text.isEmpty else { return "docker.io" }
    let host = (text.firstRange(of: "://").map { text[$0.upperBound...] } ?? text[...]).prefix { $0 != "/" }
    let aliases = ["index.docker.io", "registry-1.docker.io", "hub.docker.com", "registry.hub.docker.com"]
    return aliases.contains(String(host)) ? "docker.io" : String(host)
}

private func loginFailure(_ registry: String, _ said: String) -> Failure {
    let attempt = "cannot log in to registry \"\(registry)\""
    if said.contains("invalid username/password") || said.contains("unauthorized") {
        return Failure(
            .runtime, "\(attempt): it does not take this user and password",
            remedy: "check both; many registries want an access token for a password")
    }
    let (reason, remedy) = RegistryFailure.reason(said, registry) ?? ("skopeo: \(said)", "")
    return Failure(.runtime, "\(attempt): \(reason)", remedy: remedy)
}
