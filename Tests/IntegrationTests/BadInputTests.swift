import TestSupport
import Testing

/// What berth says about a project that cannot be: place, reason, remedy; and that it did nothing.
@Suite("Bad input", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct BadInputTests {
    /// A compose file and what must be said of it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let compose: String
        let said: [String]

        init(_ name: String, _ compose: String, _ said: String...) {
            testDescription = name
            self.compose = compose
            self.said = said
        }
    }

    private static let mistakes = [
        Mistake(
            "an unknown key",
            """
            services:
              web:
                image: busybox:1
                comand: sleep 1d
            """, "compose.yaml:4:5", "comand", "command"),
        Mistake(
            "a wrong type",
            """
            services:
              web:
                image: busybox:1
                ports: 8080
            """, "compose.yaml:4:12", "ports"),
        Mistake(
            "a cycle",
            """
            services:
              one: {image: busybox:1, depends_on: [two]}
              two: {image: busybox:1, depends_on: [three]}
              three: {image: busybox:1, depends_on: [one]}
            """, "compose.yaml:2", "one", "two", "three"),
        Mistake(
            "an undefined network",
            """
            services:
              web:
                image: busybox:1
                networks: [fornt]
            networks:
              front:
            """, "compose.yaml:4:16", "fornt", "front"),
        Mistake(
            "an undefined volume",
            """
            services:
              web:
                image: busybox:1
                volumes:
                  - data:/data
            """, "compose.yaml:5:9", "data"),
        Mistake(
            "an undefined service in depends_on",
            """
            services:
              web:
                image: busybox:1
                depends_on:
                  - bd
              db: {image: busybox:1}
            """, "compose.yaml:5:9", "bd", "db"),
        Mistake(
            "a missing env file",
            """
            services:
              web:
                image: busybox:1
                env_file: missing.env
            """, "compose.yaml:4:15", "missing.env"),
        Mistake(
            "a required variable that is not set",
            """
            services:
              web:
                image: "busybox:${TAG_NOBODY_SETS:?tell the tag}"
            """, "compose.yaml:3:12", "TAG_NOBODY_SETS", "tell the tag"),
        Mistake(
            "a syntax error",
            """
            services:
              web:
                image: "busybox:1
                command: sleep 1d
            """, "compose.yaml:"),
        Mistake(
            "a key given twice",
            """
            services:
              web:
                image: busybox:1
                image: busybox:2
            """, "compose.yaml:4:5", "image"),
    ]

    @Test("is refused with its place, its reason and a remedy, and nothing is made", arguments: mistakes)
    func mistake(_ mistake: Mistake) async throws {
        try await withStack(images: []) { stack in
            try stack.define(mistake.compose)
            for command in [["config", "-q"], ["up", "-d"]] {
                let result = try await stack.berth.run(command)
                #expect(result.status != 0, "\(result)")
                for text in mistake.said { #expect(result.errors.contains(text), "\(result)") }
                #expect(result.output == "")
            }
            try await expectNothing(of: stack)
        }
    }

    @Test("all mistakes are told in one run")
    func several() async throws {
        try await withStack(images: []) { stack in
            try stack.define(
                """
                services:
                  web:
                    image: busybox:1
                    comand: sleep 1d
                    restart: sometimes
                """)
            let result = try await stack.berth("config")
            #expect(result.errors.contains("compose.yaml:4:5"), "\(result)")
            #expect(result.errors.contains("compose.yaml:5:14"), "\(result)")
        }
    }

    @Test("a directory without a compose file is told, with the names that are looked for")
    func noFile() async throws {
        try await withStack(images: []) { stack in
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("compose.yaml"), "\(result)")
            try await expectNothing(of: stack, hasFile: false)
        }
    }

    @Test("a port that is taken is told with its holder before anything is made")
    func portTaken() async throws {
        try await withStack { stack in
            let port = try freePort()
            let server = try stack.scratch.start(
                "/usr/bin/env", "python3", "-c",
                "import socket, time; s = socket.create_server(('', \(port))); print('on', flush=True); time.sleep(99)"
            )
            try await server.prints("on")
            try stack.define(
                """
                services:
                  one: {image: busybox:1, command: sleep 1d}
                  web: {image: busybox:1, command: sleep 1d, ports: ["\(port):80"]}
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("\(port)") && result.errors.contains("web"), "\(result)")
            #expect(result.errors.contains("python3") && result.errors.contains("\(server.pid)"), "\(result)")
            try await expectNothing(of: stack)
        }
    }

    @Test("a port that another stack publishes is told with that stack's container")
    func portOfOtherStack() async throws {
        let port = try freePort()
        let compose = """
            services:
              web: {image: busybox:1, command: sleep 1d, ports: ["\(port):80"]}
            """
        try await withStack { first in
            try await first.up(compose)
            try await withFurtherStack { second in
                try second.define(compose)
                let result = try await second.berth("up", "-d")
                #expect(result.status != 0)
                #expect(result.errors.contains("\(first.project)-web-1"), "\(result)")
                try await expectNothing(of: second)
            }
        }
    }

    @Test("an image that does not exist is told with its service, before anything is made")
    func missingImage() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  one: {image: busybox:1, command: sleep 1d}
                  web: {image: "127.0.0.1:1/nobody/has:this"}
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("127.0.0.1:1/nobody/has:this"), "\(result)")
            try await expectNothing(of: stack)
        }
    }

    @Test("a bind mount whose source is missing and not to be created is told before anything is made")
    func missingBind() async throws {
        try await withStack { stack in
            try stack.define(
                """
                services:
                  web:
                    image: busybox:1
                    volumes:
                      - {type: bind, source: ./nowhere, target: /data, bind: {create_host_path: false}}
                """)
            let result = try await stack.berth("up", "-d")
            #expect(result.status != 0)
            #expect(result.errors.contains("\(stack.scratch.project)/nowhere"), "\(result)")
            try await expectNothing(of: stack)
        }
    }

    private func expectNothing(of stack: Stack, hasFile: Bool = true) async throws {
        #expect(try await stack.leftovers() == [])
        #expect(try await !stack.berth("ls", "-a", "-q").lines.contains(stack.project))
        if hasFile, try await stack.berth("config", "-q").status == 0 {
            #expect(try await stack.containers() == [])
        }
    }
}
