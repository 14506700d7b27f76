import TestSupport
import Testing

/// `berth exec`: a command beside a container's own process.
@Suite("Exec", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ExecTests {
    private static let idle = """
        services:
          app:
            image: busybox:1
            command: sleep 1d
            stop_signal: KILL
            environment: {GIVEN: yes, KEPT: kept}
            working_dir: /var
            user: www-data
          ended: {image: busybox:1, command: "true"}
        """

    @Test("the exit status is the command's own, as a shell has it")
    func exitStatus() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle)
            for (command, status) in [
                (["true"], 0), (["sh", "-c", "exit 7"], 7), (["/no/such/program"], 127),
                (["/etc/passwd"], 126),
                (["sh", "-c", "kill -9 $$"], 137),
            ] as [([String], Int32)] {
                let result = try await stack.berth.run(["exec", "-T", "app"] + command)
                #expect(result.status == status, "\(result)")
            }
        }
    }

    @Test("-e, -u and -w change what the command finds, the rest is the container's")
    func options() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle)
            let line = "echo $(id -u):$(id -g) $(pwd) $HOME $GIVEN $KEPT $NEW"
            #expect(try await stack.shell("app", line) == "33:33 /var /var/www yes kept\n")
            let changed = try await stack.berth.succeed(
                "exec", "-T", "-e", "GIVEN=no", "-e", "NEW=new", "-u", "nobody:users", "-w", "/tmp", "app",
                "sh", "-c", line)
            #expect(changed == "65534:100 /tmp /home no kept new\n")
            #expect(try await stack.berth.succeed("exec", "-T", "-u", "0", "app", "id", "-u") == "0\n")
        }
    }

    @Test("input, output and errors are the command's own, byte by byte")
    func streams() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle)
            let input = String(repeating: "0123456789abcdef\n", count: 20_000)
            let result = try await stack.berth("exec", "-T", "app", "cat", input: input)
            #expect(result.status == 0 && result.output == input)
            let both = try await stack.berth("exec", "-T", "app", "sh", "-c", "echo out; echo err >&2; tty")
            #expect(both.output == "out\nnot a tty\n" && both.errors == "err\n", "\(both)")
            let large = try await stack.berth("exec", "-T", "app", "head", "-c", "3000000", "/dev/zero")
            #expect(large.output.utf8.count == 3_000_000)
        }
    }

    @Test("on a terminal the command gets one, of the same size; Ctrl-C reaches the command alone")
    func terminal() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle)
            let size = try await onTerminal(
                stack, "stty rows 33 cols 77; berth exec app sh -c 'tty; stty size; echo $TERM; sleep 0.2'")
            // Under heavy load the last output of a command on a terminal was lost at times, cause unknown.
            withKnownIssue("output on a terminal may be lost under load", isIntermittent: true) {
                #expect(
                    size.output.split(whereSeparator: \.isNewline) == ["/dev/pts/0", "33 77", "xterm"],
                    "\(size)")
            }
            #expect(size.status == 0)
            let plain = try await onTerminal(stack, "berth exec -T app tty")
            #expect(plain.output.contains("not a tty"), "\(plain)")
            let status = try await onTerminal(stack, "berth exec app sh -c 'exit 9'")
            #expect(status.status == 9)
            let interrupted = try await onTerminal(
                stack, "berth exec app sh -c 'trap \"echo caught; exit 5\" INT; echo ready; sleep 9 & wait'",
                typing: "ready", "\\x03")
            #expect(interrupted.status == 5, "\(interrupted)")
            withKnownIssue("output on a terminal may be lost under load", isIntermittent: true) {
                #expect(interrupted.output.contains("caught"), "\(interrupted)")
            }
        }
    }

    @Test("a service that is unknown or does not run is told")
    func refusals() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle)
            try await stack.waitUntil("ended", is: "exited")
            for service in ["ended", "nobody"] {
                let result = try await stack.berth("exec", "-T", service, "true")
                #expect(result.status == 1 && result.errors.contains("\"\(service)\""), "\(result)")
            }
        }
    }

    @Test("--index chooses the replica")
    func index() async throws {
        try await withStack { stack in
            try await stack.up(Self.idle, "--scale", "app=2")
            for container in try await stack.containers("app") {
                let number = String(container.name.suffix(1))
                let name = try await stack.berth.succeed("exec", "-T", "--index", number, "app", "hostname")
                #expect(name == "\(container.id.prefix(12))\n")
            }
        }
    }
}
