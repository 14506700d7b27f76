import TestSupport
import Testing

/// What becomes of attributes that load and print and that nothing brings about.
@Suite("What is not honoured", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct HonouringTests {
    @Test("has no effect and is told at up alone, with its place")
    func ignored() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    cpu_percent: 50
                    privileged: false
                """)
            #expect(try await stack.berth("config", "-q").errors == "")
            let result = try await stack.berth("up", "-d")
            #expect(result.errors.contains("compose.yaml:5:5: warning"), "\(result)")
            #expect(result.errors.contains("\"cpu_percent\" has no effect here"), "\(result)")
            #expect(!result.errors.contains("privileged"), "\(result)")
            #expect(!(try await stack.berth("ps").errors.contains("warning")))
        }
    }

    @Test("is refused before anything is made where a container would be less confined than asked")
    func refused() async throws {
        try await withStack(images: []) { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    use_api_socket: true
                    post_start: [{command: "true"}]
                """)
            _ = try await stack.berth("config", "-q")
            let result = try await stack.berth.run(["up", "-d"])
            #expect(result.status != 0, "\(result)")
            #expect(result.errors.contains("compose.yaml:4:5: error"), "\(result)")
            #expect(result.errors.contains("compose.yaml:5:5: error"), "\(result)")
            #expect(try await stack.leftovers() == [])
        }
    }
}
