import BerthModel
import LinuxSystem
import Testing

@testable import BerthImages

@Suite("Root file systems", .enabled(if: mayMount, "overlay mounts need root"))
struct RootFileSystemTests {
    /// Loads an image and returns it with a root file system for a container of it.
    private func load(_ sample: SampleImage, _ place: Place) async throws -> (Image, RootFileSystem) {
        try sample.writeDockerArchive("\(place.directory)/in", names: ["app:1"])
        try await place.shell("tar -C in -cf app.tar .")
        _ = try await place.store.load("\(place.directory)/app.tar")
        let image = try #require(try place.store.image(try ImageReference("app:1")))
        return (image, RootFileSystem(container: "\(place.directory)/container"))
    }

    @Test("show the layers, and keep what is written in the container's directory")
    func writing() async throws {
        let place = try Place()
        let (image, root) = try await load(SampleImage(files: ["a", "b"]), place)
        #expect(try !root.isMounted())
        try await place.store.mount(image, root)
        #expect(try root.isMounted())
        #expect(try directoryEntries(root.path) == ["a", "b"])
        #expect(try linkStatus(root.path)?.mode == 0o755)
        try writeFile("\(root.path)/a", "changed")
        try await place.store.mount(image, root)
        try root.unmount()
        try root.unmount()
        #expect(try directoryEntries(root.path) == [])
        try await place.store.mount(image, root)
        #expect(try readText("\(root.path)/a") == "changed")
        #expect(try readText("\(place.store.layers.path(image.configuration.diffIDs[0]))/a") == "a")
        try root.unmount()
    }

    @Test("take images without layers and with very many", arguments: [0, 1, 127, 500])
    func counts(count: Int) async throws {
        let place = try Place()
        let (image, root) = try await load(SampleImage(files: (0..<count).map { "f\($0)" }), place)
        try await place.store.mount(image, root)
        #expect(try directoryEntries(root.path).count == count)
        try root.unmount()
    }

    @Test("refuse more layers than the kernel takes")
    func tooMany() throws {
        let place = try Place()
        let root = RootFileSystem(container: "\(place.directory)/c")
        let error = #expect(throws: Failure.self) { try root.mount((0...500).map { "/layer\($0)" }) }
        #expect(error?.message == "cannot mount an image of 501 layers: the kernel takes 500")
    }

    @Test("unpack a layer again that somebody removed")
    func repairing() async throws {
        let place = try Place()
        let (image, root) = try await load(SampleImage(files: ["a", "b"]), place)
        try removeTree(place.store.layers.path(image.configuration.diffIDs[1]))
        try await place.store.mount(image, root)
        #expect(try directoryEntries(root.path) == ["a", "b"])
        try root.unmount()
    }
}
