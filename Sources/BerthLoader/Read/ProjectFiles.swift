import BerthModel

/// The files of a project and the directory that relative paths start from.
struct ProjectFiles {
    /// The absolute paths in order; `-` is standard input.
    var files: [String]
    /// The absolute project directory.
    var directory: String
}

/// The names that are looked for, the first one wins.
private let fileNames = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"]

/// The names of files that are merged over the one found, the first one wins.
private let overrideNames = [
    "compose.override.yml", "compose.override.yaml", "docker-compose.override.yml",
    "docker-compose.override.yaml",
]

/// Finds the files of a project: those of `-f`, of `COMPOSE_FILE`, or of the nearest directory upwards.
struct FileDiscovery<Files: FileSource> {
    let request: LoadRequest
    let files: Files
    /// The variables known so far: the process's, then those of the current directory's `.env`.
    let variables: [String: String]

    /// The directory from which files are looked for.
    var start: String {
        request.projectDirectory.map { Paths.resolve($0, in: request.workingDirectory) }
            ?? request.workingDirectory
    }

    /// The files and the project directory.
    func find(into findings: inout Findings) -> ProjectFiles {
        let given = request.files.isEmpty ? filesOfEnvironment : request.files
        for name in given where Paths.isRemote(name) {
            findings.error(
                "\"\(name)\" cannot be loaded: only local files can", at: nil,
                remedy: "fetch it, and name the copy")
        }
        let local = given.filter { !Paths.isRemote($0) }
        let paths = given.isEmpty ? discovered(into: &findings) : local.map(absolute)
        if given.isEmpty, paths.isEmpty {
            findings.error(
                "no compose.yaml in \"\(start)\" or above it", at: nil,
                remedy: "write one, name one with -f, or change to its directory")
        }
        let first = paths.first { $0 != "-" }
        let directory = request.projectDirectory == nil ? first.map(Paths.directory) ?? start : start
        return ProjectFiles(files: paths, directory: directory)
    }

    private var filesOfEnvironment: [String] {
        guard let list = variables["COMPOSE_FILE"], !list.isEmpty else { return [] }
        let separator = variables["COMPOSE_PATH_SEPARATOR"].flatMap { $0.isEmpty ? nil : $0 } ?? ":"
        return list.components(separatedBy: separator).filter { !$0.isEmpty }
    }

    private func absolute(_ path: String) -> String {
        path == "-" ? path : Paths.resolve(path, in: request.workingDirectory)
    }

    private func discovered(into findings: inout Findings) -> [String] {
        var directory = start
        while true {
            let found = existing(fileNames, in: directory, into: &findings)
            if let found {
                return [found] + [existing(overrideNames, in: directory, into: &findings)].compactMap(\.self)
            }
            if directory == "/" { return [] }
            directory = Paths.directory(of: directory)
        }
    }

    private func existing(_ names: [String], in directory: String, into findings: inout Findings) -> String? {
        let found = names.map { Paths.resolve($0, in: directory) }.filter {
            files.exists($0) && !files.isDirectory($0)
        }
        if let used = found.first, found.count > 1 {
            let others = found.dropFirst().map { "\"\(Paths.name(of: $0))\"" }.joined(separator: ", ")
            findings.warning(
                "\"\(Paths.name(of: used))\" is used although there is \(others) too", at: nil,
                remedy: "remove what is not needed, or choose with -f")
        }
        return found.first
    }
}

extension String {
    /// The parts between occurrences of a separator; a text without it is one part.
    func components(separatedBy separator: String) -> [String] {
        var parts: [String] = []
        var rest = utf8[...]
        while let found = rest.firstOccurrence(of: separator.utf8) {
            parts.append(String(self[rest.startIndex..<found]))
            rest = rest[found...].dropFirst(separator.utf8.count)
        }
        return parts + [String(self[rest.startIndex...])]
    }
}

extension Substring.UTF8View {
    /// Where a text that is not empty begins in this one for the first time.
    fileprivate func firstOccurrence(of text: String.UTF8View) -> Index? {
        guard let first = text.first else { return nil }
        var rest = self
        while let candidate = rest.firstIndex(of: first) {
            if rest[candidate...].starts(with: text) { return candidate }
            rest = rest[candidate...].dropFirst()
        }
        return nil
    }
}
