import BerthModel
import TerminalUI

/// What the global options and the environment say together; an option wins over a variable.
struct Settings: Sendable, Hashable {
    /// The Compose files; empty looks for them.
    var files: [String]
    /// The project's name.
    var projectName: String?
    /// The directory that relative paths start from.
    var projectDirectory: String?
    /// The files with variables.
    var environmentFiles: [String]
    /// The profiles to enable.
    var profiles: [String]
    /// How progress is shown.
    var progress: ProgressMode
    /// Where progress is shown.
    var progressGoesToStandardOutput: Bool
    /// When control characters are printed.
    var ansi: ANSIMode
    /// The most steps at once; nil for no limit.
    var parallelism: Int?
    /// True when nothing may be done.
    var isDryRun: Bool
    /// True for networks and volumes that no service uses too.
    var includesUnused: Bool

    /// Takes options and variables together.
    init(_ options: GlobalOptions, environment: [String: String]) throws {
        func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
        files = options.file
        projectName = options.projectName
        projectDirectory = options.projectDirectory
        environmentFiles = options.envFile
        profiles = options.profile
        progress = try options.progress ?? parsed("COMPOSE_PROGRESS", variable("COMPOSE_PROGRESS")) ?? .auto
        ansi =
            try options.noAnsi
            ? .never : options.ansi ?? parsed("COMPOSE_ANSI", variable("COMPOSE_ANSI")) ?? .auto
        progressGoesToStandardOutput = isTrue(variable("COMPOSE_STATUS_STDOUT"))
        let limit =
            try options.parallel
            ?? variable("COMPOSE_PARALLEL_LIMIT").map { text in
                guard let number = Int(text) else {
                    throw Failure(.usage, "COMPOSE_PARALLEL_LIMIT is \"\(text)\", which is not a number")
                }
                return number
            }
        parallelism = limit.flatMap { $0 > 0 ? $0 : nil }
        isDryRun = options.dryRun
        includesUnused = options.allResources
    }
}

/// The value of a variable that has few.
private func parsed<Value: RawRepresentable<String> & CaseIterable>(_ name: String, _ text: String?) throws
    -> Value?
{
    guard let text else { return nil }
    if let value = Value(rawValue: text) { return value }
    let choices = Value.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    throw Failure(.usage, "\(name) is \"\(text)\"; it can be \(choices)")
}

/// True for the texts by which a variable is switched on.
func isTrue(_ text: String?) -> Bool { ["1", "t", "true", "y", "yes"].contains((text ?? "").lowercased()) }
