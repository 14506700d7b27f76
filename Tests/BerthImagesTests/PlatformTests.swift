import BerthModel
import Foundation
import TestSupport
import Testing

@testable import BerthImages

/// A platform as a file names it; the macros of tests cannot name the module.
private func platform(_ text: String) -> BerthModel.Platform? { BerthModel.Platform(text) }

@Suite("Platforms")
struct PlatformTests {
    @Test(
        "are read in all the words that files use",
        arguments: [
            ("linux/amd64", "linux/amd64"), ("linux/x86_64", "linux/amd64"),
            ("linux/amd64/v1", "linux/amd64"),
            ("linux/amd64/v3", "linux/amd64/v3"), ("linux/arm64/v8", "linux/arm64"),
            ("linux/arm64/8", "linux/arm64"), ("linux/aarch64", "linux/arm64"), ("linux/arm", "linux/arm/v7"),
            ("linux/armhf", "linux/arm/v7"), ("linux/arm/6", "linux/arm/v6"), ("linux/i386", "linux/386"),
            ("arm64", "linux/arm64"), ("windows/amd64", "windows/amd64"),
        ])
    func read(text: String, name: String) throws {
        #expect(Platform(try #require(platform(text))).name == name)
    }

    @Test(
        "are chosen from an index as the machine runs them best",
        arguments: [
            ("linux/amd64", ["linux/386", "linux/amd64/v3", "linux/amd64"], "linux/amd64"),
            ("linux/amd64", ["linux/arm64", "linux/386"], "linux/386"),
            ("linux/amd64/v3", ["linux/amd64", "linux/amd64/v3"], "linux/amd64/v3"),
            ("linux/amd64/v3", ["linux/amd64/v2", "linux/amd64"], "linux/amd64"),
            ("linux/arm64", ["linux/arm/v7", "linux/arm64/v8"], "linux/arm64/v8"),
            ("linux/arm64", ["linux/arm/v6", "linux/arm/v7"], "linux/arm/v7"),
            ("linux/arm/v7", ["linux/arm/v5", "linux/arm/v6", "linux/arm64"], "linux/arm/v6"),
            ("linux/arm/v6", ["linux/arm/v7"], nil), ("linux/riscv64", ["linux/amd64"], nil),
            ("linux/amd64", ["windows/amd64"], nil),
        ] as [(String, [String], String?)])
    func chosen(asked: String, offered: [String], expected: String?) throws {
        let manifests = offered.enumerated().map { index, name in
            let parts = name.split(separator: "/").map(String.init)
            let platform = Platform(
                architecture: parts[1], os: parts[0], variant: parts.count > 2 ? parts[2] : nil)
            return Descriptor(
                mediaType: MediaType.manifest, digest: ContentDigest(of: [UInt8(index)]), size: 1,
                platform: platform)
        }
        let wanted = Platform(try #require(platform(asked)))
        #expect(chooseManifest(manifests, for: wanted)?.platform?.name == expected)
    }

    @Test(
        "that are asked for are had, each beside the other under one name",
        .enabled(if: mayMount, "unpacking layers needs root"))
    func asked() async throws {
        let place = try Place()
        let (ours, theirs) = (
            SampleImage(files: ["ours"]), SampleImage(files: ["theirs"], architecture: "mips64le")
        )
        try indexLayout(at: "\(place.directory)/layout", of: [ours, theirs])
        let registry = try await ScriptedRegistry("\(place.directory)/layout")
        let reference = try ImageReference("\(registry.address)/app:1")
        let foreign = try await place.store.pull(reference, platform: "linux/mips64le")
        #expect(foreign.id == theirs.id)
        #expect(foreign.platform == "linux/mips64le")
        #expect(foreign.unfitHost == Platform.ofThisMachine.name)

        let own = try await place.store.pull(reference)
        #expect(own.id == ours.id && own.unfitHost == nil)
        #expect(try place.store.image(reference) == own)
        let before = try registry.requests().count
        for platform in ["linux/mips64le", Platform.ofThisMachine.name, nil] {
            let image = try await place.store.pull(reference, platform: platform)
            #expect(image.id == (platform == "linux/mips64le" ? theirs.id : ours.id))
        }
        #expect(try registry.requests().count == before, "what is here was asked for")
        let error = await #expect(throws: Failure.self) {
            try await place.store.pull(reference, policy: .never, platform: "linux/s390x")
        }
        #expect(error?.message.contains("is not here for linux/s390x") == true)
        _ = try await place.store.remove(reference.familiar) { _ in [] }
        _ = try await place.store.remove(reference.familiar) { _ in [] }
        #expect(try place.store.list() == [])
    }

    @Test(
        "of an image for one machine are checked when they are asked for, and else told",
        .enabled(if: mayMount, "unpacking layers needs root"))
    func single() async throws {
        let place = try Place()
        let theirs = SampleImage(files: ["theirs"], architecture: "mips64le")
        try layout(at: "\(place.directory)/layout", of: theirs)
        let registry = try await ScriptedRegistry("\(place.directory)/layout")
        let reference = try ImageReference("\(registry.address)/app:1")
        let own = Platform.ofThisMachine.name
        let error = await #expect(throws: Failure.self) {
            try await place.store.pull(reference, platform: own)
        }
        #expect(
            error?.message.hasSuffix("no match for platform in manifest: it is not made for \(own)") == true)
        #expect(error?.remedy == "it is made for: linux/mips64le")
        let image = try await place.store.pull(reference)
        #expect(image.id == theirs.id && image.unfitHost == own)
        let requests = try registry.requests().count
        #expect(try await place.store.pull(reference, platform: "linux/mips64le") == image)
        #expect(try registry.requests().count == requests)
    }
}
