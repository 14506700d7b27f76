@testable import LinuxSystem
import Testing

@Suite("File watches")
struct FileWatchTests {
    @Test("tell what is written and what is renamed, with one cookie on both sides")
    func events() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/watch-")
        defer { try? removeTree(directory) }
        let watch = try FileWatch()
        for name in ["a", "b"] {
            try makeDirectories("\(directory)/\(name)")
            try watch.add("\(directory)/\(name)", for: [.created, .written, .left, .arrived])
        }
        try writeFile("\(directory)/a/file", "text")
        try renameFile("\(directory)/a/file", to: "\(directory)/b/other")
        let seen = try await watch.next()
        #expect(seen.map(\.name) == ["file", "file", "file", "other"])
        #expect(seen.map(\.change) == [.created, .written, .left, .arrived])
        #expect(seen[2].cookie != 0 && seen[2].cookie == seen[3].cookie)
    }

    @Test("say nothing of what is not asked for")
    func silence() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/watch-")
        defer { try? removeTree(directory) }
        let watch = try FileWatch()
        try watch.add(directory, for: .removed)
        try writeFile("\(directory)/file", "text")
        try removeFile("\(directory)/file")
        #expect(try await watch.next() == [FileWatch.Event(change: .removed, cookie: 0, name: "file")])
    }

    @Test("end a wait that is cancelled")
    func cancelling() async throws {
        let watch = try FileWatch()
        let wait = Task { try await watch.next() }
        wait.cancel()
        await #expect(throws: CancellationError.self) { try await wait.value }
    }
}
