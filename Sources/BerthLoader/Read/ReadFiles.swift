import BerthModel
import YAMLTree

/// The documents of a project's files, in the order in which they are merged.
struct ReadDocuments {
    /// The trees; each is a mapping.
    var documents: [Node] = []
    /// The texts by the file names in places.
    var sources: [String: String] = [:]
}

/// Reads files into trees.
struct FileReader<Files: FileSource> {
    let files: Files
    let workingDirectory: String

    /// Reads the documents of a file and keeps what is wrong with them.
    func read(_ path: String, into documents: inout ReadDocuments, _ findings: inout Findings) {
        let shown = path == "-" ? "<stdin>" : Paths.shown(path, in: workingDirectory)
        if path != "-", files.isDirectory(path) {
            return findings.error(
                "cannot read \"\(shown)\": it is a directory", at: nil, remedy: "name a file in it")
        }
        let bytes: [UInt8]
        do {
            bytes = path == "-" ? try files.standardInput() : try files.contents(ofFile: path)
        } catch {
            return findings.error("cannot read \"\(shown)\": \(error)", at: nil)
        }
        documents.sources[shown] = String(decoding: bytes, as: UTF8.self)
        do throws(YAMLErrors) {
            let trees = try loadYAML(bytes, file: shown)
            if trees.isEmpty {
                findings.error("\"\(shown)\" is empty", at: nil, remedy: "write services: into it")
            }
            for tree in trees { add(tree, to: &documents, &findings) }
        } catch {
            for error in error.errors {
                let notes = error.notes.map { Diagnostic.Related($0.message, at: Location($0.range)) }
                findings.error(error.message, at: error.range, related: notes)
            }
        }
    }

    private func add(_ tree: Node, to documents: inout ReadDocuments, _ findings: inout Findings) {
        if tree.isNull { return }
        guard tree.mapping != nil else {
            return findings.error(
                "a compose file must be a mapping, found \(tree.kind)", at: tree,
                remedy: "begin with services:")
        }
        documents.documents.append(tree)
    }
}
