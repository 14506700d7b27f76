import LinuxSystem
import TestSupport
import Testing

/// Where the files and steps of a build come from and go to.
@Suite("Sources of builds", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct BuildSourceTests {
    @Test("a context is a reference and a directory of a Git repository, without its history")
    func git() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("work/sub/name", "old\n")
            try stack.scratch.write(
                "work/sub/Dockerfile", "FROM busybox:1\nCOPY . /made\nCMD [\"sleep\", \"1d\"]\n")
            let work = "\(stack.scratch.project)/work"
            let script = """
                set -e; cd '\(work)'; export HOME=/nonexistent
                git() { command git -c user.name=t -c user.email=t@t -c init.defaultBranch=main "$@"; }
                git init -q; git add .; git commit -qm old; git tag v1
                echo new > sub/name; git commit -qam new; git clone -q --bare . ../work.git
                """
            let made = try await host("sh", "-c", script)
            try #require(made.status == 0, "\(made)")
            for (reference, content) in [("v1", "old"), ("main", "new"), ("", "new")] {
                try stack.define(
                    """
                    services:
                      app:
                        stop_signal: KILL
                        pull_policy: build
                        build: "file://\(stack.scratch.project)/work.git#\(reference):sub"
                    """)
                try await stack.berth.succeed("up", "-d")
                #expect(try await stack.inside("app", "cat", "/made/name") == "\(content)\n")
                #expect(try await stack.inside("app", "ls", "-A", "/made") == "Dockerfile\nname\n")
            }
            try stack.define("services: {app: {build: \"file:///nowhere.git\"}}")
            let failed = try await stack.berth("build")
            #expect(failed.status == 1 && failed.errors.contains("/nowhere.git"), "\(failed)")
        }
    }

    @Test("a context is an archive behind a URL, and so is a further one")
    func archive() async throws {
        try await withStack(.own) { stack in
            try stack.scratch.write("work/Dockerfile", "FROM scratch\nCOPY name /made\n")
            try stack.scratch.write("work/name", "archived\n")
            let directory = stack.scratch.project
            let packed = try await host(
                "tar", "-czf", "\(directory)/made.tar.gz", "-C", "\(directory)/work", ".")
            try #require(packed.status == 0, "\(packed)")
            let server = try stack.scratch.start(
                "/bin/busybox", "httpd", "-f", "-p", "127.0.0.1:18731", "-h", directory)
            defer { withExtendedLifetime(server) {} }
            let url = "http://127.0.0.1:18731/made.tar.gz"
            try stack.define(
                """
                services:
                  archived:
                    build: "\(url)"
                  app:
                    stop_signal: KILL
                    build:
                      additional_contexts: {other: "\(url)", first: "service:archived"}
                      dockerfile_inline: |
                        FROM busybox:1
                        COPY --from=other name /other
                        COPY --from=first made /first
                        CMD ["sleep", "1d"]
                """)
            try await eventually("the server answers") {
                try await host("curl", "-sf", "-o", "/dev/null", url).status == 0
            }
            try await stack.berth.succeed("up", "-d", "app")
            #expect(try await stack.inside("app", "cat", "/other", "/first") == "archived\narchived\n")
        }
    }

    @Test("an image of another store's layout is a context")
    func layout() async throws {
        try await withStack(.own, images: []) { stack in
            let layout = "\(stack.scratch.directory)/layout"
            let copied = try await host(
                "skopeo", "copy", "-q", "oci-archive:\(try SampleImage.busybox.archive)", "oci:\(layout):box")
            try #require(copied.status == 0, "\(copied)")
            try stack.define(
                """
                services:
                  app:
                    stop_signal: KILL
                    build:
                      additional_contexts: {box: "oci-layout://\(layout):box"}
                      dockerfile_inline: |
                        FROM box
                        RUN echo made > /made
                        CMD ["sleep", "1d"]
                """)
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.inside("app", "cat", "/made") == "made\n")
        }
    }

    @Test("an image can be made from nothing, and for another kind of machine")
    func scratchImage() async throws {
        try await withStack(.own, images: []) { stack in
            try stack.scratch.write("name", "here\n")
            try stack.define(
                """
                services:
                  app:
                    build:
                      platforms: [linux/s390x]
                      dockerfile_inline: |
                        FROM scratch
                        COPY name /name
                """)
            try await stack.berth.succeed("build")
            let image = try await host(
                "skopeo", "inspect", "--config", "--raw",
                "oci:\(stack.root)/images:docker.io/library/\(stack.project)-app:latest")
            #expect(image.output.contains("s390x"), "\(image)")
        }
    }

    @Test("no_cache and no_cache_filter run every step again, and so does --no-cache")
    func noCache() async throws {
        try await withStack(.own) { stack in
            func define(_ more: String) throws {
                try stack.define(
                    """
                    services:
                      app:
                        build:
                          \(more)
                          dockerfile_inline: "FROM busybox:1\\nRUN head -c 8 /dev/urandom > /made\\n"
                    """)
            }
            func image() async throws -> String {
                try await stack.berth.succeed("images", "--format", "json").split(separator: "\n")
                    .filter { $0.contains("-app") }.joined()
            }
            try define("labels: {}")
            try await stack.berth.succeed("build")
            let first = try await image()
            try await stack.berth.succeed("build")
            #expect(try await image() == first)
            for more in ["no_cache: true", "no_cache_filter: [any]"] {
                let before = try await image()
                try define(more)
                try await stack.berth.succeed("build")
                #expect(try await image() != before, "\(more)")
            }
            let before = try await image()
            try define("labels: {}")
            try await stack.berth.succeed("build", "--no-cache")
            #expect(try await image() != before)
        }
    }

    @Test("steps use an SSH key by its name")
    func ssh() async throws {
        try await withStack(.own) { stack in
            let key = try await host(
                "openssl", "genpkey", "-algorithm", "ed25519", "-out", "\(stack.scratch.project)/key")
            try #require(key.status == 0, "\(key)")
            try stack.define(
                """
                services:
                  app:
                    stop_signal: KILL
                    build:
                      ssh: [deploy=./key]
                      dockerfile_inline: |
                        FROM busybox:1
                        RUN --mount=type=ssh,id=deploy test -S "$$SSH_AUTH_SOCK" && echo socket > /made
                        CMD ["sleep", "1d"]
                """)
            try await stack.berth.succeed("up", "-d")
            #expect(try await stack.inside("app", "cat", "/made") == "socket\n")
        }
    }

    @Test("arguments of the command line go before those of the file, and a memory limit holds")
    func commandLine() async throws {
        try await withStack(.own) { stack in
            try stack.define(
                """
                services:
                  app:
                    stop_signal: KILL
                    build:
                      args: {A: file, B: file}
                      dockerfile_inline: |
                        FROM busybox:1
                        ARG A
                        ARG B
                        ARG C
                        RUN echo $$A $$B $$C > /made
                        CMD ["sleep", "1d"]
                """)
            var berth = stack.berth
            berth.environment["C"] = "environment"
            try await berth.succeed("build", "--build-arg", "A=line", "--build-arg", "C", "-m", "64m", "-q")
            try await berth.succeed("up", "-d")
            #expect(try await stack.inside("app", "cat", "/made") == "line file environment\n")
            let check = try await stack.berth("build", "--check")
            #expect(check.status == 0, "\(check)")
            let none = try await stack.berth("build", "nobody")
            #expect(none.status == 1 && none.errors.contains("nobody"), "\(none)")
        }
    }
}
