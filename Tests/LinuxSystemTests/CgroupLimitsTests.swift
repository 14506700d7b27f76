import Testing

@testable import LinuxSystem

/// Hierarchies are read as directories, so that any machine can be made up of files.
@Suite("Limits of control groups")
struct CgroupLimitsTests {
    @Test("version 2 limits what its controllers do, except what only version 1 has")
    func unified() throws {
        let limits = try unified("cpu cpuset io memory pids\n")
        #expect(
            limits == Set(CgroupLimit.allCases).subtracting([.swappiness, .waitForMemory, .realTime]))
        #expect(try unified("memory\n") == [.memory, .memoryReservation, .swap])
    }

    @Test("a file that groups lack tells that the kernel was built without it")
    func missingFile() throws {
        #expect(try unified("io memory\n", ["a/memory.current", "a/memory.max", "a/io.stat"]) == [.memory])
        let complete = ["a/memory.current", "a/memory.swap.max", "a/io.stat", "a/io.bfq.weight", "a/io.max"]
        #expect(try unified("io memory\n", complete) == [.swap, .diskWeight, .diskRate])
    }

    @Test("a group with processes of its own gives only what is enabled below it")
    func delegated() throws {
        let files = ["cgroup.type": "domain\n", "cgroup.subtree_control": "pids\n"]
        #expect(try unified("memory pids\n", contents: files).contains(.memory))
        let full = files.merging(["cgroup.procs": "1\n"]) { $1 }
        #expect(try unified("memory pids\n", contents: full) == [.processes])
    }

    @Test("version 1 limits what there are files for, in its root or in a group")
    func legacy() throws {
        let files = [
            "cpu,cpuacct/cpu.shares": "", "pids/tasks": "", "blkio/a/blkio.bfq.weight": "",
            "memory/memory.limit_in_bytes": "",
        ]
        let limits = try withFiles(files) { directory in
            let roots = ["cpu,cpuacct", "pids", "blkio", "memory"].map { "\(directory)/\($0)" }
            return try CgroupHierarchies(legacy: roots, unified: nil).enforceableLimits()
        }
        #expect(limits == [.processorWeight, .processes, .diskWeight, .memory])
    }

    @Test(
        "lists of processors are read as the kernel writes them",
        arguments: [
            ("0", [0]), ("0-3,5\n", [0, 1, 2, 3, 5]), ("", nil), ("a", nil), ("3-1", nil), ("-1", nil),
            ("1,,2", nil), ("0-99999999", nil),
        ] as [(String, Set<Int>?)])
    func processorSet(text: String, numbers: Set<Int>?) {
        #expect(ProcessorSet(text)?.numbers == numbers)
    }

    private func unified(
        _ controllers: String, _ files: [String] = [], contents: [String: String] = [:]
    ) throws -> Set<CgroupLimit> {
        var all = ["cgroup.controllers": controllers, "cgroup.procs": ""]
        for file in files { all[file] = "" }
        return try withFiles(all.merging(contents) { $1 }) { directory in
            try CgroupHierarchies(legacy: [], unified: directory).enforceableLimits()
        }
    }

    private func withFiles<Result>(
        _ files: [String: String], _ body: (String) throws -> Result
    ) throws -> Result {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-cgroups-")
        defer { try? removeTree(directory) }
        for (path, text) in files {
            try makeDirectories(
                "\(directory)/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
            try writeFile("\(directory)/\(path)", text)
        }
        return try body(directory)
    }
}
