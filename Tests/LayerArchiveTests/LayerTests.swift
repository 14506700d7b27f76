import Digest
import Foundation
import LinuxSystem
import TestSupport
import Testing

@testable import LayerArchive

@Suite("Layers", .enabled(if: mayMakeDevices, "owners and devices need root"))
struct LayerTests {
    @Test("keep permissions, owners and set-id bits", arguments: [0o4755, 0o2750, 0o1777, 0o000, 0o644])
    func permissions(mode: Int) throws {
        let layer = try Unpacked(
            tar {
                $0.add("file") {
                    $0.mode = mode
                    $0.user = 1234
                    $0.group = 70_000
                }
                $0.add("directory/") {
                    $0.kind = .directory
                    $0.mode = mode
                    $0.user = 7
                }
            })
        let file = try #require(try layer.status("file"))
        #expect(file.mode == UInt32(mode) && file.user == 1234 && file.group == 70_000)
        let directory = try #require(try layer.status("directory"))
        #expect(directory.kind == .directory && directory.mode == UInt32(mode) && directory.user == 7)
    }

    @Test("keep times to the nanosecond, of directories with files in them too")
    func times() async throws {
        let layer = try Unpacked(
            tar {
                $0.directory("d/")
                $0.add("d/file") { $0.pax = [("mtime", Array("1234567890.123456789".utf8))] }
                $0.symbolicLink("d/link", to: "nowhere")
            })
        #expect(try await layer.stat("%.9Y", "d/file") == "1234567890.123456789")
        #expect(try await layer.stat("%Y", "d") == "1000000000")
        #expect(try await layer.stat("%Y", "d/link") == "1000000000")
    }

    @Test("keep links, devices and pipes")
    func kinds() async throws {
        let layer = try Unpacked(
            tar {
                $0.file("bin/one", "content")
                $0.hardLink("bin/two", to: "./bin/one")
                $0.symbolicLink("lib", to: "/usr/lib")
                $0.add("null") {
                    $0.kind = .characterDevice
                    $0.device = (1, 3)
                    $0.mode = 0o666
                }
                $0.add("disk") {
                    $0.kind = .blockDevice
                    $0.device = (259, 1000)
                }
                $0.add("pipe") { $0.kind = .pipe }
            })
        #expect(try layer.status("bin/one")?.inode == layer.status("bin/two")?.inode)
        #expect(try readSymbolicLink("\(layer.tree)/lib") == "/usr/lib")
        #expect(try await layer.stat("%F %t %T %a", "null") == "character special file 1 3 666")
        #expect(try await layer.stat("%F %t %T", "disk") == "block special file 103 3e8")
        #expect(try layer.status("pipe")?.kind == .pipe)
        #expect(try layer.status("bin")?.mode == 0o755, "a directory that no entry makes has mode 755")
    }

    @Test("keep capabilities and other attributes, but none that steers overlayfs")
    func attributes() async throws {
        let capability = [UInt8]([1, 0, 0, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        let layer = try Unpacked(
            tar {
                $0.add("ping") {
                    $0.mode = 0o755
                    $0.user = 33
                    $0.pax = [
                        ("SCHILY.xattr.security.capability", capability),
                        ("SCHILY.xattr.user.note", Array("a b=c".utf8)),
                        ("SCHILY.xattr.trusted.overlay.redirect", Array("/etc".utf8)),
                    ]
                }
                $0.add("d/") {
                    $0.kind = .directory
                    $0.pax = [
                        ("SCHILY.xattr.trusted.overlay.opaque", Array("y".utf8)),
                        ("SCHILY.xattr.user.note", Array("x".utf8)),
                    ]
                }
            })
        #expect(
            try await layer.attributes("ping") == [
                "security.capability=0100000200040000000000000000000000000000", "user.note=6120623d63",
            ])
        #expect(try await layer.attributes("d") == ["user.note=78"])
    }

    @Test("keep the holes of sparse files")
    func sparse() async throws {
        let source = try makeTemporaryDirectory(prefix: "/var/tmp/sparse-")
        defer { try? removeTree(source) }
        let script = """
            cd \(source) && mkdir in && truncate -s 64M in/hole && printf end >> in/hole && printf mid | \
            dd of=in/hole bs=1 seek=1000000 conv=notrunc status=none && tar -S --format=posix -cf out.tar in
            """
        #expect(try await run(ProcessDescription("/bin/sh", ["-c", script])).succeeded)
        let bytes = try readFile("\(source)/out.tar")
        let layer = try Unpacked(blob: bytes)
        try layer.unpack(diffID: sha256(of: bytes))
        #expect(try layer.status("in/hole")?.size == 64 << 20 + 3)
        let blocks = try #require(Int(try await layer.stat("%b", "in/hole")))
        #expect(blocks * 512 < 1 << 20)
        let compared = ProcessDescription("/usr/bin/cmp", ["\(source)/in/hole", "\(layer.tree)/in/hole"])
        #expect(try await run(compared).succeeded)
    }

    @Test(
        "keep names as bytes, whatever they mean",
        arguments: [[0x65, 0xCC, 0x81], [0xE9], [0xC3, 0xA9], [0x01]])
    func names(name: [UInt8]) throws {
        let layer = try Unpacked(
            tar {
                $0.add(name)
                $0.add(Array("d/".utf8) + name) { $0.pax = [("path", Array("p/".utf8) + name)] }
            })
        for directory in [layer.tree, "\(layer.tree)/p"] {
            let found = try FileManager.default.contentsOfDirectoryBytes(directory)
            #expect(found.contains(name))
        }
    }

    @Test("keep the attributes of what has a name that is no text, and are removed with it")
    func nameWithoutText() throws {
        let name: [UInt8] = [0xE9, 0xFF]
        let build = tar {
            $0.add(name) {
                $0.kind = .pipe
                $0.pax = [("SCHILY.xattr.trusted.note", [1])]
            }
            $0.add(Array("d/".utf8) + name + Array("/x".utf8))
            $0.file("d", "instead of the directory")
        }
        let layer = try Unpacked(build)
        #expect(try layer.text("d") == "instead of the directory")
        try removeTree(layer.tree)
        #expect(!fileExists(layer.tree))
    }

    @Test("let a later entry take the place of an earlier one")
    func replacing() throws {
        let layer = try Unpacked(
            tar {
                $0.file("a", "1")
                $0.file("a", "2")
                $0.file("b/c/d", "deep")
                $0.file("b", "file")
                $0.file("e", "file")
                $0.directory("e/")
                $0.file("e/f", "inside")
                $0.directory("g/")
                $0.file("g/h", "kept")
                $0.directory("g/")
            })
        #expect(try layer.text("a") == "2")
        #expect(try layer.text("b") == "file")
        #expect(try layer.text("e/f") == "inside")
        #expect(try layer.text("g/h") == "kept")
    }

    @Test(
        "come plain, by gzip or by zstd", arguments: ["cat", "gzip -c", "gzip -9c", "zstd -qc", "zstd -q19c"])
    func compression(program: String) async throws {
        let archive = tar { $0.file("file", String(repeating: "text", count: 100_000)) }.archive
        let compressed = try await run(ProcessDescription("/bin/sh", ["-c", program]), input: archive).output
        let layer = try Unpacked(blob: compressed)
        try layer.unpack(diffID: sha256(of: archive))
        #expect(try layer.status("file")?.size == 400_000)
    }

    @Test("may be without entries")
    func empty() throws {
        #expect(try directoryEntries(try Unpacked(tar { _ in }).tree) == [])
    }

    @Test("are refused when their content is not the one asked for")
    func wrongDigest() throws {
        let archive = tar { $0.file("file", "text") }.archive
        let layer = try Unpacked(blob: archive)
        let other = sha256(of: "other")
        #expect(throws: LayerError.wrongDigest(expected: other, found: sha256(of: archive))) {
            try layer.unpack(diffID: other)
        }
    }

    @Test("count what follows the end of the archive as content")
    func trailingBytes() throws {
        let archive = tar { $0.file("file", "text") }.archive + [UInt8](repeating: 0, count: 100_000)
        let layer = try Unpacked(blob: archive)
        try layer.unpack(diffID: sha256(of: archive))
        #expect(try layer.text("file") == "text")
    }
}

extension FileManager {
    /// The names in a directory as bytes, which need not be UTF-8.
    fileprivate func contentsOfDirectoryBytes(_ path: String) throws -> [[UInt8]] {
        guard let stream = unsafe opendir(path) else { throw CocoaError(.fileReadUnknown) }
        defer { unsafe closedir(stream) }
        var names: [[UInt8]] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
                unsafe Array($0.prefix { $0 != 0 })
            }
            names.append(name)
        }
        return names
    }
}
