import BerthModel
import Foundation
import LinuxSystem
import Synchronization
import TestSupport
import Testing

@testable import BerthImages

@Suite("A pull that ended early", .enabled(if: mayMount, "unpacking layers needs root"))
struct ResumptionTests {
    @Test("keeps the blobs that were whole, and the next one asks for the others alone")
    func resumed() async throws {
        let place = try Place(patience: Patience(pauses: [], silence: .seconds(20)))
        let sample = SampleImage(files: ["a", "b", "c"])
        try layout(at: "\(place.directory)/layout", of: sample)
        let last = ContentDigest(of: sample.layers[2])
        let registry = try await ScriptedRegistry(
            "\(place.directory)/layout", [.init("GET .*/blobs/\(last)", status: 500, times: 1)])
        let reference = try ImageReference("\(registry.address)/app:1")
        await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        #expect(try place.store.list() == [] && place.blobs == [])
        try expectWholeBlobs(in: place)
        let kept = try place.stagedBlobs
        #expect(kept.count == 2 && !kept.contains(last.hex), "\(kept)")

        let image = try await place.store.pull(reference)
        #expect(image.id == sample.id)
        let requests = try registry.blobRequests()
        for layer in sample.layers.dropLast() { #expect(requests["\(ContentDigest(of: layer))"] == 1) }
        #expect(requests["\(last)"] == 2)
        #expect(try place.hidden == [])
    }

    @Test("does not keep what is damaged")
    func damaged() async throws {
        let place = try Place(patience: Patience(pauses: [], silence: .seconds(20)))
        let sample = SampleImage(files: ["a", "b"])
        try layout(at: "\(place.directory)/layout", of: sample)
        let last = ContentDigest(of: sample.layers[1])
        let registry = try await ScriptedRegistry(
            "\(place.directory)/layout", [.init("GET .*/blobs/\(last)", status: 500, times: 1)])
        let reference = try ImageReference("\(registry.address)/app:1")
        await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        // As after a loss of power: the name is there and the content is not.
        try await place.shell("for b in root/images/.staging-*/blobs/sha256/*; do : > $b; done")
        let image = try await place.store.pull(reference)
        #expect(image.id == sample.id)
        try expectWholeBlobs(in: place)
        #expect(try place.hidden == [])
    }

    @Test("is forgotten after a day, and when unused blobs are collected")
    func forgotten() async throws {
        let clock = Mutex(Date().timeIntervalSince1970)
        let place = try Place(patience: Patience(pauses: [], silence: .seconds(20))) { clock.withLock { $0 } }
        let sample = SampleImage(files: ["a", "b"])
        try layout(at: "\(place.directory)/layout", of: sample)
        let last = ContentDigest(of: sample.layers[1])
        let registry = try await ScriptedRegistry(
            "\(place.directory)/layout", [.init("GET .*/blobs/\(last)", status: 500)])
        let reference = try ImageReference("\(registry.address)/app:1")
        await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        try await place.store.sweep()
        #expect(try place.stagedBlobs.count == 1)
        try await place.store.discardStagedPulls()
        #expect(try place.hidden == [])
        await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        clock.withLock { $0 += 90000 }
        try await place.store.sweep()
        #expect(try place.hidden == [])
    }
}

extension Place {
    /// The blobs of layouts that wait to be taken over.
    fileprivate var stagedBlobs: [String] {
        get throws {
            let images = "\(directory)/root/images"
            return try directoryEntries(images).filter { $0.hasPrefix(".staging-pull-") }
                .flatMap { try directoryEntries("\(images)/\($0)/blobs/sha256") }
        }
    }
}
