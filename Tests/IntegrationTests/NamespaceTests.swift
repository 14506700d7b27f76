import Foundation
import LinuxSystem
import TestSupport
import Testing

/// Containers that share namespaces, as the host's kernel sees them.
@Suite("Shared namespaces", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct NamespaceTests {
    static let pair = """
        x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
        services:
          owner: {<<: *idle, ipc: shareable, ports: ["8000"], hostname: the-owner}
          asker: {<<: *idle}
          network: {<<: *idle, network_mode: "service:owner"}
          memory: {<<: *idle, ipc: "service:owner"}
          processes: {<<: *idle, pid: "service:owner"}
        """

    @Test("each attribute joins its own namespace and no other")
    func joins() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            let shared = ["network": "net", "memory": "ipc", "processes": "pid"]
            for (service, shared) in shared {
                for kind in ["net", "ipc", "pid", "uts", "mnt"] {
                    let isSame =
                        try await stack.namespace(kind, of: service)
                        == stack.namespace(kind, of: "owner")
                    #expect(isSame == (kind == shared), "\(service) \(kind)")
                }
            }
        }
    }

    @Test("commands in a container see the processes that it shares")
    func commands() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            let first = try await stack.shell("processes", "tr '\\0' ' ' < /proc/1/cmdline; ls -d /proc/1")
            #expect(first == "sleep 1d /proc/1\n")
            let identity = "stat -c %i -L /proc/self/ns/pid"
            #expect(try await stack.shell("processes", identity) == stack.shell("owner", identity))
        }
    }

    @Test("the files and the memory of the owner are shared, and its names lead to both")
    func files() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            #expect(
                try await stack.shell("network", "cat /proc/sys/kernel/hostname /etc/hostname")
                    == "the-owner\nthe-owner\n")
            #expect(
                try await stack.shell("network", "cat /etc/hosts") == stack.shell("owner", "cat /etc/hosts"))
            try await stack.shell("owner", "echo more >> /etc/hosts")
            #expect(try await stack.shell("network", "tail -n 1 /etc/hosts") == "more\n")
            try await stack.shell("memory", "echo hello > /dev/shm/word")
            #expect(try await stack.shell("owner", "cat /dev/shm/word") == "hello\n")
            // Names work inside, and those outside know the owner alone.
            #expect(try await stack.shell("network", "nslookup asker >/dev/null && echo yes") == "yes\n")
            #expect(try await stack.shell("asker", "nslookup owner >/dev/null && echo yes") == "yes\n")
            #expect(try await stack.shell("asker", "nslookup network >/dev/null || echo no") == "no\n")
        }
    }

    @Test("a port that the owner publishes leads to a server in a container that joins it")
    func port() async throws {
        try await withStack { stack in
            let port = try freePort()
            try await stack.up(
                """
                services:
                  owner: {image: "busybox:1", command: sleep 1d, stop_signal: KILL, ports: ["\(port):80"]}
                  web:
                    image: busybox:1
                    command: sh -c 'echo hi > /index.html; exec httpd -f -h /'
                    network_mode: service:owner
                    healthcheck: {test: wget -qO- http://127.0.0.1/, interval: 200ms}
                """, "--wait")
            #expect(try await fetch("http://127.0.0.1:\(port)/") == "hi\n")
        }
    }

    @Test("whoever joins an owner that is replaced is replaced too, also when it was not asked for")
    func recreation() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            let before = try await stack.ids()
            try stack.define(Self.pair.replacing("the-owner", with: "new-owner"))
            try await stack.berth.succeed("up", "-d", "--no-deps", "owner")
            let after = try await stack.ids()
            for service in ["owner", "network", "memory", "processes"] {
                #expect(after[service] != before[service], "\(service) was not replaced")
            }
            #expect(after["asker"] == before["asker"])
            #expect(try await stack.namespace("net", of: "network") == stack.namespace("net", of: "owner"))
            // And nothing is left to do.
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.ids() == after)
        }
    }

    @Test("the processes of an owner that crash and come back are joined again; its network stays")
    func ownerCrashes() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair.replacing("the-owner", with: "the-owner, restart: always"))
            let network = try await stack.processID(of: "network")
            let net = try await stack.namespace("net", of: "network")
            try await stack.endFirstProcess(of: "owner")
            try await eventually("all share the new processes and memory") {
                try await stack.sharesAll()
            }
            #expect(try await stack.processID(of: "network") == network, "the network was not pinned")
            #expect(try await stack.namespace("net", of: "owner") == net)
            #expect(try await stack.shell("network", "nslookup asker >/dev/null && echo yes") == "yes\n")
        }
    }

    @Test("an owner that stays down keeps down what shared its processes, whatever the restart policy")
    func ownerStops() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  owner: {<<: *idle}
                  other: {<<: *idle, pid: "service:owner", restart: always}
                """)
            try await stack.endFirstProcess(of: "owner")
            try await stack.waitUntil("owner", is: "exited")
            try await stack.waitUntil("other", is: "exited")
            // Once the owner is started, so is the other.
            try await stack.berth.succeed("start", "owner")
            try await eventually("the other shares the processes") {
                try await stack.share("pid", "other", "owner")
            }
            // A stop takes the other down first, a restart brings both back.
            try await stack.berth.succeed("restart", "owner")
            #expect(try await stack.share("pid", "other", "owner"))
            try await stack.berth.succeed("stop", "owner")
            #expect(try await stack.container("other").state == "exited")
        }
    }

    @Test("a supervisor that comes back knows who joins whom")
    func adoption() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair.replacing("the-owner", with: "the-owner, restart: always"))
            let before = try await stack.processID(of: "processes")
            try await stack.killSupervisor()
            try await eventually("names resolve again") {
                try await stack.berth("exec", "-T", "network", "nslookup", "asker").status == 0
            }
            #expect(try await stack.processID(of: "processes") == before)
            try await stack.endFirstProcess(of: "owner")
            try await eventually("all share the new processes") {
                try await stack.sharesAll()
            }
        }
    }

    @Test("an owner that ended while nobody supervised it takes the others along")
    func unseenEnd() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair.replacing("the-owner", with: "the-owner, restart: always"))
            try await stack.killSupervisorAndGuardian()
            try await stack.endFirstProcess(of: "owner")
            try await stack.berth.succeed("up", "-d")
            try await eventually("all share the new processes") {
                try await stack.sharesAll()
            }
        }
    }

    @Test("probes of containers with the same processes leave each other alone")
    func probes() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle
                  image: busybox:1
                  command: sleep 1d
                  stop_signal: KILL
                  healthcheck: {test: sleep 0.2, interval: 100ms, retries: 1}
                services:
                  owner: {<<: *idle}
                  other: {<<: *idle, pid: "service:owner"}
                """, "--wait")
            try await Task.sleep(for: .seconds(2))
            #expect(Set(try await stack.containers().map(\.health)) == ["healthy"])
        }
    }

    @Test("an owner ends, though a probe in a container that shared its processes was cut short")
    func cutProbe() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  owner: {<<: *idle}
                  other:
                    <<: *idle
                    pid: service:owner
                    healthcheck: {test: touch /began; sleep 1d, interval: 100ms, timeout: 1h}
                """)
            try await eventually("a probe runs") {
                try await stack.berth("exec", "-T", "other", "test", "-e", "/began").status == 0
            }
            try await stack.endFirstProcess(of: "other")
            try await stack.waitUntil("other", is: "exited")
            try await stack.endFirstProcess(of: "owner")
            try await stack.waitUntil("owner", is: "exited")
        }
    }

    @Test("a container of another project can be joined by its name or id, while it runs")
    func otherProject() async throws {
        try await withStack { owner in
            try await owner.up(
                "services: {a: {image: 'busybox:1', command: sleep 1d, stop_signal: KILL, ipc: shareable}}")
            let container = try await owner.container("a")
            try await withFurtherStack { stack in
                try await stack.up(
                    """
                    x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                    services:
                      name: {<<: *idle, network_mode: "container:\(container.name)", ipc: "container:\(container.name)"}
                      id: {<<: *idle, pid: "container:\(container.id.prefix(12))"}
                    """)
                let pid = try await owner.processID(of: "a")
                #expect(try await stack.namespace("net", of: "name") == namespace("net", of: pid))
                #expect(try await stack.namespace("ipc", of: "name") == namespace("ipc", of: pid))
                #expect(try await stack.namespace("pid", of: "id") == namespace("pid", of: pid))
                try await owner.berth.succeed("stop")
                let result = try await stack.berth("up", "-d", "--force-recreate")
                #expect(result.status != 0)
                #expect(result.errors.contains("compose.yaml:3:"))
                #expect(result.errors.contains("container \"\(container.name)\" does not run"))
                // Nothing was changed before it was told.
                #expect(try await stack.container("name").state == "running")
                try await owner.berth.succeed("down")
                let start = try await stack.berth("restart", "name")
                #expect(start.errors.contains("is gone"), "\(start)")
            }
        }
    }

    @Test(
        "what cannot be had together is refused with its place",
        arguments: [
            ("ports: [\"80\"]", "network_mode", "\"ports\" and \"network_mode\" exclude each other"),
            ("hostname: a", "network_mode", "\"hostname\" and \"network_mode\" exclude each other"),
            ("labels: {}", "ipc", "service \"owner\" does not share its memory"),
        ])
    func conflicts(_ attribute: String, _ joined: String, _ message: String) async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  owner: {image: "busybox:1", command: sleep 1d}
                  other:
                    image: busybox:1
                    \(joined): service:owner
                    \(attribute)
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains(message), "\(result.errors)")
            #expect(result.errors.contains("compose.yaml:"))
            #expect(try await stack.containers().isEmpty)
        }
    }

    @Test("a control group above stays while somebody else has it, and else goes with the last container")
    func parents() async throws {
        try await withStack { stack in
            let name = stack.project
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  a: {<<: *idle, cgroup_parent: "/\(name)p/inner"}
                  b: {<<: *idle, cgroup_parent: \(name)p}
                  c: {<<: *idle, cgroup_parent: \(name)p-x.slice}
                """)
            let hierarchies = try CgroupHierarchies.mounted()
            #expect(!hierarchies.directories(of: "/\(name)p/inner").isEmpty)
            #expect(!hierarchies.directories(of: "/\(name)p.slice/\(name)p-x.slice").isEmpty)
            try await stack.berth.succeed("down", "a")
            #expect(hierarchies.directories(of: "/\(name)p/inner").isEmpty)
            #expect(!hierarchies.directories(of: "/\(name)p").isEmpty)
            try await stack.berth.succeed("down")
            #expect(hierarchies.directories(of: "/\(name)p").isEmpty)
            #expect(hierarchies.directories(of: "/\(name)p.slice").isEmpty)
        }
    }

    @Test("containers on the bridge of the project reach each other, and no other network")
    func bridge() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  a: {<<: *idle, network_mode: bridge, links: [b]}
                  b: {<<: *idle, network_mode: bridge}
                  c: {<<: *idle}
                """)
            #expect(try await stack.shell("a", "ping -c 1 -W 2 b >/dev/null && echo yes") == "yes\n")
            #expect(try await stack.shell("a", "nslookup c >/dev/null || echo no") == "no\n")
        }
    }

    @Test("a container goes down with the owner whose processes it shares, without a trace")
    func removal() async throws {
        try await withStack { stack in
            try await stack.up(Self.pair)
            try await stack.berth.succeed("down", "owner")
            try await stack.waitUntil("processes", is: "exited")
            #expect(try await stack.container("network").state == "running")
            // It is made anew for those that are there, which are then replaced.
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.share("net", "network", "owner"))
            #expect(try await stack.share("pid", "processes", "owner"))
        }
    }
}

/// A text that stands for a namespace of a process.
private func namespace(_ kind: String, of pid: Int32) throws -> String {
    try readSymbolicLink("/proc/\(pid)/ns/\(kind)")
}

extension Stack {
    fileprivate func namespace(_ kind: String, of service: String) async throws -> String {
        try IntegrationTests.namespace(kind, of: await processID(of: service))
    }

    /// True when two services run and have the same namespace of a kind.
    fileprivate func share(_ kind: String, _ one: String, _ other: String) async throws -> Bool {
        // A process that is being replaced is not there for a moment.
        guard let left = try? await namespace(kind, of: one),
            let right = try? await namespace(kind, of: other)
        else { return false }
        return left == right
    }

    /// True when those that join `owner` of the pair have its present namespaces.
    fileprivate func sharesAll() async throws -> Bool {
        for (kind, service) in [("net", "network"), ("ipc", "memory"), ("pid", "processes")] {
            guard try await share(kind, service, "owner") else { return false }
        }
        return true
    }

    fileprivate func ids() async throws -> [String: String] {
        Dictionary(try await containers().map { ($0.service, $0.id) }, uniquingKeysWith: { $1 })
    }
}

extension String {
    fileprivate func replacing(_ text: String, with other: String) -> String {
        replacingOccurrences(of: text, with: other)
    }
}
