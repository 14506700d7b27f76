import LinuxSystem
import TestSupport
import Testing

/// A supervisor that is killed comes back, and nobody notices but for a moment.
@Suite("Crash", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct CrashTests {
    @Test("containers run on, names resolve again, and the old supervisor's work goes on")
    func comesBack() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  asker: {<<: *idle}
                  web: {<<: *idle}
                  frail: {<<: *idle, restart: always}
                """)
            let before = Set(try await stack.containers().map(\.id))
            let pid = try await stack.shell("web", "stat -c %Y /proc/1")
            try await stack.killSupervisor()

            try await eventually("names resolve again") {
                try await stack.berth("exec", "-T", "asker", "nslookup", "web").status == 0
            }
            #expect(Set(try await stack.containers().map(\.id)) == before)
            #expect(try await stack.shell("web", "stat -c %Y /proc/1") == pid, "web was restarted")

            // The new one knows the policies and watches the containers that it did not start.
            let started = try await stack.shell("frail", "cat /proc/1/stat | cut -d' ' -f22")
            try await stack.endFirstProcess(of: "frail")
            try await eventually("frail is started again") {
                let now = try await stack.berth(
                    "exec", "-T", "frail", "sh", "-c", "cat /proc/1/stat | cut -d' ' -f22")
                return now.status == 0 && now.output != started
            }
            try await stack.berth.succeed("stop")
            #expect(Set(try await stack.containers().map(\.state)) == ["exited"])
        }
    }

    @Test("the exit status of a container that ended while nobody supervised it is not lost")
    func exitStatus() async throws {
        try await withStack { stack in
            try stack.scratch.write("gate/.keep", "")
            try await stack.up(
                """
                services:
                  job:
                    image: busybox:1
                    command: sh -c 'while [ ! -e /gate/open ]; do sleep 0.05; done; echo done; exit 42'
                    volumes: [./gate:/gate]
                  other: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                """)
            try await stack.killSupervisorAndGuardian()
            try stack.scratch.write("gate/open", "")
            try await eventually("job's process has ended") {
                try await !stack.logs("job").isEmpty
            }
            try await stack.waitUntil("job", is: "exited")
            #expect(try await stack.container("job").exitCode == 42)
            #expect(try await stack.logs("job") == ["done"])
        }
    }

    @Test("a restart policy catches up on an end that nobody saw")
    func restartAfterwards() async throws {
        try await withStack { stack in
            try stack.scratch.write("runs/.keep", "")
            try await stack.up(
                """
                services:
                  job:
                    image: busybox:1
                    command: sh -c 'echo x >> /runs/log; while [ ! -e /runs/open ]; do sleep 0.05; done; rm /runs/open; exit 1'
                    volumes: [./runs:/runs]
                    restart: on-failure
                """)
            try await stack.killSupervisorAndGuardian()
            try stack.scratch.write("runs/open", "")
            try await eventually("the process has ended") {
                !fileExists("\(stack.scratch.project)/runs/open")
            }
            try await stack.berth.succeed("up", "-d")
            try await eventually("job runs a second time") {
                try readText("\(stack.scratch.project)/runs/log") == "x\nx\n"
            }
        }
    }

    @Test("a health check goes on under the new supervisor")
    func health() async throws {
        try await withStack { stack in
            try stack.scratch.write("state/well", "")
            try await stack.up(
                """
                services:
                  web:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    volumes: [./state:/state]
                    healthcheck: {test: [CMD, test, -e, /state/well], interval: 200ms, retries: 2}
                """, "--wait")
            try await stack.killSupervisor()
            try removeFile("\(stack.scratch.project)/state/well")
            try await eventually("web is unhealthy") {
                try await stack.container("web").health == "unhealthy"
            }
        }
    }
}
