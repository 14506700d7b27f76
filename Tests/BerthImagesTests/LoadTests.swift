import BerthModel
import LinuxSystem
import Testing

@testable import BerthImages

@Suite("Loading", .enabled(if: mayMount, "unpacking layers needs root"))
struct LoadTests {
    @Test("takes an OCI archive with the names in it", arguments: ["", "-z", "-Izstd"])
    func ociArchive(compression: String) async throws {
        let place = try Place()
        let image = SampleImage(files: ["a", "b"])
        try image.writeLayout("\(place.directory)/in", name: "docker.io/library/app:1")
        try await place.shell("tar -C in \(compression) -cf app.tar .")
        let loaded = try await place.store.load("\(place.directory)/app.tar")
        #expect(loaded == [LoadedImage(id: image.id, references: [try ImageReference("app:1")])])
        let kept = try #require(try place.store.image(try ImageReference("app:1")))
        #expect(kept.id == image.id)
        #expect(kept.size == image.layers.reduce(0) { $0 + $1.count })
        #expect(kept.configuration.command == ["sh"])
        #expect(try place.layers.count == 2)
        #expect(try place.hidden == [])
    }

    @Test("takes what docker save wrote, with all its names and the health check", arguments: ["", "z"])
    func dockerArchive(compression: String) async throws {
        let place = try Place()
        let image = SampleImage(files: ["a", "b"], config: #"{"Healthcheck":{"Test":["CMD","true"]}}"#)
        try image.writeDockerArchive("\(place.directory)/in", names: ["app:1", "host:5000/app:2"])
        try await place.shell("tar -C in -c\(compression)f app.tar .")
        let loaded = try await place.store.load("\(place.directory)/app.tar")
        #expect(loaded.map(\.id) == [image.id])
        #expect(loaded.first?.references.map(\.familiar) == ["app:1", "host:5000/app:2"])
        let images = try place.store.list()
        #expect(images.map(\.id) == [image.id])
        #expect(images.first?.configuration.healthcheck?.test == .command(["true"]))
    }

    @Test("keeps an image without a name, or with a tag alone, under its id", arguments: ["", "latest"])
    func nameless(name: String) async throws {
        let place = try Place()
        let image = SampleImage(files: ["a"])
        try image.writeLayout("\(place.directory)/in", name: name)
        try await place.shell("tar -C in -cf app.tar .")
        #expect(try await place.store.load("\(place.directory)/app.tar").map(\.references) == [[]])
        #expect(try place.store.images(withIDPrefix: String(image.id.dropFirst(7).prefix(12))).count == 1)
        #expect(try place.store.images(withIDPrefix: image.id).count == 1)
        _ = try await place.store.load("\(place.directory)/app.tar")
        #expect(try place.store.list().count == 1)
    }

    @Test("takes the manifest for this machine out of a list of several")
    func platforms() async throws {
        let place = try Place()
        let ours = SampleImage(files: ["ours"])
        let theirs = SampleImage(files: ["theirs"], architecture: "mips64le")
        let layout = "\(place.directory)/in"
        try writeList(layout, [theirs, ours], name: "app:1")
        try await place.shell("tar -C in -cf app.tar .")
        #expect(try await place.store.load("\(place.directory)/app.tar").map(\.id) == [ours.id])

        try await place.shell("rm -r in")
        try writeList(layout, [theirs], name: "app:2")
        try await place.shell("tar -C in -cf app.tar .")
        let error = await #expect(throws: Failure.self) {
            try await place.store.load("\(place.directory)/app.tar")
        }
        #expect(error?.description.contains("it holds no image for linux/") == true)
    }

    @Test("refuses an archive with a damaged blob and leaves nothing of it")
    func damaged() async throws {
        let place = try Place()
        let image = SampleImage(files: ["a"])
        try image.writeLayout("\(place.directory)/in")
        for blob in try directoryEntries("\(place.directory)/in/blobs/sha256") {
            try await place.shell("cp in/blobs/sha256/\(blob) kept; printf x >> in/blobs/sha256/\(blob)")
            try await place.shell("tar -C in -cf app.tar .; mv kept in/blobs/sha256/\(blob)")
            let error = await #expect(throws: Failure.self) {
                try await place.store.load("\(place.directory)/app.tar")
            }
            #expect(error?.description.contains("blob sha256:\(blob) is damaged") == true)
        }
        #expect(try place.store.list() == [])
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test(
        "refuses what is no image archive, and says so",
        arguments: [
            ("tar -cf x.tar --files-from /dev/null", "it is no image archive"),
            ("echo text > x.tar", "the archive cannot be read"),
            (
                "mkdir in; echo '[{\"Config\":\"../../../etc/hostname\",\"Layers\":[]}]' > in/manifest.json; "
                    + "tar -C in -cf x.tar .", "does not hold \"../../../etc/hostname\""
            ),
            ("true", "No such file or directory"),
        ])
    func noArchive(script: String, reason: String) async throws {
        let place = try Place()
        try await place.shell(script)
        let error = await #expect(throws: Failure.self) {
            try await place.store.load("\(place.directory)/x.tar")
        }
        #expect(error?.description.contains(reason) == true, "\(error.map { "\($0)" } ?? "")")
        #expect(error?.message == "cannot load \"\(place.directory)/x.tar\"")
        #expect(try place.hidden == [])
    }

    /// Writes an OCI layout whose only entry is a list of manifests.
    private func writeList(_ layout: String, _ images: [SampleImage], name: String) throws {
        let list = ManifestList(
            mediaType: MediaType.index, manifests: try images.map { try $0.add(to: layout) })
        let bytes = try encodeJSON(list)
        let digest = try BlobStore("\(layout)/blobs/sha256").write(bytes)
        try writeIndex(
            layout, [(Descriptor(mediaType: MediaType.index, digest: digest, size: bytes.count), name: name)])
    }
}
