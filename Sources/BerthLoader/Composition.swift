import BerthModel
import YAMLTree

/// One document of a file, with its variables replaced.
struct Document {
    /// The tree, without the tags that take out of other documents.
    var tree: Node
    /// What those tags take out.
    var resets: ResetPaths
    /// The directory from which the files it names are looked for.
    var directory: String
    /// The name of the file in messages.
    var file: String
    /// The position among the documents of its file.
    var number: Int

    /// What tells it from other documents.
    var identity: String { "\(file)#\(number)" }
}

/// Makes one tree of the files of a project: reading, interpolation, extends, include and merging.
struct Composition<Files: FileSource> {
    /// Where files are read.
    let files: Files
    /// The request whose directories and options count.
    var request: LoadRequest
    /// The variables for interpolation.
    var variables: Variables
    /// What was found.
    var findings: Findings
    /// What may still be used.
    let budget: LoadBudget
    private var trees: [String: [Node]] = [:]
    private var interpolatedDocuments: [String: [Document]] = [:]
    private var warnedVariables: Set<String> = []
    /// The variables of all files, kept when they are not replaced.
    private(set) var mentioned = VariableList()
    /// The services that extend others, as they are made, by document and name.
    var extendedServices: [String: Node] = [:]

    /// Begins with the variables of a project.
    init(files: Files, request: LoadRequest, variables: Variables, findings: Findings) {
        self.files = files
        self.request = request
        self.variables = variables
        self.findings = findings
        budget = LoadBudget(request.limits)
    }

    /// The documents of a file as they are written, read once; `-` is standard input.
    mutating func trees(of path: String) -> [Node] {
        if let known = trees[path] { return known }
        let reader = FileReader(
            files: files, workingDirectory: request.workingDirectory, documents: request.limits.documents)
        let read = reader.read(path, into: &findings)
        trees[path] = read
        return read
    }

    /// The documents of a file with their variables replaced, made once for each directory that the files
    /// they name are looked for in.
    mutating func documents(of path: String, from directory: String) -> [Document] {
        let identity = "\(path):\(directory)"
        if let known = interpolatedDocuments[identity] { return known }
        var documents: [Document] = []
        for tree in trees(of: path) {
            guard budget.take(tree.weight, of: .values, at: tree, into: &findings) else { break }
            var resets = ResetPaths()
            let tree = interpolated(resets.strip(tree, into: &findings))
            documents.append(
                Document(
                    tree: tree, resets: resets, directory: directory, file: shown(path),
                    number: documents.count))
        }
        interpolatedDocuments[identity] = documents
        return documents
    }

    /// The files of a project in a directory, merged in order; the chain holds the files that include them.
    mutating func tree(of paths: [String], in directory: String, chain: [String] = []) -> Node {
        var result = Node.mapping(Mapping())
        for path in paths {
            for document in documents(of: path, from: directory) {
                document.resets.warnOfNothing(in: result, extending: document.tree, into: &findings)
                let own = including(extending(document), chain: chain + [path])
                result = removingReplacedItems(own.resets.merge(own.tree, over: result))
            }
        }
        return result
    }

    /// Runs a composition with other variables and takes over what it read and found.
    mutating func nested(
        _ variables: Variables, _ compose: (inout Composition) -> Node
    ) -> Node {
        var inner = self
        inner.variables = variables
        inner.interpolatedDocuments = [:]
        inner.extendedServices = [:]
        let tree = compose(&inner)
        findings = inner.findings
        trees = inner.trees
        warnedVariables = inner.warnedVariables
        mentioned = inner.mentioned
        return tree
    }

    /// A tree in canonical form with absolute paths, which can be merged into one of another directory.
    mutating func detached(_ tree: Node, from directory: String) -> Node {
        paths(from: directory).apply(to: canonical(tree))
    }

    /// The tree of a whole project in canonical form with absolute paths and what it implies.
    mutating func detachedProject(_ tree: Node, from directory: String) -> Node {
        paths(from: directory).apply(to: withDefaults(canonical(tree)))
    }

    /// What makes paths of a directory absolute.
    func paths(from directory: String) -> PathResolution {
        PathResolution(
            directory: directory, home: request.homeDirectory, holdsVariables: !request.options.interpolates)
    }

    /// The valid part of a tree.
    mutating func validated(_ tree: Node, _ shape: Shape, at path: TreePath = []) -> Node {
        var validation = Validation(findings: findings, holdsVariables: !request.options.interpolates)
        let valid = validation.validate(tree, shape, at: path)
        findings = validation.findings
        return valid
    }

    /// A valid tree in canonical form.
    mutating func canonical(_ tree: Node) -> Node {
        var canonicalization = Canonicalization(
            findings: findings, holdsVariables: !request.options.interpolates, budget: budget)
        let canonical = canonicalization.apply(to: tree)
        findings = canonicalization.findings
        return canonical
    }

    /// A text that names a file to be read, with its variables in any case replaced.
    func fileName(_ node: Node) -> String? {
        guard let text = node.string, !request.options.interpolates else { return node.string }
        // What is no reference names no file, which is then reported.
        return (try? Template(lookup: { variables[$0] }).substitute(text)) ?? text
    }

    /// False, with an error, for a path that a node names but that is a directory.
    mutating func isNoDirectory(_ path: String, namedBy node: Node) -> Bool {
        guard files.isDirectory(path) else { return true }
        let shown = Paths.shown(path, in: request.workingDirectory)
        findings.error("\"\(shown)\" is a directory", at: node, remedy: "name a file in it")
        return false
    }

    private mutating func interpolated(_ tree: Node) -> Node {
        guard request.options.interpolates else {
            mentioned.add(tree)
            return tree
        }
        var interpolation = Interpolation(variables: variables, findings: findings)
        interpolation.warned = warnedVariables
        interpolation.budget = budget
        let result = interpolation.apply(to: tree)
        findings = interpolation.findings
        warnedVariables = interpolation.warned
        return result
    }

    private func shown(_ path: String) -> String {
        path == "-" ? "<stdin>" : Paths.shown(path, in: request.workingDirectory)
    }
}
