internal import CSeccomp
internal import Glibc
internal import LinuxSystem

/// The program for the kernel (BPF instructions) that does what the rules say.
///
/// Compiling takes some ten milliseconds: see `SeccompPrograms` for doing it once.
func compileSeccomp(_ rules: RuntimeSpec.Seccomp) throws -> [UInt8] {
    let compiler = try SeccompCompiler(rules)
    for rule in rules.syscalls { try compiler.add(rule) }
    return try compiler.program()
}

@safe
private final class SeccompCompiler {
    // Freed in deinit and never handed out.
    private let context: scmp_filter_ctx
    private let defaultAction: UInt32

    init(_ rules: RuntimeSpec.Seccomp) throws {
        defaultAction = try action(rules.defaultAction, rules.defaultErrnoRet)
        guard let context = unsafe seccomp_init(defaultAction) else {
            throw RuntimeError.failed("start a system call filter", reason: rules.defaultAction)
        }
        unsafe self.context = unsafe context
        // The runtime decides on no_new_privs by the process's own setting.
        _ = unsafe seccomp_attr_set(context, SCMP_FLTATR_CTL_NNP, 0)
        for name in rules.architectures {
            guard let token = architectures[name] else {
                throw RuntimeError.failed(
                    "compile a system call filter", reason: "unknown architecture \(name)")
            }
            try accept(unsafe seccomp_arch_add(context, token), EEXIST, name)
        }
    }

    deinit { unsafe seccomp_release(context) }

    func add(_ rule: RuntimeSpec.Seccomp.Rule) throws {
        let action = try action(rule.action, rule.errnoRet)
        if action == defaultAction { return }
        let conditions = try (rule.args ?? []).map(comparison)
        // libseccomp takes one condition an argument and rule: several on one argument are alternatives.
        let isAlternatives = Set(conditions.map(\.arg)).count < conditions.count
        for name in rule.names {
            let number = unsafe seccomp_syscall_resolve_name(name)
            if number == unknownCall { continue }
            for group in isAlternatives ? conditions.map({ [$0] }) : [conditions] {
                let code = unsafe seccomp_rule_add_array(context, action, number, UInt32(group.count), group)
                try accept(code, EEXIST, name)
            }
        }
    }

    func program() throws -> [UInt8] {
        let file = try OwnedDescriptor.unnamedFile(in: "/tmp")
        try accept(unsafe seccomp_export_bpf(context, file.number), 0, "export")
        return try file.read(upTo: file.size(), at: 0)
    }

    private func accept(_ code: Int32, _ tolerated: Int32, _ subject: String) throws {
        if code == 0 || code == -tolerated { return }
        throw SystemError(code: -code, call: "seccomp", subject: subject)
    }
}

/// `__NR_SCMP_ERROR`, a macro that Swift does not see: the name is not known to libseccomp.
private let unknownCall: Int32 = -1

private let architectures: [String: UInt32] = [
    "SCMP_ARCH_X86": 0x4000_0003, "SCMP_ARCH_X86_64": 0xC000_003E, "SCMP_ARCH_X32": 0x4000_003E,
    "SCMP_ARCH_ARM": 0x4000_0028, "SCMP_ARCH_AARCH64": 0xC000_00B7,
]

private let comparisons: [String: scmp_compare] = [
    "SCMP_CMP_NE": SCMP_CMP_NE, "SCMP_CMP_LT": SCMP_CMP_LT, "SCMP_CMP_LE": SCMP_CMP_LE,
    "SCMP_CMP_EQ": SCMP_CMP_EQ, "SCMP_CMP_GE": SCMP_CMP_GE, "SCMP_CMP_GT": SCMP_CMP_GT,
    "SCMP_CMP_MASKED_EQ": SCMP_CMP_MASKED_EQ,
]

private func comparison(_ condition: RuntimeSpec.Seccomp.Condition) throws -> scmp_arg_cmp {
    guard let operation = comparisons[condition.op] else {
        throw RuntimeError.failed(
            "compile a system call filter", reason: "unknown comparison \(condition.op)")
    }
    return scmp_arg_cmp(
        arg: condition.index, op: operation, datum_a: condition.value, datum_b: condition.valueTwo ?? 0)
}

/// The number of an action (seccomp(2), SECCOMP_RET_DATA); the error is EPERM unless one is named.
private func action(_ name: String, _ error: UInt32?) throws -> UInt32 {
    switch name {
    case "SCMP_ACT_ALLOW": 0x7FFF_0000
    case "SCMP_ACT_ERRNO": 0x0005_0000 | (error ?? UInt32(EPERM)) & 0xFFFF
    case "SCMP_ACT_KILL", "SCMP_ACT_KILL_THREAD": 0
    case "SCMP_ACT_KILL_PROCESS": 0x8000_0000
    case "SCMP_ACT_TRAP": 0x0003_0000
    case "SCMP_ACT_LOG": 0x7FFC_0000
    case "SCMP_ACT_TRACE": 0x7FF0_0000 | (error ?? UInt32(EPERM)) & 0xFFFF
    default: throw RuntimeError.failed("compile a system call filter", reason: "unknown action \(name)")
    }
}
