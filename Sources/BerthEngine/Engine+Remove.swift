internal import BerthImages
internal import BerthModel
internal import BerthNames
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

extension Engine {
    /// Removes a container and everything of it, whatever state it is in; every step is tried, whichever fail.
    ///
    /// Anonymous volumes stay when a successor takes them over.
    public func remove(_ id: String, keepingAnonymousVolumes: Bool) async throws {
        guard let record = try await state.update(id, { $0.isLeaving = true }) else { return }
        // A restart under way ends first, so that nothing is made of a container that is gone.
        try await lives.run(id) {
            try await self.removeNow(record, keepingAnonymousVolumes: keepingAnonymousVolumes)
        }
    }

    private func removeNow(_ record: ContainerRecord, keepingAnonymousVolumes: Bool) async throws {
        let id = record.status.id
        var failures = FailureList()
        do { try await endProcesses(of: id) } catch { failures.append(error) }
        do {
            try await runtime(of: record).delete(id, cgroup: cgroup(of: record))
            try await awaitMonitor(of: id)
        } catch { failures.append(error) }
        failures.attempt { try removeControlGroups(above: cgroup(of: record)) }
        failures.attempt { try withdrawPorts(of: record) }
        await drivers.names.withdraw(id)
        failures.attempt { try detach(record) }
        failures.attempt { try removeFiles(ofContainer: id) }
        for volume in record.volumes {
            do {
                try await release(volume, of: id, keepingAnonymousVolumes: keepingAnonymousVolumes)
            } catch { failures.append(error) }
        }
        // What could not be removed stays recorded, so that the next `down` finds it.
        try failures.throwIfAny()
        try await state.remove(id)
        try await publishNames()
    }

    /// Removes the directory of a container with what the container wrote, after unmounting what is in it.
    func removeFiles(ofContainer id: String) throws {
        let directory = drivers.installation.container(id)
        try unmountAllLazily(below: mountPlaces(in: directory))
        try RootFileSystem(container: directory).unmount()
        try unmountLazily(drivers.installation.sharedMemory(id))
        try removeProvidedFiles(drivers.installation.providedFiles(id))
        try removeTree(directory)
    }

    private func endProcesses(of id: String) async throws {
        guard let container = processes(of: id) else { return }
        try container.send(SignalNumber.kill)
        _ = try await container.exit()
        forget(id)
    }
}
