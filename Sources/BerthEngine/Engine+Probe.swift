internal import BerthModel
public import BerthStore
internal import OCIRuntime

extension Engine {
    /// Runs a container's probe once; true when it succeeded within its time.
    ///
    /// A probe that cannot be run counts as a failed one: its program may be missing.
    public func probe(_ record: ContainerRecord, _ probe: ProbeRecord) async throws -> Bool {
        let id = record.status.id
        guard let container = processes(of: id) else { return false }
        var definition = try RuntimeSpec(bundle: drivers.installation.bundle(id)).process
        definition.args = probe.command
        let process = definition
        do {
            // What a probe leaves is found by its process numbers, which others may share.
            let result = try await probing.run(record.processSpace) {
                try await self.runtime(of: record).probe(
                    process, in: container, timeout: probe.timeout,
                    pidFile: "\(self.monitorDirectory(of: id))/probe.pid")
            }
            if case .finished(status: 0, _) = result { return true }
            return false
        } catch is RuntimeError {
            return false
        }
    }
}
