import BerthModel
import Testing

@testable import BerthLoader

@Suite("The typed container")
struct ContainerModelTests {
    @Test("has its share of the processors")
    func processors() throws {
        var cpu = CPU()
        (cpu.limit, cpu.shares, cpu.quota, cpu.period) = (1.5, 512, -1, 100_000)
        (cpu.realTimeRuntime, cpu.realTimePeriod, cpu.set) = (1, 2, "0-3")
        (cpu.count, cpu.percent, cpu.reservation) = (3, 50, 0.25)
        let service = try service(
            """
            cpus: 1.5
                cpu_shares: 512
                cpu_quota: -1
                cpu_period: 100000
                cpu_rt_runtime: 1
                cpu_rt_period: 2
                cpuset: 0-3
                cpu_count: 3
                cpu_percent: 50
                deploy: {resources: {limits: {cpus: "1.5"}, reservations: {cpus: "0.25"}}}
            """)
        #expect(service.resources.cpu == cpu)
    }

    @Test("has its share of the memory")
    func memory() throws {
        var memory = Memory()
        (memory.limit, memory.reservation) = (.atMost(1024), .atMost(512))
        (memory.limitWithSwap, memory.swappiness, memory.shared) = (.unlimited, 60, 2048)
        (memory.waitsWhenExhausted, memory.killPriority) = (true, -500)
        let service = try service(
            """
            mem_limit: 1k
                mem_reservation: 512
                memswap_limit: -1
                mem_swappiness: 60
                shm_size: 2k
                oom_kill_disable: true
                oom_score_adj: -500
            """)
        #expect(service.resources.memory == memory)
    }

    @Test("takes from its deployment what it does not say itself")
    func deployment() throws {
        let resources = try service(
            "deploy: {resources: {limits: {cpus: '2', memory: 1k, pids: 5}, reservations: {memory: 512b}}}"
        ).resources
        #expect(resources.cpu.limit == 2)
        #expect(resources.memory.limit == .atMost(1024))
        #expect(resources.memory.reservation == .atMost(512))
        #expect(resources.processes == .atMost(5))
    }

    @Test("has limits of processes and of block devices")
    func limits() throws {
        let service = try service(
            """
            pids_limit: -1
                ulimits: {nofile: {soft: 1, hard: -1}, core: 0}
                blkio_config:
                  weight: 300
                  weight_device: [{path: /dev/a, weight: 400}]
                  device_read_bps: [{path: /dev/a, rate: 1k}]
                  device_write_bps: [{path: /dev/b, rate: 2k}]
                  device_read_iops: [{path: /dev/c, rate: 3}]
                  device_write_iops: [{path: /dev/d, rate: 4}]
            """)
        #expect(service.resources.processes == .unlimited)
        #expect(
            service.resources.processLimits == [
                ProcessLimit("core", soft: .atMost(0), hard: .atMost(0)),
                ProcessLimit("nofile", soft: .atMost(1), hard: .unlimited),
            ])
        var blocks = BlockIO()
        blocks.weight = 300
        blocks.deviceWeights = [BlockIO.DeviceValue(path: "/dev/a", value: 400)]
        blocks.readBytes = [BlockIO.DeviceValue(path: "/dev/a", value: 1024)]
        blocks.writtenBytes = [BlockIO.DeviceValue(path: "/dev/b", value: 2048)]
        blocks.readOperations = [BlockIO.DeviceValue(path: "/dev/c", value: 3)]
        blocks.writeOperations = [BlockIO.DeviceValue(path: "/dev/d", value: 4)]
        #expect(service.resources.blockIO == blocks)
    }

    @Test("has its privileges")
    func privileges() throws {
        var privileges = Privileges()
        privileges.isPrivileged = true
        privileges.addedCapabilities = ["NET_ADMIN"]
        privileges.droppedCapabilities = ["ALL"]
        privileges.groups = ["1000", "audio"]
        let service = try service(
            """
            privileged: true
                cap_add: [NET_ADMIN]
                cap_drop: [ALL]
                group_add: [1000, audio]
                read_only: true
            """)
        #expect(service.privileges == privileges)
        #expect(service.isReadOnly)
    }

    @Test(
        "has its security options",
        arguments: [
            ("no-new-privileges", .noNewPrivileges(true)), ("no-new-privileges:true", .noNewPrivileges(true)),
            ("no-new-privileges=false", .noNewPrivileges(false)),
            ("seccomp=unconfined", .unconfinedSystemCalls),
            ("seccomp:./p.json", .systemCallFilter(path: "./p.json", text: nil)),
            ("seccomp=builtin", .standardSystemCalls),
            ("apparmor=unconfined", .appArmor(profile: "unconfined")), ("label=type:t", .label("type:t")),
            ("label:disable", .label("disable")), ("systempaths=unconfined", .unconfinedSystemPaths),
            ("writable-cgroups=true", .writableControlGroups(true)), ("other", .unknown("other")),
            ("seccomp", .unknown("seccomp")),
        ] as [(String, SecurityOption)])
    func securityOptions(text: String, option: SecurityOption) throws {
        #expect(try service("security_opt: ['\(text)']").privileges.securityOptions == [option])
    }

    @Test(
        "joins namespaces",
        arguments: [
            ("ipc: shareable", .shareable), ("ipc: private", .private), ("ipc: none", Namespaces.IPC.none),
            ("ipc: host", .joined(.host)), ("ipc: container:c", .joined(.container("c"))), ("tty: true", nil),
        ] as [(String, Namespaces.IPC?)])
    func memoryNamespace(attribute: String, ipc: Namespaces.IPC?) throws {
        #expect(try service(attribute).namespaces.ipc == ipc)
    }

    @Test("joins the namespaces of other services and of the host")
    func namespaces() throws {
        let services = try load(
            """
            services:
              a: {image: i, ipc: service:b, pid: service:b, uts: host, cgroup: host, userns_mode: host}
              b: {image: i, pid: host}
            """
        ).project.services
        var namespaces = Namespaces()
        (namespaces.ipc, namespaces.processes) = (.joined(.service("b")), .service("b"))
        (namespaces.sharesHostname, namespaces.controlGroups, namespaces.users) = (true, .host, "host")
        #expect(services[0].namespaces == namespaces)
        #expect(services[0].dependencies.map(\.service) == ["b"])
        #expect(services[0].dependencies.map(\.restartsDependent) == [true])
        #expect(services[1].namespaces.processes == .host)
    }

    @Test("has its devices")
    func devices() throws {
        let devices = try service(
            """
            devices: ["/dev/a:/dev/b:r", vendor.com/class=x]
                device_cgroup_rules: ["c 1:3 mr"]
                gpus: [{count: 2, driver: n, options: {a: b}}]
                deploy: {resources: {reservations: {devices: [{capabilities: [tpu], device_ids: ["0"]}]}}}
            """
        ).devices
        #expect(devices.nodes.map(\.source) == ["/dev/a", "vendor.com/class=x"])
        #expect(devices.nodes.map(\.target) == ["/dev/b", "vendor.com/class=x"])
        #expect(devices.nodes.map(\.permissions) == ["r", "rwm"])
        #expect(devices.nodes.map(\.isInterfaceName) == [false, true])
        #expect(devices.nodes[0].location?.description == "compose.yaml:4:15")
        #expect(devices.rules == ["c 1:3 mr"])
        #expect(devices.requests.map(\.choice) == [.number(2), .ids(["0"])])
        #expect(devices.requests.map(\.capabilities) == [["gpu"], ["tpu"]])
        #expect(devices.requests.map(\.driver) == ["n", nil])
        #expect(devices.requests[0].options == ["a": "b"])
    }

    @Test("has the rest")
    func rest() throws {
        let service = try service(
            """
            annotations: {a: 1}
                domainname: d
                runtime: crun
                tty: true
                stdin_open: true
                init: false
                tmpfs: ["/run:size=1m,noexec", /tmp]
                sysctls: [net.core.somaxconn=5]
                cgroup_parent: a.slice
                storage_opt: {size: 1g}
                isolation: default
                credential_spec: {config: c, registry: r}
                deploy:
                  resources:
                    reservations: {generic_resources: [{discrete_resource_spec: {kind: k, value: 2}}]}
            """)
        #expect(service.annotations == ["a": "1"])
        #expect((service.domainName, service.runtime) == ("d", "crun"))
        #expect((service.hasTerminal, service.keepsInputOpen, service.hasInit) == (true, true, false))
        #expect(service.temporaryFileSystems.map(\.target) == ["/run", "/tmp"])
        #expect(service.temporaryFileSystems.map(\.options) == [["size=1m", "noexec"], []])
        #expect(service.kernelSettings == ["net.core.somaxconn": "5"])
        #expect(service.controlGroupParent == "a.slice")
        #expect(service.storageOptions == ["size": "1g"])
        #expect(service.isolation == "default")
        #expect(service.credentials?.config == "c" && service.credentials?.registry == "r")
        #expect(service.genericResources == [GenericResource(kind: "k", value: 2)])
    }
}
