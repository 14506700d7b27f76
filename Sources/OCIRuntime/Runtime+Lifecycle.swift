internal import LinuxSystem

extension Runtime {
    /// Starts the process of a container that was created.
    ///
    /// The process waits at a fifo in the state directory, crun's to read a byte and runc's to write one. The
    /// other end is taken here, as the runtime's own `start` does, which saves starting a program.
    public func start(_ container: MonitoredContainer) async throws {
        if kind == .other { return try await perform(["start", container.record.id], "start") }
        let path = "\(stateDirectory)/\(container.record.id)/exec.fifo"
        guard fileExists(path) else {
            throw RuntimeError.failed(
                "start container \"\(container.record.id)\"", reason: "it was not created, or started already"
            )
        }
        let fifo = SharedDescriptor(try .fifo(path))
        switch kind {
        case .crun: try OwnedDescriptor.duplicating(fifo.number).write([0])
        case .runc, .other:
            guard try await container.becomesReadableBeforeEnd(fifo) else {
                throw RuntimeError.endedBeforeStart(container.record.id)
            }
        }
        // Its absence marks the container as running for the runtime.
        try removeFile(path)
    }

    /// Removes a container with all its processes, its cgroup and its state; nothing happens when it is gone.
    ///
    /// Works without the runtime's program, which is asked only while the kernel still holds the cgroup, or when it
    /// may keep more than a state directory.
    public func delete(_ id: String, cgroup: Cgroup) async throws {
        try await cgroup.killAll()
        if kind == .other, fileExists(executable) { try await deleteByProgram(id) }
        if try remove(cgroup, stateOf: id) { return }
        try await deleteByProgram(id)
        _ = try remove(cgroup, stateOf: id)
    }

    /// Removes the cgroup and the state of a container without processes; false while the kernel holds the cgroup.
    ///
    /// Not inlined, because the optimizer of Swift 6.3.1 crashes on typed throws between two waits.
    @inline(never)
    private func remove(_ cgroup: Cgroup, stateOf id: String) throws(SystemError) -> Bool {
        do throws(SystemError) { try cgroup.remove() } catch  where error.isInUse { return false }
        try removeTree("\(stateDirectory)/\(id)")
        return true
    }

    private func deleteByProgram(_ id: String) async throws {
        try await perform(["delete", "--force", id], "delete")
    }

    /// Has the program do something with a container, the last of the arguments.
    private func perform(_ arguments: [String], _ act: String) async throws {
        let output = try await run(
            ProcessDescription(executable, globalArguments + arguments, environment: []))
        if !output.succeeded {
            let id = arguments.last ?? ""
            throw RuntimeError.failed("\(act) container \"\(id)\"", reason: output.errors)
        }
    }
}

extension MonitoredContainer {
    /// False when the container's process ended first.
    fileprivate func becomesReadableBeforeEnd(_ descriptor: SharedDescriptor) async throws -> Bool {
        guard let process else { return false }
        let wasReadable = try await race(
            {
                try await Reactor.shared.readable(descriptor.number)
                return true
            },
            {
                try await process.hasEnded()
                return false
            })
        // A short program may have ended by the time that both are looked at: the byte tells that it began.
        return try wasReadable || hasBytes(descriptor)
    }

    private func hasBytes(_ descriptor: SharedDescriptor) throws -> Bool {
        try descriptor.bytesAtHand()?.isEmpty == false
    }
}
