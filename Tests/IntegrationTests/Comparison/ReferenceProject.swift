import LinuxSystem
import TestSupport
import Testing

/// A project of one effect, run by the command that berth takes the place of.
struct ReferenceProject: Sendable {
    /// The words of the command, such as `docker compose`; nil where no comparison is asked for.
    static let command = environmentVariable("BERTH_COMPARE").map {
        $0.split(separator: " ").map(String.init)
    }

    /// Where the Compose file is.
    let directory: String
    /// The name, which no other project of the daemon has.
    let name = "compare" + String(UInt64.random(in: 0..<1 << 40), radix: 36)

    /// Runs a command of the reference to its end, whatever its exit status.
    func compose(_ arguments: String...) async throws -> CommandResult {
        let command = try #require(Self.command)
        return try await host(
            "env", ["-C", directory, "COMPOSE_PROJECT_NAME=\(name)"] + command + arguments)
    }

    /// Runs a line of shell in a service's container to its end, whatever its exit status.
    func shell(_ service: String, _ line: String) async throws -> CommandResult {
        try await docker("exec", try await container(service), "sh", "-c", line)
    }

    /// The first process of a service, as the host counts.
    func processID(of service: String) async throws -> String {
        try await word(docker("inspect", "-f", "{{.State.Pid}}", container(service)))
    }

    private func container(_ service: String) async throws -> String {
        let label = "label=com.docker.compose"
        return try await word(
            docker("ps", "-q", "-f", "\(label).project=\(name)", "-f", "\(label).service=\(service)"))
    }

    private func docker(_ arguments: String...) async throws -> CommandResult {
        try await host("env", ["docker"] + arguments)
    }

    private func word(_ result: CommandResult) throws -> String {
        try String(#require(result.output.split(whereSeparator: \.isWhitespace).first, "\(result)"))
    }
}
