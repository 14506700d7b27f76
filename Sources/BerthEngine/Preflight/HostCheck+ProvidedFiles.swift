internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// Configs and secrets that are not there, or cannot be given to a container as the service wants them.
    func providedFileFindings() throws -> [Diagnostic] {
        try ProvidedFile.all(of: service, in: project).flatMap { file in
            try [sourceFinding(file), ownerFinding(file), directoryFinding(file)].compactMap(\.self)
        }
    }

    private func sourceFinding(_ file: ProvidedFile) throws -> Diagnostic? {
        switch file.file?.source {
        case .file(let path):
            switch try fileStatus(path)?.kind {
            case .regular, .directory: return nil
            case nil: return finding(file, "file not found: \(path)", remedy: "create it")
            default: return finding(file, "\(path) is no file", remedy: "name a file or a directory")
            }
        case .environment(let variable, nil):
            return finding(
                file, "the variable \"\(variable)\" is not set",
                remedy: "set it in the environment or in .env")
        case .external:
            return finding(
                file, "it is external, and this host has no store of configs and secrets",
                remedy: "give it a file: or an environment:")
        case .driver(let driver):
            return finding(
                file, "driver \"\(driver)\" is not supported", remedy: "give it a file: or an environment:")
        case .environment, .content, nil: return nil
        }
    }

    /// The ids that the kernel knows; the greatest number stands for none.
    private func ownerFinding(_ file: ProvidedFile) -> Diagnostic? {
        for (attribute, text) in [("uid", file.reference.user), ("gid", file.reference.group)] {
            guard let text, UInt32(text).map({ $0 == .max }) ?? true else { continue }
            return Diagnostic(
                .error, "service \"\(service.name)\": \(file.name): \(attribute) \"\(text)\" is not a number",
                at: file.reference.location, remedy: "write the number that it has in the image")
        }
        return nil
    }

    private func directoryFinding(_ file: ProvidedFile) throws -> Diagnostic? {
        guard file.hasAttributes, let path = try file.hostDirectory() else { return nil }
        return Diagnostic(
            .warning,
            "service \"\(service.name)\": \(file.name): uid, gid and mode have no effect on a directory",
            at: file.reference.location, remedy: "change \"\(path)\" itself, which is mounted as it is")
    }

    private func finding(_ file: ProvidedFile, _ message: String, remedy: String) -> Diagnostic {
        Diagnostic(
            .error, "service \"\(service.name)\": \(file.name): \(message)", at: file.location, remedy: remedy
        )
    }
}
