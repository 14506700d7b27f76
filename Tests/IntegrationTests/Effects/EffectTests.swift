import TestSupport
import Testing

/// What a Compose file says about a container is what the kernel does.
@Suite("Effects of attributes", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct EffectTests {
    @Test("an attribute has its effect", arguments: effects)
    func effect(_ effect: Effect) async throws {
        if effect.obstacle != nil { return }
        try await withStack { stack in
            for (path, text) in effect.files { try stack.scratch.write(path, text) }
            try stack.define(effect.compose(image: "busybox:1"))
            let result = try await stack.berth("up", "-d")
            let output = try await output(of: effect, after: result, in: stack)
            #expect(try effect.matches(output), "\(output)\n\(result.errors)")
        }
    }

    private func output(of effect: Effect, after up: CommandResult, in stack: Stack) async throws -> String {
        try #require((up.status == 0) == (effect.place != .refusal), "\(up)")
        switch effect.place {
        case .refusal, .warning: return up.errors
        case .container: return try await stack.shell("s", effect.probe)
        case .host:
            let pid = try await stack.processID(of: "s")
            let result = try await host("sh", "-c", "PID=\(pid); \(effect.probe)")
            try #require(result.status == 0, "\(result)")
            return result.output
        }
    }
}
