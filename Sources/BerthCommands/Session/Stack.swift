import BerthControl
import BerthModel
import BerthStore
import LinuxSystem

/// The stack that a command is about.
struct Stack: Sendable {
    /// The project's name.
    let name: String
    /// The project, when its files were looked for and found.
    let project: Project?

    /// True when the project defines a service; without files every service counts as defined.
    func defines(_ service: String) -> Bool {
        guard let project else { return true }
        return project.service(named: service) != nil || project.disabledServices.contains(service)
    }
}

extension Session {
    /// The stack that the options name, by its name alone or by its files.
    ///
    /// Fails for a service that is neither defined nor has containers.
    func stack(selecting services: [String]) throws -> Stack {
        let stack = try stackOfOptions()
        let unknown = services.filter { stack.project == nil || !stack.defines($0) }
        guard !unknown.isEmpty else { return stack }
        let existing = Set(try Store(installation).containers(project: stack.name).map(\.status.service))
        for service in unknown where !existing.contains(service) {
            throw Failure(.notFound, "no such service: \"\(service)\"")
        }
        return stack
    }

    /// A name that is given stands for itself; without one, or with files, the files are read.
    private func stackOfOptions() throws -> Stack {
        if let name = settings.projectName, settings.files.isEmpty { return Stack(name: name, project: nil) }
        do {
            let project = try project(selecting: [])
            return Stack(name: project.name, project: project)
        } catch {
            let name = environment["COMPOSE_PROJECT_NAME"] ?? ""
            guard !name.isEmpty else { throw error }
            return Stack(name: name, project: nil)
        }
    }

    /// What is known of a stack's containers, checked against the kernel, sorted by service and number.
    ///
    /// When one is recorded as running whose process is gone, the supervisor, which is started if need be,
    /// finds out how it ended.
    func containers(of stack: Stack) async throws -> [ContainerStatus] {
        let records = try Store(installation).containers(project: stack.name)
        let isOutdated = try records.contains { record in
            try [.running, .restarting].contains(record.status.state) && record.process?.open() == nil
        }
        guard isOutdated else { return records.map(\.status) }
        let reply = try await supervisor(of: stack).send(.status)
        if case .containers(let containers) = reply { return containers }
        return []
    }
}
