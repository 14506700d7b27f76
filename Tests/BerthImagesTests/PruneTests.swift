import BerthModel
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

@Suite("Pruning and measuring images", .enabled(if: mayMount, "unpacking layers needs root"))
struct PruneTests {
    /// A store with a named image, one whose name moved on, and one without a name; all share a layer.
    private func filled() async throws -> (
        Place, named: SampleImage, moved: SampleImage, nameless: SampleImage
    ) {
        let place = try Place()
        let images = ["moved", "named", "nameless"].map { SampleImage(files: ["base", $0]) }
        for (image, names) in zip(images, [["app:1"], ["app:1"], []]) {
            try image.writeDockerArchive("\(place.directory)/in", names: names)
            try await place.shell("tar -C in -cf x.tar .; rm -r in")
            _ = try await place.store.load("\(place.directory)/x.tar")
        }
        return (place, images[1], images[0], images[2])
    }

    @Test("takes what has no name and no container, and with --all what has no container")
    func selections() async throws {
        let (place, named, moved, nameless) = try await filled()
        let first = try await place.store.prune(Pruning(.nameless)) { $0.id == moved.id }
        #expect(first.images.map(\.id) == [nameless.id])
        #expect(first.reclaimed > 0)
        #expect(try place.layers.count == 3)
        let second = try await place.store.prune(Pruning(.all)) { $0.id == moved.id }
        #expect(second.images.map(\.id) == [named.id])
        let third = try await place.store.prune(Pruning(.all)) { _ in false }
        #expect(third.images.map(\.id) == [moved.id])
        #expect(try place.blobs + place.layers + place.hidden == [])
        #expect(try await place.store.prune(Pruning(.all)) { _ in false } == Pruned())
    }

    @Test("takes what was made before a time only")
    func until() async throws {
        let (place, _, _, _) = try await filled()
        #expect(try await place.store.prune(Pruning(.all, until: 0)) { _ in false }.images == [])
        #expect(try await place.store.prune(Pruning(.all, until: 1)) { _ in false }.images.count == 3)
    }

    @Test("measures what is shared once, and what would be free")
    func usage() async throws {
        let (place, named, moved, nameless) = try await filled()
        let usage = try await place.store.usage()
        #expect(usage.items.map(\.image.id).sorted() == [named.id, moved.id, nameless.id].sorted())
        let sum = usage.items.reduce(0) { $0 + $1.size }
        let shared = try #require(usage.items.first?.shared)
        #expect(shared > 0)
        #expect(usage.size == sum - 2 * shared)
        #expect(usage.reclaimable(without: usage.items.map(\.image)) == usage.size)
        let one = usage.items[0]
        #expect(usage.reclaimable(without: [one.image]) == one.size - one.shared)
        #expect(usage.orphans == [] && usage.partial == 0)
    }

    @Test("finds what no image has, and the next sweep after a killed removal takes it")
    func orphans() async throws {
        let (place, _, _, _) = try await filled()
        let root = "\(place.directory)/root"
        // As a removal that was killed between the change of the list and the removal of what it listed.
        try makeDirectories("\(root)/images/.staging-killed/blobs/sha256")
        try await place.store.edit { index in
            index.remove(manifests: Set(index.entries.map(\.manifest.digest)))
        }
        try makeDirectories("\(root)/layers/.old-x/etc")
        let usage = try await place.store.usage()
        #expect(usage.orphans.count { $0.kind == "staging" } == 1)
        #expect(usage.orphans.count { $0.kind == "blob" } == 10)
        #expect(usage.orphans.count { $0.kind == "layer" } == 5)
        try await place.store.sweep()
        #expect(try await place.store.usage().orphans == [])
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test("takes nothing that loads and removals at the same time need")
    func concurrently() async throws {
        let (place, _, _, _) = try await filled()
        let image = SampleImage(files: ["base", "other"])
        try image.writeDockerArchive("\(place.directory)/in", names: ["other:1"])
        try await place.shell("tar -C in -cf x.tar .")
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for _ in 0..<20 {
                    let loaded = try await place.store.load("\(place.directory)/x.tar")
                    #expect(loaded.map(\.id) == [image.id])
                }
            }
            group.addTask {
                for _ in 0..<20 { _ = try await place.store.prune(Pruning(.all)) { _ in false } }
            }
            try await group.waitForAll()
        }
        _ = try await place.store.load("\(place.directory)/x.tar")
        let kept = try #require(try place.store.image(try ImageReference("other:1")))
        #expect(kept.configuration.diffIDs.allSatisfy(place.store.layers.contains))
        #expect(try await place.store.usage().orphans == [])
    }

    @Test("by its id goes an image with all its names when that is asked for")
    func allNames() async throws {
        let place = try Place()
        let image = SampleImage(files: ["a"])
        try image.writeDockerArchive("\(place.directory)/in", names: ["app:1", "app:2"])
        try await place.shell("tar -C in -cf x.tar .")
        _ = try await place.store.load("\(place.directory)/x.tar")
        await #expect(throws: Failure.self) { try await place.store.remove(image.id) { _ in [] } }
        let removal = try await place.store.remove(image.id, .all) { _ in [] }
        #expect(removal.untagged.map(\.familiar) == ["app:1", "app:2"] && removal.deleted == image.id)
        #expect(try place.blobs + place.layers + place.hidden == [])
    }
}
