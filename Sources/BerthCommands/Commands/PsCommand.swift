import ArgumentParser
import BerthModel
import TerminalUI

/// `berth ps`.
struct PsCommand: Command {
    static let configuration = CommandConfiguration(
        commandName: "ps", abstract: "List the containers of a project.")

    @Flag(name: [.customShort("a"), .long], help: "List containers that do not run too.")
    var all = false

    @Option(help: ArgumentHelp("List those of which something holds: status=STATE.", valueName: "filter"))
    var filter: [String] = []

    @Option(help: ArgumentHelp("table or json.", valueName: "format"))
    var format = ListFormat.table

    @Flag(help: "Do not cut long texts.")
    var noTrunc = false

    @Flag(inversion: .prefixedNo, help: "List containers of services that the project does not define.")
    var orphans = true

    @Flag(name: [.customShort("q"), .long], help: "Print the ids alone.")
    var quiet = false

    @Flag(help: "Print the services alone.")
    var services = false

    @Option(
        help: ArgumentHelp(
            "List those in a state: created, running, paused, restarting, removing, exited or dead.",
            valueName: "state"))
    var status: [ContainerStatus.State] = []

    @OptionGroup var selection: ServiceArguments

    func run(in session: Session) async throws {
        let stack = try session.stack(selecting: selection.names)
        let wanted = try wantedStates()
        let containers = try await session.containers(of: stack).filter { container in
            wanted.contains(container.state) && (orphans || stack.defines(container.service))
                && (selection.names.isEmpty || selection.names.contains(container.service))
        }
        let list = ContainerList(
            containers: containers.sorted { $0.name < $1.name }, length: noTrunc ? .whole : .cut,
            now: secondsNow())
        try session.output.writeLines(lines(of: list))
    }

    private func lines(of list: ContainerList) throws -> [String] {
        if quiet { return list.ids() }
        if services { return list.services() }
        return format == .json ? try list.json() : list.table()
    }

    /// The states that `--status`, `--filter` and `--all` ask for.
    private func wantedStates() throws -> [ContainerStatus.State] {
        let named = try status + filter.map(state(of:))
        if !named.isEmpty { return named }
        return all ? ContainerStatus.State.allCases : [.running, .paused, .restarting]
    }

    private func state(of filter: String) throws -> ContainerStatus.State {
        let parts = filter.split(separator: "=", maxSplits: 1)
        guard parts.count == 2, parts[0] == "status" else {
            throw Failure(
                .usage, "ps: cannot filter by \"\(filter)\"", remedy: "the filter is \"status=STATE\"")
        }
        guard let state = ContainerStatus.State(rawValue: String(parts[1])) else {
            throw Failure(.usage, "ps: there is no container state \"\(parts[1])\"")
        }
        return state
    }
}
