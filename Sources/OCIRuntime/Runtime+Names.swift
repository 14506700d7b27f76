internal import LinuxSystem

extension Runtime {
    /// The path of the program that a Compose file names as `runtime`; nil for the runtime of this machine.
    ///
    /// A name is a program of an OCI runtime in the system's directories or in PATH, an absolute path, or one of
    /// docker's names: `runc` is what docker calls its own runtime, hence that of this machine where runc is not
    /// installed.
    public static func program(named name: String) throws(RuntimeError) -> String? {
        let wanted = shimmed(name)
        switch wanted {
        case "": return nil
        case "runc": return installedProgram("runc")
        case "crun": return try crun()
        default: break
        }
        let file = dockerNames[wanted] ?? wanted
        let found = file.hasPrefix("/") ? [file].first(where: fileExists) : installedProgram(file)
        guard let found = found ?? searched(file) else {
            throw .failed(
                "run containers by \"\(name)\"", reason: "there is no program \"\(file)\" on this host")
        }
        return found
    }

    private static func crun() throws(RuntimeError) -> String {
        let installed = installedProgram("crun")
        // What cannot be read of the control groups keeps nobody from trying.
        let controllers = (try? legacyControllers()) ?? []
        let choice = try RuntimeChoice(crun: installed, runc: installed, unifiedControllers: controllers)
        guard choice.kind == .crun else {
            throw .failed("run containers by \"crun\"", reason: choice.reason ?? "it cannot run here")
        }
        return choice.executable
    }
}

/// The programs of runtimes that have another name in docker's configuration.
private let dockerNames = ["nvidia": "nvidia-container-runtime", "kata": "kata-runtime"]

/// The runtime of containerd's `io.containerd.NAME.v2`, or the name as it is.
private func shimmed(_ name: String) -> String {
    let parts = name.split(separator: ".")
    return parts.count == 4 && parts.starts(with: ["io", "containerd"]) ? String(parts[2]) : name
}

/// The path of a program in the directories of PATH.
private func searched(_ name: String) -> String? {
    guard !name.isEmpty, !name.contains("/") else { return nil }
    return (environmentVariable("PATH") ?? "").split(separator: ":").map { "\($0)/\(name)" }
        .first(where: fileExists)
}
