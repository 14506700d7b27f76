import BerthModel
import Foundation
import LinuxSystem
import Synchronization
import Testing

@testable import BerthImages

/// Keeps what a pull reports.
private final class Report: Sendable {
    private let kept = Mutex<[PullProgress]>([])
    var all: [PullProgress] { kept.withLock { $0 } }
    func add(_ progress: PullProgress) { kept.withLock { $0.append(progress) } }
    /// True when the registry was asked for blobs.
    var hasTransferred: Bool { all.contains { $0.phase == .receiving } }
}

@Suite("Pulling", .enabled(if: mayMount, "unpacking layers needs root"))
struct PullTests {
    private func push(_ image: SampleImage, _ name: String, to registry: LoopbackRegistry, _ place: Place)
        async throws -> ImageReference
    {
        let layout = "\(place.directory)/push-\(UUID())"
        try image.writeLayout(layout)
        return try await registry.push("oci:\(layout):image", name)
    }

    @Test("brings an image with its bytes counted, unpacks it, and asks nobody for it again")
    func missing() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let sample = SampleImage(files: ["a", "b", "c"])
        let reference = try await push(sample, "app:1", to: registry, place)
        let report = Report()
        let image = try await place.store.pull(reference, progress: report.add)
        #expect(image.id == sample.id)
        #expect(image.references == [reference])
        #expect(image.repositoryDigest?.hasPrefix("sha256:") == true)
        #expect(try place.layers.count == 3)
        #expect(try place.hidden == [])
        #expect(report.all.map(\.phase).first == .resolving)
        let received = try #require(report.all.last { $0.phase == .receiving })
        #expect(received.received == image.size && received.size == image.size && received.layers.count == 3)
        #expect(report.all.last?.layers.allSatisfy(\.isUnpacked) == true)
        try await registry.stop()
        for policy in [PullPolicy.missing, .never] {
            #expect(try await place.store.pull(reference, policy: policy) == image)
        }
    }

    @Test("under the policy never does not ask, and says what to do")
    func never() async throws {
        let place = try Place()
        let error = await #expect(throws: Failure.self) {
            try await place.store.pull(ImageReference("localhost:1/app"), policy: .never)
        }
        #expect(error?.kind == .notFound)
        #expect(
            error?.message == "image \"localhost:1/app:latest\" is not here, and its pull policy is never")
    }

    @Test("under the policy always transfers only what has changed")
    func always() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let reference = try await push(SampleImage(files: ["a", "b"]), "app:1", to: registry, place)
        let first = try await place.store.pull(reference)
        let same = Report()
        #expect(try await place.store.pull(reference, policy: .always, progress: same.add) == first)
        #expect(!same.hasTransferred)

        _ = try await push(SampleImage(files: ["a", "c"]), "app:1", to: registry, place)
        let changed = Report()
        let second = try await place.store.pull(reference, policy: .always, progress: changed.add)
        #expect(second.id != first.id)
        let start = try #require(changed.all.first { $0.phase == .receiving })
        #expect(start.layers.map { $0.received == $0.size } == [true, false])
        #expect(try place.store.list().map(\.references) == [[], [reference]])
        #expect(try place.layers.count == 3)
    }

    @Test("under the policy every asks when the last pull is too long ago")
    func every() async throws {
        let clock = Mutex(1000.0)
        let place = try Place { clock.withLock { $0 } }
        let registry = try await LoopbackRegistry()
        let reference = try await push(SampleImage(files: ["a"]), "app:1", to: registry, place)
        func asks() async throws -> Bool {
            let report = Report()
            _ = try await place.store.pull(reference, policy: .every(.seconds(60)), progress: report.add)
            return !report.all.isEmpty
        }
        #expect(try await asks())
        #expect(try await !asks())
        clock.withLock { $0 += 61 }
        #expect(try await asks())
        #expect(try await !asks())
    }

    @Test("of one reference several times at once transfers it once")
    func parallel() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let reference = try await push(SampleImage(files: ["a", "b"]), "app:1", to: registry, place)
        // A second store stands for another process: all they share is on the disk.
        let other = try ImageStore(Place.installation(place.directory))
        let reports = (0..<6).map { _ in Report() }
        let ids = try await withThrowingTaskGroup(of: String.self) { group in
            for (index, report) in reports.enumerated() {
                let store = index % 2 == 0 ? place.store : other
                group.addTask { try await store.pull(reference, progress: report.add).id }
            }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(ids.count == 1)
        #expect(reports.filter(\.hasTransferred).count == 1)
    }

    @Test("of several images at once unpacks a layer they share once")
    func shared() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        var references: [ImageReference] = []
        for name in ["x", "y", "z"] {
            references.append(
                try await push(SampleImage(files: ["base", name]), "\(name):1", to: registry, place))
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for reference in references {
                group.addTask { _ = try await place.store.pull(reference) }
            }
            try await group.waitForAll()
        }
        #expect(try place.store.list().count == 3)
        #expect(try place.layers.count == 4)
        #expect(try place.hidden == [])
    }

    @Test("of an image in Docker's format keeps its id and its health check")
    func docker() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let sample = SampleImage(
            files: ["a"], config: #"{"Healthcheck":{"Test":["CMD-SHELL","x"],"StartInterval":5000000000}}"#)
        try sample.writeDockerArchive("\(place.directory)/in", names: ["app:1"])
        try await place.shell("tar -C in -cf app.tar .")
        let reference = try await registry.push("docker-archive:\(place.directory)/app.tar", "app:1")
        let image = try await place.store.pull(reference)
        #expect(image.id == sample.id)
        #expect(image.configuration.healthcheck?.test == .shell("x"))
        #expect(image.configuration.healthcheck?.startInterval == .seconds(5))
        #expect(try await place.store.pull(reference, policy: .always) == image)
        let root = RootFileSystem(container: "\(place.directory)/c")
        try await place.store.mount(image, root)
        #expect(try readText("\(root.path)/a") == "a")
        try root.unmount()
    }

    @Test("takes the manifest for this machine, and by digest what the digest names")
    func platforms() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let ours = SampleImage(files: ["ours"])
        let layout = "\(place.directory)/multi"
        let manifests = [
            try SampleImage(files: ["theirs"], architecture: "mips64le").add(to: layout),
            try ours.add(to: layout),
        ]
        let bytes = try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: manifests))
        let digest = try BlobStore("\(layout)/blobs/sha256").write(bytes)
        let list = Descriptor(mediaType: MediaType.index, digest: digest, size: bytes.count)
        try writeIndex(layout, [(list, name: "image")])
        let reference = try await registry.push("oci:\(layout):image", "app:1", ["--all"])
        let image = try await place.store.pull(reference)
        #expect(image.id == ours.id)
        let pinned = try ImageReference("\(reference.name)@\(try #require(image.repositoryDigest))")
        #expect(try await place.store.pull(pinned).id == ours.id)

        let theirs = try SampleImage(files: ["theirs"], architecture: "mips64le").add(to: layout)
        let alone = try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: [theirs]))
        let other = try BlobStore("\(layout)/blobs/sha256").write(alone)
        try writeIndex(
            layout,
            [(Descriptor(mediaType: MediaType.index, digest: other, size: alone.count), name: "image")])
        let foreign = try await registry.push("oci:\(layout):image", "app:2", ["--all"])
        let error = await #expect(throws: Failure.self) { try await place.store.pull(foreign) }
        #expect(error?.description.contains("is not made for linux/") == true)
        #expect(error?.remedy == "it is made for: linux/mips64le")
    }

    @Test("that cannot succeed says why, and leaves nothing")
    func failures() async throws {
        let (place, registry) = (try Place(), try await LoopbackRegistry())
        let reference = try await push(SampleImage(files: ["a"]), "app:1", to: registry, place)
        let unknown = try ImageReference("\(registry.address)/app:2")
        let notFound = await #expect(throws: Failure.self) { try await place.store.pull(unknown) }
        #expect(notFound?.kind == .notFound)
        let address = registry.address
        #expect(
            notFound?.message
                == "cannot pull image \"\(address)/app:2\": registry \"\(address)\" does not have it")
        try await registry.stop()
        let unreachable = await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        #expect(unreachable?.message.hasSuffix("registry \"\(registry.address)\" cannot be reached") == true)
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test("that is cancelled ends at once and leaves nothing")
    func cancelled() async throws {
        let place = try Place()
        // A server that takes a connection and never answers.
        let silent = try await SilentServer()
        let reference = try ImageReference("\(silent.address)/app")
        let pull = Task { try await place.store.pull(reference) }
        try await silent.connected()
        pull.cancel()
        await #expect(throws: CancellationError.self) { try await pull.value }
        #expect(try place.blobs + place.layers + place.hidden == [])
    }
}
