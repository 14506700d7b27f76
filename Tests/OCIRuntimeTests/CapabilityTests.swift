import Testing

@testable import OCIRuntime

@Suite("Capabilities")
struct CapabilityTests {
    @Test(
        "names are of any case, with and without CAP_",
        arguments: [
            ("NET_ADMIN", "CAP_NET_ADMIN"), ("cap_net_admin", "CAP_NET_ADMIN"), ("Bpf", "CAP_BPF"),
            ("NET_ADMN", nil), ("ALL", nil), ("", nil), ("CAP_", nil),
        ] as [(String, String?)])
    private func names(_ text: String, _ name: String?) { #expect(capabilityName(text) == name) }

    private struct Case: Sendable {
        let added: [String]
        let dropped: [String]
        let expected: Set<String>
    }

    private static let standard = Set(RuntimeSpec.Capabilities.standard.bounding)
    private static let available = ["CAP_CHOWN", "CAP_NET_RAW", "CAP_SYS_ADMIN"]

    @Test(
        "are dropped before they are added, and ALL is told apart on both sides",
        arguments: [
            Case(added: [], dropped: [], expected: standard),
            Case(added: ["sys_admin"], dropped: [], expected: standard.union(["CAP_SYS_ADMIN"])),
            Case(added: ["NET_RAW"], dropped: ["NET_RAW"], expected: standard),
            Case(added: [], dropped: ["CAP_CHOWN"], expected: standard.subtracting(["CAP_CHOWN"])),
            Case(added: [], dropped: ["all"], expected: []),
            Case(added: ["CHOWN"], dropped: ["ALL"], expected: ["CAP_CHOWN"]),
            Case(added: ["ALL"], dropped: ["CHOWN"], expected: ["CAP_NET_RAW", "CAP_SYS_ADMIN"]),
            Case(added: ["ALL"], dropped: ["ALL"], expected: Set(available)),
            Case(added: ["CHOWN", "chown"], dropped: ["ALL"], expected: ["CAP_CHOWN"]),
        ])
    private func choices(_ example: Case) {
        let made = RuntimeSpec.Capabilities(
            adding: example.added, dropping: example.dropped, available: Self.available)
        #expect(Set(made.bounding) == example.expected && made.bounding.count == example.expected.count)
        #expect(made.effective == made.bounding && made.permitted == made.bounding)
    }

    @Test("those of this process are among the kernel's")
    private func own() throws {
        for name in try availableCapabilities() { #expect(capabilityName(name) == name) }
    }
}

@Suite("Guarded system calls")
struct GuardedCallTests {
    private func rules(_ capabilities: Set<String>) -> [RuntimeSpec.Seccomp.Rule] {
        RuntimeSpec.Seccomp(
            defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 38, architectures: [],
            syscalls: [
                .init(names: ["read", "mount", "clone"], action: "SCMP_ACT_ALLOW"),
                .init(names: ["keyctl"], action: "SCMP_ACT_ALLOW"),
            ]
        ).guarded(for: capabilities).syscalls
    }

    private func action(_ call: String, _ capabilities: Set<String>) -> String? {
        rules(capabilities).first { $0.names.contains(call) }?.action
    }

    @Test(
        "are let through to those with the capability alone, and to nobody where there is none",
        arguments: [
            ("mount", "CAP_SYS_ADMIN"), ("unshare", "CAP_SYS_ADMIN"), ("bpf", "CAP_BPF"),
            ("perf_event_open", "CAP_PERFMON"), ("syslog", "CAP_SYSLOG"), ("mbind", "CAP_SYS_NICE"),
        ])
    private func capability(_ call: String, _ capability: String) {
        #expect(action(call, []) == "SCMP_ACT_ERRNO")
        #expect(action(call, [capability]) == "SCMP_ACT_ALLOW")
        #expect(action("keyctl", [capability]) == "SCMP_ACT_ERRNO")
        #expect(action("read", []) == "SCMP_ACT_ALLOW")
        for rules in [rules([]), rules([capability])] {
            #expect(rules.filter { $0.names.contains(call) }.count == 1)
        }
    }

    @Test("clone makes no namespace without CAP_SYS_ADMIN")
    private func clone() throws {
        let rule = try #require(rules([]).first { $0.names == ["clone"] })
        #expect(rule.args?.first?.op == "SCMP_CMP_MASKED_EQ")
        #expect(rules(["CAP_SYS_ADMIN"]).first { $0.names == ["clone"] }?.args == nil)
    }
}
