internal import BerthModel
internal import LinuxSystem

/// A context and a recipe that are at hand, or that the builder fetches itself.
struct BuildSource: Sendable {
    /// A directory, or a URL of an archive.
    var context: String
    /// The recipe's file; nil when it is in an archive that is still to be fetched.
    var file: String?
    /// What failures call the recipe.
    var name: String
    /// The recipe, when it can be read before the build.
    var recipe: Dockerfile?

    /// Fetches what a build starts from.
    init(_ build: Build, _ scratch: BuildScratch) async throws {
        context = try await contextPlace(build.context, in: scratch.path("context"))
        if context.hasPrefix("/"), try fileStatus(context)?.kind != .directory {
            throw Failure(.notFound, "the build context \"\(context)\" is not a directory")
        }
        switch build.recipe {
        case .inline(let text):
            let path = scratch.path("Dockerfile")
            try writeFile(path, text)
            file = path
            name = "dockerfile_inline"
        case .file(let path):
            name = path
            if context.hasPrefix("/") {
                name = path.hasPrefix("/") ? path : "\(context)/\(path)"
                file = name
            }
        }
        guard let file else { return }
        guard fileExists(file) else {
            throw Failure(
                .notFound, "there is no recipe \"\(name)\"", remedy: "name it with dockerfile:")
        }
        recipe = Dockerfile(try readText(file))
        if recipe?.stages.isEmpty == true { throw Failure(.invalidFile, "\"\(name)\" has no FROM") }
    }

    /// The place of an instruction, for failures.
    func place(of instruction: Dockerfile.Instruction) -> Location {
        Location(file: name, line: instruction.line, column: 1)
    }

    /// The options that say which files of the context are left out: those of the recipe, or else of the context.
    var ignoreArguments: [String] {
        guard let file, fileExists("\(file).dockerignore") else { return [] }
        return ["--ignorefile", "\(file).dockerignore"]
    }
}

/// Where a context is: a directory, which is fetched when it is a repository, or the URL of an archive.
func contextPlace(_ context: Build.Context, in directory: String) async throws -> String {
    switch context {
    case .directory(let path): return path
    case .service(let name): return "service:\(name)"
    case .remote(let text):
        guard let repository = GitRepository(text) else { return text }
        return try await repository.fetch(to: directory)
    }
}
