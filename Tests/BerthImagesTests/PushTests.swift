import BerthModel
import Foundation
import LinuxSystem
import Synchronization
import TestSupport
import Testing

@testable import BerthImages

@Suite("Pushing", .enabled(if: mayMount, "unpacking layers needs root"))
struct PushTests {
    private let environment = ProcessInfo.processInfo.environment

    /// Loads an image under a name of a registry that has nothing yet.
    private func prepare(_ place: Place, _ rules: [ScriptedRegistry.Rule] = [], sample: SampleImage)
        async throws -> (ScriptedRegistry, ImageReference)
    {
        let layout = "\(place.directory)/registry"
        _ = try BlobStore("\(layout)/blobs/sha256")
        try writeIndex(layout, [])
        let registry = try await ScriptedRegistry(layout, rules)
        let reference = try ImageReference("\(registry.address)/app:1")
        try sample.writeDockerArchive("\(place.directory)/in", names: [reference.familiar])
        try await place.shell("tar -C in -cf app.tar .")
        _ = try await place.store.load("\(place.directory)/app.tar")
        return (registry, reference)
    }

    @Test("gives a registry the image, from which others pull the same; what it has is not sent again")
    func pushed() async throws {
        let (place, other) = (try Place(), try Place())
        let sample = SampleImage(
            files: ["a", "b"], config: #"{"Healthcheck":{"Test":["CMD-SHELL","x"]}}"#)
        let (registry, reference) = try await prepare(place, sample: sample)
        let last = Mutex<PullProgress?>(nil)
        try await place.store.push(reference, environment: environment) { progress in
            last.withLock { $0 = progress }
        }
        let progress = try #require(last.withLock { $0 })
        #expect(progress.phase == .sending && progress.received == progress.size && progress.size > 0)
        let image = try await other.store.pull(reference)
        #expect(image.id == sample.id)
        #expect(image.configuration.healthcheck?.test == .shell("x"))
        #expect(try place.store.image(reference)?.repositoryDigest == image.repositoryDigest)

        let uploads = try registry.requests().filter { $0.hasPrefix("POST ") }.count
        try await other.store.push(reference, environment: environment)
        #expect(try registry.requests().filter { $0.hasPrefix("POST ") }.count == uploads)
        #expect(try place.hidden + other.hidden == [])
    }

    @Test(
        "that fails says why, and leaves nothing",
        arguments: [
            (ScriptedRegistry.Rule("POST .*", status: 403), "forbids it to this user", "berth login"),
            (.init("P.*", status: 401), "refuses access", "berth login"),
            (
                .init("PUT .*/manifests/.*", status: 500), "is in trouble, also at attempt 3",
                "try again later"
            ),
            (.init("PATCH .*", .drop), "broke the connection, also at attempt 3", "try again"),
        ])
    func failures(rule: ScriptedRegistry.Rule, reason: String, remedy: String) async throws {
        let place = try Place()
        let (registry, reference) = try await prepare(place, [rule], sample: SampleImage(files: ["a"]))
        defer { withExtendedLifetime(registry) {} }
        let error = await #expect(throws: Failure.self) {
            try await place.store.push(reference, environment: environment)
        }
        #expect(error?.message.hasPrefix("cannot push image \"\(reference.familiar)\": ") == true)
        #expect(error?.message.contains(reason) == true, "\(String(describing: error))")
        #expect(error?.remedy.contains(remedy) == true)
        #expect(try place.hidden == [])
        #expect(try place.store.image(reference)?.repositoryDigest == nil)
    }

    @Test("that breaks off goes on by itself")
    func recovered() async throws {
        let place = try Place()
        let rules = [
            ScriptedRegistry.Rule("PATCH .*", .drop, times: 1),
            .init("PUT .*/manifests/.*", status: 503, times: 1),
        ]
        let (registry, reference) = try await prepare(place, rules, sample: SampleImage(files: ["a", "b"]))
        try await place.store.push(reference, environment: environment)
        let uploads = try registry.requests().filter { $0.hasPrefix("PUT ") && $0.hasSuffix(" 201") }
        #expect(Set(uploads).count == uploads.count)
    }

    @Test("what is not here, or by a digest, is refused")
    func refused() async throws {
        let place = try Place()
        let missing = await #expect(throws: Failure.self) {
            try await place.store.push(ImageReference("localhost:1/app"), environment: environment)
        }
        #expect(missing?.kind == .notFound)
        let digest = "sha256:" + String(repeating: "a", count: 64)
        let pinned = await #expect(throws: Failure.self) {
            try await place.store.push(ImageReference("localhost:1/app@\(digest)"), environment: environment)
        }
        #expect(pinned?.kind == .usage)
    }
}
