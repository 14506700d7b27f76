internal import BerthModel
internal import BerthStore
internal import LinuxSystem
internal import OCIRuntime

/// The control group above those of containers, as `cgroup_parent` names it.
struct ControlGroupParent: Sendable, Hashable {
    /// The absolute path below the root of each hierarchy.
    let path: String

    /// Reads a path, relative ones from the root, or a slice of systemd, whose dashes stand for the slices above
    /// it (systemd.slice(5)); nil for what leads out of the hierarchies or is the root itself.
    init?(_ text: String) {
        var parts = text.split(separator: "/").map(String.init).filter { $0 != "." }
        guard !parts.isEmpty, !parts.contains("..") else { return nil }
        if parts.count == 1, parts[0].hasSuffix(".slice") { parts = Self.slices(parts[0]) }
        path = parts.map { "/\($0)" }.joined()
    }

    /// The path and those above it, the innermost first.
    var lineage: [String] {
        let parts = path.split(separator: "/")
        return parts.indices.reversed().map { parts[...$0].map { "/\($0)" }.joined() }
    }

    private static func slices(_ name: String) -> [String] {
        let words = name.dropLast(".slice".count).split(separator: "-")
        return words.isEmpty ? [name] : words.indices.map { words[...$0].joined(separator: "-") + ".slice" }
    }
}

extension Engine {
    /// The cgroup of a container.
    func cgroup(of record: ContainerRecord) -> Cgroup {
        let id = record.status.id
        guard let parent = record.controlGroupParent else {
            return Cgroup("/berth/\(state.project)/\(shortID(id))", in: drivers.cgroups)
        }
        return Cgroup("\(parent.path)/\(id)", in: drivers.cgroups)
    }

    /// Notes which control groups above a container's are not there, before the runtime makes them.
    func markControlGroups(above record: ContainerRecord) throws {
        guard let parent = record.controlGroupParent else { return }
        try makeDirectories(drivers.installation.controlGroupMarks)
        for path in parent.lineage where drivers.cgroups.directories(of: path).isEmpty {
            try writeFile(mark(of: path), path)
        }
    }

    /// Removes the control groups above one that were made for containers and that nobody uses any more.
    func removeControlGroups(above cgroup: Cgroup) throws {
        let parent = ControlGroupParent(parentDirectory(of: cgroup.path))
        for path in parent?.lineage ?? [] where fileExists(mark(of: path)) {
            guard try removeControlGroup(path) else { return }
            try removeFile(mark(of: path))
        }
    }

    /// False when it is in use.
    private func removeControlGroup(_ path: String) throws(SystemError) -> Bool {
        do throws(SystemError) {
            for directory in drivers.cgroups.directories(of: path) { try removeDirectory(directory) }
            return true
        } catch  where error.isInUse {
            return false
        }
    }

    private func mark(of path: String) -> String {
        let name = path.split(separator: "/").joined(separator: "%2F")
        return "\(drivers.installation.controlGroupMarks)/\(name)"
    }
}

extension ContainerRecord {
    /// The control group above its own, if it is not the stack's.
    var controlGroupParent: ControlGroupParent? {
        service.controlGroupParent.flatMap(ControlGroupParent.init)
    }
}
