import BerthModel
import Foundation
import Testing

@testable import BerthCommands

private let now = 1_770_000_000.0

private func container(_ service: String, _ number: Int, _ change: (inout ContainerStatus) -> Void = { _ in })
    -> ContainerStatus
{
    var status = ContainerStatus(
        id: String(repeating: "ab12", count: 16), name: "shop-\(service)-\(number)", project: "shop",
        service: service, number: number, image: "\(service):1")
    status.createdAt = now - 200
    change(&status)
    return status
}

private func port(_ target: UInt16, _ published: UInt16, _ address: String = "0.0.0.0")
    -> ContainerStatus.PublishedPort
{ .init(address: address, published: published, target: target, transport: .tcp) }

@Suite("The list of containers")
struct ContainerListTests {
    private var list: ContainerList {
        ContainerList(
            containers: [
                container("db", 1) {
                    $0.state = .running
                    $0.health = .healthy
                    $0.startedAt = now - 185
                    $0.command = ["docker-entrypoint.sh", "postgres"]
                    $0.ports = [port(5432, 0)]
                    $0.mounts = ["/data": "shop_a-volume-with-a-name", "/etc/x": "/srv/x"]
                    $0.addresses = ["shop_default": "172.20.0.2", "back": "10.0.0.2"]
                    $0.labels = ["b": "2", "a": "1"]
                },
                container("job", 1) {
                    $0.state = .exited
                    $0.exitStatus = 3
                    $0.finishedAt = now - 61
                    $0.command = ["sh", "-c", "echo \"hi\""]
                },
                container("web", 1) {
                    $0.state = .running
                    $0.health = .starting
                    $0.startedAt = now - 1
                    $0.command = ["nginx"]
                    $0.ports = [port(80, 8080), port(80, 8080, "::")]
                },
            ], length: .cut, now: now)
    }

    @Test("as a table is golden") func table() throws {
        try expectGolden(list.table().joined(separator: "\n") + "\n", "ps-table")
    }

    @Test("as JSON is golden, a line a container, with every key of the reference and two of ours")
    func json() throws {
        let lines = try list.json()
        try expectGolden(lines.joined(separator: "\n") + "\n", "ps-json")
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(lines[0].utf8)) as? [String: Any])
        #expect(
            object.keys.sorted() == [
                "Command", "CreatedAt", "ExitCode", "Health", "ID", "Image", "Labels", "LocalVolumes",
                "Mounts", "Name", "Names", "Networks", "OOMKilled", "Ports", "Project", "Publishers",
                "RunningFor", "Service", "Signal", "Size", "State", "Status",
            ])
    }

    @Test("has only the header when nothing runs") func empty() {
        #expect(
            ContainerList(containers: [], length: .cut, now: now).table()
                == ["NAME      IMAGE     COMMAND   SERVICE   CREATED   STATUS    PORTS"])
    }

    @Test("names services once") func services() {
        let list = ContainerList(
            containers: [container("web", 1), container("db", 1), container("web", 2)], length: .cut, now: now
        )
        #expect(list.services() == ["web", "db"])
        #expect(list.ids().allSatisfy { $0.count == 64 })
    }

    @Test(
        "tells every state in the reference's words",
        arguments: [
            (.created, "Created"), (.running, "Up 2 minutes"), (.paused, "Up 2 minutes (Paused)"),
            (.restarting, "Restarting (7) 5 seconds ago"), (.removing, "Removal In Progress"),
            (.exited, "Exited (7) 5 seconds ago"), (.dead, "Dead"),
        ] as [(ContainerStatus.State, String)])
    func states(state: ContainerStatus.State, text: String) {
        let status = container("a", 1) {
            $0.state = state
            $0.exitStatus = 7
            $0.startedAt = now - 130
            $0.finishedAt = now - 5
        }
        #expect(status.statusText(now: now) == text)
    }

    @Test(
        "tells why a container ended where the status alone does not",
        arguments: [
            (137, true, " (out of memory)"), (137, false, " (SIGKILL)"), (139, false, " (SIGSEGV)"),
            (1, false, ""), (128, false, ""), (255, false, ""),
        ] as [(Int32, Bool, String)])
    func endReasons(exitStatus: Int32, wasOutOfMemory: Bool, reason: String) {
        let status = container("a", 1) {
            $0.state = .exited
            $0.exitStatus = exitStatus
            $0.wasOutOfMemory = wasOutOfMemory
            $0.finishedAt = now - 5
        }
        #expect(status.statusText(now: now) == "Exited (\(exitStatus)) 5 seconds ago\(reason)")
    }
}

@Suite("Relative times")
struct RelativeTimeTests {
    @Test(
        "are rounded as the reference rounds them",
        arguments: [
            (-5.0, "Less than a second"), (0.4, "Less than a second"), (1.9, "1 second"), (59, "59 seconds"),
            (60, "About a minute"), (119, "About a minute"), (120, "2 minutes"), (3599, "59 minutes"),
            (3600, "About an hour"), (5399, "About an hour"), (5400, "2 hours"), (47 * 3600, "47 hours"),
            (48 * 3600, "2 days"), (13 * 86400, "13 days"), (14 * 86400, "2 weeks"), (60 * 86400, "2 months"),
            (729 * 86400, "24 months"), (730 * 86400, "2 years"),
        ] as [(Double, String)])
    func rounds(seconds: Double, text: String) { #expect(humanDuration(seconds: seconds) == text) }
}

@Suite("Ports")
struct PortsTextTests {
    @Test("are joined into ranges where both sides count up") func ranges() {
        #expect(portsText([]) == "")
        #expect(portsText([port(80, 0)]) == "80/tcp")
        #expect(
            portsText([port(80, 8080, "::"), port(80, 8080)]) == "0.0.0.0:8080->80/tcp, [::]:8080->80/tcp")
        #expect(portsText([port(81, 81), port(80, 80), port(82, 82)]) == "0.0.0.0:80-82->80-82/tcp")
        #expect(portsText([port(80, 80), port(82, 82)]) == "0.0.0.0:80->80/tcp, 0.0.0.0:82->82/tcp")
        #expect(portsText([port(53, 5353, "127.0.0.1"), port(53, 0)]) == "53/tcp, 127.0.0.1:5353->53/tcp")
        #expect(
            portsText([port(65535, 65535), port(65534, 65534)]) == "0.0.0.0:65534-65535->65534-65535/tcp")
    }
}

@Suite("The list of projects")
struct ProjectListTests {
    @Test("counts the containers in each state") func counts() throws {
        let containers = [
            container("a", 1) { $0.state = .running }, container("a", 2) { $0.state = .running },
            container("b", 1) { $0.state = .exited },
        ]
        let running = try #require(
            ProjectEntry(
                name: "shop", configFiles: ["/a/compose.yaml", "/a/b.yaml"], containers: containers,
                includingStopped: false))
        #expect(running.status == "running(2)")
        let all = try #require(
            ProjectEntry(name: "shop", configFiles: [], containers: containers, includingStopped: true))
        #expect(all.status == "exited(1), running(2)")
        #expect(
            ProjectEntry(name: "s", configFiles: [], containers: [containers[2]], includingStopped: false)
                == nil)
        #expect(
            projectTable([running]) == [
                "NAME                STATUS              CONFIG FILES",
                "shop                running(2)          /a/compose.yaml,/a/b.yaml",
            ])
        #expect(
            try jsonLine([running])
                == #"[{"ConfigFiles":"/a/compose.yaml,/a/b.yaml","Name":"shop","Status":"running(2)"}]"#)
    }
}
