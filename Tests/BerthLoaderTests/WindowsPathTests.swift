import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Paths of Windows")
struct WindowsPathTests {
    @Test(
        "a path with a drive is a source, whichever slashes it has",
        arguments: [
            (#"C:/data:/data"#, "C:/data", "/data"), (#"c:/my files:/data:ro"#, "c:/my files", "/data"),
            (#"D:\data:/data"#, #"D:\data"#, "/data"),
            (#"\\server\share:/data"#, #"\\server\share"#, "/data"),
        ])
    func drives(text: String, source: String, target: String) throws {
        let volume = try VolumeText(text)
        #expect(volume.isBind)
        #expect(volume.source == source)
        #expect(volume.target == target)
    }

    @Test("a volume may have a name of one letter", arguments: ["v:/data", "v:/data:ro"])
    func shortNames(text: String) throws {
        let volume = try VolumeText(text)
        #expect(!volume.isBind)
        #expect(volume.source == "v")
        #expect(volume.target == "/data")
    }

    @Test(
        "only an absolute one stays as it is",
        arguments: [
            ("C:/data", "C:/data"), (#"C:\data"#, #"C:\data"#), (#"\\server\share"#, #"\\server\share"#),
            (#".\data"#, #"/p/shop/.\data"#), ("./data", "/p/shop/data"),
        ])
    func resolution(written: String, source: String) throws {
        let loaded = try load("services: {s: {image: i, volumes: ['\(written):/data']}}")
        let mounts = loaded.canonical["services"]?["s"]?["volumes"]?.sequence
        #expect(mounts?.first?["source"]?.string == source)
    }
}
