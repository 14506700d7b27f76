import BerthModel
import YAMLTree

/// The sections whose entries come from included projects.
private let sections = ["services", "networks", "volumes", "secrets", "configs", "models"]

/// One entry of `include`.
private struct Inclusion {
    let paths: [String]
    let directory: String
    let environmentFiles: [Node]
    let node: Node
}

extension Composition {
    /// The document with what the projects it includes define; the chain holds the files that include it.
    mutating func including(_ document: Document, chain: [String]) -> Document {
        guard case .mapping(var top) = document.tree.content, let written = top.remove("include") else {
            return document
        }
        var document = document
        let valid = validated(written, includeShape, at: [.key("include")])
        document.tree.content = .mapping(top)
        for entry in valid.sequence ?? [] {
            guard let inclusion = inclusion(entry, from: document, chain: chain) else { continue }
            let project = project(of: inclusion, from: document.directory, chain: chain)
            for section in sections { add(section, of: project, to: &document) }
        }
        return document
    }

    private mutating func inclusion(_ entry: Node, from document: Document, chain: [String]) -> Inclusion? {
        var paths: [String] = []
        for node in (entry["path"] ?? entry).listForm {
            guard let name = fileName(node) else { continue }
            guard let path = path(of: name, at: node, from: document, chain: chain) else { return nil }
            paths.append(path)
        }
        guard chain.count <= budget.limits.inclusionDepth else {
            findings.error(
                "more than \(budget.limits.inclusionDepth) files include each other in a row", at: entry)
            return nil
        }
        guard budget.take(paths.count, of: .inclusions, at: entry, into: &findings) else { return nil }
        guard let first = paths.first else { return nil }
        let directory = entry["project_directory"].flatMap(fileName).map {
            Paths.resolve($0, in: document.directory)
        }
        return Inclusion(
            paths: paths, directory: directory ?? Paths.directory(of: first),
            environmentFiles: entry["env_file"]?.listForm ?? [], node: entry)
    }

    /// The file of a name in `include`; nil, after an error, for one that cannot be included there.
    private mutating func path(
        of name: String, at node: Node, from document: Document, chain: [String]
    ) -> String? {
        guard !Paths.isRemote(name) else {
            findings.error(
                "\"\(name)\" cannot be included: only local files can", at: node,
                remedy: "fetch it, and include the copy")
            return nil
        }
        let path = Paths.resolve(name, in: document.directory, home: request.homeDirectory)
        guard files.exists(path) else {
            findings.error(
                "included file \"\(name)\" does not exist", at: node,
                remedy: "looked for at \(Paths.shown(path, in: request.workingDirectory))")
            return nil
        }
        guard isNoDirectory(path, namedBy: node) else { return nil }
        guard !chain.contains(path) else {
            let way = (chain + [path]).map { Paths.shown($0, in: request.workingDirectory) }
            findings.error(
                "files include each other: \(way.joined(separator: " -> "))", at: node,
                remedy: "remove one of these includes")
            return nil
        }
        return path
    }

    private mutating func project(
        of inclusion: Inclusion, from directory: String, chain: [String]
    ) -> Node {
        let step = Step.brought(by: "include", inclusion.node.range)
        findings.enter(step)
        let variables = variables(of: inclusion, from: directory)
        let tree = nested(variables) { $0.tree(of: inclusion.paths, in: inclusion.directory, chain: chain) }
        findings.leave()
        return detachedProject(tree.adding(step), from: inclusion.directory)
    }

    /// The variables of the including project; the inclusion's environment files add what is not set.
    private mutating func variables(of inclusion: Inclusion, from directory: String) -> Variables {
        var named = inclusion.environmentFiles.compactMap { node in
            fileName(node).map { (path: $0, range: node.range) }
        }
        let implied = Paths.resolve(".env", in: inclusion.directory)
        if named.isEmpty, files.exists(implied), !files.isDirectory(implied) {
            named = [(path: implied, range: inclusion.node.range)]
        }
        var outer = variables
        var inner = Variables()
        for (name, range) in named where name != "/dev/null" {
            let path = Paths.resolve(name, in: directory)
            let shown = Paths.shown(path, in: request.workingDirectory)
            let lookup = outer.values
            var file = EnvironmentFile(
                path: path, shown: shown, lookup: { lookup[$0] }, earlier: inner.values)
            file.naming = range
            inner.replace(with: file.read(from: files, into: &findings) ?? Variables())
        }
        outer.add(inner)
        return outer
    }

    private mutating func add(_ section: String, of project: Node, to document: inout Document) {
        guard let imported = project[section]?.mapping, !imported.isEmpty else { return }
        var own = document.tree[section]?.mapping ?? Mapping()
        for entry in imported {
            guard let existing = own.entry(entry.key) else {
                own.set(entry)
                continue
            }
            let wrapped = Node.mapping([section: .mapping([entry.key: existing.value])])
            guard detachedProject(wrapped, from: document.directory)[section]?[entry.key] != entry.value
            else {
                continue
            }
            findings.error(
                "\"\(section).\(entry.key)\" is also defined by an included file, in another way",
                at: existing, remedy: "override it in a file that is listed with the included one",
                related: [Diagnostic.Related("the other definition", at: Location(entry.keyRange))])
        }
        guard case .mapping(var top) = document.tree.content else { return }
        top[section] = (top[section] ?? project[section])?.becoming(.mapping(own))
        document.tree.content = .mapping(top)
    }
}
