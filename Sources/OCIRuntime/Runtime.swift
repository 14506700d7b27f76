public import LinuxSystem

/// The program that makes containers from bundles: an OCI runtime with its state directory.
public struct Runtime: Sendable, Hashable {
    /// The runtimes that are known to work.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// In C, the faster one.
        case crun
        /// In Go, for where crun cannot run.
        case runc
        /// Any other program with their command line, such as youki or runsc.
        case other
    }

    /// Which runtime.
    public let kind: Kind
    /// The absolute path of the program.
    public let executable: String
    /// The path of the program that `executable` is a mount of, or the same path.
    public let program: String
    /// Where it keeps what it knows of containers (`--root`).
    public let stateDirectory: String

    /// Names a runtime.
    public init(_ kind: Kind, executable: String, stateDirectory: String, program: String? = nil) {
        self.kind = kind
        self.executable = executable
        self.stateDirectory = stateDirectory
        self.program = program ?? executable
    }

    /// The runtime at a path, which is known by the name of its file.
    public init(program path: String, stateDirectory: String) {
        let name = path.split(separator: "/").last.map(String.init) ?? ""
        self.init(Kind(rawValue: name) ?? .other, executable: path, stateDirectory: stateDirectory)
    }

    /// The runtime for this machine: crun if it is installed and can run here, else runc.
    public static func choose(stateDirectory: String) throws -> Runtime {
        let choice = try RuntimeChoice(
            crun: installedProgram("crun"), runc: installedProgram("runc"),
            unifiedControllers: legacyControllers())
        return Runtime(choice.kind, executable: choice.executable, stateDirectory: stateDirectory)
    }

    /// The options before the verb, which are the same for each call.
    var globalArguments: [String] {
        let cgroups = kind == .crun ? ["--cgroup-manager", "cgroupfs"] : []
        return ["--root", stateDirectory] + cgroups
    }

    /// The options that make it report errors to a file, an object a line.
    func logArguments(_ path: String) -> [String] { ["--log", path, "--log-format", "json"] }
}

/// Which runtime is used, and why.
struct RuntimeChoice: Sendable, Hashable {
    /// Which runtime.
    let kind: Runtime.Kind
    /// The path of the program.
    let executable: String
    /// Why it is not crun; nil when it is.
    let reason: String?

    /// Chooses between the installed programs on a machine whose version 2 hierarchy, where it stands beside
    /// version 1, holds these controllers: crun does not run on such a mixture.
    init(crun: String?, runc: String?, unifiedControllers: [String]) throws(RuntimeError) {
        let obstacle =
            crun == nil
            ? "crun is not installed"
            : unifiedControllers.isEmpty
                ? nil
                : "crun does not run where cgroup version 2 beside version 1 holds controllers "
                    + "(here \(unifiedControllers.joined(separator: ", ")))"
        if let crun, obstacle == nil {
            self.init(kind: .crun, executable: crun, reason: nil)
        } else if let runc {
            self.init(kind: .runc, executable: runc, reason: obstacle)
        } else if let obstacle, crun != nil {
            throw .missing("runc, which is needed because \(obstacle),", package: "runc")
        } else {
            throw .missing("a container runtime", package: "crun")
        }
    }

    private init(kind: Runtime.Kind, executable: String, reason: String?) {
        self.kind = kind
        self.executable = executable
        self.reason = reason
    }
}

/// The controllers that are version 2's beside a version 1 hierarchy.
func legacyControllers() throws -> [String] {
    let hierarchies = try CgroupHierarchies.mounted()
    return hierarchies.layout == .hybrid ? try hierarchies.unifiedControllers() : []
}

/// The path of a program of the system; root's directories are searched for ordinary users too.
func installedProgram(_ name: String) -> String? {
    ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
        .map { "\($0)/\(name)" }.first(where: fileExists)
}

extension Runtime {
    /// This runtime by a read-only mount of its program at a path, made here; undone by `release`.
    ///
    /// A runtime whose program can be written makes a copy of itself at each start, so that no container
    /// overwrites the host's; from a read-only mount it does not.
    public func prepared(at path: String) throws -> Runtime {
        if try mountPoints(below: path).isEmpty {
            try writeFile(path, "", mode: 0o755)
            try bindMount(realPath(executable), on: path, readOnly: true)
        }
        return Runtime(kind, executable: path, stateDirectory: stateDirectory, program: program)
    }

    /// Undoes `prepared` at a path; nothing happens when it was not done.
    public static func release(_ path: String) throws(SystemError) {
        try unmountLazily(path)
        try removeFile(path)
    }
}
