import LinuxSystem
import TestSupport
import Testing

/// What is left in the kernel and on disk: nothing, however a stack came to its end.
@Suite("Clean", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct CleanTests {
    private static func compose(port: UInt16) -> String {
        """
        x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
        services:
          web:
            <<: *idle
            ports: ["\(port):80", "\(port):80/udp"]
            networks: [front, back]
            depends_on: {db: {condition: service_healthy}}
          db:
            <<: *idle
            networks: [back]
            volumes: ["data:/data"]
            healthcheck: {test: [CMD, "true"], interval: 200ms}
          other:
            <<: *idle
            networks: [front]
        networks:
          front:
          back: {internal: true}
        volumes:
          data:
        """
    }

    @Test("down leaves nothing of the stack, in the kernel or on disk, but its named volumes")
    func down() async throws {
        try await withStack(.own) { stack in
            let port = try freePort()
            try await stack.up(Self.compose(port: port))
            try await expectEverything(of: stack)
            try await stack.berth.succeed("down")
            #expect(try await stack.leftovers() == ["file \(stack.root)/volumes/\(stack.project)_data"])
            try await stack.berth.succeed("down", "-v")
            #expect(try await stack.leftovers() == [])
            try await stack.berth.succeed("down")
        }
    }

    /// The checks of the other tests have to see what is there, or they prove nothing.
    private func expectEverything(of stack: Stack) async throws {
        let facts = try await stack.leftovers()
        let counts = Dictionary(grouping: facts) { $0.prefix { $0 != " " } }.mapValues(\.count)
        #expect(try stack.links().count == 2 + 4, "two bridges, four ends of veth pairs: \(facts)")
        #expect(counts["process", default: 0] >= 2 + 3, "\(facts)")
        #expect(counts["mount", default: 0] >= 2 * 3, "root and namespace of each: \(facts)")
        #expect(counts["nft", default: 0] >= 2, "\(facts)")
        #expect(counts["cgroup", default: 0] >= 1, "\(facts)")
        #expect(counts["file", default: 0] >= 3 * 3, "\(facts)")
    }

    @Test("down cleans up after supervisor and guardian were killed together")
    func killedTogether() async throws {
        try await withStack(.own) { stack in
            try await stack.up(Self.compose(port: try freePort()))
            try await stack.killSupervisorAndGuardian()
            try await stack.berth.succeed("down", "-v")
            #expect(try await stack.leftovers() == [])
        }
    }

    @Test("down cleans up without supervisor, compose file and store")
    func lostStore() async throws {
        try await withStack(.own) { stack in
            try await stack.up(Self.compose(port: try freePort()))
            try await stack.killSupervisorAndGuardian()
            for file in ["state.db", "state.db-wal", "state.db-shm"] where fileExists("\(stack.root)/\(file)")
            {
                try removeFile("\(stack.root)/\(file)")
            }
            try removeFile("\(stack.scratch.project)/compose.yaml")
            try await stack.berth.succeed("-p", stack.project, "down", "-v")
            let leftovers = try await stack.leftovers()
            // Nobody knows any more whose the volumes were; data is not removed on suspicion.
            #expect(leftovers.filter { !$0.hasPrefix("file \(stack.root)/volumes") } == [])
            try removeTree("\(stack.root)/volumes")
        }
    }

    @Test("up again after both were killed keeps the containers that run")
    func upAgain() async throws {
        try await withStack { stack in
            try await stack.up(Self.compose(port: try freePort()))
            let before = Set(try await stack.containers().map(\.id))
            try await stack.killSupervisorAndGuardian()
            try await stack.berth.succeed("up", "-d")
            #expect(Set(try await stack.containers().map(\.id)) == before)
            #expect(try await stack.containers().allSatisfy { $0.state == "running" })
        }
    }

    @Test("down cleans up after `berth up` was killed at any moment")
    func killedUp() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the moments: \(seed)")
        var random = SplitMix(state: seed)
        try await withStack(.own) { stack in
            try stack.define(Self.compose(port: try freePort()))
            let whole = try await stack.berth.run(["up", "-d"])
            #expect(whole.status == 0, "\(whole)")
            try await stack.berth.succeed("down", "-v")
            for round in 1...10 {
                let moment = whole.duration * Double.random(in: 0...1, using: &random)
                let command = try stack.berth.start("up", "-d", in: stack.scratch)
                try await Task.sleep(for: moment)
                try command.send(SignalNumber.kill)
                _ = try await command.end()
                try await stack.berth.succeed("down", "-v")
                #expect(try await stack.leftovers() == [], "round \(round), killed after \(moment)")
            }
        }
    }

    @Test("down cleans up after all of `berth up`, supervisor and guardian were killed at any moment")
    func killedAll() async throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed of the moments: \(seed)")
        var random = SplitMix(state: seed)
        try await withStack(.own) { stack in
            try stack.define(Self.compose(port: try freePort()))
            let whole = try await stack.berth.run(["up", "-d"])
            try await stack.berth.succeed("down", "-v")
            for round in 1...10 {
                let moment = whole.duration * Double.random(in: 0...1, using: &random)
                let command = try stack.berth.start("up", "-d", in: stack.scratch)
                try await Task.sleep(for: moment)
                try command.send(SignalNumber.kill)
                try await stack.killSupervisorAndGuardian()
                try await stack.berth.succeed("down", "-v")
                #expect(try await stack.leftovers() == [], "round \(round), killed after \(moment)")
            }
        }
    }
}

/// A generator whose sequence a seed decides (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
        return word ^ (word >> 31)
    }
}
