internal import BerthModel
internal import FoundationEssentials
internal import LinuxSystem

/// The login that Docker keeps in a credential store (`credsStore` of its config.json), as an authentication
/// file that has no name and goes with its descriptor; nil when there is none.
///
/// skopeo asks helpers of single registries (`credHelpers`) by itself, but not the store for all others.
func storedCredentials(of registry: String, _ environment: [String: String]) async throws
    -> SharedDescriptor?
{
    guard environment["REGISTRY_AUTH_FILE"] == nil, let store = credentialStore(for: registry, environment)
    else { return nil }
    let helper = "docker-credential-\(store)"
    let program = try installedProgram(helper, package: helper, path: environment["PATH"])
    var process = ProcessDescription(program, ["get"])
    process.environment = environment.map { "\($0)=\($1)" }.sorted()
    let result = try await run(process, input: Array(serverName(registry).utf8))
    // The protocol of helpers has one status for "no such login" and for every failure.
    guard result.succeeded else { return nil }
    let login = try decodeJSON(StoredLogin.self, result.output)
    let file = try OwnedDescriptor.unnamedFile(in: "/tmp")
    try file.write(encodeJSON(AuthenticationFile(auths: [registry: login.entry])))
    return SharedDescriptor(file)
}

/// The store of Docker's configuration, when it is what decides about a registry.
private func credentialStore(for registry: String, _ environment: [String: String]) -> String? {
    let docker = environment["DOCKER_CONFIG"] ?? environment["HOME"].map { "\($0)/.docker" }
    // A file that is not there, or no JSON, holds no store; skopeo complains of what it cannot read.
    guard let docker, let bytes = try? readFile("\(docker)/config.json"),
        let configuration = try? decodeJSON(DockerConfiguration.self, bytes),
        let store = configuration.credsStore, !store.isEmpty
    else { return nil }
    let names = [registry, serverName(registry)]
    let hasHelper = names.contains { configuration.credHelpers?[$0] != nil }
    return hasHelper || knowsLogin(registry, environment) ? nil : store
}

/// True when a file of containers-auth.json(5) has the login: it comes before Docker's.
private func knowsLogin(_ registry: String, _ environment: [String: String]) -> Bool {
    AuthenticationFile.paths(environment).contains { path in
        // As above.
        guard let bytes = try? readFile(path),
            let file = try? decodeJSON(AuthenticationFile.self, bytes)
        else { return false }
        return file.auths.keys.contains { $0 == registry || $0.hasPrefix("\(registry)/") }
    }
}

/// The key under which Docker keeps the login of a registry.
private func serverName(_ registry: String) -> String {
    registry == "docker.io" ? "https://index.docker.io/v1/" : registry
}

/// The members of Docker's config.json that are used.
private struct DockerConfiguration: Decodable {
    var credsStore: String?
    var credHelpers: [String: String]?
}

/// What a credential helper answers.
private struct StoredLogin: Decodable {
    var Username: String
    var Secret: String

    var entry: AuthenticationFile.Entry {
        // This name says that the secret is a token to be exchanged.
        Username == "<token>"
            ? AuthenticationFile.Entry(auth: "", identitytoken: Secret)
            : AuthenticationFile.Entry(auth: Data("\(Username):\(Secret)".utf8).base64EncodedString())
    }
}

/// A file of containers-auth.json(5).
struct AuthenticationFile: Codable {
    /// One login.
    struct Entry: Codable {
        /// User and password, joined by a colon, in Base64.
        var auth: String?
        /// A token instead.
        var identitytoken: String?
    }

    /// The logins by registry or repository.
    var auths: [String: Entry]

    /// The files in the order in which skopeo asks them; Docker's come after them.
    static func paths(_ environment: [String: String]) -> [String] {
        if let named = environment["REGISTRY_AUTH_FILE"], !named.isEmpty { return [named] }
        let runtime = environment["XDG_RUNTIME_DIR"].map { "\($0)/containers" }
        let passing = "\(runtime ?? "/run/containers/\(effectiveUser())")/auth.json"
        return [passing] + (lasting(environment).map { [$0] } ?? [])
    }

    /// The file that outlives a restart of the machine; nil without a home directory.
    static func lasting(_ environment: [String: String]) -> String? {
        let home = environment["HOME"].map { "\($0)/.config" }
        return (environment["XDG_CONFIG_HOME"] ?? home).map { "\($0)/containers/auth.json" }
    }
}
