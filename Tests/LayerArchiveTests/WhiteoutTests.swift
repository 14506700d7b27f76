import LinuxSystem
import TestSupport
import Testing

@testable import LayerArchive

@Suite("Whiteouts", .enabled(if: mayMakeDevices, "overlay mounts need root"))
struct WhiteoutTests {
    @Test("become devices 0/0 and opaque directories")
    func marks() async throws {
        let layer = try Unpacked(
            tar {
                $0.file("a/.wh.gone", "")
                $0.file("b/.wh..wh..opq", "")
                $0.file("b/new", "")
                $0.file(".wh..wh.plnk", "")
            })
        #expect(try await layer.stat("%F %t %T", "a/gone") == "character special file 0 0")
        #expect(try await layer.attributes("b") == ["trusted.overlay.opaque=79"])
        #expect(try directoryEntries(layer.tree) == ["a", "b"])
    }

    @Test("hide what lower layers have, and nothing of their own layer, in a real overlay")
    func overlay() async throws {
        let lower = try Unpacked(
            tar {
                for name in ["gone/x", "kept/x", "emptied/x", "remade/x", "remade2/x", "file"] {
                    $0.file(name, "lower")
                }
            })
        let upper = try Unpacked(
            tar {
                $0.file(".wh.gone", "")
                $0.file(".wh.file", "")
                $0.file("emptied/y", "upper")
                $0.file("emptied/.wh..wh..opq", "")
                $0.file(".wh.remade", "")
                $0.file("remade/y", "upper")
                $0.directory("remade2")
                $0.file("remade2/y", "upper")
                $0.file(".wh.remade2", "")
                $0.file("own", "upper")
                $0.file(".wh.own", "")
            })
        let merged = "\(upper.directory)/merged"
        try makeDirectories(merged)
        try OverlayMount(lower: [upper.tree, lower.tree]).mount(on: merged)
        defer { try? unmountLazily(merged) }
        #expect(try directoryEntries(merged) == ["emptied", "kept", "own", "remade", "remade2"])
        for name in ["emptied", "remade", "remade2"] {
            #expect(try directoryEntries("\(merged)/\(name)") == ["y"], "\(name)")
        }
        #expect(try directoryEntries("\(merged)/kept") == ["x"])
    }

    @Test("are names like others in an archive that is no layer")
    func plainArchive() throws {
        let archive = try Unpacked(blob: tar { $0.file("a/.wh.b", "text") }.archive)
        try unpackArchive(archive.blob, into: archive.tree)
        #expect(try archive.text("a/.wh.b") == "text")
    }
}
