import BerthModel
import Digest
import Foundation
import LayerArchive
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

/// Tells a second process of these tests what to unpack where.
private let childVariable = "BERTH_TEST_UNPACK"

@Suite("The layer store", .enabled(if: mayMount, "unpacking layers needs root"))
struct LayerStoreTests {
    @Test("unpacks a layer once, however many ask for it at once")
    func once() async throws {
        let place = try Place()
        let archive = SampleImage(files: ["a"]).layers[0]
        let blob = "\(place.directory)/blob"
        try OwnedDescriptor.writing(blob).write(archive)
        let diffID = sha256(of: archive)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { try await place.store.layers.unpack(blob, diffID: diffID) }
            }
            try await group.waitForAll()
        }
        let before = try linkStatus(place.store.layers.path(diffID))
        try await place.store.layers.unpack(blob, diffID: diffID)
        #expect(try linkStatus(place.store.layers.path(diffID)) == before)
    }

    @Test("keeps nothing of a layer that turns out to be another one")
    func poisoned() async throws {
        let place = try Place()
        let blob = "\(place.directory)/blob"
        try OwnedDescriptor.writing(blob).write(SampleImage(files: ["a"]).layers[0])
        await #expect(throws: LayerError.self) {
            try await place.store.layers.unpack(blob, diffID: sha256(of: "other"))
        }
        #expect(try place.layers + place.hidden == [])
    }

    /// The blob is a pipe: once its reader has taken most of what was written, unpacking is under way for
    /// sure.
    @Test("has no half layer after a kill in the middle of unpacking")
    func killed() async throws {
        let place = try Place()
        var tar = TarBuilder()
        for index in 0..<200 { tar.add("file\(index)") { $0.content = [UInt8](repeating: 7, count: 20_000) } }
        let archive = tar.archive
        let diffID = sha256(of: archive)
        try OwnedDescriptor.writing("\(place.directory)/whole").write(archive)
        try await place.shell("mkfifo blob")
        let child = try spawn(
            ProcessDescription(
                realPath("/proc/self/exe"),
                ["--testing-library", "swift-testing", "--filter", "unpackInAnotherProcess"],
                environment: processEnvironment() + ["\(childVariable)=\(place.directory) \(diffID)"]))
        try await offPool { [directory = place.directory] in
            let writer = try OwnedDescriptor.writing("\(directory)/blob")
            try writer.write(Array(archive.prefix(archive.count / 2)))
            try child.send(SIGKILL)
        }
        #expect(try await child.end() == .signalled(SIGKILL))
        #expect(try place.layers == [])
        let left = try place.hidden
        try #require(left == [".tmp-\(layerName(diffID))"])
        #expect(try directoryEntries("\(place.directory)/root/layers/\(left[0])").count > 10)
        try await place.store.layers.unpack("\(place.directory)/whole", diffID: diffID)
        #expect(try directoryEntries(place.store.layers.path(diffID)).count == 200)
        #expect(try place.hidden == [])
    }

    @Test(
        "unpacks in the process that the test of a kill starts",
        .enabled(if: environmentVariable(childVariable) != nil, "it is a part of another test"))
    func unpackInAnotherProcess() async throws {
        let words = try #require(environmentVariable(childVariable)).split(separator: " ").map(String.init)
        try await LayerStore("\(words[0])/root/layers").unpack("\(words[0])/blob", diffID: words[1])
    }

    @Test("gives layers names that are short and different")
    func names() {
        let digests = (0..<1000).map { sha256(of: "\($0)") }
        #expect(Set(digests.map(layerName)).count == 1000)
        #expect(digests.map(layerName).allSatisfy { $0.utf8.count == 26 })
        #expect(layerName(String(repeating: "0", count: 64)) == String(repeating: "a", count: 26))
        #expect(layerName(String(repeating: "f", count: 64)) == String(repeating: "7", count: 26))
    }
}
