import TestSupport
import Testing

/// How many containers a service has, and how often they are started.
@Suite("Deployments", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct DeploymentTests {
    @Test("scale and deploy.replicas are the number of containers; --scale is stronger")
    func replicas() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  scaled: {<<: *idle, scale: 2}
                  replicated: {<<: *idle, deploy: {replicas: 3}}
                  none: {<<: *idle, scale: 0}
                """)
            #expect(try await stack.containers("scaled").count == 2)
            #expect(try await stack.containers("replicated").count == 3)
            #expect(try await stack.containers("none").isEmpty)
            try await stack.berth.succeed("up", "-d", "--scale", "replicated=1")
            #expect(try await stack.containers("replicated").map(\.name) == ["\(stack.project)-replicated-1"])
        }
    }

    @Test("a restart policy says after which ends a container is started again, and how often")
    func restartPolicy() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  twice:
                    image: busybox:1
                    command: sh -c 'echo run; exit 3'
                    deploy: {restart_policy: {condition: on-failure, max_attempts: 2}}
                  success:
                    image: busybox:1
                    command: echo run
                    deploy: {restart_policy: {condition: on-failure}}
                  never:
                    image: busybox:1
                    command: sh -c 'echo run; exit 3'
                    deploy: {restart_policy: {condition: none}}
                  always:
                    image: busybox:1
                    command: echo run
                    deploy: {restart_policy: {condition: any}}
                """)
            try await eventually("always was started three times") {
                try await stack.logs("always").count >= 3
            }
            try await eventually("twice was started three times") {
                try await stack.logs("twice").count >= 3
            }
            try await stack.waitUntil("twice", is: "exited")
            #expect(try await stack.logs("twice") == ["run", "run", "run"])
            #expect(try await stack.logs("success") == ["run"])
            #expect(try await stack.logs("never") == ["run"])
        }
    }
}
