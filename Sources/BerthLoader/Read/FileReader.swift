import BerthModel
import YAMLTree

/// Reads files into trees.
struct FileReader<Files: FileSource> {
    let files: Files
    let workingDirectory: String
    /// How many documents a file may have.
    var documents = LoadLimits().documents

    /// The documents of a file, each a mapping; keeps what is wrong with them; `-` is standard input.
    func read(_ path: String, into findings: inout Findings) -> [Node] {
        let shown = path == "-" ? "<stdin>" : Paths.shown(path, in: workingDirectory)
        if path != "-", files.isDirectory(path) {
            findings.error(
                "cannot read \"\(shown)\": it is a directory", at: nil, remedy: "name a file in it")
            return []
        }
        let bytes: [UInt8]
        do {
            bytes = path == "-" ? try files.standardInput() : try files.contents(ofFile: path)
        } catch {
            findings.error("cannot read \"\(shown)\": \(error)", at: nil)
            return []
        }
        findings.keep(String(decoding: bytes, as: UTF8.self), ofFile: shown)
        do throws(YAMLErrors) {
            return usable(try loadYAML(bytes, file: shown), of: shown, &findings)
        } catch {
            for error in error.errors {
                let notes = error.notes.map { Diagnostic.Related($0.message, at: Location($0.range)) }
                findings.error(error.message, at: error.range, related: notes)
            }
            return []
        }
    }

    private func usable(_ trees: [Node], of file: String, _ findings: inout Findings) -> [Node] {
        if trees.isEmpty {
            let start = Mark(line: 1, column: 1)
            findings.error(
                "the file is empty", at: SourceRange(file: file, start: start, end: start),
                remedy: "write services: into it")
        }
        guard trees.count <= documents else {
            findings.error(
                "more than \(documents) documents in one file", at: trees[documents],
                remedy: "write them into several files")
            return []
        }
        return trees.filter { isUsable($0, &findings) }
    }

    private func isUsable(_ tree: Node, _ findings: inout Findings) -> Bool {
        if tree.mapping == nil, !tree.isNull {
            findings.error(
                "a compose file must be a mapping, found \(tree.kind)", at: tree,
                remedy: "begin with services:")
        }
        return tree.mapping != nil
    }
}
