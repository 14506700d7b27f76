import BerthModel
import LinuxSystem
import OCIRuntime
import Testing

@testable import BerthEngine

@Suite("Devices of a service")
struct DeviceResolutionTests {
    private func resolve(_ nodes: [DeviceMapping], rules: [String] = []) throws -> DeviceResolution {
        var service = Service(name: "s", image: "i")
        service.devices.nodes = nodes
        service.devices.rules = rules
        return try DeviceResolution(of: service)
    }

    @Test("a link is followed, and the node keeps the numbers and the mode of its end")
    func link() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-devices-")
        defer { try? removeTree(directory) }
        try makeSymbolicLink("\(directory)/link", to: "/dev/null")
        let found = try resolve([DeviceMapping("\(directory)/link", to: "/dev/x", permissions: "rw")])
        let node = try #require(found.nodes.first)
        #expect(node.path == "/dev/x" && node.type == "c" && node.major == 1 && node.minor == 3)
        #expect(node.fileMode == 0o666)
        #expect(found.rules == [.init(allow: true, type: "c", major: 1, minor: 3, access: "rw")])
        #expect(found.findings.isEmpty)
    }

    @Test("a directory stands for the devices in it, and a later mapping replaces an earlier one")
    func directory() throws {
        let found = try resolve([
            DeviceMapping("/dev", to: "/all"), DeviceMapping("/dev/zero", to: "/all/null"),
        ])
        let nulls = found.nodes.filter { $0.path == "/all/null" }
        #expect(nulls.map(\.minor) == [5])
        #expect(found.nodes.contains { $0.path == "/all/urandom" })
    }

    @Test("what is not there is found, all at once")
    func missing() throws {
        let found = try resolve(
            [
                DeviceMapping("/dev/none", to: "/dev/none"), DeviceMapping("/etc/passwd", to: "/dev/p"),
                DeviceMapping("/dev/null", to: "dev/null"),
                DeviceMapping("berth.example.com/x=0", to: "berth.example.com/x=0"),
            ], rules: ["x 1:3 r"])
        #expect(found.findings.count == 5)
        #expect(found.nodes.isEmpty && found.rules.isEmpty)
    }

    @Test(
        "rules are of one kind or both, with any number",
        arguments: [
            ("c 1:3 mr", ["c 1 3 mr"]), ("b *:* rwm", ["b   rwm"]), ("a 7:* r", ["b 7  r", "c 7  r"]),
            ("c 1 r", []), ("d 1:3 r", []), ("c 1:3 x", []), ("c -1:3 r", []), ("", []),
        ])
    func rules(_ text: String, _ expected: [String]) {
        let made = deviceRules(text).map { rule in
            [
                rule.type ?? "", rule.major.map { "\($0)" } ?? "", rule.minor.map { "\($0)" } ?? "",
                rule.access,
            ]
            .joined(separator: " ")
        }
        #expect(made == expected)
    }

    @Test("a privileged container has all devices of the host but terminals and memory of its own")
    func host() throws {
        let paths = try devicesOfHost().map(\.path)
        #expect(paths.contains("/dev/null"))
        #expect(
            !paths.contains { $0.hasPrefix("/dev/pts/") || $0.hasPrefix("/dev/shm") || $0 == "/dev/ptmx" })
    }
}

@Suite("Privileges that contradict each other")
struct PrivilegeChoiceTests {
    private func privileges(_ options: SecurityOption..., isPrivileged: Bool = false) -> Privileges {
        var privileges = Privileges()
        privileges.securityOptions = options
        privileges.isPrivileged = isPrivileged
        return privileges
    }

    @Test("the last option counts, and a privileged container has no filter but the one asked for")
    func last() {
        #expect(privileges().systemCallFilter == .standard)
        #expect(privileges(isPrivileged: true).systemCallFilter == nil)
        #expect(privileges(.standardSystemCalls, isPrivileged: true).systemCallFilter == .standard)
        #expect(
            privileges(.unconfinedSystemCalls, .systemCallFilter(path: "p", text: "{}")).systemCallFilter
                == .profile("{}"))
        #expect(privileges(.standardSystemCalls, .unconfinedSystemCalls).systemCallFilter == nil)
        #expect(!privileges(.noNewPrivileges(true), .noNewPrivileges(false)).forbidsNewPrivileges)
        #expect(privileges(.appArmor(profile: "a")).appArmorProfile == "a")
        #expect(privileges(.appArmor(profile: "unconfined")).appArmorProfile == nil)
        #expect(privileges(isPrivileged: true).writesControlGroups)
        #expect(!privileges(.writableControlGroups(false), isPrivileged: true).writesControlGroups)
    }
}
