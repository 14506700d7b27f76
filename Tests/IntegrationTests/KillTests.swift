import Glibc
import LinuxSystem
import TestSupport
import Testing

/// What is killed at any moment, with all its processes, leaves nothing that is in the way or that stays.
@Suite("Killed", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(5)))
struct KillTests {
    private let compose = "services: {app: {image: busybox:1, command: sleep 1d, stop_signal: KILL}}"
    private let moments = 20

    @Test("a pull goes on with the next up")
    func pull() async throws {
        let address = try await Registry.shared.push(.busybox)
        let environment = try await Registry.shared.environment
        try await withStack(.own, images: []) { stack in
            var berth = stack.berth
            berth.environment.merge(environment) { $1 }
            try stack.define(compose.replacing("busybox:1", with: "\"\(address)\""))
            try await kill(["pull", "-q"], berth, stack) { try await forget(address, berth) }
            try await expectUsable(berth, stack)
        }
    }

    @Test("a load, with the unpacking in it, can be done again")
    func load() async throws {
        let archive = try SampleImage.busybox.archive
        try await withStack(.own, images: []) { stack in
            try stack.define(compose)
            try await kill(["load", "-q", "-i", archive], stack.berth, stack) {
                try await forget("busybox:1", stack.berth)
            }
            try await stack.berth.succeed("load", "-q", "-i", archive)
            try await expectUsable(stack.berth, stack)
        }
    }

    @Test("a prune is brought to its end by what comes next")
    func prune() async throws {
        let archive = try SampleImage.busybox.archive
        try await withStack(.own) { stack in
            try stack.define(compose)
            try await kill(["image", "prune", "--all", "--force"], stack.berth, stack) {
                try await stack.berth.succeed("load", "-q", "-i", archive)
            }
            try await stack.berth.succeed("load", "-q", "-i", archive)
            try await expectUsable(stack.berth, stack)
        }
    }

    @Test("a build can be done again")
    func build() async throws {
        try await withStack(.own) { stack in
            func define(_ round: String) throws {
                try stack.define(
                    """
                    services:
                      app:
                        build: {dockerfile_inline: "FROM busybox:1\\nRUN echo \(round) > /made\\n"}
                        command: sleep 1d
                        stop_signal: KILL
                    """)
            }
            var round = 0
            try define("0")
            try await kill(["build", "-q"], stack.berth, stack) {
                round += 1
                try define("\(round)")
            }
            try define("last")
            await withKnownIssue(
                "a builder that is still ending keeps its storage from being mended", isIntermittent: true
            ) {
                try await expectUsable(stack.berth, stack, "--build")
                #expect(try await stack.inside("app", "cat", "/made") == "last\n")
            }
        }
    }

    @Test("an up goes on with the next one, though its supervisor was killed too")
    func up() async throws {
        let archive = try SampleImage.busybox.archive
        try await withStack(.own) { stack in
            try stack.define(compose)
            try await stack.berth.succeed("load", "-q", "-i", archive)
            for moment in 0..<5 {
                let running = try stack.berth.start("up", "-d", in: stack.scratch)
                try await Task.sleep(for: .milliseconds(40 * moment))
                try end(running.pid)
                _ = try await running.end()
                // It may not have got as far as a supervisor.
                try? await stack.killSupervisorAndGuardian()
            }
            try await expectUsable(stack.berth, stack)
        }
    }

    // MARK: Steps

    /// Runs a command to its end once, to learn how long it takes, and then kills it at moments spread over that
    /// time; `prepare` gives it something to do again.
    private func kill(
        _ arguments: [String], _ berth: BerthCommand, _ stack: Stack, prepare: () async throws -> Void
    ) async throws {
        let whole = try await berth.run(arguments)
        #expect(whole.status == 0, "\(whole)")
        for moment in 0..<moments {
            try await prepare()
            let running = try berth.start(arguments, in: stack.scratch)
            let share = (Double(moment) + .random(in: 0..<1)) / Double(moments)
            try await Task.sleep(for: whole.duration * share)
            try end(running.pid)
            _ = try await running.end()
        }
    }

    /// Kills a process group; it may have ended by itself.
    private func end(_ group: Int32) throws {
        if Glibc.kill(-group, SIGKILL) != 0, errno != ESRCH {
            throw SystemError(code: errno, call: "kill", subject: "\(group)")
        }
    }

    /// Removes an image, if it is there.
    private func forget(_ image: String, _ berth: BerthCommand) async throws {
        let removal = try await berth("rmi", image)
        #expect(removal.status == 0 || removal.errors.contains("does not exist"), "\(removal)")
    }

    /// Brings the stack up and looks that nothing is on the disk that no record knows.
    private func expectUsable(_ berth: BerthCommand, _ stack: Stack, _ options: String...) async throws {
        try await berth.succeed(["up", "-d"] + options)
        #expect(try await stack.containers().map(\.state) == ["running"])
        let usage = try await berth.succeed("system", "df")
        let details = try await berth.succeed("system", "df", "-v")
        #expect(!usage.contains("Orphans"), "\(details)")
    }
}
