import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

/// Containers of a test, in a directory, a state directory and a cgroup of its own.
final class ContainerFixture: Sendable {
    let directory: String
    let runtime: Runtime
    let hierarchies: CgroupHierarchies
    let monitor: Monitor
    let stack: Cgroup

    init(_ kind: Runtime.Kind) async throws {
        directory = try makeTemporaryDirectory(prefix: "/tmp/berth-runtime-")
        hierarchies = try .mounted()
        let program = try await runtimeProgram(kind, in: directory, hierarchies)
        runtime = Runtime(kind, executable: program, stateDirectory: "\(directory)/state")
        monitor = try Monitor(runtime: runtime, exitDirectory: "\(directory)/exits")
        stack = Cgroup("/berth-test-\(directory.dropFirst("/tmp/berth-runtime-".count))", in: hierarchies)
        try makeDirectories("\(directory)/rootfs/bin")
        for place in ["proc", "dev", "sys", "etc", "tmp"] {
            try makeDirectories("\(directory)/rootfs/\(place)")
        }
        try FileManager.default.copyItem(
            atPath: await Busybox.shared.path(), toPath: "\(directory)/rootfs/bin/busybox")
        for applet in ["sh", "sleep", "cat", "echo", "true", "id", "tty", "seq", "env", "stty"] {
            try makeSymbolicLink("\(directory)/rootfs/bin/\(applet)", to: "busybox")
        }
    }

    /// Runs a body with a fixture and removes everything of it, also when the body throws.
    static func with(_ kind: Runtime.Kind, _ body: (ContainerFixture) async throws -> Void) async throws {
        let fixture = try await ContainerFixture(kind)
        do { try await body(fixture) } catch {
            try? await fixture.remove()
            throw error
        }
        try await fixture.remove()
    }

    func spec(_ arguments: [String]) -> RuntimeSpec {
        var process = RuntimeSpec.Process(args: arguments)
        process.env = ["PATH=/bin"]
        var spec = RuntimeSpec.standard(process: process, rootfs: "\(directory)/rootfs", cgroups: hierarchies)
        spec.root.readonly = true
        return spec
    }

    func create(_ id: String, _ spec: RuntimeSpec) async throws -> MonitoredContainer {
        var spec = spec
        spec.linux.cgroupsPath = cgroup(id).path
        let bundle = "\(directory)/bundles/\(id)"
        try makeDirectories(bundle)
        try spec.write(toBundle: bundle)
        var creation = ContainerCreation(
            id: id, name: "shop-\(id)-1", bundle: bundle, log: log(id),
            persistDirectory: persistDirectory(id), program: spec.process.args[0])
        if spec.process.terminal { creation.streams = .terminal }
        return try await monitor.create(creation)
    }

    func create(_ id: String, _ arguments: [String]) async throws -> MonitoredContainer {
        try await create(id, spec(arguments))
    }

    /// Creates and starts a container that runs a shell command.
    func start(_ id: String, _ script: String) async throws -> MonitoredContainer {
        let container = try await create(id, ["sh", "-c", script])
        try await runtime.start(container)
        return container
    }

    func cgroup(_ id: String) -> Cgroup { stack.child(id) }
    func log(_ id: String) -> String { "\(directory)/bundles/\(id)/container.log" }
    func persistDirectory(_ id: String) -> String { "\(directory)/bundles/\(id)/monitor" }

    /// The lines of a container's log, without their heads.
    func output(_ id: String) throws -> [String] {
        try readText(log(id)).split(separator: "\n").map { line in
            line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false).last.map(String.init)
                ?? ""
        }
    }

    func remove() async throws {
        for id in try directoryEntries("\(directory)/bundles") {
            try await runtime.delete(id, cgroup: cgroup(id))
            try await monitor.waitForEnd(of: id, persistDirectory: persistDirectory(id))
        }
        try stack.remove()
        try removeTree(directory)
    }
}

/// A runtime that can run on this machine: crun sees no version 2 hierarchy where it would refuse it.
private func runtimeProgram(_ kind: Runtime.Kind, in directory: String, _ hierarchies: CgroupHierarchies)
    async throws -> String
{
    let installed = try #require(installedProgram(kind.rawValue))
    guard kind == .crun, hierarchies.layout == .hybrid, let root = hierarchies.unifiedRoot else {
        return installed
    }
    let path = "\(directory)/crun"
    let script = """
        #!/bin/sh
        exec unshare --mount sh -c 'umount \(root) && exec \(installed) "$@"' crun "$@"

        """
    try writeFile(path, script, mode: 0o755)
    return path
}

/// A static busybox: the machine's, or the one of Debian's package, downloaded once.
actor Busybox {
    static let shared = Busybox()
    private var found: String?

    func path() async throws -> String {
        if let found { return found }
        let kept = "/var/tmp/berth-tests/bin/busybox"
        let known = ["/bin/busybox", "/usr/bin/busybox", kept].first(where: fileExists)
        if known == nil { try await download(to: "/var/tmp/berth-tests") }
        let path = try #require(
            known ?? (fileExists(kept) ? kept : nil), "install the package busybox-static")
        found = path
        return path
    }

    private func download(to directory: String) async throws {
        try makeDirectories(directory)
        var description = ProcessDescription(
            "/bin/sh", ["-ec", "apt-get download busybox-static; dpkg -x busybox-static_*.deb ."])
        description.directory = directory
        _ = try await run(description)
    }
}

/// The reason for which tests with real containers are left out.
let needsContainers = ConditionTrait.enabled(
    if: geteuid() == 0 && installedProgram("conmon") != nil && installedProgram("runc") != nil,
    "real containers need root, conmon, crun and runc")
