import BerthModel
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

/// A registry that wants a login, and a home directory without one.
private struct Guarded {
    let place: Place
    let registry: ScriptedRegistry
    let reference: ImageReference
    var environment: [String: String]

    init() async throws {
        place = try Place()
        try layout(at: "\(place.directory)/layout", of: SampleImage(files: ["a"]))
        registry = try await ScriptedRegistry("\(place.directory)/layout", login: "user:secret word")
        reference = try ImageReference("\(registry.address)/app:1")
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        environment = [
            "HOME": "\(place.directory)/home", "XDG_RUNTIME_DIR": "\(place.directory)/runtime",
            "PATH": "\(place.directory)/bin:\(path)",
        ]
        for name in ["home", "runtime", "bin"] { try makeDirectories("\(place.directory)/\(name)") }
    }

    func isLoggedIn() async throws -> Bool {
        do {
            _ = try await place.store.pull(PullRequest(reference, environment: environment))
            return true
        } catch let failure as Failure where failure.message.contains("refuses access") {
            #expect(failure.remedy == "log in with: berth login \(registry.address)")
            return false
        }
    }

    /// A file with a login in the form that Docker and the containers tools share.
    var file: String {
        let login = Data("user:secret word".utf8).base64EncodedString()
        return "{\"auths\":{\"\(registry.address)\":{\"auth\":\"\(login)\"}}}"
    }

    /// Writes a credential helper that has the login of one server.
    func writeHelper(_ name: String, server: String) throws {
        let path = "\(place.directory)/bin/docker-credential-\(name)"
        let answer = "{\"ServerURL\":\"\(server)\",\"Username\":\"user\",\"Secret\":\"secret word\"}"
        try writeFile(
            path,
            """
            #!/bin/sh
            read server
            test "$1 $server" = "get \(server)" || { echo credentials not found; exit 1; }
            echo '\(answer)'
            """)
        try setMode(path, 0o755)
    }
}

@Suite("Logins to registries", .enabled(if: mayMount, "unpacking layers needs root"))
struct RegistryLoginTests {
    @Test("are kept where they outlive a restart, for the user alone, and are forgotten")
    func cycle() async throws {
        let guarded = try await Guarded()
        let logins = try RegistryLogins(environment: guarded.environment)
        let address = guarded.registry.address
        let file = try await logins.logIn(to: address, user: "user", password: "secret word")
        #expect(file == "\(guarded.place.directory)/home/.config/containers/auth.json")
        #expect(try fileStatus(file)?.mode == 0o600)
        #expect(try await logins.logOut(of: address) == [file])
        #expect(try await logins.logOut(of: address) == [])
        #expect(try await !guarded.isLoggedIn())
        _ = try await logins.logIn(to: address, user: "user", password: "secret word")
        #expect(try await guarded.isLoggedIn())
    }

    @Test("replace the one that comes first")
    func shadowed() async throws {
        let guarded = try await Guarded()
        let file = "\(guarded.place.directory)/runtime/containers/auth.json"
        try makeDirectories(parentDirectory(of: file))
        try writeFile(
            file, "{\"auths\":{\"\(guarded.registry.address)\":{\"auth\":\"bm9ib2R5Ong=\"}}}", mode: 0o600)
        #expect(try await !guarded.isLoggedIn())
        let logins = try RegistryLogins(environment: guarded.environment)
        let kept = try await logins.logIn(
            to: guarded.registry.address, user: "user", password: "secret word")
        #expect(kept == file)
        #expect(try await guarded.isLoggedIn())
    }

    @Test("that a registry does not take are not kept")
    func refused() async throws {
        let guarded = try await Guarded()
        let logins = try RegistryLogins(environment: guarded.environment)
        let address = guarded.registry.address
        let error = await #expect(throws: Failure.self) {
            try await logins.logIn(to: address, user: "user", password: "wrong")
        }
        #expect(
            error?.message
                == "cannot log in to registry \"\(address)\": it does not take this user and password")
        let unreachable = await #expect(throws: Failure.self) {
            try await logins.logIn(to: "127.0.0.1:1", user: "user", password: "wrong")
        }
        #expect(unreachable?.message.hasSuffix("registry \"127.0.0.1:1\" cannot be reached") == true)
        #expect(try await logins.logOut(of: address) == [])
    }

    @Test(
        "are found in every file that Docker and the containers tools have",
        arguments: [
            ("home/.docker/config.json", nil, nil), ("other/config.json", "DOCKER_CONFIG", "other"),
            ("home/.config/containers/auth.json", nil, nil), ("runtime/containers/auth.json", nil, nil),
            ("own.json", "REGISTRY_AUTH_FILE", "own.json"),
        ] as [(String, String?, String?)])
    func files(file: String, variable: String?, value: String?) async throws {
        var guarded = try await Guarded()
        let path = "\(guarded.place.directory)/\(file)"
        try makeDirectories(parentDirectory(of: path))
        try writeFile(path, guarded.file, mode: 0o600)
        if let variable, let value { guarded.environment[variable] = "\(guarded.place.directory)/\(value)" }
        #expect(try await guarded.isLoggedIn())
    }

    @Test(
        "are asked of Docker's helpers, of one registry and of all", arguments: ["credHelpers", "credsStore"])
    func helpers(kind: String) async throws {
        let guarded = try await Guarded()
        let address = guarded.registry.address
        try guarded.writeHelper("test", server: address)
        let value = kind == "credsStore" ? "\"test\"" : "{\"\(address)\":\"test\"}"
        try makeDirectories("\(guarded.place.directory)/home/.docker")
        try writeFile(
            "\(guarded.place.directory)/home/.docker/config.json",
            "{\"auths\":{\"\(address)\":{}},\"\(kind)\":\(value)}")
        #expect(try await guarded.isLoggedIn())
        #expect(try directoryEntries("/tmp").filter { $0.contains("auth") } == [])
    }

    @Test("that a store does not have leave the registry unasked for one, and a missing helper is told")
    func missing() async throws {
        let guarded = try await Guarded()
        try guarded.writeHelper("test", server: "elsewhere")
        let file = "\(guarded.place.directory)/home/.docker/config.json"
        try makeDirectories(parentDirectory(of: file))
        try writeFile(file, "{\"credsStore\":\"test\"}")
        #expect(try await !guarded.isLoggedIn())
        try writeFile(file, "{\"credsStore\":\"gone\"}")
        let error = await #expect(throws: Failure.self) { try await guarded.isLoggedIn() }
        #expect(error?.message == "cannot find \"docker-credential-gone\" in PATH")
    }

    @Test(
        "are about a host, however it is written",
        arguments: [
            (nil, "docker.io"), ("https://index.docker.io/v1/", "docker.io"), ("docker.io", "docker.io"),
            ("https://ghcr.io/owner", "ghcr.io"), ("localhost:5000", "localhost:5000"),
        ] as [(String?, String)])
    func names(text: String?, name: String) { #expect(registryName(text) == name) }
}
