import Foundation
import LinuxSystem
import Synchronization

/// A project of one test: its compose file, its name that no other test has, and the commands on it.
public final class Stack: Sendable {
    /// Which installation a stack lives in.
    public enum Home: Sendable {
        /// The one that the tests share.
        case shared
        /// One of its own, in which nothing else is.
        case own
    }

    /// The name of the project.
    public let project: String
    /// The test's directory; the compose file is in its `project`.
    public let scratch: Scratch
    /// The binary, run on this project.
    public let berth: BerthCommand
    let place: InstallationPlace
    /// What is known to have been the stack's in the kernel.
    let seen = Mutex<Set<String>>([])

    fileprivate init(in scratch: Scratch, _ home: Home, images: [SampleImage]) async throws {
        self.scratch = scratch
        project = "it" + String(UInt64.random(in: 0..<1 << 40), radix: 36)
        switch home {
        case .shared: place = try await SharedInstallation.shared.place(with: images)
        case .own:
            place = InstallationPlace(in: scratch)
            for image in images { try await place.load(image) }
        }
        var berth = try BerthCommand(in: scratch)
        berth.environment = place.environment
        berth.environment["COMPOSE_PROJECT_NAME"] = project
        self.berth = berth
    }

    /// `BERTH_ROOT`.
    public var root: String { place.root }
    /// `BERTH_RUNTIME_DIR`.
    public var runtime: String { place.runtime }

    /// Writes the compose file.
    public func define(_ compose: String) throws { try scratch.write("compose.yaml", compose) }

    /// Writes the compose file and brings the stack up, waiting for what it says is ready.
    public func up(_ compose: String, _ arguments: String...) async throws {
        try define(compose)
        try await berth.succeed(["up", "-d"] + arguments)
        _ = try await containers()
    }

    /// The containers, ended ones too.
    public func containers(_ services: String...) async throws -> [ListedContainer] {
        let text = try await berth.succeed(["ps", "-a", "--no-trunc", "--format", "json"] + services)
        let containers = try text.split(separator: "\n").map {
            try JSONDecoder().decode(ListedContainer.self, from: Data($0.utf8))
        }
        seen.withLock { $0.formUnion(containers.map(\.id)) }
        return containers
    }

    /// The only container of a service.
    public func container(_ service: String) async throws -> ListedContainer {
        let found = try await containers(service)
        guard let container = found.first, found.count == 1 else {
            throw TestFailure("service \(service) has \(found.count) containers")
        }
        return container
    }

    /// Runs a command in a service's container, which must succeed, and returns what it wrote.
    @discardableResult
    public func inside(_ service: String, _ command: String...) async throws -> String {
        try await berth.succeed(["exec", "-T", service] + command)
    }

    /// Runs a line of shell in a service's container, which must succeed, and returns what it wrote.
    @discardableResult
    public func shell(_ service: String, _ line: String) async throws -> String {
        try await berth.succeed(["exec", "-T", service, "sh", "-c", line])
    }

    /// What a service's containers wrote, without names in front.
    public func logs(_ services: String...) async throws -> [String] {
        try await berth.run(["logs", "--no-log-prefix"] + services).lines
    }

    /// Waits until a service's container is in a state, such as `exited`.
    public func waitUntil(
        _ service: String, is state: String, within limit: Duration = .seconds(20)
    ) async throws {
        try await eventually(within: limit, "\(service) is \(state)") {
            try await container(service).state == state
        }
    }
}

/// What `ps --format json` says of a container.
public struct ListedContainer: Sendable, Hashable, Decodable {
    /// The 64 digits.
    public let id: String
    /// Such as `shop-web-1`.
    public let name: String
    /// The service.
    public let service: String
    /// Such as `running`.
    public let state: String
    /// Such as `healthy`, or nothing.
    public let health: String
    /// Of the last end.
    public let exitCode: Int
    /// As a list shows it.
    public let status: String

    enum CodingKeys: String, CodingKey {
        case id = "ID"
        case name = "Name"
        case service = "Service"
        case state = "State"
        case health = "Health"
        case exitCode = "ExitCode"
        case status = "Status"
    }
}

/// Runs a test with a stack, which is taken down afterwards; whatever the stack leaves behind is a failure.
///
/// A failed test prints the supervisor's log and the containers. So many tests with stacks run at a time as
/// the machine can bear.
public func withStack(
    _ home: Stack.Home = .shared, images: [SampleImage] = [.busybox], _ body: (Stack) async throws -> Void
) async throws {
    try await Turnstile.stacks.pass {
        try await withScratch { scratch in try await withStack(in: scratch, home, images, body) }
    }
}

/// Runs a part of a test with a further stack beside the one that it has, in the shared installation.
public func withFurtherStack(
    images: [SampleImage] = [.busybox], _ body: (Stack) async throws -> Void
) async throws {
    try await withScratch { scratch in try await withStack(in: scratch, .shared, images, body) }
}

private func withStack(
    in scratch: Scratch, _ home: Stack.Home, _ images: [SampleImage], _ body: (Stack) async throws -> Void
) async throws {
    let stack = try await Stack(in: scratch, home, images: images)
    do { try await body(stack) } catch {
        print("\(stack.project): \(error)\n\(await stack.artifacts())")
        // The test's own failure is the one to show.
        if environmentVariable("KEEP_FAILED") != "1" { try? await stack.takeDown() }
        throw error
    }
    try await stack.takeDown()
}

extension Stack {
    /// Takes the stack down and throws when something of it stays.
    fileprivate func takeDown() async throws {
        try noteLinks()
        let result = try await berth.run([
            "-p", project, "down", "--volumes", "--remove-orphans", "--timeout", "0",
        ])
        guard result.status == 0 else { throw TestFailure("\(result)") }
        let leftovers = try await leftovers()
        guard leftovers.isEmpty else {
            throw TestFailure("left behind:\n\(leftovers.joined(separator: "\n"))")
        }
    }

    /// What helps to understand a failure.
    fileprivate func artifacts() async -> String {
        // Whatever cannot be had is not worth a second failure.
        let list = try? await berth("ps", "-a").output
        let log = try? readText("\(runtime)/stacks/\(project)/supervisor.log")
        return "\(list ?? "")\n-- supervisor.log\n\(log ?? "none\n")"
    }
}
