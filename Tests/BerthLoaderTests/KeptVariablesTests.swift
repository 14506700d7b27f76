import BerthModel
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Variables that are not replaced")
struct KeptVariablesTests {
    /// What `config --no-interpolate` prints of a service's attribute.
    private static func printed(_ attribute: String, _ value: String) throws -> Node? {
        let text = "services:\n  s:\n    image: i\n    \(attribute): \(value)\n"
        let loaded = try load(["compose.yaml": text]) { $0.options.interpolates = false }
        return loaded.canonical["services"]?["s"]?[attribute]
    }

    @Test(
        "stay as they are written where a value cannot be read for them",
        arguments: [
            ("ports", "[\"${IP}:80:80\"]"), ("ports", "[\"${P:-8080}:80\"]"),
            ("ports", "[\"8000-${END}:80\"]"),
            ("ports", "[{target: \"${T}\", published: \"${P}\"}]"), ("volumes", "[\"${SRC:-./a}:/b\"]"),
            ("volumes", "[\"$SRC:/b:ro\"]"), ("scale", "${N:-1}"), ("init", "${INIT}"), ("cpus", "${CPUS}"),
            ("mem_limit", "${MEM}"), ("shm_size", "${SHM:-64m}"), ("stop_grace_period", "${GRACE}"),
            ("restart", "${RESTART:-always}"), ("pull_policy", "$PULL"), ("stop_signal", "$SIGNAL"),
            ("container_name", "${PREFIX}-c"), ("command", "run ${A:-b c} && more"), ("entrypoint", "${E}"),
            ("environment", "[\"${K}=v\"]"), ("networks", "[\"${NET}\"]"), ("privileged", "${PRIVILEGED}"),
            ("healthcheck", "{interval: \"${I}\", retries: \"${R}\", disable: \"${D}\"}"),
            ("user", "${UID}:${GID}"), ("oom_score_adj", "${SCORE}"), ("ulimits", "{nofile: \"${FILES}\"}"),
            ("networks", "{default: {ipv4_address: \"${ADDRESS}\", priority: \"${PRIORITY}\"}}"),
            ("tmpfs", "[\"${T}:size=1m\"]"), ("sysctls", "{net.core.somaxconn: \"${MAX}\"}"),
            ("depends_on", "{s2: {condition: \"${C}\", required: \"${R}\"}}"),
        ])
    func source(attribute: String, value: String) throws {
        let written = try #require(try loadYAML(Array("v: \(value)".utf8), file: "v").first?["v"])
        #expect(try Self.printed(attribute, value) == written)
    }

    @Test("are in long forms where these do not depend on them")
    func longForms() throws {
        let mounts = try #require(
            try Self.printed("volumes", "[\"./d/${X}:/x\", \"data:/y/${Y}\"]")?.sequence)
        #expect(mounts.map { $0["source"]?.string } == ["/p/shop/d/${X}", "data"])
        #expect(mounts.map { $0["target"]?.string } == ["/x", "/y/${Y}"])
        let file = try Self.printed("env_file", "$F")?.sequence?.first
        #expect(file?["path"]?.string == "$F")
    }

    @Test(
        "do not hide what is wrong whatever they stand for",
        arguments: [
            ("scale", "many"), ("ports", "[a:b]"), ("ports", "$P"), ("imgae", "$I"), ("volumes", "[[]]"),
        ])
    func mistakes(attribute: String, value: String) {
        #expect(throws: LoadFailure.self) { try Self.printed(attribute, value) }
    }

    @Test("name files to be read with their values, which are needed for that")
    func files() throws {
        let loaded = try load(
            [
                "compose.yaml": """
                include: ["${DIR}/inner.yaml"]
                services: {s: {extends: {file: "$BASE.yaml", service: b}, hostname: "$H"}}
                """,
                "base.yaml": "services: {b: {image: \"$I\"}}",
                "d/inner.yaml": "services: {t: {image: \"$J\"}}",
            ], environment: ["DIR": "d", "BASE": "base", "I": "no"]
        ) { $0.options.interpolates = false }
        #expect(loaded.canonical["services"]?["s"]?["image"]?.string == "$I")
        #expect(loaded.canonical["services"]?["s"]?["hostname"]?.string == "$H")
        #expect(loaded.canonical["services"]?["t"]?["image"]?.string == "$J")
    }

    @Test(
        "keep everything of the files: all services, networks and volumes, and unset and required variables")
    func everything() throws {
        let loaded = try load([
            "compose.yaml": """
            services:
              a: {image: "${A:?must be set}", profiles: [x], env_file: no.env, depends_on: ["$B"]}
            networks: {unused: {internal: "$I"}}
            volumes: {unused: {external: "$E", name: "$N"}}
            """
        ]) { $0.options.interpolates = false }
        #expect(loaded.diagnostics.isEmpty)
        #expect(loaded.names(in: "services") == ["a"])
        #expect(loaded.names(in: "networks") == ["default", "unused"])
        #expect(loaded.canonical["networks"]?["unused"]?["internal"]?.string == "$I")
        #expect(loaded.canonical["volumes"]?["unused"]?["external"]?.string == "$E")
        #expect(loaded.canonical["volumes"]?["unused"]?["name"]?.string == "$N")
    }

    @Test("give the same project when the printed file is loaded with their values")
    func reloaded() throws {
        let text = """
            services:
              s:
                image: "i:${TAG:-1}"
                ports: ["${IP}:80:80", "${P:-8080}:81"]
                volumes: ["${SRC:-./a}:/b", "./d/$X:/x"]
                environment: ["A=$X$$x", "B"]
                command: run "${X}" $$HOME
                scale: ${N}
            """
        let environment = ["IP": "127.0.0.1", "X": "x", "N": "2", "B": "b"]
        let raw = try load(["compose.yaml": text], environment: environment) {
            $0.options.interpolates = false
        }
        for format in ConfigFormat.allCases {
            let printed = renderTemplate(raw.canonical, format: format)
            let again = try load(["compose.yaml": printed], environment: environment)
            let expected = try load(["compose.yaml": text], environment: environment)
            #expect(again.canonical == expected.canonical, "\(printed)")
        }
    }
}
