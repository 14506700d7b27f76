import LinuxSystem
import TestSupport
import Testing

/// Builds that end early, and builds at the same time.
@Suite("Interrupted builds", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct BuildInterruptionTests {
    /// A recipe whose last step runs until it is ended, under a name that no other process has.
    private func defineEndless(_ stack: Stack) throws -> String {
        let mark = "9\(UInt32.random(in: 1_000_000..<9_999_999))"
        try stack.define(
            """
            services:
              app:
                build:
                  dockerfile_inline: |
                    FROM busybox:1
                    RUN echo first
                    RUN echo waiting; sleep \(mark)
            """)
        return mark
    }

    private func processes(_ mark: String) throws -> Int {
        try directoryEntries("/proc").filter { $0.first?.isNumber == true }.count { pid in
            // A process that is gone runs nothing.
            (try? readText("/proc/\(pid)/cmdline"))?.contains(mark) ?? false
        }
    }

    @Test("Ctrl-C ends the build with everything in it, with status 130")
    func interrupted() async throws {
        try await withStack(.own) { stack in
            let mark = try defineEndless(stack)
            let build = try stack.berth.start("build", in: stack.scratch)
            try await eventually("the step runs") { try build.errors.contains("  waiting") }
            let name = try #require(
                directoryEntries("\(stack.root)/builds/scratch").first { $0.hasPrefix("build-") })
            let cgroup = "/berth/.build/\(name)"
            #expect(try !CgroupHierarchies.mounted().directories(of: cgroup).isEmpty)
            try build.send(SignalNumber.interrupt)
            #expect(try await build.end().status == 130)
            #expect(try processes(mark) == 0)
            #expect(try leftBehind(by: stack) == [])
            #expect(try CgroupHierarchies.mounted().directories(of: cgroup).isEmpty)
        }
    }

    @Test("what a killed build leaves ends by itself, and the next one clears it away")
    func killed() async throws {
        try await withStack(.own) { stack in
            let mark = try defineEndless(stack)
            let build = try stack.berth.start("build", in: stack.scratch)
            try await eventually("the step runs") { try build.errors.contains("  waiting") }
            try build.send(9)
            _ = try await build.end()
            try await eventually("its processes end") { try processes(mark) == 0 }
            try stack.define(
                "services: {app: {build: {dockerfile_inline: \"FROM busybox:1\\nRUN echo first\\n\"}}}")
            let next = try await stack.berth("build")
            #expect(next.status == 0 && next.errors.contains("CACHED RUN echo first"), "\(next)")
            #expect(try leftBehind(by: stack) == [])
        }
    }

    @Test("two builds of one image at the same time build it once")
    func together() async throws {
        try await withStack(.own) { stack in
            try stack.define(
                """
                services:
                  app:
                    build:
                      dockerfile_inline: |
                        FROM busybox:1
                        RUN head -c 8 /dev/urandom > /made; sleep 1
                """)
            let builds = try (0..<2).map { _ in try stack.berth.start("build", in: stack.scratch) }
            var cached = 0
            for build in builds {
                let result = try await build.end()
                #expect(result.status == 0, "\(result)")
                if result.errors.contains("CACHED RUN") { cached += 1 }
            }
            #expect(cached == 1)
        }
    }
}
