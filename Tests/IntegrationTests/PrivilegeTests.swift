import LinuxSystem
import TestSupport
import Testing

/// What an ordinary user is told.
@Suite("Without root", .enabled(if: isRoot, "needs root to become nobody"), .timeLimit(.minutes(30)))
struct PrivilegeTests {
    @Test(
        "a command that acts says so at once and changes nothing",
        arguments: [
            ["up", "-d"], ["down"], ["start"], ["stop"], ["restart"], ["kill"],
            ["exec", "-T", "app", "true"], ["pull"],
            ["load", "-i", "/dev/null"], ["rmi", "busybox:1"],
        ])
    func refuses(arguments: [String]) async throws {
        try await withStack(.own, images: []) { stack in
            let result = try await asNobody(stack, arguments)
            #expect(result.status != 0)
            #expect(result.errors.contains("root"), "\(result)")
            #expect(result.duration < .seconds(5))
            #expect(try directoryEntries(stack.root) == [])
            #expect(try directoryEntries(stack.runtime) == [])
            #expect(try await stack.leftovers() == [])
        }
    }

    @Test(
        "a command that only reads works",
        arguments: [["config"], ["config", "--services"], ["version"], ["up", "--help"]])
    func reads(arguments: [String]) async throws {
        try await withStack(.own, images: []) { stack in
            let result = try await asNobody(stack, arguments)
            #expect(result.status == 0 && result.output != "", "\(result)")
        }
    }

    private func asNobody(_ stack: Stack, _ arguments: [String]) async throws -> CommandResult {
        try stack.define("services: {app: {image: busybox:1, command: sleep 1d}}")
        // The clone may be where nobody else may read.
        let binary = "\(stack.scratch.directory)/berth"
        #expect(try await host("cp", stack.berth.executable, binary).status == 0)
        for path in [stack.scratch.directory, stack.root, stack.runtime, stack.scratch.project] {
            try setMode(path, path == stack.root || path == stack.runtime ? 0o777 : 0o755)
        }
        let settings = stack.berth.environment.map { "\($0.key)=\($0.value)" }
        return try await host(
            "setpriv",
            [
                "--reuid=65534", "--regid=65534", "--clear-groups", "env", "--chdir=\(stack.scratch.project)",
                "HOME=/nonexistent",
            ]
                + settings + [binary] + arguments)
    }
}
