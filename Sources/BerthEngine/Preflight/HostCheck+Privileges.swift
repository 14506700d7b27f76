internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

extension HostCheck {
    /// Privileges that cannot be given, and confinement that cannot be brought about.
    func privilegeFindings() throws -> [Diagnostic] {
        let privileges = service.privileges
        return try capabilityFindings(privileges)
            + privileges.securityOptions.compactMap { try finding(about: $0) } + filterFindings(privileges)
    }

    private func capabilityFindings(_ privileges: Privileges) throws -> [Diagnostic] {
        let available = try availableCapabilities()
        var findings: [Diagnostic] = []
        for (attribute, names) in [
            ("cap_add", privileges.addedCapabilities), ("cap_drop", privileges.droppedCapabilities),
        ] {
            for name in names where name.uppercased() != "ALL" && capabilityName(name) == nil {
                findings.append(
                    finding(
                        .error, attribute, "there is no capability \"\(name)\"",
                        remedy: "use a name of capabilities(7)"))
            }
        }
        for name in privileges.addedCapabilities.compactMap(capabilityName)
        where !available.contains(name) {
            findings.append(
                finding(
                    .error, "cap_add", "\(name) cannot be given, for berth does not have it itself",
                    remedy: "remove it, or run berth where it is not taken away"))
        }
        if privileges.isPrivileged, !privileges.droppedCapabilities.isEmpty {
            findings.append(
                finding(
                    .warning, "cap_drop", "\"cap_drop\" has no effect on a privileged container",
                    remedy: "remove privileged: true, and add the capabilities that are needed"))
        }
        return findings
    }

    private func finding(about option: SecurityOption) throws -> Diagnostic? {
        switch option {
        case .appArmor(let profile) where profile != "unconfined": try finding(aboutProfile: profile)
        case .label(let label): finding(aboutLabel: label)
        case .systemCallFilter(let path, nil):
            finding(
                .error, "security_opt", "the system call profile \"\(path)\" cannot be read",
                remedy: "its path is relative to the project's directory")
        case .unknown(let text):
            finding(
                .error, "security_opt", "the security option \"\(text)\" means nothing", remedy: "remove it")
        default: nil
        }
    }

    /// A profile that is not loaded would leave the container less confined than asked.
    private func finding(aboutProfile name: String) throws -> Diagnostic? {
        let enabled = "/sys/module/apparmor/parameters/enabled"
        guard fileExists(enabled), try readText(enabled).hasPrefix("Y") else {
            return finding(
                .error, "security_opt",
                "the AppArmor profile \"\(name)\" cannot be entered: "
                    + "this kernel runs without AppArmor",
                remedy: "remove it, or boot the kernel with apparmor=1")
        }
        // A line for each: `NAME (MODE)`.
        let loaded = try readText("/sys/kernel/security/apparmor/profiles").split(separator: "\n")
        if loaded.contains(where: { $0.hasPrefix("\(name) (") }) { return nil }
        return finding(
            .error, "security_opt", "the AppArmor profile \"\(name)\" is not loaded",
            remedy: "load it with apparmor_parser")
    }

    private func finding(aboutLabel label: String) -> Diagnostic? {
        if label == "disable" { return nil }
        guard fileExists("/sys/fs/selinux/enforce") else {
            return finding(
                .warning, "security_opt",
                "the label \"\(label)\" has no effect: this kernel runs without SELinux",
                remedy: "remove it")
        }
        return finding(
            .error, "security_opt",
            "the label \"\(label)\" cannot be given: containers have no SELinux labels",
            remedy: "use label=disable")
    }

    private func filterFindings(_ privileges: Privileges) throws -> [Diagnostic] {
        guard let filter = privileges.systemCallFilter, filter != .profile("") else { return [] }
        let capabilities = try privileges.capabilities().bounding
        do { try drivers.seccomp.check(filter, for: capabilities) } catch {
            return [
                finding(
                    .error, "security_opt", "the system call filter cannot be made: \(error)",
                    remedy: filter == .standard ? "" : "write it as docker's default profile is written")
            ]
        }
        return []
    }
}
