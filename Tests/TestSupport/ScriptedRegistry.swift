import Foundation
import LinuxSystem

/// A registry on a port of loopback that the kernel chose, which misbehaves as rules say; it ends with this value.
public final class ScriptedRegistry: Sendable {
    /// What happens to requests that a regular expression matches, as `GET /v2/app/manifests/1`.
    public struct Rule: Sendable, Hashable, Encodable {
        /// What is done to an answer.
        public enum Action: String, Sendable, Hashable, Encodable, CaseIterable {
            /// The connection is reset in the middle of it.
            case reset
            /// The connection ends in the middle of it.
            case truncate
            /// It stops in the middle, for ever.
            case hang
            /// It comes in pieces, with pauses.
            case slow
            /// It has other content.
            case wrong
            /// The connection is reset instead.
            case drop
            /// It never comes.
            case silent
        }

        /// The expression for the whole of method and path.
        public var on: String
        /// How many requests are met; nil for all.
        public var times: Int?
        /// What is done.
        public var `do`: Action?
        /// The status that is answered instead.
        public var status: Int?
        /// The header fields that go with the status.
        public var headers: [String: String]?
        /// The body that goes with the status.
        public var body: String?
        /// The document that is served as if it were the one that is asked for.
        public var replace: String?

        /// Makes a rule that does nothing yet.
        public init(_ expression: String) { on = expression }

        /// Makes a rule with an action.
        public init(_ expression: String, _ action: Action, times: Int? = nil) {
            self.init(expression)
            self.do = action
            self.times = times
        }

        /// Makes a rule that answers with a status.
        public init(_ expression: String, status: Int, _ headers: [String: String] = [:], times: Int? = nil) {
            self.init(expression)
            self.status = status
            self.headers = headers
            self.times = times
        }

        /// Makes a rule that serves another document.
        public init(_ expression: String, replace: String) {
            self.init(expression)
            self.replace = replace
        }
    }

    /// Requests for manifests.
    public static let manifests = "GET /v2/.*/manifests/.*"
    /// Requests for blobs.
    public static let blobs = "GET /v2/.*/blobs/.*"

    /// Host and port.
    public let address: String
    private let log: String
    /// The registry reads the other end; it is closed with this value, and when this process ends.
    private let lifeline: SharedDescriptor
    private let directory: String

    /// Starts a registry for an OCI layout directory, in which pushed images are kept too.
    public init(_ layout: String, _ rules: [Rule] = [], login: String = "") async throws {
        directory = try makeTemporaryDirectory(prefix: "/var/tmp/scripted-registry-")
        log = "\(directory)/log"
        try writeFile("\(directory)/registry.py", scriptedRegistryProgram)
        let input = try LinuxSystem.Pipe()
        let output = try LinuxSystem.Pipe()
        let json = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
        var process = ProcessDescription(
            "/usr/bin/env", ["python3", "\(directory)/registry.py", layout, log, json, login])
        process.descriptors = [(input.reader.number, 0), (output.writer.number, 1)]
        process.group = .ownSession
        _ = try spawn(process)
        lifeline = SharedDescriptor(try input.writer.duplicate())
        let reader = output.closingWriter()
        var text = ""
        while !text.hasSuffix("\n") {
            let part = try await reader.nextBytes()
            guard !part.isEmpty else { throw TestFailure("the scripted registry did not start") }
            text += String(decoding: part, as: UTF8.self)
        }
        address = "127.0.0.1:\(text.dropLast())"
    }

    deinit { try? removeTree(directory) }

    /// The requests so far, as `GET /v2/app/blobs/sha256:… 200`, in order.
    public func requests() throws -> [String] {
        fileExists(log) ? try readText(log).split(separator: "\n").map(String.init) : []
    }

    /// How often blobs were asked for, by digest.
    public func blobRequests() throws -> [String: Int] {
        let blobs = try requests().filter { $0.hasPrefix("GET ") && $0.contains("/blobs/sha256:") }
        return blobs.reduce(into: [:]) { counts, line in
            let digest = line.split(separator: "/").last?.split(separator: " ").first ?? ""
            counts[String(digest), default: 0] += 1
        }
    }
}
