import BerthModel
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Merging")
struct MergeTests {
    /// The merge of `base` and `override`, both the attributes of service `s`, as flow YAML of the same.
    static func merged(_ base: String, _ override: String) throws -> Node {
        let trees = try [base, override].map { try loadYAML("services: {s: {\($0)}}", file: "f")[0] }
        var resets = ResetPaths()
        var findings = Findings()
        let stripped = resets.strip(trees[1], into: &findings)
        return removingReplacedItems(resets.merge(stripped, over: trees[0]))
    }

    @Test(
        "follows the rule of the attribute",
        arguments: [
            ("image: a", "image: b", "image: b"),
            ("image: a", "image: ", "image: a"),
            ("command: [a, b]", "command: [c]", "command: [c]"),
            ("command: [a, b]", "command: ", "command: "),
            (
                "healthcheck: {test: [CMD, a], retries: 1}", "healthcheck: {test: b}",
                "healthcheck: {test: b, retries: 1}"
            ),
            ("environment: {A: 1, B: 2}", "environment: [B=3, C]", "environment: {A: 1, B: '3', C: }"),
            ("environment: [A=1]", "environment: {A: }", "environment: {A: }"),
            ("labels: [a=1]", "labels: [b=2]", "labels: {a: '1', b: '2'}"),
            ("ports: ['80:80']", "ports: ['81:81', '80:80']", "ports: ['80:80', '81:81']"),
            ("ports: [80]", "ports: ", "ports: [80]"),
            ("volumes: ['a:/a', 'b:/b']", "volumes: ['c:/a:ro']", "volumes: ['c:/a:ro', 'b:/b']"),
            (
                "volumes: [{type: bind, source: /a, target: /t}]", "volumes: ['v:/t']", "volumes: ['v:/t']"
            ),
            (
                "depends_on: [a]", "depends_on: {b: {condition: service_healthy}}",
                "depends_on: {a: {condition: service_started, required: true}, b: {condition: service_healthy}}"
            ),
            ("networks: [a]", "networks: {a: {aliases: [x]}, b: }", "networks: {a: {aliases: [x]}, b: }"),
            ("networks: {a: {aliases: [x]}}", "networks: [a]", "networks: {a: {aliases: [x]}}"),
            (
                "networks: {a: {aliases: [x]}}", "networks: {a: {aliases: [y, x]}}",
                "networks: {a: {aliases: [x, y]}}"
            ),
            ("env_file: a.env", "env_file: [b.env, {path: a.env}]", "env_file: [{path: a.env}, b.env]"),
            ("profiles: [a]", "profiles: [b, a]", "profiles: [a, b]"),
            ("x-a: {b: [1]}", "x-a: {b: [2], c: 3}", "x-a: {b: [1, 2], c: 3}"),
            ("ports: [80, 81]", "ports: !override [82]", "ports: [82]"),
            ("ports: [80], image: a", "ports: !reset []", "image: a"),
            ("environment: {A: 1, B: 2}", "environment: {A: !reset null}", "environment: {B: 2}"),
            ("networks: {a: {aliases: [x]}}", "networks: !override [b]", "networks: [b]"),
            ("labels: {a: 1}", "labels: 5", "labels: 5"),
            ("annotations: {a: 1}", "annotations: [b=2, a]", "annotations: {a: , b: '2'}"),
            ("sysctls: [a=1]", "sysctls: {a: 2}", "sysctls: {a: 2}"),
            (
                "build: ./a", "build: {args: [A=1], tags: [x]}",
                "build: {context: ./a, args: [A=1], tags: [x]}"
            ),
            (
                "build: {context: a, args: {A: 1}, tags: [x], cache_from: [c]}",
                "build: {context: b, args: [A=2], tags: [y, x], cache_from: [c]}",
                "build: {context: b, args: {A: '2'}, tags: [x, y], cache_from: [c, c]}"
            ),
            ("build: {context: a, target: t}", "build: b", "build: {context: b, target: t}"),
            ("dns: 1.1.1.1", "dns: [8.8.8.8, 1.1.1.1]", "dns: [1.1.1.1, 8.8.8.8]"),
            ("dns: ", "dns: 1.1.1.1", "dns: 1.1.1.1"),
            ("dns_opt: [a:1, use-vc]", "dns_opt: [use-vc]", "dns_opt: [a:1, use-vc]"),
            ("tmpfs: /a", "tmpfs: [/b, /a]", "tmpfs: [/a, /b]"),
            ("cap_add: [A, B]", "cap_add: [B, C]", "cap_add: [A, B, C]"),
            ("security_opt: [a]", "security_opt: [a]", "security_opt: [a, a]"),
            ("links: [s, t]", "links: ['t=x', 's:y']", "links: [s, 't=x', 's:y']"),
            ("expose: [80]", "expose: ['80', 81]", "expose: ['80', 81]"),
            (
                "extra_hosts: [a=1, b=2]", "extra_hosts: {b: ['2', '3']}", "extra_hosts: [a=1, b=2, b=3]"
            ),
            (
                "logging: {driver: a, options: {x: 1}}", "logging: {options: {y: 2}}",
                "logging: {driver: a, options: {x: 1, y: 2}}"
            ),
            ("logging: {driver: a, options: {x: 1}}", "logging: {driver: b}", "logging: {driver: b}"),
            ("models: [a]", "models: {b: {model_var: X}}", "models: {a: , b: {model_var: X}}"),
            ("ulimits: {a: {soft: 1, hard: 2}, b: 1}", "ulimits: {a: 5}", "ulimits: {a: 5, b: 1}"),
            ("gpus: all", "gpus: [{count: 1}]", "gpus: [{count: -1}, {count: 1}]"),
            (
                "secrets: [a, b]", "secrets: [{source: c, target: /run/secrets/a}]",
                "secrets: [{source: c, target: /run/secrets/a}, b]"
            ),
            ("configs: [a]", "configs: [{source: a, mode: 0o400}]", "configs: [{source: a, mode: 0o400}]"),
            (
                "devices: ['/dev/a:/dev/x', /dev/b]", "devices: [{source: /dev/c, target: /dev/b}]",
                "devices: ['/dev/a:/dev/x', {source: /dev/c, target: /dev/b}]"
            ),
            (
                "ports: [{target: 80, published: 80}]",
                "ports: [{target: 80, published: '80', host_ip: 0.0.0.0}]",
                "ports: [{target: 80, published: '80', host_ip: 0.0.0.0}]"
            ),
        ])
    func rules(base: String, override: String, expected: String) throws {
        let want = try loadYAML("services: {s: {\(expected)}}", file: "f")[0]
        #expect(emitYAML(try Self.merged(base, override)) == emitYAML(want))
    }

    @Test("merges address pools by subnet")
    func pools() throws {
        let base = try loadYAML("networks: {n: {ipam: {config: [{subnet: a, gateway: g}]}}}", file: "f")[0]
        let more = try loadYAML(
            "networks: {n: {ipam: {config: [{subnet: a, gateway: h}, {subnet: b}]}}}", file: "f")[0]
        let want = try loadYAML(
            "networks: {n: {ipam: {config: [{subnet: a, gateway: h}, {subnet: b}]}}}", file: "f")[0]
        #expect(merge(more, over: base) == want)
    }

    @Test("keeps for each value the place that wrote it")
    func places() throws {
        let loaded = try load([
            "compose.yaml": "services:\n  s: {image: a}\n  t: {image: b, depends_on: [s]}\n",
            "compose.override.yaml": "services:\n  s:\n    image: c\n",
        ])
        #expect(loaded.project.services[0].imageLocation?.description == "compose.override.yaml:3:12")
        #expect(loaded.project.services[0].location?.description == "compose.yaml:2:3")
        #expect(loaded.project.services[1].dependencies[0].location?.description == "compose.yaml:3:30")
    }

    @Test("takes several documents for several files")
    func documents() throws {
        let project = try load("services: {s: {image: a}}\n---\nservices: {s: {image: b}, t: {image: c}}\n")
            .project
        #expect(project.services.map(\.image) == ["b", "c"])
    }

    @Test("says that !reset does nothing on an item of a list")
    func resetOfItem() throws {
        let loaded = try load("services: {s: {image: a, ports: [80, !reset 81]}}")
        #expect(loaded.diagnostics.map(\.message) == ["!reset on an item of a list reaches no other file"])
        #expect(loaded.project.services[0].ports.map(\.target) == [80])
    }
}
