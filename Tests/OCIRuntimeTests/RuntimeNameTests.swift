import LinuxSystem
import Testing

@testable import OCIRuntime

@Suite("Names of runtimes", needsContainers)
struct RuntimeNameTests {
    @Test(
        "docker's name of its own runtime is runc",
        arguments: ["runc", "io.containerd.runc.v2", "io.containerd.runc.v1"])
    func standard(name: String) throws {
        #expect(try Runtime.program(named: name) == installedProgram("runc"))
    }

    @Test("a program is found by its path or by its name")
    func program() throws {
        #expect(try Runtime.program(named: "/bin/true") == "/bin/true")
        #expect(try Runtime.program(named: "true")?.hasSuffix("/true") == true)
    }

    @Test(
        "a program that is not there is named in the message",
        arguments: [
            ("youki-x", "youki-x"), ("io.containerd.no-such.v1", "no-such"), ("/no/such", "/no/such"),
            ("../true", "../true"),
        ])
    func missing(name: String, program: String) {
        let error = #expect(throws: RuntimeError.self) { try Runtime.program(named: name) }
        #expect(error?.description.contains("no program \"\(program)\"") == true)
    }

    @Test(
        "a runtime is known by the name of its program",
        arguments: [
            ("/usr/bin/crun", Runtime.Kind.crun), ("/usr/sbin/runc", .runc), ("/opt/runc/youki", .other),
        ])
    func kind(path: String, kind: Runtime.Kind) {
        #expect(Runtime(program: path, stateDirectory: "/run/x").kind == kind)
    }
}
