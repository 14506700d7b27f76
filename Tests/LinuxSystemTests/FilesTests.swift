import Foundation
import Testing

@testable import LinuxSystem

@Suite("Files and directories")
struct FilesTests {
    private func scratch() throws -> String { try makeTemporaryDirectory(prefix: "/tmp/berth-files-") }

    @Test("replaces a file as a whole and reads it back")
    func replace() throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try replaceFile("\(directory)/a", "one")
        try replaceFile("\(directory)/a", "two")
        #expect(try readText("\(directory)/a") == "two")
        #expect(try directoryEntries(directory) == ["a"])
    }

    @Test("replaces a file from many threads at once")
    func replaceAtOnce() async throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        let texts = (0..<200).map { String(repeating: "\($0) ", count: 1000) }
        try await withThrowingDiscardingTaskGroup { group in
            for text in texts { group.addTask { @Sendable in try replaceFile("\(directory)/a", text) } }
        }
        #expect(try texts.contains(readText("\(directory)/a")))
        #expect(try directoryEntries(directory) == ["a"])
    }

    @Test("names the call and the path that failed")
    func errors() throws {
        let error = #expect(throws: SystemError.self) { try readFile("/nowhere/x") }
        #expect(error?.description == "open \"/nowhere/x\": No such file or directory")
        #expect(error?.isNotFound == true)
    }

    @Test("makes directories that are missing and leaves those that are there")
    func directories() throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/a/b/c")
        try makeDirectories("\(directory)/a/b/c")
        #expect(try fileStatus("\(directory)/a/b/c")?.kind == .directory)
        try writeFile("\(directory)/f", "")
        #expect(throws: SystemError.self) { try makeDirectories("\(directory)/f/x") }
    }

    @Test("removes a tree without following its symbolic links")
    func removal() throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/keep")
        try writeFile("\(directory)/keep/file", "x")
        try makeDirectories("\(directory)/gone/deep")
        try makeSymbolicLink("\(directory)/gone/deep/link", to: "\(directory)/keep")
        try removeTree("\(directory)/gone")
        try removeTree("\(directory)/gone")
        #expect(try directoryEntries(directory) == ["keep"])
        #expect(fileExists("\(directory)/keep/file"))
    }

    @Test(
        "keeps paths of an image inside its root",
        arguments: ["/etc/passwd", "/../../etc/passwd", "/up/etc/passwd"])
    func rooted(path: String) throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/etc")
        try writeFile("\(directory)/etc/passwd", "inside")
        try makeSymbolicLink("\(directory)/up", to: "../../../..")
        let root = try RootedDirectory(directory)
        #expect(try root.read(path) == Array("inside".utf8))
        #expect(try root.resolve("/etc/none") == nil)
        try makeSymbolicLink("\(directory)/abs", to: "/etc")
        #expect(try root.makeDirectories("/abs/new") == "\(directory)/etc/new")
        #expect(try root.makeFile("/abs/new/file") == "\(directory)/etc/new/file")
    }

    @Test("keeps paths inside the root while files are renamed elsewhere")
    func rootedBesideRenames() async throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/root/etc")
        try writeFile("\(directory)/root/etc/passwd", "inside")
        try writeFile("\(directory)/a", "")
        let root = try RootedDirectory("\(directory)/root")
        let path = String(repeating: "etc/../", count: 20) + "etc/passwd"
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { @Sendable in
                while !Task.isCancelled {
                    try renameFile("\(directory)/a", to: "\(directory)/b")
                    try renameFile("\(directory)/b", to: "\(directory)/a")
                }
            }
            for _ in 0..<2000 { #expect(try root.read(path) == Array("inside".utf8)) }
            group.cancelAll()
            try await group.waitForAll()
        }
    }

    @Test("makes places inside the root only, also through links that lead to nothing")
    func makesInside() throws {
        let directory = try scratch()
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/root/etc")
        try writeFile("\(directory)/precious", "kept")
        try makeSymbolicLink("\(directory)/root/etc/hosts", to: "\(directory)/precious")
        try makeSymbolicLink("\(directory)/root/etc/resolv.conf", to: "../run/systemd/resolve/stub")
        try makeSymbolicLink("\(directory)/root/etc/up", to: "../../../../up")
        try makeSymbolicLink("\(directory)/root/etc/loop", to: "loop")
        let root = try RootedDirectory("\(directory)/root")
        #expect(try root.makeFile("/etc/hosts") == "\(directory)/root\(directory)/precious")
        #expect(try readText("\(directory)/precious") == "kept")
        #expect(try root.makeFile("/etc/resolv.conf") == "\(directory)/root/run/systemd/resolve/stub")
        #expect(try root.makeFile("/etc/up") == "\(directory)/root/up")
        #expect(try root.makeDirectories("/etc/../../var/lib") == "\(directory)/root/var/lib")
        #expect(throws: SystemError.self) { try root.makeFile("/etc/loop") }
        #expect(throws: SystemError.self) { try root.makeFile("/up/file") }
        #expect(try directoryEntries(directory) == ["precious", "root"])
    }
}
