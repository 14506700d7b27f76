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

    @Test("a snapshot shows a mount and a process that came")
    func seesChanges() async throws {
        try await withScratch { scratch in
            let before = try await KernelState(of: scratch)
            try mountTmpfs(on: scratch.project, options: "size=64k")
            try writeFile("\(scratch.directory)/file", "")
            let reader = try spawn(ProcessDescription("/usr/bin/tail", ["-f", "\(scratch.directory)/file"]))
            let changes = try await KernelState(of: scratch).changes(since: before)
            try reader.send(9)
            _ = try await reader.end()
            try unmountLazily(scratch.project)
            #expect(changes.contains("+ mount tmpfs \(scratch.project)"))
            #expect(changes.contains("+ process \(reader.pid)"))
            #expect(try await KernelState(of: scratch).changes(since: before) == "")
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
