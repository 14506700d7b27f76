import BerthLoader
import BerthModel
import Foundation
import Testing

@Suite("Files of the host", .timeLimit(.minutes(10)))
struct HostFilesTests {
    /// What is found in a directory of files, of which those with a target are symbolic links.
    private func findings(_ files: [String: String], links: [String: String] = [:]) throws -> String {
        let directory = FileManager.default.temporaryDirectory.appending(path: "berth-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        // What is left in the temporary directory harms nobody.
        defer { try? FileManager.default.removeItem(at: directory) }
        for (name, text) in files { try Data(text.utf8).write(to: directory.appending(path: name)) }
        for (name, target) in links {
            try FileManager.default.createSymbolicLink(
                atPath: directory.appending(path: name).path(), withDestinationPath: target)
        }
        do throws(LoadFailure) {
            let request = LoadRequest(workingDirectory: directory.path())
            let loaded = try loadProject(request, files: HostFiles())
            return loaded.project.services.map(\.name).joined(separator: " ")
        } catch {
            return error.problems.diagnostics.map { "\($0.location?.description ?? ""): \($0.message)" }
                .joined(separator: "\n")
        }
    }

    @Test("what is no file, has no end or leads in a circle is refused where it is named")
    func strange() throws {
        let text = "services: {a: {image: i, env_file: [/dev/zero, /tmp, loop]}}\n"
        #expect(
            try findings(["compose.yaml": text], links: ["loop": "loop"]) == """
                compose.yaml:1:37: cannot read environment file "/dev/zero": it has more than 67108864 bytes
                compose.yaml:1:48: environment file "/tmp" is a directory
                compose.yaml:1:54: service "a": environment file "loop" does not exist
                """)
    }

    @Test("files that include themselves through a link to their own directory end")
    func selfInclusion() throws {
        let text = "include: [loop/compose.yaml]\nservices: {a: {image: i}}\n"
        #expect(try findings(["compose.yaml": text], links: ["loop": "."]).contains("loop/compose.yaml"))
    }

    @Test("a compose file that is a directory is none, and one that is a device is read")
    func device() throws {
        #expect(try findings([:], links: ["compose.yaml": "/tmp"]).contains("no compose.yaml"))
        #expect(try findings([:], links: ["compose.yaml": "/dev/null"]).contains("is empty"))
        #expect(try findings([:], links: ["compose.yaml": "/dev/zero"]).contains("more than 67108864 bytes"))
    }
}
