import Foundation
import Testing

@testable import LinuxSystem

@Suite("Child processes")
struct ChildProcessTests {
    @Test("collects output, errors and the exit status")
    func output() async throws {
        let result = try await run(ProcessDescription("/bin/sh", ["-c", "echo out; echo err >&2; exit 3"]))
        #expect(result.text == "out\n")
        #expect(result.errors == "err\n")
        #expect(result.end == .exited(3))
    }

    @Test("tells a signal from a status")
    func signalled() async throws {
        let result = try await run(ProcessDescription("/bin/sh", ["-c", "kill -TERM $$"]))
        #expect(result.end == .signalled(15))
        #expect(result.end.status == 143)
    }

    @Test("gives input, environment and directory")
    func surroundings() async throws {
        var description = ProcessDescription("/bin/sh", ["-c", "cat; echo $A; pwd"], environment: ["A=b"])
        description.directory = "/usr"
        #expect(try await run(description, input: Array("in\n".utf8)).text == "in\nb\n/usr\n")
    }

    @Test("hands over only the named descriptors, also when their numbers cross")
    func descriptors() async throws {
        let first = try LinuxSystem.Pipe(), second = try LinuxSystem.Pipe()
        var description = ProcessDescription(
            "/bin/sh", ["-c", "echo three >&3; echo four >&4; ls /proc/self/fd | wc -l"])
        // The two numbers are swapped where pipes got 3 and 4; the child must still see them as named.
        description.descriptors = [(first.writer.number, 4), (second.writer.number, 3)]
        let result = try await run(description)
        // 0, 1, 2, the two named, and the one by which ls reads the directory.
        #expect(result.text.trimmingCharacters(in: .whitespaces) == "6\n")
        #expect(try first.reader.read() == Array("four\n".utf8))
        #expect(try second.reader.read() == Array("three\n".utf8))
    }

    @Test("says which program could not be started")
    func missing() async throws {
        let error = await #expect(throws: SystemError.self) {
            try await run(ProcessDescription("/nowhere/x"))
        }
        #expect(error?.description == "posix_spawn \"/nowhere/x\": No such file or directory")
    }

    @Test("kills the process when its task is cancelled")
    func cancelled() async throws {
        let task = Task { try await run(ProcessDescription("/bin/sleep", ["100"])) }
        task.cancel()
        await #expect(throws: (any Error).self) { try await task.value }
    }

    @Test("waits for hundreds at once")
    func many() async throws {
        try await withThrowingTaskGroup(of: Int32.self) { group in
            for number in 0..<200 {
                group.addTask {
                    try await run(ProcessDescription("/bin/sh", ["-c", "exit \(number % 7)"])).end.status
                }
            }
            let sum = try await group.reduce(0, +)
            #expect(sum == (0..<200).map { $0 % 7 }.map(Int32.init).reduce(0, +))
        }
    }
}
