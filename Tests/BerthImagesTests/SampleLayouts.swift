import BerthModel
import Digest
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

/// True when the tests may unpack layers and mount them.
let mayMount = geteuid() == 0

/// A directory of one test with a store in it; what is mounted there goes with it.
final class Place: Sendable {
    let directory: String
    let store: ImageStore

    init(
        patience: Patience = .ofTests, limit: LayerLimit = LayerLimit(),
        now: @escaping @Sendable () -> Double = { 1000 }
    ) throws {
        directory = try makeTemporaryDirectory(prefix: "/var/tmp/images-")
        store = try ImageStore(Place.installation(directory), now: now, patience: patience, limit: limit)
    }

    static func installation(_ directory: String) -> Installation {
        Installation(root: "\(directory)/root", runtime: "\(directory)/run")
    }

    deinit {
        for mount in (try? mountPoints(below: directory)) ?? [] { try? unmountLazily(mount.path) }
        try? removeTree(directory)
    }

    /// The blobs of the store.
    var blobs: [String] { get throws { try directoryEntries("\(directory)/root/images/blobs/sha256") } }
    /// The unpacked layers, without what is hidden.
    var layers: [String] {
        get throws { try directoryEntries("\(directory)/root/layers").filter { !$0.hasPrefix(".") } }
    }
    /// What is hidden in the two directories of the store.
    var hidden: [String] {
        get throws {
            try ["images", "layers"].flatMap { try directoryEntries("\(directory)/root/\($0)") }
                .filter { $0.hasPrefix(".") && $0 != ".locks" && $0 != ".empty" }
        }
    }

    /// Runs a shell script in the directory.
    @discardableResult
    func shell(_ script: String) async throws -> String {
        let result = try await run(ProcessDescription("/bin/sh", ["-ec", "cd \(directory); \(script)"]))
        try #require(result.succeeded, "\(script): \(result.errors)")
        return result.text
    }
}

extension Patience {
    /// Tries again at once, and does not wait as long as people do.
    static let ofTests = Patience(pauses: [.zero, .zero], silence: .seconds(20))
}

/// An image made by hand: layers of one file each.
struct SampleImage: Sendable {
    /// The name of a file in each layer, which is its content too.
    var files: [String]
    /// The `config` member of the configuration.
    var config = #"{"Cmd":["sh"]}"#
    /// The processor.
    var architecture = Platform.ofThisMachine.architecture ?? ""

    /// The uncompressed layers.
    var layers: [[UInt8]] {
        files.map { file in
            var tar = TarBuilder()
            tar.file(file, file)
            return tar.archive
        }
    }

    /// The configuration blob.
    var configuration: [UInt8] {
        let diffIDs = layers.map { "\"sha256:\(sha256(of: $0))\"" }.joined(separator: ",")
        return Array(
            """
            {"architecture":"\(architecture)","os":"linux","config":\(config),\
            "rootfs":{"type":"layers","diff_ids":[\(diffIDs)]}}
            """.utf8)
    }

    /// The id that the image has everywhere.
    var id: String { "sha256:\(sha256(of: configuration))" }

    /// Adds the image to an OCI layout directory with uncompressed layers, and returns its manifest.
    func add(to layout: String) throws -> Descriptor {
        let blobs = try BlobStore("\(layout)/blobs/sha256")
        let config = Descriptor(
            mediaType: MediaType.configuration, digest: try blobs.write(configuration),
            size: configuration.count)
        let parts = try layers.map {
            Descriptor(mediaType: MediaType.layer, digest: try blobs.write($0), size: $0.count)
        }
        let bytes = try encodeJSON(Manifest(mediaType: MediaType.manifest, config: config, layers: parts))
        let platform = Platform(architecture: architecture, os: "linux", variant: nil)
        return Descriptor(
            mediaType: MediaType.manifest, digest: try blobs.write(bytes), size: bytes.count,
            platform: platform)
    }

    /// Writes an OCI layout directory that holds the image under a name.
    func writeLayout(_ layout: String, name: String = "image") throws {
        try writeIndex(layout, [(try add(to: layout), name)])
    }

    /// Writes a directory in the form of `docker save`.
    func writeDockerArchive(_ directory: String, names: [String]) throws {
        try makeDirectories(directory)
        try OwnedDescriptor.writing("\(directory)/config.json").write(configuration)
        for (index, layer) in layers.enumerated() {
            try makeDirectories("\(directory)/l\(index)")
            try OwnedDescriptor.writing("\(directory)/l\(index)/layer.tar").write(layer)
        }
        let tags = names.map { "\"\($0)\"" }.joined(separator: ",")
        let files = layers.indices.map { "\"l\($0)/layer.tar\"" }.joined(separator: ",")
        try writeFile(
            "\(directory)/manifest.json",
            #"[{"Config":"config.json","RepoTags":[\#(tags)],"Layers":[\#(files)]}]"#)
    }
}

/// Completes an OCI layout directory with an index of named manifests.
func writeIndex(_ layout: String, _ images: [(Descriptor, name: String)]) throws {
    let manifests = images.map { descriptor, name in
        var descriptor = descriptor
        descriptor.platform = nil
        descriptor.annotations = name.isEmpty ? nil : ["org.opencontainers.image.ref.name": name]
        return descriptor
    }
    try writeFile("\(layout)/oci-layout", #"{"imageLayoutVersion":"1.0.0"}"#)
    let index = try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: manifests))
    try writeFile("\(layout)/index.json", String(decoding: index, as: UTF8.self))
}

extension ImageStore {
    /// Pulls in the environment of the tests.
    func pull(
        _ reference: ImageReference, policy: PullPolicy = .missing, platform: String? = nil,
        progress: @escaping @Sendable (PullProgress) -> Void = { _ in }
    ) async throws -> Image {
        var request = PullRequest(reference, environment: ProcessInfo.processInfo.environment)
        request.policy = policy
        request.platform = platform.flatMap(BerthModel.Platform.init)
        return try await pull(request, progress: progress)
    }
}
