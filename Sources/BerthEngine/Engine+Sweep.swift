internal import BerthImages
internal import BerthModel
internal import BerthNetwork
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

/// The file in a container's directory that names its project, for a sweep without the store.
func projectMarker(in directory: String) -> String { "\(directory)/project" }

extension Engine {
    /// Removes whatever the host still has of the stack and no record knows.
    ///
    /// That is after a lost store, or a crash between an act and its record. Every step is tried, whichever fail. Only for a stack without containers: what is found is taken for a leftover.
    public func sweep() async throws {
        var failures = FailureList()
        let cgroup = Cgroup("/berth/\(state.project)", in: drivers.cgroups)
        do {
            try await cgroup.killAll()
            try cgroup.remove()
        } catch { failures.append(error) }
        for id in leftoverContainers() {
            do { try await endLeftover(id) } catch { failures.append(error) }
            do { try await awaitMonitor(of: id) } catch { failures.append(error) }
            failures.attempt {
                try drivers.network.detach(.init(path: drivers.installation.networkNamespace(id)))
            }
            failures.attempt { try removeTree("\(drivers.runtime.stateDirectory)/\(id)") }
            failures.attempt { try removeFiles(ofContainer: id) }
        }
        do { try await unmountAbandonedVolumes() } catch { failures.append(error) }
        failures.attempt {
            // A network that other projects use stays, and with it the group of the stack's interfaces.
            if try drivers.store.networks(project: state.project).isEmpty { try drivers.network.removeAll() }
        }
        try failures.throwIfAny()
    }

    /// Ends a container whose control group is below another than the stack's.
    private func endLeftover(_ id: String) async throws {
        // A container without a bundle has no process either.
        guard let path = try? RuntimeSpec(bundle: drivers.installation.bundle(id)).linux.cgroupsPath else {
            return
        }
        let cgroup = Cgroup(path, in: drivers.cgroups)
        try await cgroup.killAll()
        try cgroup.remove()
        try removeControlGroups(above: cgroup)
    }

    /// The ids of the directories of containers that carry the project's name.
    private func leftoverContainers() -> [String] {
        let directory = "\(drivers.installation.root)/containers"
        // A directory that cannot be read or carries no name is another stack's, or nobody's.
        let ids = (try? directoryEntries(directory)) ?? []
        return ids.filter { (try? readText(projectMarker(in: "\(directory)/\($0)"))) == state.project }
    }
}
