import LinuxSystem
import TestSupport
import Testing

/// What is mounted on the host for containers, for how long, and how it is passed on.
@Suite("Mounts", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct MountTests {
    private static let idle = "x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}"
    private static let inMemory = "{driver_opts: {type: tmpfs, device: tmpfs, o: size=1m}}"

    /// The places of the host on which a volume is mounted.
    private func places(ofVolume name: String, in stack: Stack) throws -> [String] {
        try mountPoints(below: realPath(stack.root)).map(\.path).filter { $0.hasSuffix("/\(name)/_data") }
    }

    @Test("what a volume's driver mounts is mounted once, for as long as any stack has it")
    func lifetime() async throws {
        try await withStack { stack in
            try await withFurtherStack { other in
                let name = "\(stack.project)_v"
                try await stack.up(
                    "\(Self.idle)\nservices: {s: {<<: *idle, scale: 2, volumes: [v:/v]}}\nvolumes: {v: \(Self.inMemory)}"
                )
                try await other.up(
                    "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [v:/v]}}\n"
                        + "volumes: {v: {external: true, name: \(name)}}")
                #expect(try places(ofVolume: name, in: stack).count == 1)
                try await stack.berth.succeed("exec", "-T", "--index", "2", "s", "sh", "-c", "echo x > /v/x")
                #expect(try await other.inside("s", "cat", "/v/x") == "x\n")
                try await stack.berth.succeed("restart")
                try await stack.berth.succeed("down")
                #expect(try places(ofVolume: name, in: stack).count == 1)
                #expect(try await other.inside("s", "cat", "/v/x") == "x\n")
                try await other.berth.succeed("down")
                #expect(try places(ofVolume: name, in: stack) == [])
            }
        }
    }

    @Test("the mount goes after a creation that failed, and nothing is lost of what was mounted from")
    func failure() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("d/file", "precious")
            try stack.define(
                """
                \(Self.idle)
                services: {s: {<<: *idle, volumes: [v:/v], user: nobody-knows}}
                volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}}
                """)
            #expect(try await stack.berth("up", "-d").status != 0)
            #expect(try places(ofVolume: "\(stack.project)_v", in: stack) == [])
            try await stack.berth.succeed("down", "-v")
            #expect(try await stack.leftovers() == [])
            #expect(try readText("\(stack.scratch.project)/d/file") == "precious")
        }
    }

    @Test("a volume whose definition changed is told of, and keeps its data")
    func changedDefinition() async throws {
        try await withStack { stack in
            try await stack.up(
                "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [v:/v]}}\nvolumes: {v: }")
            try await stack.shell("s", "echo kept > /v/file")
            try stack.define(
                "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [v:/v]}}\nvolumes: {v: \(Self.inMemory)}")
            let result = try await stack.berth("up", "-d", "--force-recreate")
            #expect(result.status == 0)
            #expect(result.errors.contains("compose.yaml:3:11"), "\(result)")
            #expect(result.errors.contains("device was not there, o was not there, type was not there"))
            #expect(try await stack.inside("s", "cat", "/v/file") == "kept\n")
        }
    }

    // MARK: Crashes

    private static func everything(_ stack: Stack) throws -> String {
        try stack.scratch.write("d/sub/file", "precious")
        return """
            \(idle)
            services:
              s:
                <<: *idle
                volumes:
                  - m:/m
                  - b:/b
                  - {type: volume, source: b, target: /part, volume: {subpath: sub}}
                  - {type: image, source: "busybox:1", target: /img}
                  - {type: image, source: "busybox:1", target: /img2, image: {subpath: etc}}
                  - /anonymous
            volumes:
              m: \(inMemory)
              b: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}
            """
    }

    @Test("down leaves no mount after everything was killed at any moment")
    func killed() async throws {
        try await withStack(.own) { stack in
            try stack.define(try Self.everything(stack))
            let whole = try await stack.berth.run(["up", "-d"])
            #expect(whole.status == 0, "\(whole)")
            #expect(try await stack.inside("s", "cat", "/part/file") == "precious")
            try await stack.berth.succeed("down", "-v")
            #expect(try await stack.leftovers() == [])
            for round in 1...10 {
                let moment = whole.duration * Double.random(in: 0...1)
                let command = try stack.berth.start("up", "-d", in: stack.scratch)
                try await Task.sleep(for: moment)
                try command.send(SignalNumber.kill)
                try await stack.killSupervisorAndGuardian()
                try await stack.berth.succeed("down", "-v")
                #expect(try await stack.leftovers() == [], "round \(round), killed after \(moment)")
                #expect(try readText("\(stack.scratch.project)/d/sub/file") == "precious")
            }
        }
    }

    @Test("down leaves no mount without store and file")
    func lostStore() async throws {
        try await withStack(.own) { stack in
            try await stack.up(try Self.everything(stack))
            try await stack.killSupervisorAndGuardian()
            for file in ["state.db", "state.db-wal", "state.db-shm"] {
                try removeFile("\(stack.root)/\(file)")
            }
            try removeFile("\(stack.scratch.project)/compose.yaml")
            try await stack.berth.succeed("-p", stack.project, "down", "-v")
            #expect(try await stack.leftovers().filter { $0.hasPrefix("mount") } == [])
            #expect(try readText("\(stack.scratch.project)/d/sub/file") == "precious")
            try removeTree("\(stack.root)/volumes")
        }
    }

    @Test("a container that ended finds its mounts again when it is started, also after they have gone")
    func startAgain() async throws {
        try await withStack(.own) { stack in
            try await stack.up(try Self.everything(stack))
            try await stack.berth.succeed("stop")
            try await stack.killSupervisorAndGuardian()
            // As after the machine was started again.
            for mount in try mountPoints(below: realPath(stack.root)).reversed() {
                try unmountLazily(mount.path)
            }
            try await stack.berth.succeed("start")
            #expect(try await stack.inside("s", "cat", "/b/sub/file", "/part/file") == "preciousprecious")
            #expect(try await stack.shell("s", "stat -fc %T /m; ls /img2/passwd") == "tmpfs\n/img2/passwd\n")
        }
    }

    @Test("an image whose files are mounted cannot be removed")
    func mountedImage() async throws {
        try await withStack(.own, images: [.busybox, .files]) { stack in
            try await stack.up(
                """
                \(Self.idle)
                services: {s: {<<: *idle, volumes: [{type: image, source: "files:1", target: /img}]}}
                """)
            #expect(try await stack.inside("s", "cat", "/img/plain/rewritten") == "second\n")
            let result = try await stack.berth("rmi", "files:1")
            #expect(result.status != 0 && result.errors.contains("\(stack.project)-s-1"), "\(result)")
        }
    }

    // MARK: Propagation

    @Test(
        "mounts are passed on as the propagation says", arguments: ["shared", "rshared", "slave", "rslave"])
    func propagation(word: String) async throws {
        try await withStack { stack in
            let place = "\(stack.scratch.project)/place"
            try makeDirectories(place)
            try MountRequest(type: "tmpfs", device: "tmpfs", options: ["shared"]).mount(on: place)
            try makeDirectories("\(place)/later")
            try await stack.up(
                "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [./place:/p:\(word), ./place:/q]}}")
            try mountTmpfs(on: "\(place)/later", options: "size=64k")
            try writeFile("\(place)/later/file", "")
            #expect(try await stack.shell("s", "ls /p/later; ls /q/later") == "file\n")
            let shown = try await stack.shell("s", "awk '$5 == \"/p\" {print $7}' /proc/self/mountinfo")
            #expect(shown.hasPrefix(word.hasSuffix("shared") ? "shared:" : "master:"), "\(shown)")
            try await stack.berth.succeed("down")
            try unmountAllLazily(below: place)
        }
    }

    @Test("propagation that the host's mount does not have is refused with its place")
    func refusedPropagation() async throws {
        try await withStack { stack in
            let place = "\(stack.scratch.project)/place"
            try makeDirectories(place)
            try MountRequest(type: "tmpfs", device: "tmpfs", options: ["private"]).mount(on: place)
            try stack.define("\(Self.idle)\nservices: {s: {<<: *idle, volumes: [./place:/p:rshared]}}")
            let result = try await stack.berth("up", "-d")
            try unmountAllLazily(below: place)
            #expect(result.status != 0)
            #expect(result.errors.contains("compose.yaml:2:37"), "\(result)")
            #expect(result.errors.contains("mount --make-rshared"), "\(result)")
        }
    }
}
