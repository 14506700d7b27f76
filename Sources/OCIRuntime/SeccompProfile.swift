internal import FoundationEssentials
internal import LinuxSystem

/// A system call profile in docker's format, whose rules depend on architecture, capabilities and kernel.
struct SeccompProfile: Sendable, Hashable, Codable {
    var defaultAction: String
    var defaultErrnoRet: UInt32?
    var archMap: [Architecture]?
    var architectures: [String]?
    var syscalls: [Rule]?

    struct Architecture: Sendable, Hashable, Codable {
        var architecture: String
        var subArchitectures: [String]?
    }

    struct Rule: Sendable, Hashable, Codable {
        var names: [String]?
        /// The form for one call.
        var name: String?
        var action: String
        var errnoRet: UInt32?
        var args: [RuntimeSpec.Seccomp.Condition]?
        var includes: Filter?
        var excludes: Filter?
    }

    struct Filter: Sendable, Hashable, Codable {
        var arches: [String]?
        var caps: [String]?
        var minKernel: String?
    }

    /// Where the Debian package `golang-github-containers-common` puts the profile.
    static let standardPath = "/usr/share/containers/seccomp.json"

    /// The plain form for a place: only rules that hold there, without the conditions that chose them.
    func resolved(for place: Place) -> RuntimeSpec.Seccomp {
        let known = archMap?.first { $0.architecture == place.architecture.seccompName }
        let subordinate = known?.subArchitectures ?? architectures ?? []
        let chosen = (syscalls ?? []).filter { rule in
            // A rule that does what happens anyway is left out: libseccomp refuses such rules.
            let isDefault = rule.action == defaultAction && rule.errnoRet == defaultErrnoRet
            return !isDefault && rule.applies(at: place)
        }
        return RuntimeSpec.Seccomp(
            defaultAction: defaultAction, defaultErrnoRet: defaultErrnoRet,
            architectures: [place.architecture.seccompName]
                + subordinate.filter(place.architecture.subordinates.contains),
            syscalls: chosen.map { rule in
                let conditions = rule.args ?? []
                return .init(
                    names: rule.calls, action: rule.action, errnoRet: rule.errnoRet,
                    args: conditions.isEmpty ? nil : conditions)
            })
    }
}

extension SeccompProfile {
    /// What the rules of a profile depend on.
    struct Place: Sendable, Hashable {
        var architecture: MachineArchitecture
        /// Those of the container.
        var capabilities: Set<String>
        var kernel: KernelVersion
    }
}

extension SeccompProfile.Rule {
    /// The calls by their names.
    var calls: [String] { names ?? name.map { [$0] } ?? [] }

    func applies(at place: SeccompProfile.Place) -> Bool {
        if let includes {
            if let arches = includes.arches, !arches.isEmpty, !arches.contains(place.architecture.rawValue) {
                return false
            }
            if !place.capabilities.isSuperset(of: includes.caps ?? []) { return false }
            if let least = includes.minKernel.flatMap(KernelVersion.init), place.kernel < least {
                return false
            }
        }
        if let excludes {
            if excludes.arches?.contains(place.architecture.rawValue) ?? false { return false }
            if !place.capabilities.isDisjoint(with: excludes.caps ?? []) { return false }
            if let least = excludes.minKernel.flatMap(KernelVersion.init), place.kernel >= least {
                return false
            }
        }
        return true
    }
}

/// The architectures of machines, by the names of images and profiles.
enum MachineArchitecture: String, Sendable, Hashable, Codable {
    case amd64, arm64

    /// The one this program was built for.
    static var current: MachineArchitecture {
        #if arch(arm64)
            .arm64
        #else
            .amd64
        #endif
    }

    var seccompName: String {
        switch self {
        case .amd64: "SCMP_ARCH_X86_64"
        case .arm64: "SCMP_ARCH_AARCH64"
        }
    }

    /// Those whose programs it runs too.
    var subordinates: [String] {
        switch self {
        case .amd64: ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]
        case .arm64: ["SCMP_ARCH_ARM"]
        }
    }
}

/// The first two numbers of a kernel's version.
struct KernelVersion: Sendable, Hashable, Codable, Comparable {
    let major: Int
    let minor: Int

    /// Reads a text that starts like `6.18`.
    init?(_ text: String) {
        let numbers = text.split { !$0.isNumber }
        guard numbers.count >= 2, let major = Int(numbers[0]), let minor = Int(numbers[1]) else { return nil }
        self.major = major
        self.minor = minor
    }

    /// The kernel that runs.
    static func running() throws -> KernelVersion {
        let path = "/proc/sys/kernel/osrelease"
        let text = try readText(path)
        guard let version = KernelVersion(text) else {
            throw RuntimeError.failed("read the version of the kernel", reason: "\(path) holds \"\(text)\"")
        }
        return version
    }

    /// Orders by time of release.
    static func < (one: KernelVersion, other: KernelVersion) -> Bool {
        (one.major, one.minor) < (other.major, other.minor)
    }
}
