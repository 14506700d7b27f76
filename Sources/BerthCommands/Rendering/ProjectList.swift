import BerthModel
import TerminalUI

/// One project of `ls`.
struct ProjectEntry: Sendable, Hashable, Encodable {
    /// The project's name.
    let name: String
    /// How many containers are in each state, such as `exited(1), running(2)`.
    let status: String
    /// The files it was loaded from, separated by commas.
    let configFiles: String

    /// Sums a project up; nil when it has no container in a wanted state.
    init?(name: String, configFiles: [String], containers: [ContainerStatus], includingStopped: Bool) {
        let active: Set<ContainerStatus.State> = [.running, .paused, .restarting]
        let counted = containers.filter { includingStopped || active.contains($0.state) }
        guard !counted.isEmpty else { return nil }
        self.name = name
        self.configFiles = configFiles.joined(separator: ",")
        status = Dictionary(grouping: counted, by: \.state.rawValue).sorted { $0.key < $1.key }
            .map { "\($0.key)(\($0.value.count))" }.joined(separator: ", ")
    }

    private enum CodingKeys: String, CodingKey {
        case name = "Name"
        case status = "Status"
        case configFiles = "ConfigFiles"
    }
}

/// The table of `ls`.
func projectTable(_ projects: [ProjectEntry]) -> [String] {
    var table = Table(["NAME", "STATUS", "CONFIG FILES"], minimumWidth: 20)
    for project in projects { table.append([project.name, project.status, project.configFiles]) }
    return table.lines()
}
