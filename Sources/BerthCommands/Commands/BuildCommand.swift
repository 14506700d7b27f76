import ArgumentParser
import BerthImages
import BerthModel
import BerthPlanner
import TerminalUI

/// `berth build`.
struct BuildCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "build", abstract: "Build the images of services.",
        discussion: "Images are built by buildah, in a storage of berth's own; what was built before is kept."
    )
    static var honoursDryRun: Bool { false }

    @Option(
        help: ArgumentHelp(
            "An argument of the recipes; without a value, that of the variable.", valueName: "name=value"))
    var buildArg: [String] = []

    @Option(help: .hidden)
    var builder: String?

    @Flag(help: "Look whether the images can be built, and build nothing.")
    var check = false

    @Option(
        name: [.customShort("m"), .long],
        help: ArgumentHelp("The most memory of a step, such as 512m.", valueName: "bytes"))
    var memory: String?

    @Flag(help: "Build every step anew.")
    var noCache = false

    @Flag(help: "Look for newer images to start from.")
    var pull = false

    @Flag(name: [.customShort("q"), .long], help: "Show only what fails.")
    var quiet = false

    @Option(
        help: ArgumentHelp(
            "A key for SSH that steps may use: default for that of the agent, or a name and a path.",
            valueName: "default|name=path"))
    var ssh: [String] = []

    @Flag(help: "Build the images of the services that the named ones depend on too.")
    var withDependencies = false

    @Option(help: .hidden)
    var provenance: String?

    @Option(help: .hidden)
    var sbom: String?

    @Flag(help: .hidden)
    var compress = false

    @Flag(help: .hidden)
    var forceRm = false

    @Flag(help: .hidden)
    var noRm = false

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        for (name, value) in [("--builder", builder), ("--provenance", provenance), ("--sbom", sbom)]
        where value ?? "false" != "false" {
            try session.warn("\(name) has no effect: buildah has nothing of the kind")
        }
        let project = try session.projectToBuild(selecting: selection.names)
        let wanted = services(of: project).filter { project.service(named: $0)?.build != nil }
        if wanted.isEmpty { return try session.warn("no service to build") }
        let builds = ServiceBuilds(project: project, session: session, changes: try changes(in: session))
        if check {
            try await builds.check(wanted)
            return try session.output.writeLines(["Check complete, no problems found."])
        }
        _ = try await builds.run(wanted, isShown: !quiet)
    }

    private func services(of project: Project) -> [String] {
        if selection.names.isEmpty { return project.services.map(\.name) }
        return withDependencies ? ServiceGraph(of: project).closure(of: selection.names) : selection.names
    }

    private func changes(in session: Session) throws -> BuildChanges {
        var changes = BuildChanges()
        for text in buildArg {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            changes.arguments[parts[0]] = parts.count > 1 ? parts[1] : session.environment[parts[0]]
        }
        changes.usesCache = !noCache
        changes.pullsBaseImages = pull
        changes.memory = memory
        changes.sshKeys = ssh.map { text in
            let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
            return Build.SSHKey(id: parts[0], path: parts.count > 1 ? parts[1] : nil)
        }
        return changes
    }
}
