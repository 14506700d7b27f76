import Foundation
import LinuxSystem
import TestSupport
import Testing

/// Images from a registry and from archives, each test with an installation of its own.
@Suite("Images", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct ImagesTests {
    @Test(
        "pull fetches the images of all services from the registry, by full and by short name; up needs no more"
    )
    func pulls() async throws {
        try await withRegistry(images: [.busybox, .redis, .nginx]) { stack, berth, address in
            try stack.define(
                """
                services:
                  short: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                  full: {image: "\(address)/library/redis:7"}
                  third: {image: "nginx:1.22"}
                """)
            let pull = try await berth("pull")
            #expect(pull.status == 0, "\(pull)")
            let list = try await berth.succeed("images")
            for name in ["busybox", "\(address)/library/redis", "nginx"] {
                #expect(list.contains(name), "\(list)")
            }
            #expect(try await berth.succeed("images", "-q").split(separator: "\n").count == 3)
            try await berth.succeed("up", "-d", "--pull", "never")
            #expect(try await stack.containers().allSatisfy { $0.state == "running" })
            try await eventually("redis listens") {
                try await stack.logs("full").joined().contains("Ready to accept connections")
            }
        }
    }

    @Test("up pulls what is missing; two services of one image pull it once")
    func pullsMissing() async throws {
        try await withRegistry(images: [.busybox]) { stack, berth, _ in
            try stack.define(
                """
                services:
                  one: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                  two: {image: busybox:1, command: sleep 1d, stop_signal: KILL}
                """)
            try await berth.succeed("up", "-d")
            #expect(try await stack.containers().count == 2)
            #expect(try await berth.succeed("images", "-q").split(separator: "\n").count == 1)
        }
    }

    @Test("--pull and pull_policy say when the registry is asked")
    func policies() async throws {
        try await withRegistry(images: [.busybox, .files]) { stack, berth, address in
            let moving = "\(address)/test/moving:1"
            try await push("\(address)/library/busybox:1", as: moving)
            let compose =
                "services: {app: {image: \"\(moving)\", entrypoint: [/bin/busybox, sleep, 1d], stop_signal: KILL}}"
            try stack.define(compose)
            let never = try await berth("up", "-d", "--pull", "never")
            #expect(never.status != 0 && never.errors.contains(moving), "\(never)")
            try await berth.succeed("up", "-d")
            let first = try await stack.container("app").id

            try await push("\(address)/library/files:1", as: moving)
            try await berth.succeed("up", "-d")
            #expect(try await stack.container("app").id == first, "a tag that is here was asked for")
            try stack.define(
                compose.replacing("services: {app: {", with: "services: {app: {pull_policy: always, "))
            try await berth.succeed("up", "-d")
            let second = try await stack.container("app").id
            #expect(second != first, "a new image recreates the container")
            #expect(try await stack.inside("app", "/bin/busybox", "cat", "/hidden/new") == "second\n")

            try await push("\(address)/library/busybox:1", as: moving)
            try stack.define(compose)
            try await berth.succeed("up", "-d", "--pull", "always")
            #expect(try await stack.container("app").id != second)
        }
    }

    @Test(
        "config pins images to what their registries have, each to its own digest, and locks them in a file")
    func pins() async throws {
        try await withRegistry(images: [.busybox, .redis]) { stack, berth, address in
            let pinned = "example.com/a/b@sha256:\(String(repeating: "a", count: 64))"
            try stack.define(
                """
                services:
                  one: {image: "busybox:1", user: "0"}
                  two: {image: "busybox:1"}
                  full: {image: "\(address)/library/redis:7"}
                  fixed: {image: "\(pinned)"}
                  built: {build: .}
                """)
            func digest(_ name: String) async throws -> String {
                let inspection = try await host(
                    "skopeo", "inspect", "--tls-verify=false", "--format", "{{.Digest}}",
                    "docker://\(address)/library/\(name)")
                return inspection.output.trimmingCharacters(in: .whitespacesAndNewlines)
            }
            let busybox = "docker.io/library/busybox:1@\(try await digest("busybox:1"))"
            let redis = "\(address)/library/redis:7@\(try await digest("redis:7"))"
            let project = try await berth.succeed("config", "--resolve-image-digests")
            for text in [busybox, redis, pinned, "user: \"0\"", "build:"] {
                #expect(project.contains(text), "\(project)")
            }
            let lock = try await berth.succeed("config", "--lock-image-digests")
            #expect(
                lock == """
                    services:
                      fixed:
                        image: \(pinned)
                      full:
                        image: \(redis)
                      one:
                        image: \(busybox)
                      two:
                        image: \(busybox)

                    """)
            try stack.scratch.write("compose.override.yaml", lock)
            #expect(try await berth.succeed("config", "--images").contains("\(busybox)\n"))
            #expect(try await berth.succeed("images", "-q") == "", "nothing is pulled")

            try stack.define(
                "services: {a: {image: nothing:1}, b: {image: \"nothing:2\"}, c: {image: \"a/UPPER\"}}")
            try stack.scratch.write("compose.override.yaml", "services: {}")
            let failed = try await berth("config", "--resolve-image-digests")
            #expect(failed.status == 1 && failed.output == "", "\(failed)")
            for name in ["\"nothing:1\"", "\"nothing:2\"", "\"a/UPPER\""] {
                #expect(failed.errors.contains(name), "\(failed)")
            }
        }
    }

    @Test("an archive of docker save is loaded by its names")
    func dockerArchive() async throws {
        try await withStack(.own, images: []) { stack in
            let archive = "\(stack.scratch.directory)/busybox.tar"
            let copy = try await host(
                "skopeo", "copy", "-q", "oci-archive:\(SampleImage.busybox.archive)",
                "docker-archive:\(archive):example.com/some/box:9")
            #expect(copy.status == 0, "\(copy)")
            let load = try await stack.berth("load", "-i", archive)
            #expect(load.output == "Loaded image: example.com/some/box:9\n", "\(load)")
            try await stack.up(
                "services: {app: {image: \"example.com/some/box:9\", command: sleep 1d, stop_signal: KILL, pull_policy: never}}"
            )
            #expect(try await stack.inside("app", "cat", "/etc/hostname") != "")
        }
    }

    @Test("what is no archive, or half of one, is refused and leaves nothing")
    func badArchives() async throws {
        try await withStack(.own, images: []) { stack in
            let whole = try Data(contentsOf: URL(filePath: SampleImage.busybox.archive))
            let files: [(String, Data)] = [
                ("text.tar", Data("no archive".utf8)), ("empty.tar", Data()),
                ("half.tar", whole.prefix(whole.count / 2)),
            ]
            for (name, content) in files {
                let path = "\(stack.scratch.directory)/\(name)"
                try content.write(to: URL(filePath: path))
                let load = try await stack.berth("load", "-i", path)
                #expect(load.status != 0 && load.errors.contains(name), "\(load)")
            }
            let missing = try await stack.berth("load", "-i", "/no/such/file.tar")
            #expect(missing.status != 0 && missing.errors.contains("/no/such/file.tar"), "\(missing)")
            #expect(try await stack.berth.succeed("images", "-q") == "")
            try await stack.berth.succeed("load", "-i", try SampleImage.busybox.archive)
        }
    }

    @Test("an image in use is not removed, and its holder is told; afterwards its layers go with it")
    func removal() async throws {
        try await withStack(.own) { stack in
            try await stack.up("services: {app: {image: busybox:1, command: sleep 1d, stop_signal: KILL}}")
            for state in ["running", "stopped"] {
                let refused = try await stack.berth("rmi", "busybox:1")
                #expect(refused.status != 0, "removed while \(state)")
                #expect(refused.errors.contains("\(stack.project)-app-1"), "\(refused)")
                try await stack.berth.succeed("stop")
            }
            try await stack.berth.succeed("down")
            try await stack.berth.succeed("rmi", "busybox:1")
            #expect(try await stack.berth.succeed("images", "-q") == "")
            #expect(try directoryEntries("\(stack.root)/layers").filter { !$0.hasPrefix(".") } == [])
            #expect(try directoryEntries("\(stack.root)/images/blobs/sha256") == [])
            let again = try await stack.berth("rmi", "busybox:1")
            #expect(again.status != 0 && again.errors.contains("busybox:1"), "\(again)")
        }
    }

    @Test(
        "gzip and zstd layers give the same files, as their recipe says",
        arguments: [SampleImage.files, .filesZstd])
    func layers(image: SampleImage) async throws {
        try await withStack(.own, images: [image]) { stack in
            let name = image == .files ? "files:1" : "files:zstd"
            try await stack.up(
                "services: {app: {image: \"\(name)\", command: [/bin/busybox, sleep, 1d], stop_signal: KILL}}"
            )
            for (line, expected) in [
                (
                    "cat plain/kept plain/rewritten plain/deleted-and-back hidden/new hidden/old/again",
                    "first\nsecond\nthird\nsecond\nthird"
                ),
                (
                    "ls plain hidden hidden/old | xargs",
                    "hidden: new old hidden/old: again plain: deleted-and-back kept rewritten"
                ),
                (
                    "cat swapped-directory swapped-file/file; stat -c %u:%g swapped-file/file",
                    "second\nsecond\n0:7"
                ),
                (
                    "stat -c '%h %a' links/one plain/kept modes/setuid modes/setgid modes/none modes/sticky modes/shared",
                    "2 644\n1 640\n1 4755\n1 2755\n1 0\n2 1777\n2 2770"
                ),
                (
                    "readlink links/outside; stat -c %u:%g owners/user owners/large owners/link",
                    "../../../../etc/passwd\n1000:1000\n2000000:3000000\n1000:1000"
                ),
                (
                    "stat -c '%F %t,%T' special/fifo special/null; stat -c %Y times/file times",
                    "fifo 0,0\ncharacter special file 1,3\n981173106\n981173106"
                ),
                (
                    "stat -c %s sparse/hole; cat 'names/with space' names/ümläut",
                    "16777220\nfirst\nfirst"
                ),
                ("ls removed", ""),
            ] {
                let shell =
                    "cd /; alias() { :; }; for a in cat ls stat readlink xargs; do eval \"$a() { /bin/busybox $a \\\"\\$@\\\"; }\"; done; \(line)"
                let output = try await stack.berth("exec", "-T", "app", "/bin/busybox", "sh", "-c", shell)
                    .output
                #expect(output.trimmingCharacters(in: .newlines) == expected, "\(line)")
            }
        }
    }

    @Test(
        "a registry that does not answer, a name that it has not and a bad name are told with their services")
    func failures() async throws {
        try await withRegistry(images: [.busybox]) { stack, berth, address in
            for (image, reason) in [
                ("\(address)/library/nobody:1", "nobody"), ("127.0.0.1:1/x:1", "127.0.0.1:1"),
                ("Upper/Case:1", "Upper/Case:1"),
            ] {
                try stack.define("services: {web: {image: \"\(image)\"}}")
                for command in ["pull", "up"] {
                    let result = try await berth(command)
                    #expect(result.status != 0 && result.errors.contains(reason), "\(result)")
                    #expect(!result.errors.contains("time=\""), "skopeo's own log is shown: \(result)")
                }
            }
            #expect(try await stack.leftovers() == [])
        }
    }

    private func withRegistry(
        images: [SampleImage], _ body: (Stack, BerthCommand, String) async throws -> Void
    ) async throws {
        var address = ""
        for image in images {
            address = try await String(Registry.shared.push(image).prefix { $0 != "/" })
        }
        let environment = try await Registry.shared.environment
        try await withStack(.own, images: []) { stack in
            var berth = stack.berth
            berth.environment.merge(environment) { $1 }
            try await body(stack, berth, address)
        }
    }

    private func push(_ source: String, as target: String) async throws {
        let copy = try await host(
            "skopeo", "copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false", "docker://\(source)",
            "docker://\(target)")
        #expect(copy.status == 0, "\(copy)")
    }
}
