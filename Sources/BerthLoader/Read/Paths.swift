/// Absolute paths as texts, cleaned of `.`, `..` and double slashes without asking the file system.
enum Paths {
    /// A path from a directory, or itself when absolute; `~` is the home directory.
    static func resolve(_ path: String, in directory: String, home: String? = nil) -> String {
        if let home, path == "~" || path.hasPrefix("~/") { return clean(home + path.dropFirst()) }
        return clean(path.hasPrefix("/") ? path : "\(directory)/\(path)")
    }

    /// The shortest text of an absolute path.
    static func clean(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }

    /// The directory that holds a path; that of the root is the root.
    static func directory(of path: String) -> String { clean("\(path)/..") }

    /// The last component, empty for the root.
    static func name(of path: String) -> String {
        clean(path).split(separator: "/").last.map(String.init) ?? ""
    }

    /// True for the forms of a Git repository or an OCI artifact, which the reference fetches.
    static func isRemote(_ path: String) -> Bool {
        path.contains("://") || path.hasPrefix("git@") || path.hasPrefix("github.com/")
    }

    /// The path as a person in a directory would type it: relative when it is below.
    static func shown(_ path: String, in directory: String) -> String {
        let prefix = directory == "/" ? "/" : "\(clean(directory))/"
        return path.hasPrefix(prefix) && path != prefix ? String(path.dropFirst(prefix.count)) : path
    }
}
