/// A file that a project gives to its containers: one of its `configs` or `secrets`.
public struct ProjectFile: Sendable, Hashable, Codable {
    /// Where the content comes from.
    public enum Source: Sendable, Hashable, Codable {
        /// A file of the host, by its absolute path.
        case file(String)
        /// A variable of the project; without a value when it is not set.
        case environment(variable: String, value: String?)
        /// The text itself.
        case content(String)
        /// Something that exists outside the project.
        case external
        /// A driver, which knows itself.
        case driver(String)
    }

    /// The key in the file.
    public var key: String
    /// The real name, `<project>_<key>` unless the file gives one.
    public var name: String
    /// Where the content comes from.
    public var source: Source
    /// The user's labels.
    public var labels: [String: String] = [:]
    /// Options of the driver.
    public var driverOptions: [String: String] = [:]
    /// What would fill in the content as a template.
    public var templateDriver: String?
    /// Where it is defined.
    public var location: Location?

    /// Creates a file.
    public init(key: String, name: String, source: Source) {
        self.key = key
        self.name = name
        self.source = source
    }
}

/// A config or secret in a container or a build.
public struct FileReference: Sendable, Hashable, Codable {
    /// The key of the file in the project.
    public var source: String
    /// The absolute path in the container; in a build the name of the secret.
    public var target: String
    /// The owner, as written; nil is root.
    public var user: String?
    /// The group, as written; nil is root's.
    public var group: String?
    /// The permissions; nil is 0444.
    public var mode: UInt32?
    /// Where it is written.
    public var location: Location?

    /// Creates a reference.
    public init(_ source: String, at target: String) {
        self.source = source
        self.target = target
    }
}

extension Project {
    /// The project as it may be kept on a disk: without the values of its secrets.
    public var withoutSecretValues: Project {
        var project = self
        for index in project.secrets.indices {
            switch project.secrets[index].source {
            case .environment(let variable, _):
                project.secrets[index].source = .environment(variable: variable, value: nil)
            case .content: project.secrets[index].source = .content("")
            case .file, .external, .driver: break
            }
        }
        return project
    }
}
