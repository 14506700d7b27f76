import LinuxSystem
import TestSupport
import Testing

/// What becomes of volumes and mounts while containers come and go.
@Suite("Volumes", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct VolumeTests {
    private static let idle = "x-idle: &idle {image: busybox:1, command: sleep 1d, stop_signal: KILL}"

    // MARK: Data

    @Test("an anonymous volume goes over to the next container, and is renewed when asked")
    func anonymous() async throws {
        try await withStack(.own) { stack in
            try await stack.up(
                "\(Self.idle)\nservices: {app: {<<: *idle, volumes: [/data], environment: {A: \"${A-1}\"}}}")
            try await stack.shell("app", "echo kept > /data/file")
            try await stack.berth.succeed("up", "-d", "--force-recreate")
            #expect(try await stack.inside("app", "cat", "/data/file") == "kept\n")
            try await stack.berth.succeed("up", "-d", "--renew-anon-volumes")
            #expect(try await stack.inside("app", "cat", "/data/file") == "kept\n")
            try await stack.berth.succeed("up", "-d", "--force-recreate", "-V")
            #expect(try await stack.inside("app", "ls", "/data") == "")
            #expect(try directoryEntries("\(stack.root)/volumes").count == 1)
            try await stack.berth.succeed("down")
            #expect(try await stack.leftovers() == [])
        }
    }

    @Test("the data of an anonymous volume outlives a successor that cannot be made")
    func failedSuccessor() async throws {
        try await withStack(.own) { stack in
            let file = { (more: String) in
                "\(Self.idle)\nservices: {app: {<<: *idle, volumes: [/data\(more)], user: \"${USERS-}\"}}"
            }
            try await stack.up(file(""))
            try await stack.shell("app", "echo kept > /data/file")
            try stack.define(file("").replacing("${USERS-}", with: "nobody-knows"))
            #expect(try await stack.berth("up", "-d").status != 0)
            let volume = try #require(try directoryEntries("\(stack.root)/volumes").first)
            #expect(try readText("\(stack.root)/volumes/\(volume)/_data/file") == "kept\n")
        }
    }

    @Test("files are copied from the image with owners, modes, attributes and links")
    func seeding() async throws {
        try await withStack(images: [.files]) { stack in
            try await stack.up(
                """
                services:
                  app:
                    image: files:1
                    command: [/bin/busybox, sleep, 1d]
                    stop_signal: KILL
                    volumes: ["o:/owners", "m:/modes", "l:/links", "a:/attributes"]
                volumes: {o: , m: , l: , a: }
                """)
            let data = { (volume: String) in "\(stack.root)/volumes/\(stack.project)_\(volume)/_data" }
            #expect(try fileStatus("\(data("o"))/user")?.user == 1000)
            #expect(try fileStatus("\(data("o"))/large")?.group == 3_000_000)
            #expect(try fileStatus("\(data("m"))/setuid")?.mode == 0o4755)
            #expect(try fileStatus("\(data("m"))/sticky")?.mode == 0o1777)
            #expect(
                try fileStatus("\(data("l"))/one")?.inode == fileStatus("\(data("l"))/three")?.inode)
            #expect(try readSymbolicLink("\(data("l"))/outside") == "../../../../etc/passwd")
            #expect(
                try extendedAttribute("user.comment", of: "\(data("a"))/commented") == Array("as it was".utf8)
            )
            #expect(try extendedAttribute("security.capability", of: "\(data("a"))/capable") != nil)
        }
    }

    @Test("a volume is filled once, also when many containers of two stacks want it at the same moment")
    func seedingAtOnce() async throws {
        try await withStack { stack in
            try await withFurtherStack { other in
                try await stack.up(
                    "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [v:/v]}}\nvolumes: {v: {name: \(stack.project)_v}}"
                )
                let user = """
                    \(Self.idle)
                    services: {s: {<<: *idle, scale: 4, volumes: [v:/etc]}}
                    volumes: {v: {external: true, name: \(stack.project)_v}}
                    """
                try stack.define(user)
                try other.define(user)
                async let first = other.berth.succeed("up", "-d")
                let second = try await stack.berth("up", "-d")
                _ = try await first
                #expect(second.status == 0, "\(second)")
                for one in [stack, other] {
                    for index in 1...4 {
                        let text = try await one.berth.succeed(
                            "exec", "-T", "--index", "\(index)", "s", "head", "-1", "/etc/passwd")
                        #expect(text == "root:x:0:0:root:/root:/bin/sh\n")
                    }
                }
                try await other.berth.succeed("down")
                // What another stack still has stays.
                try await other.up(
                    "\(Self.idle)\nservices: {s: {<<: *idle, volumes: [v:/v]}}\n"
                        + "volumes: {v: {external: true, name: \(stack.project)_v}}")
                let down = try await stack.berth("down", "-v")
                #expect(try await other.inside("s", "head", "-1", "/v/passwd").hasPrefix("root:"), "\(down)")
            }
        }
    }

    @Test("a volume that holds anything is not filled")
    func notEmpty() async throws {
        try await withStack { stack in
            try stack.scratch.write("d/own", "")
            try await stack.up(
                """
                \(Self.idle)
                services: {s: {<<: *idle, volumes: [v:/etc]}}
                volumes: {v: {driver: local, driver_opts: {type: none, o: bind, device: ./d}}}
                """)
            #expect(try await stack.shell("s", "ls /etc | grep -c -e passwd -e group || true") == "0\n")
        }
    }

    // MARK: Shared volumes

    @Test(
        "volumes_from gives all volumes of a service, also those without a name, and follows its containers")
    func sharedVolumes() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("host/file", "from the host")
            try await stack.up(
                """
                \(Self.idle)
                services:
                  reader: {<<: *idle, volumes_from: ["owner:ro"], volumes: ["./host:/named"]}
                  writer: {<<: *idle, volumes_from: [owner]}
                  owner: {<<: *idle, volumes: ["/anonymous", "v:/named", "./host:/host:ro"], tmpfs: /mem}
                volumes: {v: }
                """)
            try await stack.shell("writer", "echo a > /anonymous/x; echo n > /named/x")
            #expect(try await stack.shell("owner", "cat /anonymous/x /named/x") == "a\nn\n")
            #expect(try await stack.shell("reader", "cat /anonymous/x /host/file") == "a\nfrom the host")
            #expect(try await stack.shell("reader", "cat /named/file") == "from the host")
            for (service, path) in [("reader", "/anonymous/y"), ("writer", "/host/y")] {
                let result = try await stack.berth("exec", "-T", service, "touch", path)
                #expect(result.errors.contains("Read-only"), "\(result)")
            }
            let before = try await stack.container("writer").id
            try await stack.berth.succeed("up", "-d", "--force-recreate", "owner")
            #expect(try await stack.shell("owner", "cat /anonymous/x") == "a\n")
            try await stack.berth.succeed("up", "-d", "--force-recreate", "-V")
            #expect(try await stack.container("writer").id != before)
            try await stack.shell("owner", "echo b > /anonymous/z")
            #expect(try await stack.shell("writer", "ls /anonymous") == "z\n")
        }
    }

    @Test("volumes_from follows its owner when only that one is replaced")
    func sharedWithReplaced() async throws {
        try await withStack { stack in
            let file = """
                \(Self.idle)
                services:
                  user: {<<: *idle, volumes_from: [owner]}
                  owner: {<<: *idle, volumes: ["/anonymous"], environment: {A: "1"}}
                """
            try await stack.up(file)
            try stack.define(file.replacing("\"1\"", with: "\"2\"").replacing("/anonymous", with: "/other"))
            try await stack.berth.succeed("up", "-d")
            try await stack.shell("owner", "touch /other/x")
            #expect(try await stack.shell("user", "ls /other") == "x\n")
        }
    }

    @Test("volumes_from a container takes those of another project's")
    func sharedContainer() async throws {
        try await withStack { stack in
            try await withFurtherStack { other in
                try await other.up("\(Self.idle)\nservices: {owner: {<<: *idle, volumes: [/data]}}")
                try await stack.up(
                    "\(Self.idle)\nservices: {s: {<<: *idle, volumes_from: "
                        + "[\"container:\(other.project)-owner-1\"]}}")
                try await other.shell("owner", "echo there > /data/file")
                try await other.berth.succeed("down", "-v")
                #expect(try await stack.inside("s", "cat", "/data/file") == "there\n")
            }
            try stack.define(
                "\(Self.idle)\nservices: {t: {<<: *idle, volumes_from: [\"container:nobody\"]}}")
            let result = try await stack.berth("up", "-d")
            #expect(result.errors.contains("no container \"nobody\""), "\(result)")
        }
    }

    // MARK: Parts of volumes

    @Test("a part of a volume that another service makes first is mounted when its turn comes")
    func latePart() async throws {
        try await withStack { stack in
            try await stack.up(
                """
                \(Self.idle)
                services:
                  init: {<<: *idle, command: mkdir -p /v/a/b, volumes: [v:/v]}
                  app:
                    <<: *idle
                    volumes: [{type: volume, source: v, target: /part, volume: {subpath: a/b}}]
                    depends_on: {init: {condition: service_completed_successfully}}
                volumes: {v: }
                """)
            try await stack.shell("app", "echo x > /part/file")
            let data = "\(stack.root)/volumes/\(stack.project)_v/_data"
            #expect(try readText("\(data)/a/b/file") == "x\n")
            try await stack.berth.succeed("restart")
            #expect(try await stack.inside("app", "cat", "/part/file") == "x\n")
        }
    }

    @Test("a part of a volume is never outside of it", arguments: ["up", "host", "around/etc"])
    func hostilePart(subpath: String) async throws {
        try await withStack { stack in
            try await stack.up(
                """
                \(Self.idle)
                services: {s: {<<: *idle, volumes: [v:/v]}}
                volumes: {v: }
                """)
            try await stack.shell("s", "ln -s ../../../../etc /v/up; ln -s /etc /v/host; ln -s / /v/around")
            try stack.define(
                """
                \(Self.idle)
                services:
                  t:
                    <<: *idle
                    volumes: [{type: volume, source: v, target: /t, volume: {subpath: \(subpath)}}]
                volumes: {v: }
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0, "\(result)")
            #expect(result.errors.contains("there is no \"\(subpath)\""), "\(result)")
        }
    }
}
