import BerthModel
import Testing

@Suite("What is recorded and sent")
struct RecordTests {
    private let status: ContainerStatus = {
        var status = ContainerStatus(
            id: String(repeating: "ab", count: 32), name: "shop-web-1", project: "shop", service: "web",
            number: 1, image: "nginx")
        status.state = .exited
        status.health = .unhealthy
        status.exitStatus = 137
        status.wasOutOfMemory = true
        status.ports = [.init(address: "0.0.0.0", published: 8080, target: 80, transport: .tcp)]
        status.addresses = ["shop_default": "10.1.0.2"]
        return status
    }()

    @Test("a status reads back as it was written")
    func statusRoundTrip() throws {
        #expect(try decodeJSON(ContainerStatus.self, encodeJSON(status)) == status)
    }

    @Test("every event reads back as it was written")
    func events() throws {
        var progress = ProgressEvent(.image, "nginx", "Pulling", .working)
        progress.current = 5
        progress.total = 10
        let events: [StackEvent] = [
            .progress(progress), .container(ContainerEvent(.healthStatus, status, time: 1.5)), .listening,
            .warning("no swap limit"),
        ]
        #expect(try decodeJSON([StackEvent].self, encodeJSON(events)) == events)
    }

    @Test("the same value is written as the same bytes, keys sorted and slashes as they are")
    func bytes() throws {
        let bytes = try encodeJSON(["b": "/x", "a": "y"])
        #expect(String(decoding: bytes, as: UTF8.self) == #"{"a":"y","b":"/x"}"#)
        #expect(throws: (any Error).self) { try decodeJSON([String].self, bytes) }
    }

    @Test("a container that was not started has no verdict and no end")
    func new() {
        let status = ContainerStatus(id: "1", name: "n", project: "p", service: "s", number: 1, image: "i")
        #expect(status.state == .created)
        #expect(status.health == .none)
        #expect(status.pid == nil && status.exitStatus == nil && status.finishedAt == nil)
    }

    @Test("ids are hexadecimal, differ, and are cut for people")
    func ids() {
        let id = makeID(digits: 64)
        #expect(id.count == 64 && id.allSatisfy { $0.isHexDigit && !$0.isUppercase })
        #expect(makeID(digits: 64) != id)
        #expect(shortID(id) == String(id.prefix(12)))
    }

    @Test("what survives a reboot is below the root, what does not below the runtime directory")
    func installation() {
        let place = Installation(root: "/var/lib/berth", runtime: "/run/berth")
        let kept = [
            place.database, place.images, place.layers, place.volume("v"), place.container("c"),
            place.log("c"), place.bundle("c"),
        ]
        #expect(kept.allSatisfy { $0.hasPrefix("/var/lib/berth/") })
        let lost = [
            place.stack("p"), place.controlSocket("p"), place.networkNamespace("c"), place.runtimeState,
        ]
        #expect(lost.allSatisfy { $0.hasPrefix("/run/berth/") })
        #expect(
            Set(kept + lost).count == kept.count + lost.count - 1, "only the bundle is the container itself")
    }
}
