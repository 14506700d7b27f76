import BerthModel
import Foundation
import LinuxSystem
import Testing

@testable import BerthStore

@Suite("Store")
struct StoreTests {
    let installation: Installation

    init() throws {
        let root = FileManager.default.temporaryDirectory.appending(path: "berth-store-\(UUID().uuidString)")
            .path
        installation = Installation(root: root, runtime: root + "/run")
    }

    private func container(_ id: String, _ name: String, project: String = "shop") -> ContainerRecord {
        ContainerRecord(
            status: ContainerStatus(
                id: id, name: name, project: project, service: "web", number: 1, image: "busybox"),
            service: Service(name: "web", image: "busybox"), imageID: "sha256:1")
    }

    private func add(_ record: ContainerRecord, to store: Store) throws {
        _ = try store.insert(record) { _, _ in "10.0.0.2" }
    }

    private func network(_ id: String, _ name: String) -> NetworkRecord {
        NetworkRecord(
            id: id, network: Network(key: "default", name: name), project: "shop", subnet: "10.0.0.0/24",
            gateway: "10.0.0.1")
    }

    @Test("gives back what it was given, also to another process")
    func roundTrip() throws {
        defer { try? FileManager.default.removeItem(atPath: installation.root) }
        var record = container("a", "shop-web-1")
        record.process = try ProcessIdentity(of: ProcessInfo.processInfo.processIdentifier)
        record.probe = ProbeRecord(command: ["true"])
        record.service.stopGracePeriod = .milliseconds(1500)
        try add(record, to: Store(installation))
        let other = try Store(installation)
        #expect(try other.containers(project: "shop") == [record])
        record.status.state = .exited
        try other.save(record)
        #expect(try other.containers().first?.status.state == .exited)
        try other.removeContainer("a")
        #expect(try other.containers().isEmpty)
    }

    @Test("refuses a name that is taken, whatever project asks")
    func conflict() throws {
        defer { try? FileManager.default.removeItem(atPath: installation.root) }
        let store = try Store(installation)
        try add(container("a", "fixed"), to: store)
        let error = #expect(throws: StoreError.self) {
            try add(container("b", "fixed", project: "other"), to: store)
        }
        #expect(error?.isConflict == true)
    }

    @Test("describes a network in view of all others, and undoes a refused one")
    func networks() throws {
        defer { try? FileManager.default.removeItem(atPath: installation.root) }
        let store = try Store(installation)
        let first = network("1", "a"), second = network("2", "b")
        _ = try store.insertNetwork { others in
            #expect(others.isEmpty)
            return first
        }
        _ = try store.insertNetwork { others in
            #expect(others.map(\.name) == ["a"])
            return second
        }
        #expect(throws: CancellationError.self) { try store.insertNetwork { _ in throw CancellationError() } }
        #expect(try store.networks(project: "shop").map(\.id) == ["1", "2"])
    }

    @Test("takes writes of many at once")
    func concurrency() async throws {
        defer { try? FileManager.default.removeItem(atPath: installation.root) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    let store = try Store(installation)
                    for number in 0..<25 {
                        let id = "\(worker)-\(number)"
                        try add(container(id, id), to: store)
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try Store(installation).containers().count == 100)
    }

    @Test("gives each container an address of its own, and frees it with the container")
    func addresses() throws {
        defer { try? FileManager.default.removeItem(atPath: installation.root) }
        let store = try Store(installation)
        for id in ["a", "b"] {
            var record = container(id, id)
            record.interfaces = [InterfaceRecord(network: "n", address: "")]
            let stored = try store.insert(record) { _, taken in
                taken.contains("10.0.0.2") ? "10.0.0.3" : "10.0.0.2"
            }
            #expect(stored.interfaces.map(\.address) == [id == "a" ? "10.0.0.2" : "10.0.0.3"])
        }
        try store.removeContainer("a")
        var record = container("c", "c")
        record.interfaces = [InterfaceRecord(network: "n", address: "")]
        _ = try store.insert(record) { _, taken in
            #expect(taken == ["10.0.0.3"])
            return "10.0.0.2"
        }
    }
}
