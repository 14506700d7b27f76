internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Failure {
    /// Why a container's program cannot be run, with the image and the arguments; nil for every other error.
    init?(start error: any Error, of record: ContainerRecord) {
        guard case .program(let obstacle)? = error as? RuntimeError else { return nil }
        let service = record.service
        self.init(
            .runtime,
            "service \"\(service.name)\": cannot run `\(record.status.commandLine)` of image "
                + "\"\(record.status.image)\"",
            at: service.attributeLocations["entrypoint"] ?? service.location(of: "command"),
            remedy: obstacle.remedy, cause: obstacle)
    }
}

extension ContainerSpecification {
    /// Throws when the program cannot be executed, which a runtime would find out too late or tell in its own words.
    func checkProgram(in root: borrowing RootedDirectory, hiding: [String]) throws {
        var process = try process()
        // Whatever stands before it, such as an init.
        process.args = order.arguments
        let lookup = ProgramLookup(process, mountPoints: hiding)
        if let obstacle = try lookup.obstacle(in: root) { throw RuntimeError.program(obstacle) }
    }
}

extension ContainerStatus {
    /// What was run, as a shell would take it, on one line that is not too long.
    var commandLine: String {
        let words = command.map { word in
            word.isEmpty || word.contains { " \t\n\"'$&;|<>()`\\*".contains($0) }
                ? "'\(word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''"))'"
                : word
        }
        let line = words.joined(separator: " ").split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 120 ? line.prefix(119) + "…" : line
    }

    /// How it ended and what had been run, for messages about others that waited for it.
    var endText: String {
        let reason = endReason.map { " (\($0))" } ?? ""
        return "exited (\(exitStatus ?? 0))\(reason) after `\(commandLine)` of image \"\(image)\""
    }
}
