import Foundation
import LinuxSystem
import Testing

@testable import BerthImages

/// Debian's docker-registry on a port of loopback that the kernel chose; it ends with this value.
final class LoopbackRegistry: Sendable {
    /// Host and port.
    let address: String
    private let process: PIDDescriptor
    private let directory: String
    /// Keeps the registry from writing its log into a closed pipe.
    private let log: SharedDescriptor

    init() async throws {
        directory = try makeTemporaryDirectory(prefix: "/var/tmp/registry-")
        try writeFile(
            "\(directory)/config.yml",
            """
            version: 0.1
            log: {level: info}
            storage: {filesystem: {rootdirectory: "\(directory)/storage"}}
            http: {addr: "127.0.0.1:0"}
            """)
        let pipe = try LinuxSystem.Pipe()
        var description = ProcessDescription(
            "/usr/bin/docker-registry", ["serve", "\(directory)/config.yml"])
        description.descriptors = [(pipe.writer.number, 1), (pipe.writer.number, 2)]
        process = try spawn(description)
        log = pipe.closingWriter()
        address = "127.0.0.1:\(try await listeningPort(log))"
    }

    deinit {
        try? process.send(SIGKILL)
        try? removeTree(directory)
    }

    /// Ends the registry.
    func stop() async throws {
        try process.send(SIGKILL)
        _ = try await process.end()
    }

    /// Pushes an image, whose form skopeo keeps, and returns its reference.
    func push(_ source: String, _ name: String, _ options: [String] = []) async throws -> ImageReference {
        let reference = "\(address)/\(name)"
        let arguments =
            ["copy", "-q", "--dest-tls-verify=false"] + options + [source, "docker://\(reference)"]
        let result = try await run(ProcessDescription("/usr/bin/skopeo", arguments))
        try #require(result.succeeded, "\(result.errors)")
        return try ImageReference(reference)
    }
}

/// Reads a registry's log up to the line that tells the port.
private func listeningPort(_ log: SharedDescriptor) async throws -> String {
    let reader = try OwnedDescriptor.duplicating(log.number)
    var text = ""
    while true {
        try await Reactor.shared.readable(log.number)
        let part = try reader.read()
        try #require(!part.isEmpty, "the registry ended: \(text)")
        text += String(decoding: part, as: UTF8.self)
        if let place = text.firstRange(of: "listening on 127.0.0.1:") {
            let port = text[place.upperBound...].prefix { $0.isNumber }
            if place.upperBound.utf16Offset(in: text) + port.count < text.utf16.count { return String(port) }
        }
    }
}
