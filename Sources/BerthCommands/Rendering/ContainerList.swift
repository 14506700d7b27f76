import BerthModel
import TerminalUI

/// The list of `ps`.
struct ContainerList: Sendable {
    /// The containers in order.
    let containers: [ContainerStatus]
    /// Whether long texts are cut.
    let length: TextLength
    /// Seconds since 1970.
    let now: Double

    /// A header and a line a container.
    func table() -> [String] {
        var table = Table(["NAME", "IMAGE", "COMMAND", "SERVICE", "CREATED", "STATUS", "PORTS"])
        for container in containers {
            table.append([
                container.name, container.image, container.commandText(cut: length), container.service,
                timeAgo(container.createdAt, now: now), container.statusText(now: now),
                portsText(container.openPorts),
            ])
        }
        return table.lines()
    }

    /// A JSON object a container.
    func json() throws -> [String] {
        try containers.map { try jsonLine(ContainerObject($0, length: length, now: now)) }
    }

    /// The ids.
    func ids() -> [String] { containers.map(\.id) }

    /// The services, each once, in the order of their first container.
    func services() -> [String] {
        containers.map(\.service).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    }
}

/// A container with the keys of the reference's `ps --format json`.
private struct ContainerObject: Encodable {
    struct Publisher: Encodable {
        let URL: String
        let TargetPort: UInt16
        let PublishedPort: UInt16
        let `Protocol`: String
    }

    let Command: String
    let CreatedAt: String
    let ExitCode: Int32
    let Health: String
    let ID: String
    let Image: String
    let Labels: String
    let LocalVolumes: String
    let Mounts: String
    let Name: String
    let Names: String
    let Networks: String
    /// Not the reference's, but a word of its `inspect`.
    let OOMKilled: Bool
    let Ports: String
    let Project: String
    let Publishers: [Publisher]
    let RunningFor: String
    let Service: String
    /// Not the reference's: the name of the signal that it ended by, or nothing.
    let Signal: String
    let Size: String
    let State: String
    let Status: String

    init(_ container: ContainerStatus, length: TextLength, now: Double) {
        Command = container.commandText(cut: length)
        CreatedAt = timestampText(container.createdAt)
        ExitCode = container.exitStatus ?? 0
        Health = container.health.rawValue
        ID = container.idText(cut: length)
        Image = container.image
        Labels = container.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            .joined(separator: ",")
        let sources = container.mounts.sorted { $0.key < $1.key }.map(\.value)
        LocalVolumes = "\(sources.count { !$0.hasPrefix("/") })"
        Mounts = sources.map { shortened($0, length, to: 15) }.joined(separator: ",")
        Name = container.name
        Names = container.name
        Networks = container.addresses.keys.sorted().joined(separator: ",")
        OOMKilled = container.wasOutOfMemory
        Ports = portsText(container.openPorts)
        Project = container.project
        Publishers = container.openPorts.map {
            Publisher(
                URL: $0.address, TargetPort: $0.target, PublishedPort: $0.published,
                Protocol: $0.transport.rawValue)
        }
        RunningFor = timeAgo(container.createdAt, now: now)
        Service = container.service
        Signal = container.endSignal ?? ""
        Size = "0B"
        State = container.state.rawValue
        Status = container.statusText(now: now)
    }
}
