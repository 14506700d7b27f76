import Digest
import Glibc
import LinuxSystem
import TestSupport
import Testing

@testable import LayerArchive

/// Archives that would take more of the machine than they seem to.
@Suite("Archives that swell", .enabled(if: mayMakeDevices, "owners and devices need root"))
struct BombTests {
    private let limit = 1 << 20

    /// What is on the disk may be a part more than the limit: one block of the reader.
    private func expectRefused(_ layer: Unpacked, _ archive: [UInt8]) throws {
        #expect(throws: LayerError.tooLarge(limit: limit)) {
            try unpackLayer(layer.blob, into: layer.tree, diffID: sha256(of: archive), limit: limit)
        }
        #expect(try diskUsage(of: layer.tree) < 2 * limit)
    }

    @Test(
        "are stopped at the limit, however they are compressed", arguments: ["cat", "gzip -9c", "zstd -q19c"])
    func compressed(program: String) async throws {
        let archive = tar { $0.add("zeros") { $0.content = [UInt8](repeating: 0, count: 32 << 20) } }.archive
        let blob = try await run(ProcessDescription("/bin/sh", ["-c", program]), input: archive).output
        try expectRefused(Unpacked(blob: blob), archive)
    }

    @Test("are unpacked when they fit")
    func fits() throws {
        let archive = tar { $0.add("zeros") { $0.content = [UInt8](repeating: 0, count: limit / 2) } }.archive
        let layer = try Unpacked(blob: archive)
        try unpackLayer(layer.blob, into: layer.tree, diffID: sha256(of: archive), limit: limit)
        #expect(try layer.status("zeros")?.size == limit / 2)
    }

    @Test("are stopped by the zeros that follow their end")
    func tail() async throws {
        let archive = tar { $0.file("a", "a") }.archive + [UInt8](repeating: 0, count: 32 << 20)
        let blob = try await run(ProcessDescription("/bin/sh", ["-c", "gzip -c"]), input: archive).output
        try expectRefused(Unpacked(blob: blob), archive)
    }

    @Test("are stopped by holes, which take no space but for whoever copies the file")
    func sparse() throws {
        let archive = tar {
            $0.add("GNUSparseFile.0/hole") {
                $0.content = Array("1\n0\n1\n".utf8) + [UInt8](repeating: 0, count: 506) + [120]
                $0.pax = [
                    ("GNU.sparse.major", Array("1".utf8)), ("GNU.sparse.minor", Array("0".utf8)),
                    ("GNU.sparse.name", Array("hole".utf8)),
                    ("GNU.sparse.realsize", Array("\(1 << 60)".utf8)),
                ]
            }
        }.archive
        try expectRefused(Unpacked(blob: archive), archive)
    }

    @Test("are stopped by the number of their entries")
    func entries() throws {
        let archive = tar { for index in 0..<2000 { $0.file("file\(index)", "") } }.archive
        try expectRefused(Unpacked(blob: archive), archive)
    }

    /// A tenth of what an attacker would write, so that the test stays quick.
    @Test("of a hundred thousand entries are unpacked")
    func many() async throws {
        let layer = try Unpacked(blob: [])
        let script = """
            import tarfile, io, sys
            with tarfile.open(sys.argv[1], "w") as tar:
                for index in range(100000):
                    entry = tarfile.TarInfo("d%d/f%d" % (index // 1000, index))
                    tar.addfile(entry, io.BytesIO())
            """
        let written = try await run(
            ProcessDescription("/usr/bin/python3", ["-c", script, layer.blob]))
        try #require(written.succeeded, "\(written.errors)")
        let digest = try await run(ProcessDescription("/usr/bin/sha256sum", [layer.blob])).text.prefix(64)
        try layer.unpack(diffID: String(digest))
        #expect(try directoryEntries("\(layer.tree)/d99").count == 1000)
    }

    @Test("of a header that claims gigabytes are refused")
    func hugeHeader() throws {
        for size in ["77777777777", "17777777777"] {
            var archive = tar { $0.add("x") { $0.pax = [("path", Array("a".utf8))] } }.archive
            archive.replaceSubrange(124..<135, with: Array(size.utf8))
            archive.replaceSubrange(148..<156, with: [UInt8](repeating: 32, count: 8))
            let sum = String(archive[0..<512].reduce(0) { $0 + Int($1) }, radix: 8)
            archive.replaceSubrange(148..<148 + sum.utf8.count, with: Array(sum.utf8))
            archive[148 + sum.utf8.count] = 0
            let layer = try Unpacked(blob: archive)
            #expect(throws: LayerError.self) { try layer.unpack(diffID: sha256(of: archive)) }
            #expect(try directoryEntries(layer.tree) == [])
        }
    }

    @Test("as deep as paths can be are unpacked, and removed again")
    func deep() throws {
        let path = Array(repeating: "d", count: 1900).joined(separator: "/")
        let archive = tar { $0.add("x") { $0.pax = [("path", Array("\(path)/file".utf8))] } }.archive
        let layer = try Unpacked(blob: archive)
        try layer.unpack(diffID: sha256(of: archive))
        #expect(try readText("\(layer.tree)/\(path)/file") == "")
        #expect(try diskUsage(of: layer.tree) > 0)
        try removeTree(layer.tree)
        #expect(!fileExists(layer.tree))
    }

    @Test(
        "that are no layers hold no devices and no pipes",
        arguments: [TarBuilder.Kind.characterDevice, .pipe])
    func nodes(kind: TarBuilder.Kind) throws {
        let archive = tar {
            $0.add("index.json") {
                $0.kind = kind
                $0.device = (1, 5)
            }
        }
        let layer = try Unpacked(blob: archive.archive)
        #expect(throws: LayerError.unknownKind(entry: "index.json")) {
            try unpackArchive(layer.blob, into: layer.tree)
        }
        #expect(try directoryEntries(layer.tree) == [])
    }
}
