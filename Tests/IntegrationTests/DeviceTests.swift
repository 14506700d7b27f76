import LinuxSystem
import TestSupport
import Testing

/// Devices that files of the Container Device Interface describe.
@Suite("Devices by name", .serialized, .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct DeviceTests {
    /// A vendor of this process alone, with a file that is there as long as the body runs: for one test at a time.
    private func withVendor(_ body: (String) async throws -> Void) async throws {
        let vendor = "berth-test-\(processIdentifier()).example.com"
        let text = """
            cdiVersion: "0.6.0"
            kind: \(vendor)/gpu
            containerEdits:
              env: [VENDOR=yes]
              additionalGids: [4711]
            devices:
            - name: "0"
              containerEdits:
                deviceNodes: [{path: /dev/gpu0, hostPath: /dev/kmsg, permissions: w}]
            - name: "1"
              containerEdits:
                mounts: [{hostPath: /etc/hostname, containerPath: /lib/driver, options: [ro, bind]}]
            - name: hooked
              containerEdits:
                hooks: [{hookName: createRuntime, path: /bin/false}]
            """
        let path = "/etc/cdi/\(vendor).yaml"
        let isNew = !fileExists("/etc/cdi")
        try makeDirectories("/etc/cdi")
        try writeFile(path, text)
        defer {
            try? removeFile(path)
            if isNew { try? removeDirectory("/etc/cdi") }
        }
        try await body(vendor)
    }

    @Test("give a container their nodes, mounts, variables and groups; requests choose among them")
    func named() async throws {
        try await withVendor { vendor in
            try await withStack { stack in
                try await stack.up(
                    """
                    services:
                      named:
                        image: busybox:1
                        command: sleep 1d
                        stop_signal: KILL
                        devices: ["\(vendor)/gpu=0"]
                      counted:
                        image: busybox:1
                        command: sleep 1d
                        stop_signal: KILL
                        gpus: [{driver: "\(vendor)", count: 2}]
                      chosen:
                        image: busybox:1
                        command: sleep 1d
                        stop_signal: KILL
                        user: "33"
                        deploy:
                          resources:
                            reservations:
                              devices: [{driver: cdi, capabilities: [gpu], device_ids: ["\(vendor)/gpu=0"]}]
                    """)
                let probe =
                    "echo $VENDOR; id -G | tr ' ' '\\n' | grep 4711; ls /lib/driver 2>&1 || true; "
                    + "stat -c %t:%T:%u /dev/gpu0"
                #expect(
                    try await stack.shell("named", probe)
                        == "yes\n4711\nls: /lib/driver: No such file or directory\n1:b:0\n")
                #expect(try await stack.shell("counted", probe) == "yes\n4711\n/lib/driver\n1:b:0\n")
                #expect(try await stack.shell("chosen", probe).hasSuffix("1:b:33\n"))
                #expect(
                    try await stack.shell(
                        "named", "true > /dev/gpu0 && echo written; cat /dev/gpu0 2>&1 || true")
                        == "written\ncat: can't open '/dev/gpu0': Operation not permitted\n")
            }
        }
    }

    @Test("run their hooks, and are listed where another is asked for")
    func hooks() async throws {
        try await withVendor { vendor in
            try await withStack { stack in
                for (name, reason) in [("hooked", "hook"), ("2", "there are "), ("2", "\(vendor)/gpu=1")] {
                    try stack.define(
                        "services: {s: {image: busybox:1, command: sleep 1d, devices: [\"\(vendor)/gpu=\(name)\"]}}"
                    )
                    let result = try await stack.berth.run(["up", "-d"])
                    #expect(result.status != 0 && result.errors.contains(reason), "\(result)")
                }
                #expect(try await stack.containers("s").isEmpty)
            }
        }
    }

    @Test("exec has the confinement of the container, and all capabilities when it is privileged")
    func exec() async throws {
        try await withStack { stack in
            try stack.scratch.write(
                "p.json",
                #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{"names": ["mkdir"], "action": "SCMP_ACT_ERRNO"}]}"#
            )
            try await stack.up(
                """
                services:
                  s:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    cap_drop: [ALL]
                    security_opt: [no-new-privileges, seccomp=p.json]
                """)
            let probe =
                "grep -E '^(CapEff|NoNew|Seccomp:)' /proc/self/status | cut -f2; mkdir /x 2>&1 || true"
            let refused = "mkdir: can't create directory '/x': Operation not permitted\n"
            #expect(
                try await stack.shell("s", probe) == "0000000000000000\n1\n2\n\(refused)")
            let privileged = try await stack.berth.run(["exec", "-T", "--privileged", "s", "sh", "-c", probe])
            #expect(privileged.output.contains(#/000001ff[ef]{2}ffffff\n1\n2\nmkdir/#), "\(privileged)")
        }
    }

    @Test("a container is made anew when the text of its system call profile changes")
    func profileChange() async throws {
        try await withStack { stack in
            let file = """
                services:
                  s: {image: busybox:1, command: sleep 1d, stop_signal: KILL, security_opt: [seccomp=p.json]}
                """
            try stack.scratch.write("p.json", #"{"defaultAction": "SCMP_ACT_ALLOW"}"#)
            try await stack.up(file)
            let first = try await stack.container("s").id
            try await stack.up(file)
            #expect(try await stack.container("s").id == first)
            try stack.scratch.write("p.json", #"{"defaultAction": "SCMP_ACT_ALLOW", "syscalls": []}"#)
            try await stack.up(file)
            #expect(try await stack.container("s").id != first)
        }
    }
}
