import BerthModel
import BerthStore
import Testing

@testable import BerthEngine

private func record(_ service: String, project: String = "shop", id: Character, number: Int = 1)
    -> ContainerRecord
{
    ContainerRecord(
        status: ContainerStatus(
            id: String(repeating: id, count: 64), name: "\(project)-\(service)-\(number)", project: project,
            service: service, number: number, image: "i"),
        service: Service(name: service, image: "i"), imageID: "")
}

private func id(_ digit: Character) -> String { String(repeating: digit, count: 64) }

@Suite("Whose namespaces a container is in")
struct NamespaceResolutionTests {
    private func ownership(
        _ records: [ContainerRecord], _ change: (inout Service) -> Void
    ) throws -> NamespaceOwnership {
        var service = Service(name: "s", image: "i")
        change(&service)
        return try NamespaceResolution(project: "shop", records: records).ownership(of: service)
    }

    @Test("its own, unless the service says otherwise")
    func own() throws {
        #expect(try ownership([]) { _ in } == NamespaceOwnership())
        let host = try ownership([]) {
            $0.networkMode = .host
            $0.namespaces.ipc = .joined(.host)
            $0.namespaces.processes = .host
        }
        #expect([host.network, host.ipc, host.processes] == [.host, .host, .host])
        #expect(host.named == [])
    }

    @Test("those of the first container of a service of the same project")
    func service() throws {
        let records = [
            record("a", project: "other", id: "9"), record("a", id: "1"), record("a", id: "2", number: 2),
        ]
        let result = try ownership(records) { $0.networkMode = .service("a") }
        #expect(result.network == .container(id("1")))
        #expect(result.named == [id("1")])
        #expect(result.processOwners == [])
    }

    @Test("those of a container of any project, by name or by the beginning of its id")
    func container() throws {
        let records = [record("a", project: "other", id: "a"), record("b", project: "other", id: "b")]
        let result = try ownership(records) {
            $0.namespaces.ipc = .joined(.container("other-a-1"))
            $0.namespaces.processes = .container("bbbb")
        }
        #expect(result.ipc == .container(id("a")))
        #expect(result.processes == .container(id("b")))
        #expect(result.named == [id("a"), id("b")])
        #expect(result.processOwners == [id("a"), id("b")])
    }

    @Test("those that the owner itself has from another")
    func chain() throws {
        var middle = record("b", id: "2")
        var namespaces = NamespaceOwnership()
        namespaces.network = .container(id("1"))
        namespaces.processes = .host
        middle.namespaces = namespaces
        let result = try ownership([record("a", id: "1"), middle]) {
            $0.networkMode = .service("b")
            $0.namespaces.processes = .service("b")
            $0.namespaces.ipc = .joined(.service("b"))
        }
        #expect(result.network == .container(id("1")))
        #expect(result.processes == .host)
        #expect(result.ipc == .container(id("2")))
        #expect(result.named == [id("2")])
    }

    @Test("an owner that is not there, or is being removed, is told")
    func missing() throws {
        var leaving = record("a", id: "1")
        leaving.isLeaving = true
        #expect(throws: Failure.self) { try ownership([leaving]) { $0.networkMode = .service("a") } }
        #expect(throws: Failure.self) { try ownership([]) { $0.namespaces.processes = .container("x") } }
    }
}

@Suite("The control group above")
struct ControlGroupParentTests {
    @Test(
        "is a path below the root, or a slice among its parents",
        arguments: [
            ("/a/b", "/a/b"), ("a", "/a"), ("a//./b/", "/a/b"), ("system.slice", "/system.slice"),
            ("a-b-c.slice", "/a.slice/a-b.slice/a-b-c.slice"), ("/x/a-b.slice", "/x/a-b.slice"),
            ("/", nil), ("", nil), ("../a", nil), ("a/../..", nil),
        ])
    func paths(text: String, path: String?) {
        #expect(ControlGroupParent(text)?.path == path)
    }

    @Test("has a lineage from the inside out")
    func lineage() {
        #expect(ControlGroupParent("a/b/c")?.lineage == ["/a/b/c", "/a/b", "/a"])
    }
}
