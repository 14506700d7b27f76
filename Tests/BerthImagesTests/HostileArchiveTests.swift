import BerthModel
import LinuxSystem
import TestSupport
import Testing

@testable import BerthImages

/// Archives of images that try to take the machine, or what is not theirs.
@Suite("Hostile image archives", .enabled(if: mayMount, "unpacking layers needs root"))
struct HostileArchiveTests {
    @Test(
        "are refused before anything of them is read without an end",
        arguments: [
            ("mknod in/index.json c 1 5; touch in/oci-layout", "is of an unknown kind"),
            ("mkfifo in/index.json; touch in/oci-layout", "is of an unknown kind"),
            ("ln -s /dev/zero in/index.json; touch in/oci-layout", "it is no image archive"),
            ("truncate -s 5M in/manifest.json", "it has more than 4194304 bytes"),
            ("head -c 100000 /dev/zero | tr '\\\\0' '[' > in/manifest.json", "cannot load"),
        ])
    func documents(script: String, reason: String) async throws {
        let place = try Place()
        try await place.shell("mkdir in; \(script); tar -C in -cf x.tar .")
        let error = await #expect(throws: Failure.self) {
            try await place.store.load("\(place.directory)/x.tar")
        }
        #expect(error?.description.contains(reason) == true, "\(error.map { "\($0)" } ?? "")")
        #expect(try place.store.list() == [])
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test("that lead from list to list are refused")
    func lists() async throws {
        let place = try Place()
        let blobs = try BlobStore("\(place.directory)/in/blobs/sha256")
        var next = try SampleImage(files: ["a"]).add(to: "\(place.directory)/in")
        for _ in 0..<20 {
            next.platform = .ofThisMachine
            let bytes = try encodeJSON(ManifestList(mediaType: MediaType.index, manifests: [next]))
            next = Descriptor(mediaType: MediaType.index, digest: try blobs.write(bytes), size: bytes.count)
        }
        try writeIndex("\(place.directory)/in", [(next, name: "app:1")])
        try await place.shell("tar -C in -cf x.tar .")
        let error = await #expect(throws: Failure.self) {
            try await place.store.load("\(place.directory)/x.tar")
        }
        #expect(error?.description.contains("lists of manifests in lists") == true)
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    @Test(
        "are refused when they swell, and told with the variable that allows it", arguments: ["pad", "layer"])
    func limit(file: String) async throws {
        let place = try Place(limit: LayerLimit(["BERTH_LAYER_LIMIT=50k"]))
        let zeros = [UInt8](repeating: 0, count: 100_000)
        if file == "pad" {
            try SampleImage(files: ["a"]).writeLayout("\(place.directory)/in", name: "app:1")
            try OwnedDescriptor.writing("\(place.directory)/in/pad").write(zeros)
        } else {
            try await swelling(zeros, "\(place.directory)/in")
        }
        try await place.shell(
            "tar -C in -cf x.tar .; \(file == "pad" ? "gzip < x.tar > y; mv y x.tar" : "true")")
        let error = await #expect(throws: Failure.self) {
            try await place.store.load("\(place.directory)/x.tar")
        }
        #expect(error?.description.contains("BERTH_LAYER_LIMIT") == true, "\(error.map { "\($0)" } ?? "")")
        #expect(try place.store.list() == [])
        #expect(try place.blobs + place.layers + place.hidden == [])
    }

    /// Writes the layout of an image whose only layer is small as it is compressed.
    private func swelling(_ content: [UInt8], _ layout: String) async throws {
        var tar = TarBuilder()
        tar.add("zeros") { $0.content = content }
        let blobs = try BlobStore("\(layout)/blobs/sha256")
        let plain = try blobs.write(tar.archive)
        let config = try blobs.write(
            Array(#"{"os":"linux","rootfs":{"type":"layers","diff_ids":["\#(plain)"]}}"#.utf8))
        let squeezed = try await run(ProcessDescription("/bin/gzip", ["-nc", blobs.path(plain)])).output
        try removeFile(blobs.path(plain))
        let layer = try blobs.write(squeezed)
        let manifest = Manifest(
            mediaType: MediaType.manifest,
            config: Descriptor(mediaType: MediaType.configuration, digest: config, size: 1),
            layers: [Descriptor(mediaType: MediaType.layer("gzip"), digest: layer, size: squeezed.count)])
        let bytes = try encodeJSON(manifest)
        let descriptor = Descriptor(
            mediaType: MediaType.manifest, digest: try blobs.write(bytes), size: bytes.count)
        try writeIndex(layout, [(descriptor, name: "app:1")])
    }

    @Test(
        "have a limit that can be set",
        arguments: [("1000", 1000), ("20k", 20480), ("3MB", 3 << 20), ("16g", 16 << 30), ("2t", 2 << 40)])
    func setting(text: String, bytes: Int) throws {
        #expect(try LayerLimit(["BERTH_LAYER_LIMIT=\(text)"]).bytes(for: "/none", in: "/") == bytes)
    }

    @Test("have a limit that is a number of bytes", arguments: ["x", "-1", "1q", "99999999999t", "1.5g"])
    func badSetting(text: String) {
        #expect(throws: Failure.self) { try LayerLimit(["BERTH_LAYER_LIMIT=\(text)"]) }
    }

    @Test("have a limit by their size, within what is free, when none is set")
    func standard() throws {
        let limit = try LayerLimit(["OTHER=1", "BERTH_LAYER_LIMIT="]).bytes(for: "/none", in: "/var/tmp")
        #expect(limit <= 16 << 30)
        #expect(limit > 0)
    }
}
