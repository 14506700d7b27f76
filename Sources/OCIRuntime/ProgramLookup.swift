public import LinuxSystem

/// Looks at a container's program as the kernel will, before anything runs, so that the reason why it cannot be
/// executed is the same whatever runtime is used.
///
/// What is mounted into the container is not looked into: nothing is said of a program that may be there.
public struct ProgramLookup: Sendable {
    private let process: RuntimeSpec.Process
    private let mountPoints: [String]

    /// Looks for the program of a process; `mountPoints` are the places in the container that hide the image's.
    public init(_ process: RuntimeSpec.Process, mountPoints: [String]) {
        self.process = process
        self.mountPoints = mountPoints
    }

    /// Why the program cannot be executed; nil when nothing is against it that can be seen from outside.
    public func obstacle(in root: borrowing RootedDirectory) throws(SystemError) -> ProgramObstacle? {
        guard let name = process.args.first, !name.isEmpty else { return nil }
        let found =
            name.contains("/")
            ? try verdict(on: absolute(name), named: name, root).obstacle
            : try obstacle(inPathTo: name, root)
        // What is not in the image may be in something mounted, also by a link that leads there.
        return found?.isLack == true && !mountPoints.isEmpty ? nil : found
    }

    private func obstacle(
        inPathTo name: String, _ root: borrowing RootedDirectory
    ) throws(SystemError) -> ProgramObstacle? {
        let path = process.env.last { $0.hasPrefix("PATH=") }?.dropFirst("PATH=".count) ?? ""
        if path.isEmpty { return nil }
        var first: ProgramObstacle?
        for directory in path.split(separator: ":") {
            switch try verdict(on: absolute("\(directory)/\(name)"), named: name, root) {
            case .fine, .unknown: return nil
            // As a shell does: what is there and may not be executed is named when nothing else is found.
            case .obstacle(.missing), .obstacle(.directory): continue
            case .obstacle(.notExecutable(let name)): first = first ?? .notExecutable(name)
            case .obstacle(let obstacle): return obstacle
            }
        }
        return first ?? .notInPath(name)
    }

    private enum Verdict {
        case fine
        /// It is not the image's, or of a kind that only the kernel can judge.
        case unknown
        case obstacle(ProgramObstacle)

        var obstacle: ProgramObstacle? {
            if case .obstacle(let obstacle) = self { obstacle } else { nil }
        }
    }

    private func absolute(_ name: String) -> String {
        name.hasPrefix("/") ? name : "\(process.cwd)/\(name)"
    }

    private func verdict(
        on path: String, named name: String, _ root: borrowing RootedDirectory
    ) throws(SystemError) -> Verdict {
        if isHidden(path) { return .unknown }
        guard let place = try root.resolve(path) else { return .obstacle(.missing(name)) }
        let top = try root.resolve("/") ?? ""
        guard let status = try fileStatus(place), !isHidden(String(place.dropFirst(top.count))) else {
            return .unknown
        }
        if status.kind == .directory { return .obstacle(.directory(name)) }
        if !process.user.mayExecute(status) { return .obstacle(.notExecutable(name)) }
        return try verdict(onContentOf: place, named: name, root)
    }

    private func verdict(
        onContentOf place: String, named name: String, _ root: borrowing RootedDirectory
    ) throws(SystemError) -> Verdict {
        let format = ProgramFormat(try OwnedDescriptor.reading(place).read(upTo: 4096))
        switch format {
        case nil: return acceptsOtherFormats ? .unknown : .obstacle(.unknownFormat(name))
        case .script(let interpreter) where interpreter.hasSuffix("\r"):
            return .obstacle(.carriageReturn(name))
        case .binary(let machine, _) where !machine.isOurs:
            return acceptsOtherFormats ? .unknown : .obstacle(.otherMachine(name, machine: machine.name))
        case .script, .binary: break
        }
        guard let interpreter = format?.interpreter, !isHidden(absolute(interpreter)),
            try root.resolve(absolute(interpreter)) == nil
        else { return .fine }
        return .obstacle(.interpreterMissing(name, interpreter: interpreter))
    }

    /// True when something is mounted over a place of the image, at every container or at this one.
    private func isHidden(_ path: String) -> Bool {
        (["/proc", "/sys", "/dev"] + mountPoints).contains { path == $0 || path.hasPrefix("\($0)/") }
    }

    /// True when the kernel runs more than its own formats, such as programs of other machines by an emulator.
    private var acceptsOtherFormats: Bool {
        // Not mounted where nobody registers formats.
        let names = (try? directoryEntries("/proc/sys/fs/binfmt_misc")) ?? []
        return names.contains { $0 != "register" && $0 != "status" }
    }
}

extension RuntimeSpec.User {
    /// True when a mode lets the user execute a file; root may when anybody may (path_resolution(7)).
    fileprivate func mayExecute(_ status: FileStatus) -> Bool {
        if uid == 0 { return status.mode & 0o111 != 0 }
        if uid == status.user { return status.mode & 0o100 != 0 }
        let groups = [gid] + (additionalGids ?? [])
        return status.mode & (groups.contains(status.group) ? 0o010 : 0o001) != 0
    }
}

extension ProgramObstacle {
    /// True when something is not there.
    fileprivate var isLack: Bool {
        switch self {
        case .missing, .notInPath, .interpreterMissing: true
        case .directory, .notExecutable, .carriageReturn, .otherMachine, .unknownFormat: false
        }
    }
}
