import BerthLoader
import BerthModel
import Foundation

/// Loads the files of a directory `/p/shop`, the first one's name first.
func load(
    _ files: [String: String], environment: [String: String] = [:],
    changing change: (inout LoadRequest) -> Void = { _ in }
) throws -> LoadedProject {
    var memory: [String: String] = ["/p/shop/.keep": ""]
    for (name, text) in files { memory[name.hasPrefix("/") ? name : "/p/shop/\(name)"] = text }
    var request = LoadRequest(
        workingDirectory: "/p/shop", environment: environment.merging(["HOME": "/home/u"]) { old, _ in old })
    change(&request)
    return try loadProject(request, files: MemoryFiles(memory))
}

/// Loads one compose file.
func load(_ text: String, environment: [String: String] = [:]) throws -> LoadedProject {
    try load(["compose.yaml": text], environment: environment)
}

/// The service `s` with an attribute and an image.
func service(_ attributes: String, environment: [String: String] = [:]) throws -> Service {
    let project = try load("services:\n  s:\n    image: i\n    \(attributes)\n", environment: environment)
        .project
    return project.services[0]
}

/// Everything found in files, rendered.
func findings(_ files: [String: String], changing change: (inout LoadRequest) -> Void = { _ in }) -> String {
    let (diagnostics, sources) = found(in: files, changing: change)
    return diagnostics.map { renderDiagnostic($0, sources: sources) }.joined(separator: "\n")
}

/// Everything found in files, and the texts that it was found in.
func found(
    in files: [String: String], changing change: (inout LoadRequest) -> Void = { _ in }
) -> (diagnostics: [Diagnostic], sources: [String: String]) {
    do {
        let loaded = try load(files, changing: change)
        return (loaded.diagnostics, loaded.sources)
    } catch let failure as LoadFailure {
        return (failure.problems.diagnostics, failure.sources)
    } catch {
        return ([Diagnostic(.error, "\(error)", at: nil)], [:])
    }
}

/// A file of expected text; `RECORD=1` writes what is now.
func golden(_ name: String, recording text: String) throws -> String {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden/\(name)")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        let old = try? String(contentsOf: file, encoding: .utf8)
        try text.write(to: file, atomically: true, encoding: .utf8)
        return old ?? ""
    }
    return try String(contentsOf: file, encoding: .utf8)
}
