import LinuxSystem
import TestSupport
import Testing

/// What builds fetch from registries.
@Suite("Builds and registries", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct BuildCacheTests {
    @Test("cached steps go to a registry and are used from there by another installation")
    func cache() async throws {
        let address = try await Registry.shared.push(.busybox).prefix { $0 != "/" }
        let name = "cache\(UInt32.random(in: 0..<1_000_000))"
        let compose = """
            services:
              app:
                build:
                  cache_from: ["type=registry,ref=\(address)/\(name)/steps"]
                  cache_to: ["type=registry,ref=\(address)/\(name)/steps"]
                  dockerfile_inline: |
                    FROM busybox:1
                    RUN head -c 8 /dev/urandom > /made
            """
        for isCached in [false, true] {
            try await withStack(.own) { stack in
                try stack.define(compose)
                var berth = stack.berth
                berth.environment.merge(try await Registry.shared.environment) { $1 }
                let built = try await berth("build")
                #expect(built.status == 0, "\(built)")
                #expect(built.errors.contains("CACHED RUN") == isCached, "\(built)")
            }
        }
    }

    @Test("pull looks for a newer base image, and so does --pull")
    func pull() async throws {
        let address = try await Registry.shared.push(.busybox).prefix { $0 != "/" }
        let moving = "\(address)/build\(UInt32.random(in: 0..<1_000_000))/base:1"
        try await withStack(.own) { stack in
            func push(_ image: SampleImage) async throws {
                let source = try await Registry.shared.push(image)
                let copy = try await host(
                    "skopeo", "copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false",
                    "docker://\(source)", "docker://\(moving)")
                try #require(copy.status == 0, "\(copy)")
            }
            func build(_ more: String, _ arguments: String...) async throws -> String {
                try stack.define(
                    """
                    services:
                      app: {build: {\(more), dockerfile_inline: "FROM \(moving)\\nCOPY compose.yaml /x\\n"}}
                    """)
                try stack.scratch.write(".dockerignore", "*\n!compose.yaml\n")
                return try await stack.berth.run(["build"] + arguments).errors
            }
            try await push(.busybox)
            #expect(try await build("labels: {}").contains("Pulling"))
            try await push(.files)
            #expect(try await !build("labels: {}").contains("Pulling"))
            #expect(try await build("pull: true").contains("Pulling"))
            try await push(.busybox)
            #expect(try await build("labels: {}", "--pull").contains("Pulling"))
        }
    }
}
