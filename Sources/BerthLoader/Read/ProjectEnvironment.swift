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

/// One environment file and how it is read.
struct EnvironmentFile {
    /// The grammars of environment files.
    enum Format: Sendable {
        /// Quotes, escapes, comments, variables.
        case dotenv
        /// Texts as they are.
        case raw
    }

    /// The absolute path.
    let path: String
    /// The name in messages.
    let shown: String
    /// The value of a variable that the file does not define.
    let lookup: (String) -> String?
    /// What the file is for, in messages.
    var kind = "environment"
    /// The variables of earlier files.
    var earlier: [String: String] = [:]
    /// The grammar.
    var format = Format.dotenv
    /// The place that names the file; nil for the command line.
    var naming: SourceRange?

    /// The bytes that a file may have; a process cannot be given more than a part of it.
    private static let longest = 16 << 20

    /// The variables of the file with their lines; nil after an error, which is kept.
    func read(from files: some FileSource, into findings: inout Findings) -> Variables? {
        guard let text = text(from: files, into: &findings) else { return nil }
        findings.keep(text, ofFile: shown)
        var unset: [(name: String, line: Int)] = []
        var lines: [String: Int] = [:]
        defer {
            for (name, line) in unset {
                findings.warning(
                    "variable \"\(name)\" is not set: an empty text is used", at: range(ofLine: line),
                    remedy: "put the value in single quotes to keep the dollar sign")
            }
        }
        do throws(DotenvError) {
            var file = DotenvFile(lookup: lookup, earlier: earlier, unset: { unset.append(($0, $1)) })
            file.defined = { lines[$0] = $1 }
            let values =
                switch format {
                case .raw: try parseRawEnvironment(text, lookup: lookup, defined: file.defined)
                case .dotenv: try file.parse(text)
                }
            var variables = Variables()
            for (name, value) in values {
                variables.set(name, to: value, from: .file(range(ofLine: lines[name] ?? 1)))
            }
            return variables
        } catch {
            findings.error(error.message, at: range(ofLine: error.line), remedy: error.remedy)
            return nil
        }
    }

    private func text(from files: some FileSource, into findings: inout Findings) -> String? {
        guard !files.isDirectory(path) else {
            findings.error(
                "\(kind) file \"\(shown)\" is a directory", at: naming, remedy: "name a file in it")
            return nil
        }
        let bytes: [UInt8]
        do {
            bytes = try files.contents(ofFile: path)
        } catch {
            findings.error("cannot read \(kind) file \"\(shown)\": \(error)", at: naming)
            return nil
        }
        guard bytes.count <= Self.longest else {
            findings.error(
                "\(kind) file \"\(shown)\" has \(bytes.count) bytes, more than the \(Self.longest) "
                    + "that are accepted", at: naming)
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.error(
                "\(kind) file \"\(shown)\" is no UTF-8 text", at: naming, remedy: "save it as UTF-8")
            return nil
        }
        return text
    }

    private func range(ofLine line: Int) -> SourceRange {
        let mark = Mark(line: line, column: 1)
        return SourceRange(file: shown, start: mark, end: mark)
    }
}
