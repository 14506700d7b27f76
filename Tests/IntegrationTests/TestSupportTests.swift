import LinuxSystem
import Synchronization
import TestSupport
import Testing

@Suite("The tests' own machinery", .enabled(if: isRoot, "needs root"))
struct TestSupportTests {
    @Test("a scratch undoes its steps from the last to the first, and is gone afterwards")
    func cleansUp() async throws {
        let order = Mutex<[Int]>([])
        let directory = try await withScratch { scratch in
            for step in 1...3 { scratch.atEnd { order.withLock { $0.append(step) } } }
            try mountTmpfs(on: scratch.project, options: "size=64k")
            return scratch.directory
        }
        #expect(order.withLock { $0 } == [3, 2, 1])
        #expect(!fileExists(directory))
    }

    @Test("a scratch whose test throws is cleaned up too, and the test's error is the one that is seen")
    func cleansUpAfterFailure() async throws {
        let directory = Mutex("")
        await #expect(throws: SystemError.self) {
            try await withScratch { scratch in
                directory.withLock { $0 = scratch.directory }
                scratch.atEnd { throw TestFailure("a second failure") }
                _ = try readFile("\(scratch.directory)/missing")
            }
        }
        #expect(!fileExists(directory.withLock { $0 }))
    }

    @Test("what a stack leaves is seen: a file, a process, a mount, a cgroup; that of others is not")
    func seesLeftovers() async throws {
        try await withStack(.own, images: []) { stack in
            let (directory, mount) = ("\(stack.runtime)/stacks/\(stack.project)", "\(stack.root)/mount")
            let cgroup = try #require(CgroupHierarchies.mounted().roots.first) + "/berth/\(stack.project)"
            for path in [directory, mount, cgroup] { try makeDirectories(path) }
            try mountTmpfs(on: mount, options: "size=64k")
            try writeFile("\(directory)/log", "")
            let reader = try spawn(ProcessDescription("/usr/bin/tail", ["-f", "\(directory)/log"]))
            // A program that has just been started has no command line for a moment.
            var facts: [String] = []
            try await eventually("the process is seen") {
                facts = try await stack.leftovers()
                return facts.contains { $0.hasPrefix("process ") }
            }
            try await withFurtherStack(images: []) { other in
                let others = try await other.leftovers()
                #expect(others == [])
            }
            try reader.send(SignalNumber.kill)
            _ = try await reader.end()
            try unmountLazily(mount)
            try removeTree(directory)
            try removeDirectory(cgroup)
            #expect(
                facts == [
                    "cgroup \(cgroup)", "file \(directory)", "mount \(mount)",
                    "process \(reader.pid) tail -f \(directory)/log",
                ])
            #expect(try await stack.leftovers() == [])
        }
    }

    @Test("an image that was pushed can be read back from the registry, by its name on docker.io too")
    func servesImages() async throws {
        let reference = try await Registry.shared.push(.busybox)
        let home = try await Registry.shared.environment["HOME", default: ""]
        for name in [reference, "docker.io/\(SampleImage.busybox.name)"] {
            let result = try await run(
                ProcessDescription(
                    "/usr/bin/skopeo", ["inspect", "--config", "docker://\(name)"],
                    environment: ["HOME=\(home)", "PATH=/usr/bin"]))
            #expect(result.succeeded, "\(result.errors)")
            #expect(result.text.contains("\"Cmd\""))
        }
    }

    @Test("waiting for what never comes ends with a sentence that names it")
    func givesUp() async throws {
        let failure = await #expect(throws: TestFailure.self) {
            try await eventually(within: .milliseconds(30), "pigs fly") { false }
        }
        #expect(failure?.description.contains("pigs fly") == true)
    }
}
