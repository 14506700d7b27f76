import LinuxSystem
import TestSupport
import Testing

/// Images that are built from recipes and containers of them.
@Suite("Builds", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct BuildTests {
    @Test("up builds what is missing, once; only the containers of an image that changed are made anew")
    func recreation() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("one/Dockerfile", recipe("COPY name /name\nRUN echo steps ran"))
            try stack.scratch.write("one/name", "first\n")
            try stack.scratch.write("two/Dockerfile", recipe("RUN echo two > /name"))
            try stack.define(
                """
                services:
                  one: {build: one, stop_signal: KILL}
                  two: {build: two, stop_signal: KILL}
                """)
            let up = try await stack.berth("up", "-d")
            #expect(up.status == 0 && up.errors.contains("steps ran"), "\(up)")
            let one = try await stack.container("one").id
            let two = try await stack.container("two").id
            let images = try await stack.berth.succeed("images", "-q")

            let again = try await stack.berth("up", "-d")
            #expect(!again.errors.contains("RUN"), "an image that is here is built again: \(again)")
            let rebuilt = try await stack.berth("up", "-d", "--build")
            #expect(rebuilt.errors.contains("CACHED RUN echo steps ran"), "\(rebuilt)")
            #expect(rebuilt.duration < .seconds(10), "\(rebuilt)")
            #expect(try await stack.container("one").id == one)
            #expect(try await stack.berth.succeed("images", "-q") == images)

            try stack.scratch.write("one/name", "second\n")
            try await stack.berth.succeed("up", "-d", "--build")
            #expect(try await stack.inside("one", "cat", "/name") == "second\n")
            #expect(try await stack.container("one").id != one)
            #expect(try await stack.container("two").id == two)
            #expect(try leftBehind(by: stack) == [])
        }
    }

    @Test("--no-build builds nothing, pull_policy: build always does, and a dry run says what would be built")
    func choices() async throws {
        try await withStack(.own) { stack in
            try stack.define(inline("RUN echo steps ran"))
            let refused = try await stack.berth("up", "-d", "--no-build")
            #expect(refused.status != 0 && refused.errors.contains("is not here"), "\(refused)")
            let plan = try await stack.berth.succeed("--dry-run", "up")
            #expect(plan.contains("image \(stack.project)-app: build (it is not here)"), "\(plan)")
            #expect(try await stack.berth.succeed("images").contains(stack.project) == false)
            try await stack.berth.succeed("up", "-d")
            try stack.define(inline("RUN echo steps ran", "pull_policy: build"))
            let built = try await stack.berth("up", "-d")
            #expect(built.errors.contains("CACHED RUN echo steps ran"), "\(built)")
            let kept = try await stack.berth("up", "-d", "--no-build")
            #expect(kept.status == 0 && !kept.errors.contains("RUN"), "\(kept)")
        }
    }

    @Test("an image has the labels, tags and health check that were asked for, and those of docker compose")
    func metadata() async throws {
        try await withStack(.own) { stack in
            try stack.define(
                inline("HEALTHCHECK CMD test -e /bin/sh", "", "labels: {a: b}, tags: [\"other/name:7\"]"))
            try await stack.berth.succeed("build", "-q")
            for name in ["library/\(stack.project)-app:latest", "other/name:7"] {
                let image = try await host(
                    "skopeo", "inspect", "--config", "--raw", "oci:\(stack.root)/images:docker.io/\(name)")
                for text in [
                    "\"a\":\"b\"", "\"com.docker.compose.project\":\"\(stack.project)\"",
                    "\"com.docker.compose.service\":\"app\"", "com.docker.compose.version",
                ] {
                    #expect(image.output.contains(text), "\(image)")
                }
            }
            try await stack.berth.succeed("up", "-d", "--wait")
            #expect(try await stack.container("app").health == "healthy")
            try stack.define(
                "services: {next: {stop_signal: KILL, build: {dockerfile_inline: \"FROM other/name:7\"}}}")
            try await stack.berth.succeed("up", "-d", "--wait", "--remove-orphans")
            #expect(try await stack.container("next").health == "healthy", "the base's check is lost")
        }
    }

    @Test("a step that fails is shown with its output, its place and its status, and the log is kept")
    func failure() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write(
                "ctx/Dockerfile", recipe("RUN echo fine\nRUN echo before; \\\n  echo the reason; exit 7"))
            try stack.define("services: {app: {build: ctx}}")
            let failed = try await stack.berth("up", "-d")
            #expect(failed.status == 1, "\(failed)")
            for text in [
                "ctx/Dockerfile:3:1: service \"app\": RUN echo before;", "exit status 7",
                " > [app 3/4] RUN echo before; echo the reason; exit 7:\n", "the reason\n",
                "\(stack.root)/builds/logs/",
            ] {
                #expect(failed.errors.contains(text), "no \(text) in \(failed)")
            }
            let log = try #require(failed.errors.split(separator: " ").last).filter { $0 != "\n" }
            #expect(try readText(log).contains("the reason"))
            #expect(try leftBehind(by: stack) == [])
            try stack.scratch.write("ctx/Dockerfile", recipe("RUN echo fine"))
            try await stack.berth.succeed("build")
            #expect(!fileExists(log))
        }
    }

    @Test("what buildah would misread or cannot do is told with its line, before anything is built")
    func refusals() async throws {
        try await withStack(.own) { stack in
            for (build, place, reason) in [
                ("{context: ., network: own}", "compose.yaml:3:5", "network \"own\""),
                ("{context: ./nowhere}", "compose.yaml:3:5", "is not a directory"),
                ("{context: ., dockerfile: None}", "compose.yaml:3:5", "there is no recipe"),
                ("{context: ./unknown}", "unknown/Dockerfile:2:1", "\"FOO\" is not an instruction"),
                ("{context: ./empty}", "compose.yaml:3:5", "has no FROM"),
                ("{context: ./absent}", "compose.yaml:3:5", "127.0.0.1:1/absent:1"),
            ] {
                try stack.scratch.write("unknown/Dockerfile", recipe("FOO bar"))
                try stack.scratch.write("empty/Dockerfile", "# nothing\n")
                try stack.scratch.write("absent/Dockerfile", "FROM 127.0.0.1:1/absent:1\n")
                try stack.define("services:\n  app:\n    build: \(build)\n")
                let result = try await stack.berth("build")
                #expect(result.status == 1 && result.errors.contains(reason), "\(result)")
                #expect(result.errors.contains(place), "\(result)")
            }
            #expect(try leftBehind(by: stack) == [])
        }
    }

    @Test("an image is built after those it is made from, and those that nothing keeps apart are built once")
    func order() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("shared/Dockerfile", recipe("RUN echo shared"))
            try stack.define(
                """
                services:
                  app:
                    stop_signal: KILL
                    build:
                      dockerfile_inline: |
                        FROM base
                        RUN cat /base > /app
                      additional_contexts: {base: "service:zz"}
                  zz:
                    stop_signal: KILL
                    build:
                      dockerfile_inline: |
                        FROM busybox:1
                        RUN echo base > /base
                        CMD ["sleep", "1d"]
                  one: {image: "shared:1", build: shared, stop_signal: KILL}
                  two: {image: "shared:1", build: shared, stop_signal: KILL}
                """)
            let built = try await stack.berth("build", "app")
            #expect(built.status == 0 && !built.errors.contains("shared"), "\(built)")
            let up = try await stack.berth("up", "-d")
            #expect(up.status == 0, "\(up)")
            #expect(up.errors.matches(of: /RUN echo shared/).count == 2, "begun and done: \(up)")
            #expect(try await stack.inside("app", "cat", "/app") == "base\n")
        }
    }

    @Test("a secret is in no layer and no log, and comes from a file or a variable")
    func secrets() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("token", "from-file")
            try stack.define(
                """
                services:
                  app:
                    stop_signal: KILL
                    build:
                      secrets: [one, two]
                      dockerfile_inline: |
                        FROM busybox:1
                        RUN --mount=type=secret,id=one --mount=type=secret,id=two \\
                          cat /run/secrets/* | md5sum > /sum
                        CMD ["sleep", "1d"]
                secrets: {one: {file: ./token}, two: {environment: TWO}}
                """)
            var berth = stack.berth
            berth.environment["TWO"] = "from-variable"
            try await berth.succeed("up", "-d")
            let expected = try await host("sh", "-c", "printf from-filefrom-variable | md5sum")
            #expect(try await stack.inside("app", "cat", "/sum") == expected.output)
            let found = try await host("grep", "-rlE", "from-(file|variable)", stack.root)
            #expect(found.output == "", "\(found)")
        }
    }

    private func recipe(_ lines: String) -> String { "FROM busybox:1\n\(lines)\nCMD [\"sleep\", \"1d\"]\n" }

    private func inline(_ lines: String, _ service: String = "", _ build: String = "labels: {}") -> String {
        let recipe = recipe(lines).split(separator: "\n").joined(separator: "\\n")
            .replacing("\"", with: "\\\"").replacing("\\\\\"", with: "\\\"")
        let more = service.isEmpty ? "" : "\(service), "
        return
            "services: {app: {\(more)stop_signal: KILL, build: {\(build), dockerfile_inline: \"\(recipe)\"}}}"
    }
}

/// What builds of a stack's installation have left in the kernel and on the disk, beside what they keep.
func leftBehind(by stack: Stack) throws -> [String] {
    let scratches = "\(stack.root)/builds/scratch"
    let files = fileExists(scratches) ? try directoryEntries(scratches).map { "file \($0)" } : []
    let mounts = try mountPoints(below: stack.root).filter { $0.path.contains("/builds/") }.map {
        "mount \($0.path)"
    }
    let containers = "\(stack.runtime)/builds/containers"
    let states = fileExists(containers) ? try directoryEntries(containers).map { "container \($0)" } : []
    return files.filter { !$0.hasPrefix("file buildah-cache") } + mounts + states
}
