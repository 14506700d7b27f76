import BerthModel
import Testing

@testable import BerthLoader

@Suite("The digest of a service")
struct ContainerDigestTests {
    /// An attribute with two values, and whether containers have to be made anew to go from one to the other.
    struct Change: Sendable, CustomStringConvertible {
        let attribute: String
        let values: [String]
        var rest = ""
        let recreates: Bool

        static func recreating(_ attribute: String, _ one: String, _ other: String, with rest: String = "")
            -> Change
        {
            Change(attribute: attribute, values: [one, other], rest: rest, recreates: true)
        }

        static func keeping(_ attribute: String, _ one: String, _ other: String, with rest: String = "")
            -> Change
        {
            Change(attribute: attribute, values: [one, other], rest: rest, recreates: false)
        }

        var description: String { "\(attribute): \(values[0]) -> \(values[1])" }
    }

    static let changes: [Change] = [
        .keeping("attach", "true", "false"),
        .recreating("annotations", "{a: b}", "{a: c}"),
        .recreating("blkio_config", "{weight: 300}", "{weight: 301}"),
        .keeping("build", ".", "./other", with: "image: i"),
        .recreating("cap_add", "[CHOWN]", "[KILL]"),
        .recreating("cap_drop", "[CHOWN]", "[KILL]"),
        .recreating("cgroup", "host", "private"),
        .recreating("cgroup_parent", "a", "b"),
        .recreating("command", "a", "b"),
        .keeping("command", "a \"b c\"", "[a, b c]"),
        .recreating("configs", "[{source: c, target: /a}]", "[{source: c, target: /b}]"),
        .recreating("container_name", "aa", "bb"),
        .recreating("cpu_count", "1", "2"),
        .recreating("cpu_percent", "1", "2"),
        .recreating("cpu_period", "1000", "2000"),
        .recreating("cpu_quota", "1000", "2000"),
        .recreating("cpu_rt_period", "1000", "2000"),
        .recreating("cpu_rt_runtime", "1000", "2000"),
        .recreating("cpu_shares", "1", "2"),
        .recreating("cpus", "1.5", "2.5"),
        .recreating("cpuset", "'0'", "'1'"),
        .recreating("credential_spec", "{file: a}", "{file: b}"),
        .keeping("depends_on", "[other]", "{other: {condition: service_healthy}}"),
        .keeping("deploy", "{replicas: 1}", "{replicas: 2}"),
        .keeping("deploy", "{mode: global}", "{endpoint_mode: vip}"),
        .keeping("deploy", "{labels: {a: b}}", "{labels: {a: c}}"),
        .keeping("deploy", "{update_config: {parallelism: 1}}", "{rollback_config: {parallelism: 1}}"),
        .keeping("deploy", "{placement: {constraints: [a]}}", "{placement: {constraints: [b]}}"),
        .recreating("deploy", "{resources: {limits: {pids: 5}}}", "{resources: {limits: {pids: 6}}}"),
        .recreating("deploy", "{restart_policy: {condition: any}}", "{restart_policy: {condition: none}}"),
        .keeping("develop", "{watch: [{path: ., action: restart}]}", "{watch: [{path: ., action: rebuild}]}"),
        .recreating("device_cgroup_rules", "['c 1:3 mr']", "['c 1:3 r']"),
        .recreating("devices", "[/dev/null]", "[/dev/zero]"),
        .recreating("dns", "1.1.1.1", "1.1.1.2"),
        .recreating("dns_opt", "[a]", "[b]"),
        .recreating("dns_search", "a", "b"),
        .recreating("domainname", "a", "b"),
        .recreating("entrypoint", "a", "b"),
        .recreating("env_file", "a.env", "b.env"),
        .keeping("env_file", "a.env", "[{path: same.env, required: false}]"),
        .recreating("environment", "{A: a}", "{A: b}"),
        .keeping("environment", "{A: a, B: b}", "[B=b, A=a]"),
        .recreating("expose", "[1]", "[2]"),
        .recreating("extends", "{service: other}", "{service: third}"),
        .recreating("external_links", "[a]", "[b]"),
        .recreating("extra_hosts", "{a: 1.1.1.1}", "{a: 1.1.1.2}"),
        .recreating("gpus", "[{count: 1}]", "[{count: 2}]"),
        .recreating("group_add", "[a]", "[b]"),
        .recreating("healthcheck", "{test: a}", "{test: b}"),
        .keeping("healthcheck", "{interval: 90s}", "{interval: 1m30s}"),
        .keeping("healthcheck", "{test: a, x-note: a}", "{test: a, x-note: b}"),
        .recreating("hostname", "a", "b"),
        .recreating("image", "a", "b"),
        .recreating("init", "true", "false"),
        .recreating("ipc", "host", "private"),
        .recreating("isolation", "default", "process"),
        .recreating("label_file", "a.env", "b.env"),
        .recreating("labels", "{a: b}", "{a: c}"),
        .keeping("labels", "{a: '1', b: ''}", "[b, a=1]"),
        .recreating("links", "[other:a]", "[other:b]"),
        .recreating("logging", "{driver: a}", "{driver: b}"),
        .recreating("mac_address", "'02:00:00:00:00:01'", "'02:00:00:00:00:02'"),
        .recreating("mem_limit", "1m", "2m"),
        .keeping("mem_limit", "1m", "1024k"),
        .recreating("mem_reservation", "1m", "2m"),
        .recreating("mem_swappiness", "1", "2"),
        .recreating("memswap_limit", "1m", "2m"),
        .recreating("models", "[m]", "[n]"),
        .recreating("network_mode", "host", "none"),
        .recreating("networks", "[a]", "[b]"),
        .keeping("networks", "[a]", "{a: }"),
        .recreating("oom_kill_disable", "true", "false"),
        .recreating("oom_score_adj", "1", "2"),
        .recreating("pid", "host", "''"),
        .recreating("pids_limit", "1", "2"),
        .recreating("platform", "linux/amd64", "linux/arm64"),
        .recreating("ports", "[80]", "[81]"),
        .keeping("ports", "['8080:80']", "[{target: 80, published: 8080, protocol: tcp, mode: ingress}]"),
        .keeping("ports", "['8080:80']", "[{target: 80, published: '8080', mode: host}]"),
        .keeping("ports", "['8080:80']", "[{target: 80, published: '8080', name: n, app_protocol: http}]"),
        .recreating("post_start", "[{command: a}]", "[{command: b}]"),
        .recreating("pre_start", "[{command: a}]", "[{command: b}]"),
        .recreating("pre_stop", "[{command: a}]", "[{command: b}]"),
        .recreating("privileged", "true", "false"),
        .keeping("profiles", "[a]", "[b]"),
        .recreating("provider", "{type: a}", "{type: b}"),
        .keeping("pull_policy", "always", "never"),
        .keeping("pull_refresh_after", "1d", "2d"),
        .recreating("read_only", "true", "false"),
        .recreating("restart", "always", "'no'"),
        .recreating("runtime", "crun", "runc"),
        .keeping("scale", "1", "2"),
        .recreating("secrets", "[{source: c, target: /a}]", "[{source: c, target: /b}]"),
        .recreating("security_opt", "[label=a]", "[label=b]"),
        .recreating("shm_size", "1m", "2m"),
        .recreating("stdin_open", "true", "false"),
        .recreating("stop_grace_period", "1s", "2s"),
        .recreating("stop_signal", "INT", "TERM"),
        .recreating("storage_opt", "{size: 1g}", "{size: 2g}"),
        .recreating("sysctls", "{net.a: 1}", "{net.a: 2}"),
        .recreating("tmpfs", "/a", "/b"),
        .recreating("tty", "true", "false"),
        .recreating("ulimits", "{nofile: 1}", "{nofile: 2}"),
        .recreating("use_api_socket", "true", "false"),
        .recreating("user", "a", "b"),
        .recreating("userns_mode", "host", "''"),
        .recreating("uts", "host", "''"),
        .recreating("volumes", "['a:/x']", "['a:/y']"),
        .keeping("volumes", "['a:/x']", "[{type: volume, source: a, target: /x, volume: {}}]"),
        .keeping("volumes", "['a:/x']", "[{type: volume, source: a, target: /x}]"),
        .keeping("volumes", "['a:/x']", "[{type: volume, source: a, target: /x, consistency: cached}]"),
        .recreating("volumes", "['a:/x']", "[{type: volume, source: a, target: /x, volume: {nocopy: true}}]"),
        .recreating("volumes_from", "[other]", "['other:ro']"),
        .recreating("working_dir", "/a", "/b"),
        .keeping("x-note", "a", "b"),
    ]

    @Test("changes exactly when containers have to be made anew", arguments: changes)
    func changing(change: Change) throws {
        let digests = try change.values.map { value in
            try Self.digest("\(change.attribute): \(value)\n    \(change.rest)")
        }
        #expect((digests[0] != digests[1]) == change.recreates)
    }

    @Test(
        "is the same without a value and with the one that holds then",
        arguments: ["init: false", "restart: 'no'"])
    func defaults(attribute: String) throws {
        #expect(try Self.digest(attribute) == Self.digest(""))
    }

    @Test(
        "knows what containers get of the sections at the top",
        arguments: [
            ("volumes: {v: }", "volumes: {v: {name: other}}", true),
            ("volumes: {v: }", "volumes: {v: {external: true}}", true),
            ("volumes: {v: }", "volumes: {v: {name: p_v, labels: {a: b}}}", false),
            ("networks: {n: }", "networks: {n: {name: other}}", true),
            ("networks: {n: }", "networks: {n: {internal: true}}", false),
            ("configs: {c: {content: a}}", "configs: {c: {content: b}}", true),
            ("configs: {c: {content: a}}", "configs: {c: {content: a, labels: {a: b}}}", false),
            ("secrets: {k: {file: a}}", "secrets: {k: {file: b}}", true),
            ("secrets: {k: {file: a}}", "secrets: {k: {file: a}, unused: {file: b}}", false),
        ])
    func sections(one: String, other: String, recreates: Bool) throws {
        let usual = [
            "volumes: {v: }", "networks: {n: }", "configs: {c: {content: a}}", "secrets: {k: {file: a}}",
        ]
        let digests = try [one, other].map { written in
            let section = one.prefix { $0 != ":" }
            let sections = usual.filter { !$0.hasPrefix(section) } + [written]
            let used = "volumes: [v:/v], networks: [n], configs: [c], secrets: [k]"
            let service = "services: {s: {image: i, \(used)}}"
            let text = (["name: p", service] + sections).joined(separator: "\n")
            return try load(text).project.services[0].configHash
        }
        #expect((digests[0] != digests[1]) == recreates)
    }

    @Test("knows what configs and secrets hold, also by files and variables, and nothing of unused ones")
    func contents() throws {
        let text = """
            services: {s: {image: i, secrets: [k, v], configs: [c]}}
            secrets: {k: {file: k}, v: {environment: V}, unused: {file: u}}
            configs: {c: {file: c}}
            """
        func digest(_ changes: [String: String] = [:], variable: String = "v") throws -> String {
            let files = ["compose.yaml": text, "k": "k", "c": "c", "u": "u"].merging(changes) { $1 }
            return try load(files, environment: ["V": variable]).project.services[0].configHash
        }
        let usual = try digest()
        #expect(try digest() == usual)
        #expect(try digest(["k": "other"]) != usual)
        #expect(try digest(["c": "other"]) != usual)
        #expect(try digest(variable: "other") != usual)
        #expect(try digest(["u": "other"]) == usual)
    }

    @Test("is tested with every attribute of a service")
    func attributes() throws {
        guard case .object(let attributes) = serviceShape else { return }
        #expect(Set(attributes.map(\.name)).subtracting(Self.changes.map(\.attribute)) == [])
    }

    @Test("does not know the project, its directory, or whether a variable gave a value")
    func independence() throws {
        let text = "services: {s: {image: i, user: $U, volumes: [/data:/x, v:/y]}}\nvolumes: {v: }\n"
        let one = try load(["compose.yaml": text], environment: ["U": "u"])
        let other = try load(["/q/far/c.yaml": text.replacing("$U", with: "u")]) {
            $0.files = ["/q/far/c.yaml"]
            $0.projectName = "other"
        }
        #expect(one.project.services[0].configHash == other.project.services[0].configHash)
        #expect(one.project.services[0].configHash.count == 64)
    }

    @Test("knows the directory of the host that a relative path mounts")
    func paths() throws {
        let text = "services: {s: {image: i, volumes: [./data:/x]}}\n"
        let digests = try ["/p/shop", "/q/shop"].map { directory in
            try load(["\(directory)/c.yaml": text]) { $0.files = ["\(directory)/c.yaml"] }
                .project.services[0].configHash
        }
        #expect(digests[0] != digests[1])
    }

    /// The digest of the service `s` with some attributes, beside what they may refer to.
    private static func digest(_ attributes: String) throws -> String {
        let image = ["image:", "build:"].contains { attributes.contains($0) } ? "" : "image: i"
        let text = """
            services:
              s:
                \(image)
                \(attributes)
              other: {image: o, healthcheck: {test: a}}
              third: {image: t}
            networks: {a: , b: }
            volumes: {a: }
            configs: {c: {content: c}}
            secrets: {c: {environment: C}}
            models: {m: {model: m}, n: {model: n}}
            """
        let files = ["compose.yaml": text, "a.env": "A=a\n", "b.env": "A=b\n", "same.env": "A=a\n"]
        let project = try load(files) { $0.profiles = ["*"] }.project
        return project.services.first { $0.name == "s" }?.configHash ?? ""
    }
}
