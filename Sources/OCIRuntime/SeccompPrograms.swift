internal import FoundationEssentials
internal import LinuxSystem
internal import Synchronization

/// The system call filters of this machine, each made once and kept in a directory for later processes.
public final class SeccompPrograms: Sendable {
    private struct Kept: Codable {
        var rules: RuntimeSpec.Seccomp
        var kernel: KernelVersion
        var program: String
    }

    private let profilePath: String
    private let directory: String
    private let kernel: KernelVersion
    private let rules = Mutex<[Purpose: RuntimeSpec.Seccomp]>([:])
    private let programs = Mutex<[Purpose: String]>([:])

    /// What rules are made of.
    private struct Purpose: Hashable {
        let filter: SystemCallFilter
        let capabilities: Set<String>
    }

    /// Uses the system's profile and a directory of its own, which is created when first needed.
    public convenience init(directory: String) throws {
        try self.init(profile: SeccompProfile.standardPath, directory: directory)
    }

    /// Uses a profile in docker's format.
    init(profile path: String, directory: String) throws {
        profilePath = path
        self.directory = directory
        kernel = try .running()
    }

    /// Throws when a filter cannot be made for a container with these capabilities.
    public func check(_ filter: SystemCallFilter, for capabilities: [String]) throws {
        _ = try program(filter, for: Set(capabilities))
    }

    /// The rules for a container with these capabilities, in the runtime specification's form.
    func rules(_ filter: SystemCallFilter, for capabilities: Set<String>) throws -> RuntimeSpec.Seccomp {
        let purpose = Purpose(filter: filter, capabilities: capabilities)
        if let known = rules.withLock({ $0[purpose] }) { return known }
        let place = SeccompProfile.Place(
            architecture: .current, capabilities: capabilities, kernel: kernel)
        let resolved =
            switch filter {
            case .standard:
                try SeccompProfile(path: profilePath).resolved(for: place).guarded(for: capabilities)
            case .profile(let text): try SeccompProfile(text: text).resolved(for: place)
            }
        rules.withLock { $0[purpose] = resolved }
        return resolved
    }

    /// The compiled rules in base64, from the directory if an earlier process has compiled the same.
    func program(_ filter: SystemCallFilter, for capabilities: Set<String>) throws -> String {
        let purpose = Purpose(filter: filter, capabilities: capabilities)
        if let known = programs.withLock({ $0[purpose] }) { return known }
        let rules = try rules(filter, for: capabilities)
        let path = "\(directory)/\(fingerprint(rules, kernel)).json"
        let program = try kept(at: path, rules) ?? compile(rules, keptAt: path)
        programs.withLock { $0[purpose] = program }
        return program
    }

    private func kept(at path: String, _ rules: RuntimeSpec.Seccomp) -> String? {
        // A file that is missing or broken is made anew.
        guard let bytes = try? readFile(path),
            let kept = try? JSONDecoder().decode(Kept.self, from: Data(bytes)),
            kept.rules == rules, kept.kernel == kernel
        else { return nil }
        return kept.program
    }

    private func compile(_ rules: RuntimeSpec.Seccomp, keptAt path: String) throws -> String {
        let program = Data(try compileSeccomp(rules)).base64EncodedString()
        let kept = try JSONEncoder().encode(Kept(rules: rules, kernel: kernel, program: program))
        try makeDirectories(directory, mode: 0o700)
        try replaceFile(path, String(decoding: kept, as: UTF8.self), mode: 0o600)
        return program
    }
}

/// A file name for rules; the file's content is compared, so two rules with one name do no harm.
private func fingerprint(_ rules: RuntimeSpec.Seccomp, _ kernel: KernelVersion) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func mix(_ text: String) {
        for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    mix("\(kernel.major).\(kernel.minor) \(rules.defaultAction) \(rules.architectures)")
    for rule in rules.syscalls { mix("\(rule.action) \(rule.errnoRet ?? 0) \(rule.names)") }
    return String(hash, radix: 16)
}

/// Which system calls a container may make.
public enum SystemCallFilter: Sendable, Hashable {
    /// What the system's profile allows, and what docker's does not refuse.
    case standard
    /// What a profile in docker's format allows.
    case profile(String)
}

extension RuntimeSpec {
    /// Adds a filter of system calls, made for the process's capabilities, in the form the runtime takes.
    ///
    /// crun takes a finished program by annotation, which saves compiling it at each start; runc compiles.
    public mutating func confine(
        by programs: SeccompPrograms, _ filter: SystemCallFilter = .standard, for runtime: Runtime.Kind
    ) throws {
        let capabilities = Set(process.capabilities?.bounding ?? [])
        switch runtime {
        case .crun:
            annotations = annotations ?? [:]
            annotations?["run.oci.seccomp_bpf_data"] = try programs.program(filter, for: capabilities)
        case .runc, .other:
            linux.seccomp = try programs.rules(filter, for: capabilities)
        }
    }
}
