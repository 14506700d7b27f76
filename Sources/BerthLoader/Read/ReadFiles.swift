import BerthModel
import YAMLTree

/// A file as text and as trees.
struct ReadFile {
    /// The text, nil when it could not be read.
    var text: String?
    /// The documents; each is a mapping.
    var trees: [Node] = []
}

/// Reads files into trees.
struct FileReader<Files: FileSource> {
    let files: Files
    let workingDirectory: String

    /// Reads the documents of a file and keeps what is wrong with them; `-` is standard input.
    func read(_ path: String, into findings: inout Findings) -> ReadFile {
        var result = ReadFile()
        let shown = path == "-" ? "<stdin>" : Paths.shown(path, in: workingDirectory)
        if path != "-", files.isDirectory(path) {
            findings.error(
                "cannot read \"\(shown)\": it is a directory", at: nil, remedy: "name a file in it")
            return result
        }
        let bytes: [UInt8]
        do {
            bytes = path == "-" ? try files.standardInput() : try files.contents(ofFile: path)
        } catch {
            findings.error("cannot read \"\(shown)\": \(error)", at: nil)
            return result
        }
        result.text = String(decoding: bytes, as: UTF8.self)
        do throws(YAMLErrors) {
            let trees = try loadYAML(bytes, file: shown)
            if trees.isEmpty {
                findings.error("\"\(shown)\" is empty", at: nil, remedy: "write services: into it")
            }
            result.trees = trees.filter { isUsable($0, &findings) }
        } catch {
            for error in error.errors {
                let notes = error.notes.map { Diagnostic.Related($0.message, at: Location($0.range)) }
                findings.error(error.message, at: error.range, related: notes)
            }
        }
        return result
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
