internal import BerthModel
internal import BerthStore
internal import LinuxSystem

/// What is to be told of a volume at the top of a file before anything is brought up.
struct VolumeCheck {
    let volume: Volume
    /// The name of the project.
    let project: String
    /// What is recorded under the volume's name, if anything is.
    let existing: VolumeRecord?

    /// Errors about what cannot be made, warnings about what is there already and differs.
    func findings() throws -> [Diagnostic] {
        if volume.isExternal { return [] }
        return try sourceFinding().map { [$0] } ?? [ownerFinding, differenceFinding].compactMap(\.self)
    }

    private func sourceFinding() throws -> Diagnostic? {
        do {
            let options = existing?.driverOptions ?? volume.driverOptions
            guard let path = try VolumeSource(options)?.boundPath else { return nil }
            guard path.hasPrefix("/") else {
                return finding(
                    .error, "device \"\(path)\" is no absolute path",
                    remedy: "add driver: local, with which o: bind takes it from the project's directory")
            }
            let status = try fileStatus(path)
            if status?.kind == .directory { return nil }
            return finding(
                .error, status == nil ? "device \"\(path)\" does not exist" : "\"\(path)\" is no directory",
                remedy: status == nil ? "create the directory" : "name a directory in device:")
        } catch let error as InvalidDriverOptions {
            return finding(.error, error.message, remedy: error.remedy)
        }
    }

    private var ownerFinding: Diagnostic? {
        guard let existing, existing.project != project else { return nil }
        return finding(
            .warning, "it exists already, made by project \"\(existing.project)\", and is used as it is",
            remedy: "declare it as external, or give it another name")
    }

    private var differenceFinding: Diagnostic? {
        guard let existing, existing.project == project, existing.configHash != volume.configHash else {
            return nil
        }
        let before = existing.driverOptions ?? [:]
        let changes = Set(before.keys).union(volume.driverOptions.keys).sorted().compactMap { key in
            let values = (before[key], volume.driverOptions[key])
            return values.0 == values.1
                ? nil : "\(key) was \(values.0.map { "\"\($0)\"" } ?? "not there")"
        }
        let what = changes.isEmpty ? "" : " (\(changes.joined(separator: ", ")))"
        return finding(
            .warning, "it exists and does not match its definition\(what); its data is kept as it is",
            remedy: "run \"berth down -v\" first to have it made anew, without its data")
    }

    private func finding(_ severity: Diagnostic.Severity, _ message: String, remedy: String) -> Diagnostic {
        Diagnostic(severity, "volume \"\(volume.name)\": \(message)", at: volume.location, remedy: remedy)
    }
}
