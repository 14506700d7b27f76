import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

/// Programs in a directory that stands for a container's root.
@Suite("Looking at a program before it is run")
struct ProgramLookupTests {
    @Test(
        "says why the kernel would not execute it",
        arguments: [
            ("/bin/script", nil), ("script", nil), ("./script", nil),
            ("nothing", .notInPath("nothing")), ("/bin/nothing", .missing("/bin/nothing")),
            ("/bin", .directory("/bin")), ("plain", .notExecutable("plain")),
            ("garbage", .unknownFormat("garbage")),
            ("bashful", .interpreterMissing("bashful", interpreter: "/bin/bash")),
            ("windows", .carriageReturn("windows")),
            ("foreign", .otherMachine("foreign", machine: "s390x")),
            ("dynamic", .interpreterMissing("dynamic", interpreter: "/lib/ld-none.so")),
            ("static", nil), ("linked", nil),
        ] as [(String, ProgramObstacle?)])
    func obstacles(name: String, expected: ProgramObstacle?) throws {
        // An emulator that is registered on this machine could run what is not of its kind.
        if registersFormats, ["garbage", "foreign"].contains(name) { return }
        #expect(try obstacle(of: [name]) == expected)
    }

    @Test("judges by the user that it runs as")
    func users() throws {
        #expect(try obstacle(of: ["owned"], as: .init()) == nil)
        #expect(try obstacle(of: ["owned"], as: .init(uid: 7, gid: 7)) == .notExecutable("owned"))
        #expect(try obstacle(of: ["script"], as: .init(uid: 7, gid: 7)) == nil)
    }

    @Test("says nothing of what is or may be mounted")
    func mounts() throws {
        #expect(try obstacle(of: ["/data/none"], mountPoints: ["/data"]) == nil)
        #expect(try obstacle(of: ["plain"], mountPoints: ["/bin"]) == nil)
        #expect(try obstacle(of: ["/proc/self/exe"]) == nil)
        #expect(try obstacle(of: ["plain"], mountPoints: ["/data"]) == .notExecutable("plain"))
    }

    @Test("both runtimes' words about a program mean the same")
    func words() {
        let texts: [(String, ProgramObstacle)] = [
            ("exec: \"p\": executable file not found in $PATH", .notInPath("p")),
            ("executable file `p` not found in $PATH: No such file or directory", .notInPath("p")),
            ("exec: \"/p\": stat /p: no such file or directory", .missing("/p")),
            ("executable file `/p` not found in $PATH: No such file or directory", .missing("/p")),
            ("exec: \"/p\": permission denied", .notExecutable("/p")),
            ("exec /p: permission denied", .notExecutable("/p")),
            ("open executable: Permission denied", .notExecutable("/p")),
            ("exec: \"/p\": is a directory", .directory("/p")),
            ("exec /p: exec format error", .unknownFormat("/p")),
        ]
        for (text, expected) in texts {
            let program = "\(expected)".contains("\"/p\"") ? "/p" : "p"
            #expect(RuntimeError("act", program: program, reason: text) == .program(expected), "\(text)")
        }
        #expect(
            RuntimeError("act", program: "p", reason: "mkdir /x: permission denied")
                == .failed("act", reason: "mkdir /x: permission denied"))
    }

    @Test("a broken header is read within its bounds")
    func bounds() {
        let whole = elf(machine: 62, interpreter: "/lib/ld.so")
        for length in 0..<whole.count { _ = ProgramFormat(Array(whole.prefix(length))) }
        var broken = whole
        for index in 32..<broken.count {
            broken[index] = 0xff
            _ = ProgramFormat(broken)
        }
    }

    private var registersFormats: Bool {
        let names = (try? directoryEntries("/proc/sys/fs/binfmt_misc")) ?? []
        return names.contains { $0 != "register" && $0 != "status" }
    }

    private func obstacle(
        of arguments: [String], as user: RuntimeSpec.User = .init(), mountPoints: [String] = []
    ) throws -> ProgramObstacle? {
        let root = try makeTemporaryDirectory(prefix: "/tmp/berth-programs-")
        let own: UInt16 = isX86 ? 62 : 183
        let files: [(String, [UInt8], UInt32)] = [
            ("sh", elf(machine: own, interpreter: nil), 0o755),
            ("script", Array("#!/bin/sh -e\n".utf8), 0o755), ("plain", Array("text".utf8), 0o644),
            ("garbage", Array("text".utf8), 0o755), ("bashful", Array("#!/bin/bash\n".utf8), 0o755),
            ("windows", Array("#!/bin/sh\r\n".utf8), 0o755),
            ("foreign", elf(machine: 22, interpreter: nil), 0o755),
            ("dynamic", elf(machine: own, interpreter: "/lib/ld-none.so"), 0o755),
            ("static", elf(machine: own, interpreter: nil), 0o755),
            ("linked", elf(machine: own, interpreter: "/bin/sh"), 0o755),
            ("owned", Array("#!/bin/sh\n".utf8), 0o700),
        ]
        try makeDirectories("\(root)/bin")
        for (name, bytes, mode) in files {
            let path = "\(root)/bin/\(name)"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
        }
        defer { try? removeTree(root) }
        var process = RuntimeSpec.Process(args: arguments)
        process.env = ["PATH=/none:/bin"]
        process.cwd = "/bin"
        process.user = user
        return try ProgramLookup(process, mountPoints: mountPoints).obstacle(in: RootedDirectory(root))
    }

    private var isX86: Bool {
        #if arch(x86_64)
            true
        #else
            false
        #endif
    }

    /// A 64-bit header with one segment, which names an interpreter, or none.
    private func elf(machine: UInt16, interpreter: String?) -> [UInt8] {
        var bytes: [UInt8] = [0x7f, 0x45, 0x4c, 0x46, 2, 1, 1] + [UInt8](repeating: 0, count: 9)
        func add(_ number: UInt64, _ size: Int) {
            for shift in 0..<size { bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift * 8))) }
        }
        for (number, size) in [(2, 2), (UInt64(machine), 2), (1, 4), (0, 8), (64, 8), (0, 8), (0, 4)] {
            add(number, size)
        }
        for number: UInt64 in [64, 56, 1, 0, 0, 0] { add(number, 2) }
        let path = Array((interpreter ?? "").utf8) + [0]
        for (number, size) in [(interpreter == nil ? 1 : 3, 4), (4, 4), (120, 8), (0, 8), (0, 8)] {
            add(UInt64(number), size)
        }
        for number in [UInt64(path.count), UInt64(path.count), 1] { add(number, 8) }
        return bytes + path
    }
}
