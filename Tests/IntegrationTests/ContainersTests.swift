import Foundation
import LinuxSystem
import TestSupport
import Testing

/// What a process finds when it is started in a container.
@Suite("Containers", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ContainersTests {
    @Test("the user is looked up in the image, the working directory is made, the environment has its order")
    func process() async throws {
        try await withStack { stack in
            try stack.scratch.write("a.env", "FROM_FILE=a\nBOTH=file\nQUOTED=\"two words\"\n")
            try stack.scratch.write(".env", "FROM_DOTENV=dotenv\n")
            try await stack.up(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    user: www-data
                    working_dir: /made/for/me
                    env_file: a.env
                    environment:
                      BOTH: definition
                      DOTENV: ${FROM_DOTENV}
                      EMPTY: ""
                """)
            #expect(try await stack.shell("app", "id -u; id -g; pwd") == "33\n33\n/made/for/me\n")
            let environment = try await Set(
                stack.inside("app", "cat", "/proc/1/environ").split(separator: "\0"))
            for entry in [
                "FROM_FILE=a", "BOTH=definition", "QUOTED=two words", "DOTENV=dotenv", "EMPTY=",
                "HOME=/var/www",
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            ] {
                #expect(environment.contains(Substring(entry)), "\(environment)")
            }
        }
    }

    @Test("the user's file mode creation mask is not the container's")
    func mask() async throws {
        try await withStack(.own) { stack in
            try stack.define(
                """
                services:
                  app:
                    image: busybox:1
                    command: sleep 1d
                    stop_signal: KILL
                    working_dir: /made/here
                    volumes: ["data:/data", "./made:/bind"]
                volumes: {data: }
                """)
            var shell = stack.berth
            shell.executable = "/bin/sh"
            let line = "umask 077; exec \"$0\" up -d"
            try await shell.succeed(["-c", line, stack.berth.executable])
            let modes = try await stack.shell("app", "stat -c %a / /made/here /data /bind; umask")
            #expect(modes == "755\n755\n755\n755\n0022\n")
        }
    }

    @Test("an entrypoint drops the image's command, a command follows the entrypoint")
    func arguments() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                services:
                  command: {image: busybox:1, command: ["echo", "a  b", "$$HOME"]}
                  shellwords: {image: busybox:1, command: echo 'a  b' c\\ d}
                  entrypoint: {image: busybox:1, entrypoint: [echo, entry]}
                  both: {image: busybox:1, entrypoint: [echo, entry], command: [and, command]}
                """)
            for service in ["command", "shellwords", "entrypoint", "both"] {
                try await stack.waitUntil(service, is: "exited")
            }
            #expect(try await stack.logs("command") == ["a  b $HOME"])
            #expect(try await stack.logs("shellwords") == ["a  b c d"])
            #expect(try await stack.logs("entrypoint") == ["entry"])
            #expect(try await stack.logs("both") == ["entry and command"])
        }
    }

    @Test("a named volume is filled from the image once and shared, a bind is the host's, read-only is kept")
    func mounts() async throws {
        try await withStack { stack in
            try stack.scratch.write("host/file", "from the host")
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  one:
                    <<: *idle
                    volumes:
                      - data:/etc
                      - ./host:/host
                      - {type: bind, source: ./host, target: /read, read_only: true}
                  two: {<<: *idle, volumes: ["data:/data:ro"], depends_on: [one]}
                volumes:
                  data:
                """)
            #expect(
                try await stack.inside("two", "head", "-1", "/data/passwd")
                    == "root:x:0:0:root:/root:/bin/sh\n")
            try await stack.shell("one", "echo new > /etc/new; echo changed > /host/file")
            #expect(try await stack.inside("two", "cat", "/data/new") == "new\n")
            #expect(try readText("\(stack.scratch.project)/host/file") == "changed\n")
            for (service, line) in [("one", "echo x > /read/x"), ("two", "echo x > /data/x")] {
                let result = try await stack.berth("exec", "-T", service, "sh", "-c", line)
                #expect(result.status != 0 && result.errors.contains("Read-only"), "\(result)")
            }
            try await stack.berth.succeed("down")
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.inside("two", "cat", "/data/new") == "new\n")
        }
    }

    @Test("hostname, hosts, resolver and names are the container's own")
    func names() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services:
                  named: {<<: *idle, hostname: some.host, container_name: \(stack.project)-x}
                  plain: {<<: *idle}
                """)
            #expect(try await stack.container("named").name == "\(stack.project)-x")
            #expect(try await stack.shell("named", "hostname; cat /etc/hostname") == "some.host\nsome.host\n")
            let id = try await stack.container("plain").id
            #expect(try await stack.inside("plain", "hostname") == "\(id.prefix(12))\n")
            let hosts = try await stack.inside("named", "cat", "/etc/hosts")
            #expect(hosts.contains("127.0.0.1\tlocalhost"))
            #expect(hosts.contains(#/\n\d+\.\d+\.\d+\.\d+\tsome\.host/#), "\(hosts)")
            #expect(
                try await stack.inside("plain", "cat", "/etc/resolv.conf").contains("nameserver 127.0.0.11\n")
            )
        }
    }

    @Test(
        "a process has docker's fourteen capabilities, a seccomp filter, masked paths and a cgroup of the stack"
    )
    func confinement() async throws {
        try await withStack { stack in
            try await stack.up(
                "services: {app: {image: busybox:1, command: sleep 1d, stop_signal: KILL}}")
            let id = try await stack.container("app").id
            for process in ["1", "self"] {
                let status = try await stack.inside("app", "cat", "/proc/\(process)/status")
                let fields = Dictionary(
                    uniqueKeysWithValues: status.split(separator: "\n").map { line in
                        let parts = line.split(separator: ":", maxSplits: 1)
                        return (
                            String(parts[0]), parts.last.map { $0.trimmingCharacters(in: .whitespaces) } ?? ""
                        )
                    })
                #expect(fields["Seccomp"] == "2")
                #expect(fields["CapEff"] == "00000000a80425fb")
                #expect(fields["CapBnd"] == "00000000a80425fb")
                #expect(fields["CapInh"] == "0000000000000000")
                let groups = try await stack.inside("app", "cat", "/proc/\(process)/cgroup").split(
                    separator: "\n")
                #expect(
                    groups.contains { $0.contains("/berth/\(stack.project)/\(id.prefix(12))") }, "\(groups)")
            }
            for line in [
                "mount -t tmpfs x /tmp", "echo 1 > /proc/sys/kernel/panic",
                "cat /proc/kcore | head -c 1 | grep .",
            ] {
                let result = try await stack.berth("exec", "-T", "app", "sh", "-c", line)
                #expect(result.status != 0, "\(result)")
            }
        }
    }

    @Test("the devices are there, shared memory too, and each container sees its own processes alone")
    func system() async throws {
        try await withStack { stack in
            try await stack.up(
                "services: {app: {image: busybox:1, command: sleep 1d, stop_signal: KILL}}")
            let devices = try await stack.shell(
                "app",
                "for d in null zero full random urandom tty ptmx; do [ -c /dev/$d ] || echo no $d; done; head -c 2 /dev/zero | wc -c"
            )
            #expect(devices == "2\n")
            #expect(
                try await stack.shell(
                    "app", "stat -c %a /dev/shm; df -k /dev/shm | tail -1 | awk '{print $2}'")
                    == "1777\n65536\n")
            let processes = try await stack.shell("app", "ls -d /proc/[0-9]* | wc -l")
            #expect(Int(processes.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 99 < 8)
            #expect(try await stack.inside("app", "cat", "/proc/1/comm") == "sleep\n")
        }
    }

    @Test("what a container writes is its own: another of the image, or the next one, does not see it")
    func writableLayer() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                services: {one: *idle, two: *idle}
                """)
            try await stack.shell("one", "echo mine > /root/file; rm /etc/group")
            #expect(try await stack.shell("two", "ls /root; ls /etc/group") == "/etc/group\n")
            try await stack.berth.succeed("restart", "one")
            #expect(try await stack.shell("one", "cat /root/file; ls /etc").contains("mine\n"))
            try await stack.berth.succeed("up", "-d", "--force-recreate", "one")
            #expect(try await stack.shell("one", "ls /root; ls /etc/group") == "/etc/group\n")
        }
    }

    @Test("labels of the reference are set, with the user's own")
    func labels() async throws {
        try await withStack { stack in
            try await stack.up(
                "services: {app: {image: busybox:1, command: sleep 1d, stop_signal: KILL, labels: {com.example.tier: front}}}"
            )
            let text = try await stack.berth.succeed("ps", "--format", "json")
            for label in [
                "com.docker.compose.project=\(stack.project)", "com.docker.compose.service=app",
                "com.docker.compose.container-number=1", "com.example.tier=front",
            ] {
                #expect(text.contains(label), "\(text)")
            }
        }
    }
}
