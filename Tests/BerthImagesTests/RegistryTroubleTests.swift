import BerthModel
import Digest
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

private let manifests = ScriptedRegistry.manifests
private let blobs = ScriptedRegistry.blobs

/// A registry that misbehaves, and what a person is told of it.
struct Trouble: Sendable, CustomTestStringConvertible {
    let name: String
    let rules: [ScriptedRegistry.Rule]
    /// What the message says after the image's name.
    let reason: String
    var kind: Failure.Kind = .runtime
    /// What the remedy says.
    let remedy: String

    var testDescription: String { name }
}

private let troubles: [Trouble] = [
    Trouble(
        name: "reset at a manifest", rules: [.init(manifests, .drop)],
        reason: "broke the connection, also at",
        remedy: "try again"),
    Trouble(
        name: "reset within a manifest", rules: [.init(manifests, .reset)], reason: "broke the connection",
        remedy: "try again"),
    Trouble(
        name: "reset within a blob", rules: [.init(blobs, .reset)], reason: "broke the connection, also at",
        remedy: "what has arrived as a whole is kept"),
    Trouble(
        name: "truncated manifest", rules: [.init(manifests, .truncate)], reason: "broke the connection",
        remedy: "try again"),
    Trouble(
        name: "truncated blob", rules: [.init(blobs, .truncate)], reason: "broke the connection",
        remedy: "try again"),
    Trouble(
        name: "wrong manifest", rules: [.init("GET .*/manifests/sha256.*", .wrong)],
        reason: "serves a manifest of digest sha256:", remedy: "damaged or replaced on the way"),
    Trouble(
        name: "wrong blob", rules: [.init(blobs, .wrong)], reason: "has not the digest it was asked for",
        remedy: "damaged or replaced on the way"),
    Trouble(
        name: "401", rules: [.init(manifests, status: 401)], reason: "refuses access", remedy: "berth login"),
    Trouble(
        name: "401 at a blob", rules: [.init(blobs, status: 401)], reason: "refuses access",
        remedy: "berth login"),
    Trouble(
        name: "403", rules: [.init(manifests, status: 403)], reason: "forbids it to this user",
        remedy: "ask its owner"),
    Trouble(
        name: "403 at a blob", rules: [.init(blobs, status: 403)], reason: "forbids it to this user",
        remedy: "ask its owner"),
    Trouble(
        name: "404", rules: [.init(manifests, status: 404)], reason: "does not have it", kind: .notFound,
        remedy: "check the name"),
    Trouble(
        name: "404 at a blob", rules: [.init(blobs, status: 404)], reason: "lacks a part of it",
        remedy: "push the image"),
    Trouble(
        name: "429", rules: [.init(manifests, status: 429, ["Retry-After": "0"])], reason: "limits how often",
        remedy: "wait, or log in"),
    Trouble(
        name: "429 at a blob", rules: [.init(blobs, status: 429, ["Retry-After": "0"])],
        reason: "limits how often", remedy: "wait, or log in"),
    Trouble(
        name: "500", rules: [.init(manifests, status: 500)], reason: "is in trouble, also at attempt 3",
        remedy: "try again later"),
    Trouble(
        name: "503 at a blob", rules: [.init(blobs, status: 503)], reason: "is in trouble, also at attempt 3",
        remedy: "try again later"),
    Trouble(
        name: "garbage", rules: [.init(manifests, replace: "{garbage")], reason: "that is no manifest",
        remedy: "no proxy in between"),
    Trouble(
        name: "another document", rules: [.init(manifests, replace: "{\"schemaVersion\":2}")],
        reason: "that is no manifest", remedy: "no proxy in between"),
    Trouble(
        name: "schema 1",
        rules: [.init(manifests, replace: #"{"schemaVersion":1,"name":"app","fsLayers":[],"history":[]}"#)],
        reason: "first format (schema 1)", remedy: "push it again"),
    Trouble(
        name: "an artifact", rules: [.init(manifests, replace: artifact)],
        reason: "it is no container image but",
        remedy: "check the name"),
    Trouble(
        name: "index without this platform", rules: [.init(manifests, replace: foreignIndex)],
        reason: "no match for platform in manifest: it is not made for linux/", kind: .notFound,
        remedy: "it is made for: linux/mips64le, plan9/386"),
    Trouble(
        name: "silence", rules: [.init(manifests, .silent)], reason: "was silent for 1 seconds",
        remedy: "check the connection"),
    Trouble(
        name: "silence within a blob", rules: [.init(blobs, .hang)], reason: "was silent for 1 seconds",
        remedy: "what has arrived as a whole is kept"),
]

private let nowhere = "sha256:" + String(repeating: "0", count: 64)
private let artifact = """
    {"schemaVersion":2,"config":{"mediaType":"application/vnd.cncf.helm.config.v1+json","digest":"\(nowhere)",\
    "size":2},"layers":[]}
    """
private let foreignIndex = """
    {"schemaVersion":2,"manifests":[\
    {"digest":"\(nowhere)","size":2,"platform":{"os":"linux","architecture":"mips64le"}},\
    {"digest":"\(nowhere)","size":2,"platform":{"os":"plan9","architecture":"386"}},\
    {"digest":"\(nowhere)","size":2,"platform":{"os":"unknown","architecture":"unknown"}}]}
    """

@Suite("A registry in trouble", .enabled(if: mayMount, "unpacking layers needs root"))
struct RegistryTroubleTests {
    @Test("is told by what it did, and nothing of it is kept", arguments: troubles)
    func told(trouble: Trouble) async throws {
        let isSilent = trouble.rules.contains { [.silent, .hang].contains($0.do) }
        let place = try Place(
            patience: Patience(pauses: [.zero, .zero], silence: .seconds(isSilent ? 1 : 20)))
        try indexLayout(at: "\(place.directory)/layout", of: [SampleImage(files: ["a"])])
        let registry = try await ScriptedRegistry("\(place.directory)/layout", trouble.rules)
        let reference = try ImageReference("\(registry.address)/app:1")
        let error = await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        let failure = try #require(error)
        #expect(failure.message.hasPrefix("cannot pull image \"\(registry.address)/app:1\": "), "\(failure)")
        #expect(failure.message.contains(trouble.reason), "\(failure)")
        #expect(failure.kind == trouble.kind)
        #expect(failure.remedy.contains(trouble.remedy), "\(failure)")
        #expect(try place.store.list() == [])
        #expect(try place.blobs + place.layers == [])
        try expectWholeBlobs(in: place)
    }

    @Test(
        "that recovers is asked again, and the image comes",
        arguments: [
            ScriptedRegistry.Rule(manifests, .drop, times: 2), .init(blobs, .reset, times: 2),
            .init(blobs, .truncate, times: 1), .init(manifests, status: 503, times: 1),
            .init(blobs, status: 500, times: 2), .init(blobs, .slow),
            .init(manifests, status: 429, ["Retry-After": "0"], times: 3),
        ])
    func recovered(rule: ScriptedRegistry.Rule) async throws {
        let place = try Place()
        let sample = SampleImage(files: ["a", "b"])
        try layout(at: "\(place.directory)/layout", of: sample)
        let registry = try await ScriptedRegistry("\(place.directory)/layout", [rule])
        let image = try await place.store.pull(ImageReference("\(registry.address)/app:1"))
        #expect(image.id == sample.id)
        #expect(try place.layers.count == 2)
        #expect(try place.hidden == [])
        try expectWholeBlobs(in: place)
    }

    @Test("that serves something else under a digest is not believed")
    func pinned() async throws {
        let place = try Place()
        let layoutPath = "\(place.directory)/layout"
        let asked = try layout(at: layoutPath, of: SampleImage(files: ["a"]))
        let other = try SampleImage(files: ["b"]).add(to: layoutPath)
        let bytes = try BlobStore("\(layoutPath)/blobs/sha256").read(other.digest)
        let registry = try await ScriptedRegistry(
            layoutPath, [.init(manifests, replace: String(decoding: bytes, as: UTF8.self))])
        let reference = try ImageReference("\(registry.address)/app@\(asked.digest)")
        let error = await #expect(throws: Failure.self) { try await place.store.pull(reference) }
        #expect(error?.message.contains("serves a manifest of digest \(other.digest)") == true)
        #expect(try place.store.list() == [])
    }

    @Test("whose layer is not what the configuration lists is not believed")
    func diffIDs() async throws {
        let place = try Place()
        let path = "\(place.directory)/layout"
        let (one, two) = (SampleImage(files: ["a"]), SampleImage(files: ["b"]))
        // The configuration of one image with the layer of another: every blob has its digest.
        let blobs = try BlobStore("\(path)/blobs/sha256")
        _ = (try one.add(to: path), try two.add(to: path))
        let config = ContentDigest(of: one.configuration), layer = ContentDigest(of: two.layers[0])
        let manifest = try encodeJSON(
            Manifest(
                mediaType: MediaType.manifest,
                config: Descriptor(
                    mediaType: MediaType.configuration, digest: config, size: one.configuration.count),
                layers: [Descriptor(mediaType: MediaType.layer, digest: layer, size: two.layers[0].count)]))
        let descriptor = Descriptor(
            mediaType: MediaType.manifest, digest: try blobs.write(manifest), size: manifest.count)
        try writeIndex(path, [(descriptor, "1")])
        let registry = try await ScriptedRegistry(path)
        let error = await #expect(throws: Failure.self) {
            try await place.store.pull(ImageReference("\(registry.address)/app:1"))
        }
        #expect(
            error?.message.hasPrefix("cannot unpack layer sha256:") == true, "\(String(describing: error))")
        #expect(try place.store.list() == [] && place.layers == [])
    }
}

/// Writes an OCI layout with an image under the tag 1, and returns its manifest.
@discardableResult
func layout(at path: String, of image: SampleImage) throws -> Descriptor {
    let descriptor = try image.add(to: path)
    try writeIndex(path, [(descriptor, "1")])
    return descriptor
}

/// Writes an OCI layout with an index of images for several platforms under the tag 1, and returns the index.
@discardableResult
func indexLayout(at path: String, of images: [SampleImage]) throws -> Descriptor {
    let manifests = try images.map { try $0.add(to: path) }
    let bytes = try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: manifests))
    let digest = try BlobStore("\(path)/blobs/sha256").write(bytes)
    let index = Descriptor(mediaType: MediaType.index, digest: digest, size: bytes.count)
    try writeIndex(path, [(index, "1")])
    return index
}

/// Checks the content of every blob of a store, and of every layout that waits to be taken over.
func expectWholeBlobs(in place: Place) throws {
    let images = "\(place.directory)/root/images"
    for layout in try [""] + directoryEntries(images).filter({ $0.hasPrefix(".staging") }) {
        let directory = "\(images)/\(layout)/blobs/sha256"
        for name in try directoryEntries(directory) {
            #expect(try sha256(of: readFile("\(directory)/\(name)")) == name, "\(layout)/\(name)")
        }
    }
}
