import BerthModel
import YAMLTree

/// Loads a project: reads its files and takes them through the stages of docs/loading.md.
///
/// Nothing is written and no process is started. What is wrong is thrown together, all of it.
public func loadProject(_ request: LoadRequest, files: some FileSource) throws(LoadFailure) -> LoadedProject {
    var loader = Loader(request: request, files: FilesOnce(files, limit: request.limits.fileBytes))
    do throws(InvalidProject) {
        return try loader.load()
    } catch {
        throw LoadFailure(problems: error, sources: loader.composition.findings.sources)
    }
}

/// One run of the stages.
private struct Loader<Files: FileSource> {
    var request: LoadRequest
    let files: Files
    var composition: Composition<Files>
    private var environment: ProjectEnvironment
    private var found = ProjectFiles(files: [], directory: "")
    private var name = ""

    init(request: LoadRequest, files: Files) {
        self.request = request
        self.files = files
        environment = ProjectEnvironment(process: request.environment)
        composition = Composition(
            files: files, request: request, variables: Variables(), findings: Findings())
    }

    private var findings: Findings {
        get { composition.findings }
        _modify { yield &composition.findings }
    }

    mutating func load() throws(InvalidProject) -> LoadedProject {
        try read()
        var tree = composition.tree(of: found.files, in: found.directory)
        if tree.mapping?.isEmpty ?? true, !findings.hasErrors {
            let first = found.files.first.flatMap { composition.trees(of: $0).first }
            findings.error("the compose file is empty", at: first?.range, remedy: "write services: into it")
        }
        tree = canonical(validated(tree))
        if request.options.resolvesPaths {
            tree = composition.paths(from: found.directory).apply(to: tree)
        }
        return try resolved(tree)
    }

    /// Finds and reads the files, and settles the variables and the name.
    private mutating func read() throws(InvalidProject) {
        let reader = EnvironmentFileReader(request: request, files: files)
        let isDiscovering = request.files.isEmpty && request.projectDirectory == nil
        if isDiscovering {
            reader.add(to: &environment, directory: request.workingDirectory, into: &composition.findings)
        }
        var environmentErrors = findings.errorCount
        found = FileDiscovery(request: request, files: files, variables: environment.variables.values).find(
            into: &findings)
        if found.files.isEmpty { try findings.throwIfInvalid() }
        if !isDiscovering || found.directory != request.workingDirectory {
            let errors = findings.errorCount
            reader.add(to: &environment, directory: found.directory, into: &composition.findings)
            environmentErrors += findings.errorCount - errors
        }
        let trees = found.files.flatMap { composition.trees(of: $0) }
        if findings.errorCount > environmentErrors { try findings.throwIfInvalid() }
        if environmentErrors > 0 { leaveVariables() }
        let projectName = ProjectName(
            option: request.projectName, variables: environment.variables.values,
            written: trees.compactMap { $0["name"] }.last, directory: found.directory)
        name = projectName.choose(into: &findings)
        environment.setProjectName(name, from: projectName.source)
        composition.variables = environment.variables
    }

    /// Leaves the variables as they are written: when not all are known, the rest of the files is checked yet.
    private mutating func leaveVariables() {
        request.options.interpolates = false
        composition.request = request
    }

    private mutating func validated(_ tree: Node) -> Node {
        if let version = tree["version"], version.string != nil {
            findings.warning("\"version\" has no meaning any more", at: version, remedy: "remove it")
        }
        return composition.validated(tree, projectShape)
    }

    private mutating func canonical(_ tree: Node) -> Node {
        let result = composition.canonical(tree)
        findings.warnOfUnexpectedTexts(in: result)
        return withDefaults(removingReplacedItems(result))
    }

    private mutating func resolved(_ tree: Node) throws(InvalidProject) -> LoadedProject {
        guard case .mapping(var top) = tree.content else { throw InvalidProject(findings.sorted) }
        var services = top["services"]?.mapping ?? Mapping()
        checkSelection(in: services)
        let selection = ServiceSelection(
            services: services, profiles: profiles, selected: request.selectedServices)
        if request.options.interpolates { services.keep { selection.disabled[$0.key] == nil } }
        resolveEnvironment(of: &services)
        top["services"] = (top["services"] ?? .null()).becoming(.mapping(services))
        top["name"] = (top["name"] ?? .null()).becoming(.string(name))
        let complete = normalized(tree.becoming(.mapping(top)))
        checkConsistency(of: complete, disabled: selection.disabled)
        try findings.throwIfInvalid()
        return result(complete, selection)
    }

    private mutating func resolveEnvironment(of services: inout Mapping) {
        guard request.options.resolvesEnvironment, request.options.interpolates else { return }
        let resolution = EnvironmentResolution(
            variables: environment.variables, files: files, workingDirectory: request.workingDirectory,
            budget: composition.budget)
        services.updateValues { name, service in
            service = resolution.apply(to: service, named: name, into: &findings)
        }
    }

    private mutating func checkConsistency(of tree: Node, disabled: [String: [String]]) {
        guard request.options.checksConsistency, request.options.interpolates else { return }
        var consistency = Consistency(tree, disabled: disabled, findings: findings)
        consistency.check()
        findings = consistency.findings
    }

    private mutating func normalized(_ tree: Node) -> Node {
        guard request.options.normalizes else { return tree }
        var normalization = Normalization(
            project: name, variables: environment.variables,
            isComplete: request.options.interpolates, findings: findings)
        let result = normalization.apply(to: tree)
        findings = normalization.findings
        return result
    }

    private mutating func checkSelection(in services: Mapping) {
        for name in request.selectedServices where services[name] == nil {
            findings.error(
                "no such service: \"\(name)\"", at: nil, remedy: remedy(for: name, among: services.keys))
        }
    }

    private var profiles: [String] {
        if !request.profiles.isEmpty { return request.profiles }
        let list = environment.variables["COMPOSE_PROFILES"] ?? ""
        return list.components(separatedBy: ",").map(\.trimmingBlanks).filter { !$0.isEmpty }
    }

    private func result(_ tree: Node, _ selection: ServiceSelection) -> LoadedProject {
        let services = tree["services"]?.mapping ?? Mapping()
        let printed =
            request.selectedServices.isEmpty
            ? Set(services.keys) : withDependencies(request.selectedServices, in: services)
        var contents = ContentDigests(of: tree, variables: environment.variables.values, files: files)
        contents.systemCallProfiles = systemCallProfiles(
            of: services, in: found.directory, home: request.homeDirectory, files)
        return LoadedProject(
            model: ProjectModel(
                tree: tree, disabled: selection.disabled, variables: environment.variables.values,
                contents: contents,
                includesUnused: request.options.includesUnused,
                frame: Project(
                    name: name, workingDirectory: found.directory, configFiles: found.files,
                    environmentFiles: environment.files)),
            tree: tree,
            presentation: Presentation(
                services: printed, isRaw: !request.options.interpolates,
                keepsUnused: request.options.includesUnused || !request.options.interpolates),
            diagnostics: findings.sorted, sources: composition.findings.sources,
            environment: environment.variables.values, variableSources: environment.variables.sources,
            declaredProfiles: selection.declaredProfiles,
            holdsVariables: !request.options.interpolates,
            mentionedVariables: composition.mentioned.variables.sorted { $0.name < $1.name })
    }
}
