import BerthModel
import YAMLTree

/// The variables for interpolation: the process's, then those of the environment files, earlier ones winning.
struct ProjectEnvironment {
    /// The variables by name.
    private(set) var variables: [String: String]
    /// The absolute paths of the files that were read.
    private(set) var files: [String] = []

    /// Begins with the environment of the process.
    init(process: [String: String]) { variables = process }

    /// Sets a variable, whatever it was.
    mutating func set(_ name: String, to value: String) { variables[name] = value }

    /// Adds what is not set yet.
    fileprivate mutating func add(_ more: [String: String], from path: String) {
        if !files.contains(path) { files.append(path) }
        variables.merge(more) { old, _ in old }
    }
}

/// Reads the environment files of a project.
struct EnvironmentFileReader<Files: FileSource> {
    let request: LoadRequest
    let files: Files

    /// Adds the files of `--env-file` or `COMPOSE_ENV_FILES`, or the `.env` of a directory.
    func add(to environment: inout ProjectEnvironment, directory: String, into findings: inout Findings) {
        let named = namedFiles(environment.variables)
        guard named.isEmpty else { return addNamed(named, to: &environment, into: &findings) }
        let disabled = environment.variables["COMPOSE_DISABLE_ENV_FILE"].map { isTrue($0) } ?? false
        let path = Paths.resolve(".env", in: directory)
        guard !disabled, files.exists(path), !files.isDirectory(path) else { return }
        let variables = environment.variables
        if let read = read(path, lookup: { variables[$0] }, into: &findings) {
            environment.add(read, from: path)
        }
    }

    private func namedFiles(_ variables: [String: String]) -> [String] {
        if !request.environmentFiles.isEmpty { return request.environmentFiles }
        return variables["COMPOSE_ENV_FILES"]?.split(separator: ",").map(String.init) ?? []
    }

    /// Among named files the later wins, but the process's environment wins over all.
    private func addNamed(
        _ named: [String], to environment: inout ProjectEnvironment, into findings: inout Findings
    ) {
        var together: [String: String] = [:]
        for name in named {
            let path = Paths.resolve(name, in: request.workingDirectory)
            guard files.exists(path) else {
                findings.error(
                    "environment file \"\(name)\" does not exist", at: nil,
                    remedy: "name another with --env-file")
                continue
            }
            let process = environment.variables
            let earlier = together
            let read = read(path, lookup: { process[$0] ?? earlier[$0] }, into: &findings)
            together.merge(read ?? [:]) { _, new in new }
            environment.add([:], from: path)
        }
        for path in environment.files.suffix(1) { environment.add(together, from: path) }
    }

    private func read(
        _ path: String, lookup: @escaping (String) -> String?, into findings: inout Findings
    ) -> [String: String]? {
        let shown = Paths.shown(path, in: request.workingDirectory)
        return EnvironmentFile(path: path, shown: shown, lookup: lookup).read(from: files, into: &findings)
    }

    private func isTrue(_ text: String) -> Bool { ["1", "t", "true"].contains(text.lowercased()) }
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

    /// The variables of the file; nil after an error, which is kept.
    func read(from files: some FileSource, into findings: inout Findings) -> [String: String]? {
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
            findings.error("\(kind) file \"\(shown)\" is no UTF-8 text", at: naming)
            return nil
        }
        findings.keep(text, ofFile: shown)
        var unset: [(name: String, line: Int)] = []
        defer {
            for (name, line) in unset {
                findings.warning(
                    "variable \"\(name)\" is not set: an empty text is used", at: range(ofLine: line),
                    remedy: "put the value in single quotes to keep the dollar sign")
            }
        }
        do throws(DotenvError) {
            switch format {
            case .raw: return try parseRawEnvironment(text, lookup: lookup)
            case .dotenv:
                return try DotenvFile(lookup: lookup, earlier: earlier, unset: { unset.append(($0, $1)) })
                    .parse(text)
            }
        } catch {
            findings.error(error.message, at: range(ofLine: error.line))
            return nil
        }
    }

    private func range(ofLine line: Int) -> SourceRange {
        let mark = Mark(line: line, column: 1)
        return SourceRange(file: shown, start: mark, end: mark)
    }
}
