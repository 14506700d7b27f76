import LinuxSystem
import Synchronization

extension Stack {
    /// What the kernel and the disk hold of this stack, as sorted lines such as `link br-0123456789ab`.
    ///
    /// Other stacks may come and go meanwhile: only what carries this one's names is looked at. In an
    /// installation of its own every file of a container, namespace, socket or mount is the stack's.
    public func leftovers() async throws -> [String] {
        try noteLinks()
        var facts = try links().map { "link \($0)" }
        facts += try CgroupHierarchies.mounted().directories(of: "/berth/\(project)").map { "cgroup \($0)" }
        facts += try processes(naming: "\(runtime)/stacks/\(project)/").map(processFact)
        facts += try processes(naming: "__supervise \(project)").map(processFact)
        facts += try ourFiles().map { "file \($0)" }
        facts += try mountPoints(below: scratch.directory).map { "mount \($0.path)" }
        facts += try mountPoints(below: root).filter { isOurs($0.path) }.map { "mount \($0.path)" }
        facts += try mountPoints(below: runtime).filter { isOurs($0.path) }.map { "mount \($0.path)" }
        facts += try await firewallRules().filter { isOurs($0) || $0.contains("\(project)-") }.map {
            "nft \($0)"
        }
        return Set(facts).sorted()
    }

    /// The stack's links, by the group that berth gives them.
    public func links() throws -> [String] {
        try directoryEntries("/sys/class/net").filter { name in
            // A link of another stack may go while the list is read.
            let group = try? readText("/sys/class/net/\(name)/netdev_group")
            return group.flatMap { Int64($0.filter { !$0.isWhitespace }) } == Int64(linkGroup)
        }
    }

    /// The process ids of guardian and supervisor, in this order; fewer when there are no more.
    ///
    /// A child of the supervisor that is about to become another program is not counted.
    public func supervisors() throws -> [Int32] {
        let found = try processes(naming: "__supervise \(project)").map(\.pid)
        // One that has ended meanwhile is the child of nobody.
        let parents = Dictionary(uniqueKeysWithValues: found.map { ($0, (try? parent(of: $0)) ?? 0) })
        guard let guardian = found.first(where: { !found.contains(parents[$0, default: 0]) }) else {
            return []
        }
        return [guardian] + found.filter { parents[$0] == guardian }
    }

    /// The number of processes that guard or supervise the stack, or are about to.
    public func supervisionProcesses() throws -> Int { try processes(naming: "__supervise \(project)").count }

    /// The supervisor, without its guardian.
    public func supervisor() throws -> Int32 {
        let found = try supervisors()
        guard let pid = found.last, found.count == 2 else {
            throw TestFailure("\(project) has not one guardian and one supervisor but \(found)")
        }
        return pid
    }

    /// Remembers the links that are there, because rules about them can stay after they have gone.
    func noteLinks() throws {
        let links = try links()
        seen.withLock { $0.formUnion(links) }
    }

    /// FNV-1a of runtime directory and project; see docs/architecture.md.
    private var linkGroup: Int32 {
        let hash = "\(runtime)\u{0}\(project)".utf8.reduce(UInt32(0x811c_9dc5)) {
            ($0 ^ UInt32($1)) &* 0x0100_0193
        }
        return Int32(bitPattern: hash | 0x8000_0000)
    }

    private func isOurs(_ text: String) -> Bool {
        place.isBelow(scratch.directory) && text.contains(scratch.directory)
            || seen.withLock { $0.contains { text.contains($0) } }
    }

    private func ourFiles() throws -> [String] {
        let places = [
            "\(root)/containers", "\(root)/volumes", "\(runtime)/netns", "\(runtime)/oci",
            "\(runtime)/stacks", "\(runtime)/files",
        ]
        let files = try places.filter(fileExists).flatMap { place in
            try directoryEntries(place).map { "\(place)/\($0)" }
        }
        return files.filter { isOurs($0) || $0.contains("/\(project)") }
    }
}

extension InstallationPlace {
    fileprivate func isBelow(_ directory: String) -> Bool { root.hasPrefix(directory) }
}

private func processFact(_ process: RunningProcess) -> String {
    "process \(process.pid) \(process.commandLine)"
}

private func parent(of pid: Int32) throws -> Int32 {
    let status = try readText("/proc/\(pid)/stat")
    let fields = status[(status.lastIndex(of: ")") ?? status.startIndex)...].split(separator: " ")
    return fields.count > 2 ? Int32(fields[2]) ?? 0 : 0
}

// MARK: - Crashes

extension Stack {
    /// Kills the supervisor alone, and waits until its guardian has started another one.
    public func killSupervisor() async throws {
        let pid = try supervisor()
        let handle = try PIDDescriptor(opening: pid)
        try handle.send(SignalNumber.kill)
        try await handle.hasEnded()
        try await eventually("another supervisor than \(pid)") {
            let now = try supervisors()
            return now.count == 2 && now.last != pid
        }
    }

    /// Kills supervisor and guardian, so that none can start the other again; fine when there is neither.
    public func killSupervisorAndGuardian() async throws {
        let handles = try supervisors().compactMap { pid in
            // It may have ended by itself.
            try? PIDDescriptor(opening: pid)
        }
        for handle in handles { try? handle.send(SignalNumber.kill) }
        for handle in handles { try await handle.hasEnded() }
    }

    /// Kills a service's first process from outside, as the kernel's memory killer does.
    public func endFirstProcess(of service: String) async throws {
        let handle = try PIDDescriptor(opening: await processID(of: service))
        try handle.send(SignalNumber.kill)
        try await handle.hasEnded()
    }

    /// The first process of a service's only container, as the host numbers it.
    public func processID(of service: String) async throws -> Int32 {
        let path = "\(root)/containers/\(try await container(service).id)/monitor/pid"
        guard let pid = Int32(try readText(path).filter(\.isNumber)) else {
            throw TestFailure("no pid in \(path)")
        }
        return pid
    }
}
