import BerthLoader
import BerthModel
import YAMLTree

/// Whatever files are there, a load ends with a project or with errors, and what is printed of it loads again.
///
/// An input holds the files `compose.yaml`, `other.yaml` and `.env`, with `%%` between them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzProject(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    let files = FuzzedFiles(bytes)
    var raw = LoadRequest.Options()
    raw.interpolates = false
    raw.normalizes = false
    raw.resolvesPaths = false
    raw.checksConsistency = false
    raw.resolvesEnvironment = false
    _ = load(files, raw)
    guard let loaded = load(files) else { return 0 }
    _ = renderConfig(loaded.canonical, format: .json)
    let text = renderConfig(loaded.canonical, format: .yaml)
    guard let again = load(FuzzedFiles(Array(text.utf8))) else { fatalError("does not load again:\n\(text)") }
    precondition(again.canonical == loaded.canonical, "loads as another project:\n\(text)")
    return 0
}

/// Loads the project; what is wrong has to be told.
private func load(_ files: FuzzedFiles, _ options: LoadRequest.Options = LoadRequest.Options())
    -> LoadedProject?
{
    var request = LoadRequest(workingDirectory: "/p", environment: ["HOME": "/h", "A": "value", "B": ""])
    request.options = options
    do {
        let loaded = try loadProject(request, files: files)
        for finding in loaded.diagnostics { _ = renderDiagnostic(finding, sources: loaded.sources) }
        return loaded
    } catch {
        let findings = error.problems.diagnostics
        precondition(findings.contains { $0.severity == .error }, "refused without an error")
        for finding in findings { _ = renderDiagnostic(finding, sources: error.sources) }
        return nil
    }
}

/// The files of one input, in the directory `/p`.
private struct FuzzedFiles: FileSource {
    private struct Missing: Error {}

    private var files: [String: [UInt8]] = [:]

    init(_ bytes: [UInt8]) {
        var rest = bytes[...]
        for name in ["compose.yaml", "other.yaml", ".env"] {
            let mark = rest.indices.first { rest[$0...].starts(with: "%%".utf8) } ?? rest.endIndex
            files["/p/\(name)"] = Array(rest[..<mark])
            rest = rest[mark...].dropFirst(2)
        }
    }

    func contents(ofFile path: String) throws -> [UInt8] {
        guard let bytes = files[path] else { throw Missing() }
        return bytes
    }

    func exists(_ path: String) -> Bool { files[path] != nil || isDirectory(path) }
    func isDirectory(_ path: String) -> Bool { path == "/p" || path == "/" }
    func standardInput() -> [UInt8] { [] }
}
