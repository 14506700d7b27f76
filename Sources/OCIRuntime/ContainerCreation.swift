/// What the monitor needs to create a container.
public struct ContainerCreation: Sendable, Hashable {
    /// The standard streams of a container's process.
    public enum Streams: Sendable, Hashable {
        /// Output only; input is empty.
        case output
        /// Input stays open for whoever attaches.
        case interactive
        /// A terminal, as the bundle's process must say too.
        case terminal
    }

    /// Where what the process writes is kept.
    public enum Output: Sendable, Hashable {
        /// In the log file.
        case file
        /// In the log file and in the systemd journal, by a name of the container for readers.
        case fileAndJournal(tag: String)
        /// Nowhere.
        case nothing
    }

    /// The container's id.
    public var id: String
    /// The container's name, for messages.
    public var name: String
    /// The directory with `config.json`.
    public var bundle: String
    /// The log file, in the k8s-file format; it is added to when it exists.
    public var log: String
    /// A directory of the container's own for the monitor's files.
    public var persistDirectory: String
    /// The program in the container, for messages.
    public var program: String
    /// Its standard streams.
    public var streams: Streams = .output
    /// The runtime that makes it; nil is the monitor's own.
    public var runtime: Runtime?
    /// Where what it writes is kept.
    public var output: Output = .file

    /// Describes the creation of a container whose process only writes.
    public init(
        id: String, name: String, bundle: String, log: String, persistDirectory: String, program: String
    ) {
        self.id = id
        self.name = name
        self.bundle = bundle
        self.log = log
        self.persistDirectory = persistDirectory
        self.program = program
    }
}
