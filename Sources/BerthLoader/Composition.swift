import BerthModel
import YAMLTree

/// One document of a file, with its variables replaced.
struct Document {
    /// The tree, without the tags that take out of other documents.
    var tree: Node
    /// What those tags take out.
    var resets: ResetPaths
    /// The directory of the file, from which the files it names are looked for.
    var directory: String
    /// The name of the file in messages.
    var file: String
}

/// Makes one tree of the files of a project: reading, interpolation, extends, include and merging.
struct Composition<Files: FileSource> {
    /// Where files are read.
    let files: Files
    /// The request whose directories and options count.
    let request: LoadRequest
    /// The variables for interpolation.
    var variables: [String: String]
    /// What was found.
    var findings: Findings
    /// The texts by the file names in places.
    private(set) var sources: [String: String] = [:]
    private var trees: [String: [Node]] = [:]

    /// Begins with the variables of a project.
    init(files: Files, request: LoadRequest, variables: [String: String], findings: Findings) {
        self.files = files
        self.request = request
        self.variables = variables
        self.findings = findings
    }

    /// The documents of a file as they are written, read once; `-` is standard input.
    mutating func trees(of path: String) -> [Node] {
        if let known = trees[path] { return known }
        let reader = FileReader(files: files, workingDirectory: request.workingDirectory)
        let read = reader.read(path, into: &findings)
        sources[shown(path)] = read.text
        trees[path] = read.trees
        return read.trees
    }

    /// The documents of a file with their variables replaced.
    mutating func documents(of path: String) -> [Document] {
        let directory = path == "-" ? request.workingDirectory : Paths.directory(of: path)
        return trees(of: path).map { tree in
            var resets = ResetPaths()
            let tree = resets.strip(tree, into: &findings)
            return Document(tree: interpolated(tree), resets: resets, directory: directory, file: shown(path))
        }
    }

    /// The files merged in order; the chain holds the files that include them.
    mutating func tree(of paths: [String], chain: [String] = []) -> Node {
        var result = Node.mapping(Mapping())
        for path in paths {
            for document in documents(of: path) {
                let own = including(extending(document), chain: chain + [path])
                result = removingReplacedItems(merge(own.tree, over: own.resets.apply(to: result)))
            }
        }
        return result
    }

    /// Runs a composition with other variables and takes over what it read and found.
    mutating func nested(
        _ variables: [String: String], _ compose: (inout Composition) -> Node
    ) -> Node {
        var inner = self
        inner.variables = variables
        let tree = compose(&inner)
        findings = inner.findings
        sources = inner.sources
        trees = inner.trees
        return tree
    }

    /// A tree in canonical form with its paths absolute, so that it can be merged into one of another directory.
    mutating func detached(_ tree: Node, from directory: String) -> Node {
        var canonicalization = Canonicalization(findings: findings)
        let canonical = canonicalization.apply(to: tree)
        findings = canonicalization.findings
        return PathResolution(directory: directory, home: request.homeDirectory).apply(to: canonical)
    }

    private mutating func interpolated(_ tree: Node) -> Node {
        guard request.options.interpolates else { return tree }
        var interpolation = Interpolation(variables: variables, findings: findings)
        let result = interpolation.apply(to: tree)
        findings = interpolation.findings
        return result
    }

    private func shown(_ path: String) -> String {
        path == "-" ? "<stdin>" : Paths.shown(path, in: request.workingDirectory)
    }
}
