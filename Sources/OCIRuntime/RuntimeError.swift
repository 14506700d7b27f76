/// Why a container could not be created, started, entered or removed.
public enum RuntimeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The program to run cannot be executed.
    case program(ProgramObstacle)
    /// The container's process ended before it was started.
    case endedBeforeStart(String)
    /// A tool of the host is missing; the second is the Debian package that has it.
    case missing(String, package: String)
    /// Anything else that the runtime or the monitor reports about an act.
    case failed(String, reason: String)

    /// The exit status of a command that could not be run, as shells have it.
    public var exitStatus: Int32 {
        switch self {
        case .program(let obstacle): obstacle.exitStatus
        case .endedBeforeStart, .missing, .failed: 125
        }
    }

    /// One clause.
    public var description: String {
        switch self {
        case .program(let obstacle): "\(obstacle)"
        case .endedBeforeStart(let id): "container \"\(id)\" ended before it was started"
        case .missing(let what, let package): "\(what) is missing: install the package \(package)"
        case .failed(let act, let reason): "cannot \(act): \(reason)"
        }
    }
}

extension RuntimeError {
    /// Reads the reason that a runtime gave for an act with a program; runtimes have no codes, only these texts.
    init(_ act: String, program: String, reason: String) {
        let text = reason.split(whereSeparator: \.isNewline).joined(separator: "; ")
        func says(_ phrase: String) -> Bool { text.contains(phrase) }
        let isAboutProgram = says("exec: ") || says("exec \(program)") || says("executable") || says("execve")
        self =
            switch true {
            case says("not found in $PATH"), isAboutProgram && says("o such file or directory"):
                .program(program.contains("/") ? .missing(program) : .notInPath(program))
            case isAboutProgram && says("is a directory"): .program(.directory(program))
            case isAboutProgram && (says("ermission denied") || says("not permitted")):
                .program(.notExecutable(program))
            case isAboutProgram && says("xec format error"): .program(.unknownFormat(program))
            default: .failed(act, reason: text.isEmpty ? "the runtime gave no reason" : text)
            }
    }
}
