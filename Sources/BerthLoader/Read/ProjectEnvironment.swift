import BerthModel
import YAMLTree

/// The variables for interpolation: the process's, then those of the environment files, earlier ones winning.
struct ProjectEnvironment {
    /// The variables.
    private(set) var variables: Variables
    /// The absolute paths of the files that were read.
    private(set) var files: [String] = []

    /// Begins with the environment of the process.
    init(process: [String: String]) { variables = Variables(process: process) }

    /// Sets the variable of the project's name.
    mutating func setProjectName(_ name: String, from source: VariableSource) {
        guard variables["COMPOSE_PROJECT_NAME"] != name else { return }
        variables.set("COMPOSE_PROJECT_NAME", to: name, from: source)
    }

    /// Adds what is not set yet.
    fileprivate mutating func add(_ more: Variables, from path: String) {
        if !files.contains(path) { files.append(path) }
        variables.add(more)
    }
}

/// Reads the environment files of a project.
struct EnvironmentFileReader<Files: FileSource> {
    let request: LoadRequest
    let files: Files

    /// Adds the files of `--env-file` or `COMPOSE_ENV_FILES`, or the `.env` of a directory.
    func add(to environment: inout ProjectEnvironment, directory: String, into findings: inout Findings) {
        let named = namedFiles
        guard named.isEmpty else { return addNamed(named, to: &environment, into: &findings) }
        let disabled = isDisabled(into: &findings)
        let path = Paths.resolve(".env", in: directory)
        guard !disabled, files.exists(path), !files.isDirectory(path) else { return }
        let variables = environment.variables
        if let read = read(path, lookup: { variables[$0] }, into: &findings) {
            environment.add(read, from: path)
        }
    }

    /// Only the process's environment can name files or leave them out: where another would be is what they say.
    private var namedFiles: [String] {
        if !request.environmentFiles.isEmpty { return request.environmentFiles }
        return request.environment["COMPOSE_ENV_FILES"]?.split(separator: ",").map(String.init) ?? []
    }

    /// Among named files the later wins, but the process's environment wins over all.
    private func addNamed(
        _ named: [String], to environment: inout ProjectEnvironment, into findings: inout Findings
    ) {
        var together = Variables()
        for name in named {
            let path = Paths.resolve(name, in: request.workingDirectory, home: request.homeDirectory)
            guard files.exists(path) else {
                findings.error(
                    "environment file \"\(name)\" does not exist", at: nil,
                    remedy: "name another with --env-file")
                continue
            }
            let process = environment.variables
            let earlier = together
            let read = read(path, lookup: { process[$0] ?? earlier[$0] }, into: &findings)
            together.replace(with: read ?? Variables())
            environment.add(Variables(), from: path)
        }
        for path in environment.files.suffix(1) { environment.add(together, from: path) }
    }

    private func read(
        _ path: String, lookup: @escaping (String) -> String?, into findings: inout Findings
    ) -> Variables? {
        let shown = Paths.shown(path, in: request.workingDirectory)
        return EnvironmentFile(path: path, shown: shown, lookup: lookup).read(from: files, into: &findings)
    }

    private func isDisabled(into findings: inout Findings) -> Bool {
        let text = request.environment["COMPOSE_DISABLE_ENV_FILE"] ?? ""
        switch text.lowercased() {
        case "1", "t", "true": return true
        case "", "0", "f", "false": return false
        default:
            findings.error(
                "COMPOSE_DISABLE_ENV_FILE must be true or false, found \"\(text)\"", at: nil,
                remedy: "unset it to read \".env\"")
            return false
        }
    }
}
