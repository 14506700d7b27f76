import BerthModel
import Testing

@testable import BerthLoader

@Suite("Resources in canonical form")
struct ResourceFormTests {
    @Test(
        "amounts are numbers, sizes texts of bytes, and 0 is not written",
        arguments: [
            ("cpus: 0.1", "0.1"), ("cpus: '2.0'", "2"), ("cpus: 0.123456789", "0.12345679"), ("cpus: 0", ""),
            ("cpu_count: '2'", "2"), ("cpu_percent: 50", "50"), ("cpu_percent: '50'", "50"),
            ("cpu_period: 100000", "100000"), ("cpu_quota: '-1'", "-1"), ("cpu_shares: 73.5", "73"),
            ("cpu_rt_period: '1400'", "1400"), ("cpu_rt_runtime: 0x10", "16"), ("cpuset: 0-3", "\"0-3\""),
            ("mem_limit: 1g", "\"1073741824\""), ("mem_limit: 512", "\"512\""), ("mem_limit: 1.5", ""),
            ("mem_limit: -1", "\"-1\""), ("mem_limit: '1e3'", "\"1000\""), ("mem_limit: 0", ""),
            ("mem_reservation: 64M", "\"67108864\""), ("memswap_limit: -1", "\"-1\""),
            ("mem_swappiness: 60", "\"60\""), ("shm_size: '1_000'", "\"1000\""),
            ("shm_size: 1KB", "\"1024\""),
            ("shm_size: 9223372036854775808", ""), ("oom_score_adj: '-500'", "-500"),
            ("oom_kill_disable: true", "true"), ("oom_kill_disable: false", ""), ("pids_limit: -1", "-1"),
            ("pids_limit: 0", ""),
        ])
    func amounts(attribute: String, json: String) throws {
        // More than 63 bits are read as a text: YAML has such a number, the format has none.
        guard attribute != "shm_size: 9223372036854775808" else {
            #expect(throws: LoadFailure.self) { try canonicalJSON(attribute) }
            return
        }
        #expect(try canonicalJSON(attribute) == json)
    }

    @Test(
        "limits of processes have one number or two, and JSON leaves out 0",
        arguments: [
            ("ulimits: {nofile: 65535}", #"{"nofile":65535}"#),
            ("ulimits: {nofile: '1024'}", #"{"nofile":1024}"#),
            ("ulimits: {nofile: {soft: 1, hard: '2'}}", #"{"nofile":{"hard":2,"soft":1}}"#),
            ("ulimits: {core: 0, memlock: {soft: 0, hard: -1}}", #"{"core":{},"memlock":{"hard":-1}}"#),
            ("ulimits: {}", ""),
            (
                "build: {context: /c, ulimits: {nproc: 5}, shm_size: 1k}",
                #"{"context":"/c","dockerfile":"Dockerfile","shm_size":"1024","ulimits":{"nproc":5}}"#
            ),
        ])
    func processLimits(attribute: String, json: String) throws {
        #expect(try canonicalJSON(attribute) == json)
    }

    @Test("limits of processes keep 0 in YAML, which is read again")
    func zeroLimits() throws {
        let text = "services: {s: {image: i, ulimits: {core: 0, memlock: {soft: 0, hard: 5}}}}"
        let printed = renderConfig(try load(text).canonical, format: .yaml)
        #expect(printed.contains("core: 0") && printed.contains("soft: 0"))
    }

    @Test(
        "limits of block devices have large keys in JSON",
        arguments: [
            ("blkio_config: {}", "{}"), ("blkio_config: {weight: '300'}", #"{"weight":300}"#),
            (
                "blkio_config: {weight_device: [{path: /dev/a, weight: 400}, {path: /dev/b}]}",
                #"{"weight_device":[{"Path":"/dev/a","Weight":400},{"Path":"/dev/b","Weight":0}]}"#
            ),
            (
                "blkio_config: {device_read_bps: [{path: /dev/a, rate: 12mb}]}",
                #"{"device_read_bps":[{"Path":"/dev/a","Rate":"12582912"}]}"#
            ),
            (
                "blkio_config: {device_write_iops: [{path: /dev/a, rate: 30}, {path: /dev/b}]}",
                #"{"device_write_iops":[{"Path":"/dev/a","Rate":"30"},{"Path":"/dev/b","Rate":"0"}]}"#
            ),
        ])
    func blockDevices(attribute: String, json: String) throws {
        #expect(try canonicalJSON(attribute) == json)
    }

    @Test(
        "the resources of a deployment",
        arguments: [
            ("deploy: {}", #"{"placement":{},"resources":{}}"#),
            (
                "deploy: {resources: {limits: {cpus: '0.50', memory: 50M, pids: '1'}}}",
                #"{"placement":{},"resources":{"limits":{"cpus":0.5,"memory":"52428800","pids":1}}}"#
            ),
            (
                "deploy: {resources: {limits: {}, reservations: {cpus: 2, memory: 1g}}}",
                """
                {"placement":{},"resources":{"limits":{},"reservations":{"cpus":2,"memory":"1073741824"}}}
                """
            ),
            (
                """
                deploy: {resources: {reservations: {generic_resources: [\
                {discrete_resource_spec: {kind: gpu, value: '2'}}]}}}
                """,
                """
                {"placement":{},"resources":{"reservations":{"generic_resources":\
                [{"discrete_resource_spec":{"kind":"gpu","value":2}}]}}}
                """
            ),
            ("scale: 2, deploy: {}", "2"),
            ("deploy: {}, scale: 2", #"{"placement":{},"replicas":2,"resources":{}}"#),
        ])
    func deployment(attribute: String, json: String) throws { #expect(try canonicalJSON(attribute) == json) }

    @Test(
        "merge by kind, and limits of processes as a whole",
        arguments: [
            ("cpus: 1", "cpus: 2", "2"), ("mem_limit: 1g", "mem_limit: ", "\"1073741824\""),
            (
                "ulimits: {nofile: {soft: 1, hard: 2}, core: 3}", "ulimits: {nofile: 5}",
                #"{"core":3,"nofile":5}"#
            ),
            ("storage_opt: {size: 1g, a: 1}", "storage_opt: {size: 2g}", #"{"a":"1","size":"2g"}"#),
            (
                "blkio_config: {device_read_iops: [{path: /a, rate: 1}]}",
                "blkio_config: {device_read_iops: [{path: /a, rate: 2}]}",
                #"{"device_read_iops":[{"Path":"/a","Rate":"1"},{"Path":"/a","Rate":"2"}]}"#
            ),
        ])
    func merging(base: String, override: String, json: String) throws {
        #expect(try canonicalJSON(base, override) == json)
    }

    @Test("sizes without a limit keep their meaning when they are printed and read, and through extends")
    func noLimit() throws {
        let files = [
            "compose.yaml": "services: {s: {extends: {file: b.yaml, service: b}}}",
            "b.yaml": "services: {b: {image: i, memswap_limit: -1, mem_limit: 1g}}",
        ]
        let loaded = try load(files)
        #expect(loaded.project.services[0].resources.memory.limitWithSwap == .unlimited)
        let again = try load(renderConfig(loaded.canonical, format: .yaml))
        #expect(again.project.services[0].resources == loaded.project.services[0].resources)
    }
}
