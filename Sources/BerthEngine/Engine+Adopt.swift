internal import BerthImages
internal import BerthModel
internal import BerthNames
internal import BerthNetwork
public import BerthStore
internal import LinuxSystem
public import OCIRuntime

extension Engine {
    /// Takes over a container that an earlier process made.
    ///
    /// Its processes are watched, its names answered and its ports held again. Of one that ended meanwhile, as
    /// all do with the machine, nothing may be left to take over: then the result is how it ended.
    public func adopt(_ record: ContainerRecord) async throws -> ContainerExit? {
        guard let process = record.process, let monitor = record.monitor, !record.isLeaving else {
            return nil
        }
        let id = record.status.id
        let processes = OCIRuntime.ContainerProcesses(id: id, process: process, monitor: monitor)
        let container = try drivers.monitor.adopt(processes, persistDirectory: monitorDirectory(of: id))
        if container.isOver { return try await container.exit() }
        keep(container)
        if record.hasNames {
            try await serveNames(of: record, in: .init(path: drivers.installation.networkNamespace(id)))
        }
        if record.status.state == .running { try publishPorts(of: record) }
        return nil
    }

    /// Makes what a container needs around it when it is gone, as after a reboot: networks, namespace, files.
    func restoreSurroundings(of record: ContainerRecord) async throws {
        let id = record.status.id
        try providedFiles(of: record).write()
        let root = RootFileSystem(container: drivers.installation.container(id))
        guard try !root.isMounted() else { return }
        guard let image = try drivers.images.images(withIDPrefix: record.imageID).first else {
            throw Failure(
                .notFound, "container \(record.status.name): its image \"\(record.status.image)\" is gone",
                remedy: "use `berth up` to replace the container")
        }
        try await drivers.images.mount(image, root)
        let networks = try drivers.store.networks()
        for interface in record.interfaces {
            guard let network = networks.first(where: { $0.id == interface.network }) else { continue }
            try drivers.network.createNetwork(network.description())
        }
        _ = try await connect(record)
    }

    /// Suspends until nobody writes to the files of a container any more whose processes were killed.
    func awaitMonitor(of id: String) async throws {
        try await drivers.monitor.waitForEnd(of: id, persistDirectory: monitorDirectory(of: id))
    }

    /// Where the monitor of a container keeps its files.
    func monitorDirectory(of id: String) -> String { "\(drivers.installation.container(id))/monitor" }
}
