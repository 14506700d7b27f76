import Digest
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import LayerArchive

/// An archive that tries to get out, and the error that stops it.
private struct Attack: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let error: LayerError
    let build: @Sendable (inout TarBuilder) -> Void

    init(_ description: String, _ error: LayerError, _ build: @escaping @Sendable (inout TarBuilder) -> Void)
    {
        testDescription = description
        self.error = error
        self.build = build
    }
}

private let attacks = [
    Attack("a name that starts with ..", .leavesDirectory(entry: "../canary")) { $0.file("../canary", "x") },
    Attack("a name with .. in it", .leavesDirectory(entry: "a/../../canary")) {
        $0.file("a/../../canary", "x")
    },
    Attack("a directory that is ..", .leavesDirectory(entry: "..")) { $0.directory("..") },
    Attack("a file in the place of the root", .leavesDirectory(entry: ".")) { $0.file(".", "") },
    Attack("a file through a symbolic link", .throughSymbolicLink(entry: "out/canary")) {
        $0.symbolicLink("out", to: "..")
        $0.file("out/canary", "x")
    },
    Attack("a file through an absolute symbolic link", .throughSymbolicLink(entry: "d/out/canary")) {
        $0.directory("d")
        $0.symbolicLink("d/out", to: "/var/tmp")
        $0.file("d/out/canary", "x")
    },
    Attack("a new directory through a symbolic link", .throughSymbolicLink(entry: "out/new/file")) {
        $0.symbolicLink("out", to: "..")
        $0.file("out/new/file", "x")
    },
    Attack("a hard link to outside", .leavesDirectory(entry: "../canary")) {
        $0.hardLink("mine", to: "../canary")
    },
    Attack(
        "a hard link through a symbolic link", .throughSymbolicLink(entry: "out/canary")
    ) {
        $0.symbolicLink("out", to: "..")
        $0.hardLink("mine", to: "out/canary")
    },
    Attack("a hard link to a lower layer", .missingLinkTarget(entry: "mine", target: "bin/sh")) {
        $0.hardLink("mine", to: "bin/sh")
    },
    Attack("a hard link to itself", .missingLinkTarget(entry: "mine", target: "mine")) {
        $0.file("mine", "x")
        $0.hardLink("mine", to: "mine")
    },
    Attack("a hard link over the root", .leavesDirectory(entry: ".")) {
        $0.file("mine", "x")
        $0.hardLink(".", to: "mine")
    },
    Attack(
        "a hard link to a directory",
        .system(entry: "mine", SystemError(code: EPERM, call: "linkat"))
    ) {
        $0.directory("d")
        $0.hardLink("mine", to: "d")
    },
    Attack("a whiteout of ..", .invalidWhiteout(entry: "a/.wh...")) { $0.file("a/.wh...", "") },
    Attack("a whiteout of .", .invalidWhiteout(entry: ".wh..")) { $0.file(".wh..", "") },
    Attack("a whiteout of nothing", .invalidWhiteout(entry: ".wh.")) { $0.file(".wh.", "") },
    Attack("a whiteout through a symbolic link", .throughSymbolicLink(entry: "out/.wh.canary")) {
        $0.symbolicLink("out", to: "..")
        $0.file("out/.wh.canary", "")
    },
    Attack("an opaque mark through a symbolic link", .throughSymbolicLink(entry: "out/.wh..wh..opq")) {
        $0.symbolicLink("out", to: "..")
        $0.file("out/.wh..wh..opq", "")
    },
    Attack(
        "a name of 300 bytes",
        .system(
            entry: String(repeating: "n", count: 300), SystemError(code: ENAMETOOLONG, call: "fstatat"))
    ) {
        $0.add("long") { $0.pax = [("path", [UInt8](repeating: UInt8(ascii: "n"), count: 300))] }
    },
]

@Suite("Hostile archives", .enabled(if: mayMakeDevices, "owners and devices need root"))
struct HostileTests {
    @Test("are stopped where they try to get out", arguments: attacks)
    private func escapes(attack: Attack) throws {
        let archive = tar(attack.build).archive
        let layer = try Unpacked(blob: archive)
        try writeFile("\(layer.directory)/canary", "alive")
        #expect(throws: attack.error) { try layer.unpack(diffID: sha256(of: archive)) }
        #expect(try readText("\(layer.directory)/canary") == "alive")
        #expect(try directoryEntries(layer.directory) == ["blob", "canary", "tree"])
    }

    @Test("with absolute names are unpacked inside")
    func absolute() throws {
        let layer = try Unpacked(tar { $0.file("//etc/./passwd", "inside") })
        #expect(try layer.text("etc/passwd") == "inside")
    }

    @Test("replace a symbolic link instead of writing to what it names")
    func overLink() throws {
        let layer = try Unpacked(
            tar {
                $0.symbolicLink("a", to: "../canary")
                $0.file("a", "file")
                $0.symbolicLink("b", to: "..")
                $0.directory("b")
                $0.directory("c")
                $0.symbolicLink("c", to: "..")
            })
        #expect(try layer.status("a")?.kind == .regular)
        #expect(try layer.status("b")?.kind == .directory)
        #expect(try layer.status("c")?.kind == .symbolicLink)
        #expect(try directoryEntries(layer.directory) == ["blob", "tree"])
    }

    @Test("with a path longer than the kernel takes are refused")
    func longPath() throws {
        let path = Array(repeating: "d", count: 3000).joined(separator: "/")
        let archive = tar { $0.add("x") { $0.pax = [("path", Array(path.utf8))] } }.archive
        let layer = try Unpacked(blob: archive)
        #expect(throws: LayerError.self) { try layer.unpack(diffID: sha256(of: archive)) }
    }

    /// A damaged download must never be taken for a layer, wherever it breaks off.
    @Test("are refused when they break off", arguments: ["cat", "gzip -nc", "zstd -qc"])
    func truncated(program: String) async throws {
        let archive = sample.archive
        let blob = try await run(ProcessDescription("/bin/sh", ["-c", program]), input: archive).output
        let diffID = sha256(of: archive)
        for length in stride(from: 0, to: blob.count, by: max(1, blob.count / 200)) {
            let layer = try Unpacked(blob: Array(blob.prefix(length)))
            #expect(throws: LayerError.self, "\(length) of \(blob.count) bytes") {
                try layer.unpack(diffID: diffID)
            }
        }
    }

    @Test("never pass for a layer when a byte is changed", arguments: ["cat", "gzip -nc", "zstd -qc"])
    func damaged(program: String) async throws {
        let archive = sample.archive
        let blob = try await run(ProcessDescription("/bin/sh", ["-c", program]), input: archive).output
        for place in stride(from: 0, to: blob.count, by: max(1, blob.count / 300)) {
            var bytes = blob
            bytes[place] ^= 0xA5
            let layer = try Unpacked(blob: bytes)
            try writeFile("\(layer.directory)/canary", "alive")
            // A change in the head of a compressed file may leave its content whole; then it is the layer.
            if (try? layer.unpack(diffID: sha256(of: archive))) != nil {
                #expect(try layer.text("etc/file") == "some text", "byte \(place)")
            }
            #expect(try directoryEntries(layer.directory) == ["blob", "canary", "tree"], "byte \(place)")
        }
    }

    @Test(
        "that are no archives are refused", arguments: ["", "text", String(repeating: "\u{1}", count: 5000)])
    func noArchive(text: String) throws {
        let layer = try Unpacked(blob: Array(text.utf8))
        #expect(throws: LayerError.self) { try layer.unpack(diffID: sha256(of: text)) }
    }

    @Test("that are missing are refused with their name")
    func missing() throws {
        let layer = try Unpacked(blob: [])
        try removeFile(layer.blob)
        let error = #expect(throws: LayerError.self) { try layer.unpack(diffID: sha256(of: "")) }
        #expect(error?.description.contains("No such file") == true)
    }

    private var sample: TarBuilder {
        tar {
            $0.directory("etc")
            $0.file("etc/file", "some text")
            $0.symbolicLink("etc/link", to: "file")
            $0.hardLink("etc/other", to: "etc/file")
            $0.file("etc/.wh.gone", "")
            $0.add("big") { $0.content = (0..<5000).map { UInt8(truncatingIfNeeded: $0 &* 7 >> 3) } }
        }
    }
}
