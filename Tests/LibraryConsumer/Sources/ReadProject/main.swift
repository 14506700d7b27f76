import BerthLoader
import BerthModel
import YAMLTree

let request = LoadRequest(workingDirectory: CommandLine.arguments[1])
do {
    let loaded = try loadProject(request, files: HostFiles())
    for warning in loaded.diagnostics { print(renderDiagnostic(warning, sources: loaded.sources)) }
    let project: Project = loaded.project
    for service in project.services { print(service.name, "runs", service.image) }
    if let note: Node = loaded.canonical["x-note"] { print(note.range, note.string ?? "") }
    print(renderConfig(loaded.canonical, format: .yaml), terminator: "")
} catch {
    let problems: [Diagnostic] = error.problems.diagnostics
    for problem in problems { print(renderDiagnostic(problem, sources: error.sources)) }
}
