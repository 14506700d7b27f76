import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Devices, privileges and namespaces in canonical form")
struct ContainerFormTests {
    @Test(
        "devices have a long form",
        arguments: [
            ("/dev/a", #"[{"permissions":"rwm","source":"/dev/a","target":"/dev/a"}]"#),
            ("/dev/a:/dev/b:r", #"[{"permissions":"r","source":"/dev/a","target":"/dev/b"}]"#),
            ("/dev/a::r", #"[{"permissions":"r","source":"/dev/a","target":"/dev/a"}]"#),
            ("{source: /dev/a, target: /dev/b}", #"[{"source":"/dev/a","target":"/dev/b"}]"#),
            ("", #"[{"permissions":"rwm"}]"#),
            (
                "nvidia.com/gpu=0",
                #"[{"permissions":"rwm","source":"nvidia.com/gpu=0","target":"nvidia.com/gpu=0"}]"#
            ),
        ])
    func devices(item: String, json: String) throws {
        let text = item.hasPrefix("{") ? item : "'\(item)'"
        #expect(try canonicalJSON("devices: [\(text)]") == json)
    }

    @Test(
        "requests for devices have a count or ids",
        arguments: [
            ("gpus: all", #"[{"count":-1}]"#),
            ("gpus: [{count: '2', driver: n}]", #"[{"count":2,"driver":"n"}]"#),
            ("gpus: [{driver: n}]", #"[{"count":-1,"driver":"n"}]"#),
            (
                "gpus: [{device_ids: ['0'], options: [a=b, c]}]",
                #"[{"device_ids":["0"],"options":{"a":"b","c":""}}]"#
            ),
            ("gpus: [{count: All, capabilities: [x]}]", #"[{"capabilities":["x"],"count":-1}]"#),
            (
                "deploy: {resources: {reservations: {devices: [{capabilities: [gpu]}]}}}",
                """
                {"placement":{},"resources":{"reservations":{"devices":[{"capabilities":["gpu"],"count":-1}]}}}
                """
            ),
        ])
    func requests(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "texts and lists",
        arguments: [
            ("annotations: [a=1, b]", #"{"a":"1","b":""}"#),
            ("annotations: {a: true, b: }", #"{"a":"true","b":""}"#),
            ("sysctls: {net.core.somaxconn: 1024}", #"{"net.core.somaxconn":"1024"}"#),
            ("sysctls: [kernel.sem=1 2]", #"{"kernel.sem":"1 2"}"#),
            ("cap_add: [ALL, net_admin]", #"["ALL","net_admin"]"#),
            ("cap_drop: [CAP_CHOWN]", #"["CAP_CHOWN"]"#), ("group_add: [1000, audio]", #"["1000","audio"]"#),
            ("security_opt: [no-new-privileges, 'label:disable']", #"["no-new-privileges","label:disable"]"#),
            ("tmpfs: /run:size=1m", #"["/run:size=1m"]"#), ("tmpfs: [/a, /b]", #"["/a","/b"]"#),
            ("device_cgroup_rules: ['c 1:3 mr']", #"["c 1:3 mr"]"#),
            ("storage_opt: {size: 10, name: }", #"{"name":"","size":"10"}"#),
            ("credential_spec: {file: a.json, config: ''}", #"{"file":"a.json"}"#),
            ("init: 'yes'", "true"), ("init: false", "false"), ("tty: true", "true"), ("tty: false", ""),
            ("stdin_open: true", "true"), ("privileged: true", "true"), ("read_only: true", "true"),
            ("ipc: shareable", "\"shareable\""), ("pid: host", "\"host\""), ("pid: ", ""),
            ("uts: host", "\"host\""),
            ("cgroup: private", "\"private\""), ("cgroup_parent: a.slice", "\"a.slice\""),
            ("userns_mode: host", "\"host\""), ("isolation: default", "\"default\""),
            ("runtime: crun", "\"crun\""), ("platform: linux/arm64/v8", "\"linux/arm64/v8\""),
            ("user: '0:0'", "\"0:0\""), ("working_dir: /w", "\"/w\""),
            ("hostname: h.example", "\"h.example\""),
            ("domainname: example", "\"example\""), ("container_name: the-one", "\"the-one\""),
            ("stop_signal: '3'", "\"3\""), ("stop_signal: ''", ""),
        ])
    func texts(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "merge by the rule of the attribute",
        arguments: [
            ("annotations: {a: 1}", "annotations: [b=2]", #"{"a":"1","b":"2"}"#),
            ("sysctls: [net.a=1]", "sysctls: {net.a: 2}", #"{"net.a":"2"}"#),
            ("cap_add: [KILL, CHOWN]", "cap_add: [CHOWN, BPF]", #"["KILL","CHOWN","BPF"]"#),
            ("tmpfs: /a", "tmpfs: [/b, /a]", #"["/a","/b"]"#),
            (
                "devices: [/dev/a]", "devices: ['/dev/b:/dev/a:r']",
                #"[{"permissions":"r","source":"/dev/b","target":"/dev/a"}]"#
            ),
            ("gpus: all", "gpus: [{count: 1}]", #"[{"count":-1},{"count":1}]"#),
            ("security_opt: [label=a]", "security_opt: [label=b]", #"["label=a","label=b"]"#),
        ])
    func merging(base: String, override: String, json: String) throws {
        #expect(try canonicalJSON(base, override) == json)
    }

    @Test("a request for all GPUs is replaced through extends, and a list of requests goes on")
    func extendedRequests() throws {
        let text = """
            services:
              all: {image: i, gpus: all}
              one: {image: i, gpus: [{count: 1}]}
              a: {extends: all, gpus: [{count: 2}]}
              b: {extends: one, gpus: [{count: 2}]}
            """
        let services = try load(text).canonical["services"]
        #expect(try services?["a"]?["gpus"].map(sortedJSON) == #"[{"count":2}]"#)
        #expect(try services?["b"]?["gpus"].map(sortedJSON) == #"[{"count":1},{"count":2}]"#)
    }

    @Test(
        "what names another service waits for it",
        arguments: [
            ("ipc: service:t", true), ("pid: service:t", true), ("network_mode: service:t", true),
            ("uts: service:t", true), ("links: [t]", true), ("links: ['t:alias']", true),
            ("volumes_from: [t]", false), ("volumes_from: ['t:ro']", false),
        ])
    func implicitDependencies(attribute: String, restarts: Bool) throws {
        let restart = restarts ? #""restart":true"# : ""
        let expected =
            #"{"t":{"condition":"service_started","required":true\#(restarts ? "," : "")\#(restart)}}"#
        let text = "services: {s: {image: i, \(attribute)}, t: {image: i}}"
        let dependencies = try load(text).canonical["services"]?["s"]?["depends_on"]
        #expect(try dependencies.map(sortedJSON) == expected)
    }

    @Test("services that have each other's namespaces wait for each other, which is refused")
    func namespaceCycles() {
        let text = "services: {a: {image: i, network_mode: 'service:b'}, b: {image: i, pid: 'service:a'}}"
        #expect(findings(["compose.yaml": text]).contains("services wait for each other"))
    }

    @Test("a dependency that is written stays as it is, and containers are none")
    func explicitDependency() throws {
        let text = """
            services:
              s: {image: i, ipc: 'service:t', pid: 'container:c', volumes_from: ['container:d'], depends_on: [t]}
              t: {image: i}
            """
        let dependencies = try load(text).canonical["services"]?["s"]?["depends_on"]
        #expect(try dependencies.map(sortedJSON) == #"{"t":{"condition":"service_started","required":true}}"#)
    }
}
