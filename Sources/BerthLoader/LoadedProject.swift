public import BerthModel
public import YAMLTree

/// The result of loading.
public struct LoadedProject: Sendable {
    /// Makes the typed project of the tree.
    let model: ProjectModel
    /// The complete tree, with what is not printed.
    let tree: Node
    /// What is printed of the tree.
    let presentation: Presentation
    /// The warnings, by place.
    public var diagnostics: [Diagnostic]
    /// The texts by the file names in places, for `renderDiagnostic`.
    public var sources: [String: String]
    /// The variables that interpolation used: the process's, then those of the environment files.
    public var environment: [String: String]
    /// Where those variables are from that are not of the process's environment.
    public var variableSources: [String: VariableSource]
    /// Every profile that a service names, sorted.
    public var declaredProfiles: [String]
    /// True when the variables were kept as they are written.
    public var holdsVariables: Bool
    /// The variables that the files mention, by name; empty unless they were kept.
    public var mentionedVariables: [MentionedVariable]

    /// What `up` brings about; it is made each time it is asked for.
    public var project: Project { model.project() }

    /// What `config` prints, in the order of the reference; it is made each time it is asked for.
    public var canonical: Node { presentation.apply(to: tree) }
}

/// A load that failed, with the texts that its places are in.
public struct LoadFailure: Error, Sendable, CustomStringConvertible {
    /// The errors and warnings, by place.
    public let problems: InvalidProject
    /// The texts by the file names in places, for `renderDiagnostic`.
    public let sources: [String: String]

    /// Creates the failure of a load.
    public init(problems: InvalidProject, sources: [String: String]) {
        self.problems = problems
        self.sources = sources
    }

    /// One line a finding.
    public var description: String { problems.description }
}
