import Glibc
import LinuxSystem
import Testing

@Suite("Removing trees")
struct TreeRemovalTests {
    @Test("removes directories, links and names that are no text, and follows nothing")
    func removing() async throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/tree-")
        defer { try? removeTree(directory) }
        let script = """
            cd \(directory); mkdir -p in/a/b/c out; touch out/kept in/a/file; ln -s ../out in/link; ln -s out top
            touch "$(printf 'in/a/\\351')"; mkdir "$(printf 'in/\\377')"; mkfifo in/a/b/pipe; chmod 0 in/a/b/c
            """
        #expect(try await run(ProcessDescription("/bin/sh", ["-ec", script])).succeeded)
        try removeTree("\(directory)/in")
        try removeTree("\(directory)/in")
        try removeTree("\(directory)/top")
        #expect(try directoryEntries(directory) == ["out"])
        #expect(try directoryEntries("\(directory)/out") == ["kept"])
    }

    @Test("removes what is nested hundreds of levels deep")
    func deep() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/tree-")
        let path = directory + String(repeating: "/d", count: 400)
        try makeDirectories(path)
        try removeTree(directory)
        #expect(!fileExists(directory))
    }

    @Test("stops at a mount of the same file system", .enabled(if: geteuid() == 0, "mounting needs root"))
    func mounts() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/tree-")
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/volume")
        try writeFile("\(directory)/volume/data", "precious")
        try makeDirectories("\(directory)/container/data")
        try bindMount("\(directory)/volume", on: "\(directory)/container/data")
        defer { try? unmountLazily("\(directory)/container/data") }
        let error = #expect(throws: SystemError.self) { try removeTree("\(directory)/container") }
        #expect(error?.code == EBUSY)
        #expect(try readText("\(directory)/volume/data") == "precious")
    }
}
