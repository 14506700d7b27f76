import BerthModel
import Glibc
import LinuxSystem
import Testing

@testable import BerthImages

@Suite("Removing images", .enabled(if: mayMount, "unpacking layers needs root"))
struct RemovalTests {
    /// A store with two images that share a layer; the first has two names.
    private func filled() async throws -> (Place, SampleImage, SampleImage) {
        let place = try Place()
        let (one, two) = (SampleImage(files: ["base", "one"]), SampleImage(files: ["base", "two"]))
        try one.writeDockerArchive("\(place.directory)/one", names: ["one:1", "one:2"])
        try two.writeDockerArchive("\(place.directory)/two", names: ["two:1"])
        try await place.shell("tar -C one -cf one.tar .; tar -C two -cf two.tar .")
        for name in ["one", "two"] { _ = try await place.store.load("\(place.directory)/\(name).tar") }
        return (place, one, two)
    }

    @Test("takes one name of several away, even when the image is in use")
    func untag() async throws {
        let (place, one, _) = try await filled()
        let removal = try await place.store.remove("one:1") { _ in ["shop-web-1"] }
        #expect(removal == Removal(untagged: [try ImageReference("one:1")]))
        #expect(try place.store.list().map(\.id).contains(one.id))
        #expect(try place.layers.count == 3)
    }

    @Test("removes an image with its last name, and only the layers and blobs nobody else needs")
    func delete() async throws {
        let (place, one, two) = try await filled()
        _ = try await place.store.remove("one:1") { _ in [] }
        let removal = try await place.store.remove("one:2") { _ in [] }
        #expect(removal == Removal(untagged: [try ImageReference("one:2")], deleted: one.id))
        #expect(try place.store.list().map(\.id) == [two.id])
        #expect(try place.layers.sorted() == two.configurationLayers.sorted())
        #expect(try place.blobs.count == 4)
        #expect(
            try await place.store.remove(String(two.id.dropFirst(7).prefix(10))) { _ in [] }.deleted == two.id
        )
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test("refuses an image that containers use, and names them")
    func inUse() async throws {
        let (place, _, two) = try await filled()
        for name in ["two:1", two.id] {
            let error = await #expect(throws: Failure.self) {
                try await place.store.remove(name) { id in id == two.id ? ["shop-web-2", "shop-web-1"] : [] }
            }
            #expect(
                error?.message
                    == "cannot remove image \"\(name)\": containers \"shop-web-1\", \"shop-web-2\" use it")
        }
        #expect(try place.store.list().count == 2)
        #expect(try place.layers.count == 3)
    }

    @Test("refuses what is unknown, ambiguous or has several names")
    func refusals() async throws {
        let (place, one, _) = try await filled()
        let cases = [("nope", "image \"nope\" does not exist"), (one.id, "has several names: one:1, one:2")]
        for (name, reason) in cases {
            let error = await #expect(throws: Failure.self) { try await place.store.remove(name) { _ in [] } }
            #expect(error?.message.contains(reason) == true)
        }
    }

    @Test("keeps what another image needs while that one is being put together")
    func duringCommit() async throws {
        let (place, _, two) = try await filled()
        let three = SampleImage(files: ["base", "two", "three"])
        try await place.store.staging { staging in
            let descriptor = try three.add(to: staging.directory)
            let manifest = try decodeJSON(Manifest.self, staging.blobs.read(descriptor.digest))
            #expect(try await place.store.remove("two:1") { _ in [] }.deleted == two.id)
            let staged = StagedImage(staging: staging, manifest: manifest, descriptor: descriptor)
            let entry = ImageIndex.Entry(manifest: descriptor, reference: try ImageReference("three:1"))
            try await place.store.commit(staged, as: entry) { _ in }
        }
        #expect(try place.store.image(try ImageReference("three:1"))?.id == three.id)
        #expect(try place.layers.count == 4)
    }

    @Test("sweeps what killed processes left, but nothing that a living one holds")
    func sweeping() async throws {
        let (place, _, _) = try await filled()
        let root = "\(place.directory)/root"
        try makeDirectories("\(root)/layers/.tmp-\(layerName(String(repeating: "a", count: 64)))/etc")
        try makeDirectories("\(root)/layers/.old-x/etc")
        try makeDirectories("\(root)/images/.staging-0123/blobs")
        try await place.store.staging { staging in
            try await place.store.sweep()
            try await place.store.collect()
            #expect(try place.hidden == [String(staging.directory.suffix(15))])
        }
        #expect(try place.hidden == [])
        #expect(try place.layers.count == 3)
    }

    /// skopeo goes on with its transfer when berth is killed.
    @Test("leaves a layout alone as long as a program that was started for it writes there")
    func orphans() async throws {
        let place = try Place()
        let pipe = try Pipe()
        let (directory, child) = try {
            let staging = try Staging(prefix: "\(place.directory)/root/images/.staging-")
            var description = ProcessDescription("/bin/cat")
            description.descriptors = [(pipe.reader.number, 0), (staging.lockDescriptor, 3)]
            return (staging.directory, try spawn(description))
        }()
        try await place.store.sweep()
        #expect(fileExists(directory))
        try child.send(SIGKILL)
        _ = try await child.end()
        try await place.store.sweep()
        #expect(!fileExists(directory))
    }
}

extension SampleImage {
    /// The names of the directories of its layers.
    fileprivate var configurationLayers: [String] {
        get throws { try ImageConfiguration(configuration).diffIDs.map(layerName) }
    }
}
