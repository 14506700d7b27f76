/// What an image says of the process of its containers (OCI image specification, config).
public struct ImageProcess: Sendable, Hashable {
    /// `ENTRYPOINT`.
    public var entrypoint: [String] = []
    /// `CMD`.
    public var command: [String] = []
    /// `ENV` as `KEY=VALUE`.
    public var environment: [String] = []

    /// Describes an image that says nothing.
    public init() {}
}

/// The argument vector of a container's process; empty when neither side names a program.
///
/// What is given replaces what the image has, an empty list too, and an entrypoint also drops the image's
/// command, which was written for the image's own entrypoint.
public func containerArguments(entrypoint: [String]?, command: [String]?, image: ImageProcess) -> [String] {
    let imageCommand = entrypoint == nil ? image.command : []
    return (entrypoint ?? image.entrypoint) + (command ?? imageCommand)
}

/// The environment of a container's process: defaults, then the image's, then the given one over it.
///
/// Each variable keeps the place of its first mention. A given entry without `=` removes the variable.
public func containerEnvironment(
    given: [String], image: ImageProcess, hostname: String, hasTerminal: Bool = false
) -> [String] {
    var variables = OrderedVariables()
    variables.set("PATH=\(defaultSearchPath)")
    variables.set("HOSTNAME=\(hostname)")
    if hasTerminal { variables.set("TERM=xterm") }
    for entry in image.environment + given { variables.set(entry) }
    return variables.entries
}

/// The directories that are searched for programs where the image names none.
private let defaultSearchPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

private struct OrderedVariables {
    private var names: [Substring] = []
    private var values: [Substring: String] = [:]

    mutating func set(_ entry: String) {
        let name = entry.prefix { $0 != "=" }
        if !names.contains(name) { names.append(name) }
        values[name] = name.endIndex == entry.endIndex ? nil : entry
    }

    var entries: [String] { names.compactMap { values[$0] } }
}
