/// The label keys that `docker compose` puts on what it makes; other tools filter on them.
public enum ComposeLabel {
    /// The project's name.
    public static let project = "com.docker.compose.project"
    /// The service's name.
    public static let service = "com.docker.compose.service"
    /// The number of the container within its service, from one.
    public static let containerNumber = "com.docker.compose.container-number"
    /// `True` for a container of `run`.
    public static let oneOff = "com.docker.compose.oneoff"
    /// The digest of the definition.
    public static let configHash = "com.docker.compose.config-hash"
    /// The digest of the image.
    public static let image = "com.docker.compose.image"
    /// The version of the program that made a container or built an image.
    public static let version = "com.docker.compose.version"
    /// The name, without the project, of the container that this one took the place of.
    public static let replaced = "com.docker.compose.replace"
    /// The files that variables were read from, separated by commas.
    public static let environmentFiles = "com.docker.compose.project.environment_file"
    /// The dependencies, as `service:condition:restart`.
    public static let dependsOn = "com.docker.compose.depends_on"
    /// The project directory.
    public static let workingDirectory = "com.docker.compose.project.working_dir"
    /// The files, separated by commas.
    public static let configFiles = "com.docker.compose.project.config_files"
}

extension Service {
    /// The name of the container with a number: `<project>-<service>-<n>`, or the fixed one.
    public func containerName(project: String, number: Int) -> String {
        containerName ?? "\(project)-\(name)-\(number)"
    }
}
