import Foundation
import LinuxSystem

@testable import BerthNames

/// A name server for the containers of `Stack`, on loopback, with a resolv.conf of its own.
struct ServedStack: Sendable {
    /// Where the containers are served: no client has this address, so none can have taken the port.
    static let address = "127.79.0.1"

    let server: NameServer
    /// The port of each served container.
    let ports: [String: UInt16]
    /// The directory of the host's resolv.conf.
    let directory: String

    /// The path of the host's resolv.conf.
    var resolverFile: String { "\(directory)/resolv.conf" }

    /// Serves containers for as long as the body runs; the upstreams must share a port.
    static func with<Value>(
        _ names: [String] = ["cli"], upstreams: [ScriptedServer] = [],
        configure: (inout NameServer.Configuration) -> Void = { _ in },
        _ body: (ServedStack) async throws -> Value
    ) async throws -> Value {
        let directory = FileManager.default.temporaryDirectory.appending(path: "names-\(UUID())").path
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        var configuration = NameServer.Configuration()
        configuration.resolverFile = "\(directory)/resolv.conf"
        configuration.upstreamPort = upstreams.first?.port ?? 9
        configuration.patience = .seconds(30)
        // No connection is idle merely because the machine is busy.
        configuration.idlePatience = .seconds(600)
        configure(&configuration)
        try writeFile(configuration.resolverFile, resolvConf(upstreams.map(\.address)))
        let server = NameServer(configuration)
        var ports: [String: UInt16] = [:]
        for name in names {
            let sockets = try ListeningSockets(address, 0)
            ports[name] = try sockets.port
            try await server.serve(Stack.id(name)) { sockets }
        }
        server.update(try Stack.table())
        let result: Result<Value, any Error>
        do {
            result = .success(
                try await body(ServedStack(server: server, ports: ports, directory: directory)))
        } catch {
            result = .failure(error)
        }
        await server.shutdown()
        for upstream in upstreams { await upstream.close() }
        try FileManager.default.removeItem(atPath: directory)
        return try result.get()
    }

    /// The text of a resolv.conf with these servers.
    static func resolvConf(_ servers: [String]) -> String { servers.map { "nameserver \($0)\n" }.joined() }

    /// A client of a container's sockets.
    func client(_ transport: Transport = .udp, of container: String = "cli") async throws -> Client {
        try await Client(transport, port: ports[container] ?? 0)
    }
}
