import BerthLoader
import BerthModel
import LinuxSystem
import TerminalUI

extension Session {
    /// The project of the Compose files; warnings are printed.
    func project(selecting services: [String]) throws -> Project {
        try load(selecting: services).project
    }

    /// Loads the Compose files that the options name, or those of the directory; warnings are printed.
    ///
    /// What a further check finds is told among the rest, by place; an error of it fails as one of the files.
    func load(
        selecting services: [String], options: LoadRequest.Options = LoadRequest.Options(),
        checking check: (LoadedProject) -> [Diagnostic] = { _ in [] }
    ) throws -> LoadedProject {
        var request = LoadRequest(workingDirectory: workingDirectory, environment: environment)
        request.files = settings.files
        request.projectDirectory = settings.projectDirectory
        request.projectName = settings.projectName
        request.environmentFiles = settings.environmentFiles
        request.profiles = settings.profiles
        request.selectedServices = services
        request.options = options
        request.options.includesUnused = settings.includesUnused
        var loaded = try Self.load(request)
        loaded.diagnostics = (loaded.diagnostics + check(loaded)).sortedByPlace
        guard loaded.diagnostics.allSatisfy({ $0.severity == .warning }) else {
            let problems = InvalidProject(loaded.diagnostics)
            throw UnreadableProject(LoadFailure(problems: problems, sources: loaded.sources))
        }
        try errors.writeLines(loaded.diagnostics.map { renderDiagnostic($0, sources: loaded.sources) })
        return loaded
    }

    private static func load(_ request: LoadRequest) throws(UnreadableProject) -> LoadedProject {
        do throws(LoadFailure) { return try loadProject(request, files: HostFiles()) } catch {
            throw UnreadableProject(error)
        }
    }
}

/// Compose files that are wrong, as a person reads it.
struct UnreadableProject: Error {
    /// Every finding with its line and a caret.
    let text: String

    /// Renders the findings of a load that failed.
    init(_ failure: LoadFailure) {
        text = failure.problems.diagnostics.map { renderDiagnostic($0, sources: failure.sources) }
            .joined(separator: "\n")
    }
}
