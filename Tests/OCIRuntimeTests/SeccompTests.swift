import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

private let profile = #"""
    {"defaultAction": "SCMP_ACT_ERRNO", "defaultErrnoRet": 38,
     "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}],
     "syscalls": [
      {"names": ["read", "write", "nosuchcall"], "action": "SCMP_ACT_ALLOW", "args": [], "includes": {}},
      {"names": ["arm_only"], "action": "SCMP_ACT_ALLOW", "includes": {"arches": ["arm64"]}},
      {"names": ["mount"], "action": "SCMP_ACT_ALLOW", "includes": {"caps": ["CAP_SYS_ADMIN"]}},
      {"names": ["mount"], "action": "SCMP_ACT_ERRNO", "errnoRet": 1, "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
      {"names": ["ptrace"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "4.8"}},
      {"names": ["openat2"], "action": "SCMP_ACT_ALLOW", "includes": {"minKernel": "99.0"}},
      {"names": ["kexec_load"], "action": "SCMP_ACT_ERRNO", "errnoRet": 38},
      {"names": ["personality"], "action": "SCMP_ACT_ALLOW",
       "args": [{"index": 0, "value": 4294967295, "valueTwo": 0, "op": "SCMP_CMP_EQ"}]}
     ]}
    """#

private func resolve(_ capabilities: Set<String>) throws -> RuntimeSpec.Seccomp {
    let kernel = try #require(KernelVersion("6.1.0-18-amd64"))
    return try JSONDecoder().decode(SeccompProfile.self, from: Data(profile.utf8)).resolved(
        for: .init(architecture: .amd64, capabilities: capabilities, kernel: kernel))
}

@Suite("System call profiles")
struct SeccompTests {
    @Test("only rules of the place stay, and none that says what the default says")
    private func resolved() throws {
        let plain = try resolve([])
        #expect(plain.architectures == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"])
        #expect(
            plain.syscalls.map(\.names) == [
                ["read", "write", "nosuchcall"], ["mount"], ["ptrace"], ["personality"],
            ])
        #expect(plain.syscalls[1].errnoRet == 1)
        #expect(try resolve(["CAP_SYS_ADMIN"]).syscalls[1].action == "SCMP_ACT_ALLOW")
    }

    @Test("rules compile to whole instructions; words that are not known are refused")
    private func compiled() throws {
        var rules = try resolve([])
        let program = try compileSeccomp(rules)
        #expect(program.count % 8 == 0)
        #expect(program.count > 80)
        rules.syscalls[0].action = "SCMP_ACT_PARDON"
        #expect(throws: RuntimeError.self) { _ = try compileSeccomp(rules) }
    }

    @Test("a program is compiled once and found by the next process; a broken file is made anew")
    private func kept() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-seccomp-")
        defer { try? removeTree(directory) }
        let profilePath = "\(directory)/profile.json"
        try writeFile(profilePath, profile)
        let cache = "\(directory)/cache"
        func program() throws -> String {
            try SeccompPrograms(profile: profilePath, directory: cache).program(
                .standard, for: ["CAP_CHOWN"])
        }
        let first = try program()
        let file = try #require(directoryEntries(cache).first)
        #expect(try directoryEntries(cache).count == 1)
        let inode = try fileStatus("\(cache)/\(file)")?.inode
        #expect(try program() == first)
        #expect(try fileStatus("\(cache)/\(file)")?.inode == inode)
        try writeFile("\(cache)/\(file)", "torn")
        #expect(try program() == first)
        #expect(
            try SeccompPrograms(profile: profilePath, directory: cache).program(
                .standard, for: ["CAP_SYS_ADMIN"])
                != first)
    }

    @Test("a profile that is not there is an error that names the package")
    private func missing() throws {
        let programs = try SeccompPrograms(profile: "/nonexistent/seccomp.json", directory: "/nonexistent")
        let error = #expect(throws: RuntimeError.self) { _ = try programs.rules(.standard, for: []) }
        #expect(error?.description.hasSuffix("install the package golang-github-containers-common") == true)
    }

    @Test("kernel versions are ordered by number")
    private func versions() throws {
        #expect(try #require(KernelVersion("4.19")) < #require(KernelVersion("6.18.44-fc-v595")))
        #expect(try #require(KernelVersion("6.9")) < #require(KernelVersion("6.10.1")))
        #expect(KernelVersion("six") == nil)
    }
}
