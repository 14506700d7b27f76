import LinuxSystem
import Testing

@testable import OCIRuntime

private let passwd = """
    root:x:0:0:root:/root:/bin/sh
    # a comment: not an entry
    web:x:33:44:the web:/var/www:/usr/sbin/nologin
    1000:x:7:8::/home/odd:
    short:x:9
    bare:x:12:13

    """

private let group = """
    root:x:0:
    www:x:44:
    audio:x:29:other,web
    video:x:45:web
    wheel:x:10:root

    """

@Suite("Users of an image")
struct UserLookupTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let text: String
        let user: RuntimeSpec.User
        let home: String
        var testDescription: String { text.isEmpty ? "empty" : text }
    }

    @Test(
        "names and numbers are found, with groups and home",
        arguments: [
            Case(text: "", user: .init(uid: 0, gid: 0, additionalGids: [0, 10]), home: "/root"),
            Case(text: "root", user: .init(uid: 0, gid: 0, additionalGids: [0, 10]), home: "/root"),
            Case(text: "web", user: .init(uid: 33, gid: 44, additionalGids: [44, 29, 45]), home: "/var/www"),
            Case(text: "33", user: .init(uid: 33, gid: 44, additionalGids: [44, 29, 45]), home: "/var/www"),
            Case(text: "web:audio", user: .init(uid: 33, gid: 29, additionalGids: [29]), home: "/var/www"),
            Case(text: "web:5", user: .init(uid: 33, gid: 5, additionalGids: [5]), home: "/var/www"),
            Case(
                text: "web:", user: .init(uid: 33, gid: 44, additionalGids: [44, 29, 45]), home: "/var/www"),
            Case(text: "4711", user: .init(uid: 4711, gid: 0, additionalGids: [0]), home: "/"),
            Case(text: "4711:4712", user: .init(uid: 4711, gid: 4712, additionalGids: [4712]), home: "/"),
            Case(text: "1000", user: .init(uid: 7, gid: 8, additionalGids: [8]), home: "/home/odd"),
            Case(text: "bare", user: .init(uid: 12, gid: 13, additionalGids: [13]), home: "/"),
        ])
    private func found(_ example: Case) throws {
        let found = try ContainerUser(example.text, passwd: passwd, group: group)
        #expect(found.user == example.user)
        #expect(found.home == example.home)
    }

    @Test("extra groups are added once")
    private func extraGroups() throws {
        let found = try ContainerUser(
            "web", passwd: passwd, group: group, extraGroups: ["video", "wheel", "99"])
        #expect(found.user.additionalGids == [44, 29, 45, 10, 99])
    }

    @Test("names without an entry are errors", arguments: ["nobody", "short", "-1", "4294967296", "wеb"])
    private func unknownUser(_ name: String) {
        #expect(throws: UserLookupError.unknownUser(name)) {
            _ = try ContainerUser(name, passwd: passwd, group: group)
        }
    }

    @Test("group names without an entry are errors")
    private func unknownGroup() {
        #expect(throws: UserLookupError.unknownGroup("staff")) {
            _ = try ContainerUser("web:staff", passwd: passwd, group: group)
        }
    }

    @Test("the files are read inside the root, also through links that would leave it")
    private func rooted() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-users-")
        defer { try? removeTree(directory) }
        try makeDirectories("\(directory)/etc")
        try makeDirectories("\(directory)/real")
        try writeFile("\(directory)/real/passwd", "inside:x:5:6::/in:\n")
        try makeSymbolicLink("\(directory)/etc/passwd", to: "/../../real/passwd")
        let root = try RootedDirectory(directory)
        #expect(try ContainerUser("inside", in: root).user.uid == 5)
        #expect(throws: UserLookupError.unknownUser("root")) { _ = try ContainerUser("root", in: root) }
    }
}
