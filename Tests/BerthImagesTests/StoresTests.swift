import BerthModel
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

/// Images on their way to other programs and from them.
@Suite("Images of other stores", .enabled(if: mayMount, "unpacking layers needs root"))
struct StoresTests {
    private let health = #"{"Healthcheck":{"Test":["CMD","true"]}}"#

    /// A store with two images that share a layer; the first has two names.
    private func filled() async throws -> (Place, SampleImage, SampleImage) {
        let place = try Place()
        let (one, two) = (
            SampleImage(files: ["base", "one"], config: health), SampleImage(files: ["base", "two"])
        )
        try one.writeDockerArchive("\(place.directory)/one", names: ["one:1", "host:5000/one:2"])
        try two.writeDockerArchive("\(place.directory)/two", names: ["two:1"])
        try await place.shell("tar -C one -cf one.tar .; tar -C two -cf two.tar .")
        for name in ["one", "two"] { _ = try await place.store.load("\(place.directory)/\(name).tar") }
        return (place, one, two)
    }

    private func save(_ place: Place, _ names: [String], _ format: ArchiveFormat, _ file: String) async throws
    {
        let file = SharedDescriptor(try OwnedDescriptor.writing("\(place.directory)/\(file)"))
        try await place.store.save(names, as: format, to: file.number)
    }

    @Test(
        "are saved with the names they were asked for by, and load again", arguments: ArchiveFormat.allCases)
    func roundTrip(format: ArchiveFormat) async throws {
        let (place, one, two) = try await filled()
        let names = ["one:1", "host:5000/one:2", "two:1", "one:1"]
        try await save(place, names, format, "a.tar")
        try await save(place, names, format, "b.tar")
        try await place.shell("cmp a.tar b.tar")
        let other = try Place()
        _ = try await other.store.load("\(place.directory)/a.tar")
        let images = try other.store.list()
        #expect(images.map(\.id) == [one.id, two.id])
        #expect(images.map { $0.references.map(\.familiar) } == [["one:1", "host:5000/one:2"], ["two:1"]])
        #expect(images.first?.configuration.healthcheck?.test == .command(["true"]))
        #expect(try place.hidden + other.hidden == [])
    }

    @Test("are saved without a name when an id names them; what is not here is refused")
    func byID() async throws {
        let (place, _, two) = try await filled()
        try await save(place, [String(two.id.dropFirst(7).prefix(12))], .docker, "a.tar")
        let other = try Place()
        let loaded = try await other.store.load("\(place.directory)/a.tar")
        #expect(loaded == [LoadedImage(id: two.id, references: [])])
        await #expect(throws: Failure.self) { try await save(place, ["two:1", "three:1"], .docker, "b.tar") }
    }

    @Test("are read by skopeo from what was saved", arguments: ArchiveFormat.allCases)
    func skopeo(format: ArchiveFormat) async throws {
        let (place, one, _) = try await filled()
        try await save(place, ["one:1", "two:1"], format, "a.tar")
        let name = format == .docker ? "one:1" : "docker.io/library/one:1"
        try await place.shell("skopeo copy -q \(format.rawValue):a.tar:\(name) dir:out")
        let manifest = try decodeJSON(Manifest.self, readFile("\(place.directory)/out/manifest.json"))
        #expect(manifest.layers.count == 2)
        if format == .docker { #expect(manifest.config.digest.description == one.id) }
    }

    @Test("are taken by their transports, with names and health checks")
    func transports() async throws {
        let (place, one, _) = try await filled()
        try await save(place, ["one:1", "two:1"], .docker, "all.tar")
        try await place.shell(
            "skopeo copy -q docker-archive:all.tar:one:1 dir:plain; "
                + "skopeo copy -q --all docker-archive:all.tar:two:1 oci:layout:two:9")
        for (text, names) in [
            ("docker-archive:\(place.directory)/all.tar:one:1", ["one:1"]),
            ("docker-archive:\(place.directory)/all.tar", ["one:1", "two:1"]),
            ("dir:\(place.directory)/plain", []), ("oci:\(place.directory)/layout:two:9", ["two:9"]),
        ] {
            let other = try Place()
            let image = try #require(ForeignImage(text))
            let taken = try await other.store.take(image, environment: ProcessInfo.processInfo.environment)
            #expect(taken.flatMap { $0.references.map(\.familiar) } == names, "\(text)")
            if text.contains("one:1") || text.hasPrefix("dir") { #expect(taken.map(\.id) == [one.id]) }
            #expect(try other.hidden == [])
        }
    }

    @Test("are taken from the storage of podman and buildah")
    func containersStorage() async throws {
        let (place, _, two) = try await filled()
        try await save(place, ["two:1"], .docker, "a.tar")
        let storage = "containers-storage:[vfs@\(place.directory)/storage+\(place.directory)/state]"
        try await place.shell("skopeo copy -q docker-archive:a.tar:two:1 '\(storage)localhost/two:7'")
        let other = try Place()
        let image = try #require(ForeignImage("\(storage)localhost/two:7"))
        let taken = try await other.store.take(image, environment: ProcessInfo.processInfo.environment)
        #expect(taken == [LoadedImage(id: two.id, references: [try ImageReference("localhost/two:7")])])
        let missing = try #require(ForeignImage("\(storage)localhost/two:8"))
        let error = await #expect(throws: Failure.self) {
            try await other.store.take(missing, environment: ProcessInfo.processInfo.environment)
        }
        #expect(error?.message.hasPrefix("cannot pull image \"containers-storage:") == true)
        #expect(try other.hidden == [])
    }

    @Test("of a daemon that does not run are told with what to do")
    func noDaemon() async throws {
        let place = try Place()
        var environment = ProcessInfo.processInfo.environment
        environment["DOCKER_HOST"] = "unix://\(place.directory)/none.sock"
        let image = try #require(ForeignImage("docker-daemon:app"))
        let error = await #expect(throws: Failure.self) {
            try await place.store.take(image, environment: environment)
        }
        #expect(error?.description.contains("none.sock") == true, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.remedy.contains("DOCKER_HOST") == true)
        #expect(try place.hidden == [])
    }

    @Test(
        "are named by a transport and a place", arguments: ["redis:7", "oci", "http:x", "localhost:5000/a:1"])
    func otherNames(text: String) { #expect(ForeignImage(text) == nil) }

    @Test(
        "have the name that their place gives them",
        arguments: [
            ("docker-daemon:app", "app:latest"), ("docker-daemon:sha256:0123", nil),
            ("containers-storage:[overlay@/a+/b]localhost/x:1", "localhost/x:1"),
            ("containers-storage:localhost/x", "localhost/x:latest"), ("oci:/p:x:2", "x:2"),
            ("oci:/p", nil), ("docker-archive:/p.tar:@0", nil), ("dir:/p", nil),
        ])
    func names(text: String, name: String?) {
        #expect(ForeignImage(text)?.reference?.familiar == name)
    }
}
