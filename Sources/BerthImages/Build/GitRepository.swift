internal import BerthModel
internal import LinuxSystem

/// A Git repository as a context: `URL[#[REFERENCE][:DIRECTORY]]`.
struct GitRepository: Sendable, Hashable {
    /// What is fetched from.
    let url: String
    /// The branch, tag or commit; nil is the repository's default.
    let reference: String?
    /// The directory within it that is the context.
    let directory: String

    /// Reads a context by the rules of `docker build`; nil for what is fetched in another way.
    init?(_ text: String) {
        let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init)
        let isRepository =
            ["git://", "ssh://", "git@", "github.com/"].contains(where: parts[0].hasPrefix)
            || parts[0].contains("://") && parts[0].hasSuffix(".git")
        guard isRepository else { return nil }
        url = parts[0].hasPrefix("github.com/") ? "https://\(parts[0])" : parts[0]
        let place = (parts.count > 1 ? parts[1] : "")
            .split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        reference = place.first.flatMap { $0.isEmpty ? nil : $0 }
        directory = place.count > 1 ? place[1] : ""
    }

    /// Fetches the reference alone, with its submodules, and returns the context's directory.
    func fetch(to target: String) async throws -> String {
        let git = Git(executable: try installedProgram("git", package: "git"), url: url)
        try await git.run(["init", "--quiet", target])
        if let reference, reference.hasPrefix("-") {
            throw Failure(.usage, "\"\(reference)\" is no reference of a Git repository")
        }
        try await git.run(
            ["-C", target, "fetch", "--quiet", "--depth", "1", "--", url, reference ?? "HEAD"])
        try await git.run(["-C", target, "checkout", "--quiet", "FETCH_HEAD"])
        if fileExists("\(target)/.gitmodules") {
            try await git.run(
                ["-C", target, "submodule", "--quiet", "update", "--init", "--recursive", "--depth", "1"])
        }
        // As with Docker, the context has the files and not their history.
        try removeTree("\(target)/.git")
        let root = try RootedDirectory(target)
        guard let place = try directory.isEmpty ? target : root.resolve(directory) else {
            throw Failure(.notFound, "the repository \"\(url)\" has no directory \"\(directory)\"")
        }
        return try realPath(place)
    }
}

private struct Git {
    let executable: String
    let url: String

    func run(_ arguments: [String]) async throws {
        // A question about a password would wait for an answer that nobody can give.
        let environment = processEnvironment() + ["GIT_TERMINAL_PROMPT=0"]
        let result = try await LinuxSystem.run(
            ProcessDescription(executable, arguments, environment: environment))
        if result.succeeded { return }
        let reason =
            result.errors.split(separator: "\n").last.map(String.init) ?? "status \(result.end.status)"
        throw Failure(.runtime, "cannot fetch the repository \"\(url)\": \(reason)")
    }
}
