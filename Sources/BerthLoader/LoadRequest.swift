/// What to load, as the command line and the process's environment say it.
public struct LoadRequest: Sendable, Hashable {
    /// The files of `-f`, in order; empty looks for them, `-` is standard input.
    public var files: [String] = []
    /// The directory that relative paths are resolved against (`--project-directory`).
    public var projectDirectory: String?
    /// The project's name (`-p`); an empty one counts as none.
    public var projectName: String?
    /// The files of `--env-file`, in order; empty takes `.env`.
    public var environmentFiles: [String] = []
    /// The profiles of `--profile`; `*` means all.
    public var profiles: [String] = []
    /// The services named on the command line, whose profiles count as active; empty means all.
    public var selectedServices: [String] = []
    /// The environment of the process.
    public var environment: [String: String]
    /// The absolute path of the current directory.
    public var workingDirectory: String
    /// What `config` can leave out.
    public var options = Options()
    /// What is refused because nobody means it.
    var limits = LoadLimits()

    /// The stages that `config` can leave out; a project loaded without one of them is only for printing.
    public struct Options: Sendable, Hashable {
        /// False keeps variables as they are written (`--no-interpolate`).
        ///
        /// Then nothing that takes a value is done: every service is kept, no file of variables is read and
        /// nothing is checked beyond the shape of the files.
        public var interpolates = true
        /// False leaves out what no file wrote (`--no-normalize`).
        public var normalizes = true
        /// False keeps paths as they are written (`--no-path-resolution`).
        public var resolvesPaths = true
        /// False does not look whether what is named exists (`--no-consistency`).
        public var checksConsistency = true
        /// False keeps `env_file` and variables without a value (`--no-env-resolution`).
        public var resolvesEnvironment = true
        /// True keeps networks and volumes that no service uses (`--all-resources`).
        public var includesUnused = false

        /// Leaves nothing out.
        public init() {}
    }

    /// Creates a request for the project of a directory.
    public init(workingDirectory: String, environment: [String: String] = [:]) {
        self.workingDirectory = workingDirectory
        self.environment = environment
    }

    /// The user's home directory, for paths that begin with `~`.
    var homeDirectory: String? { environment["HOME"].flatMap { $0.isEmpty ? nil : $0 } }
}
