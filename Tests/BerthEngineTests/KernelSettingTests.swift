import BerthModel
import LinuxSystem
import OCIRuntime
import Testing

@testable import BerthEngine

@Suite("Kernel settings of containers")
struct KernelSettingTests {
    private func obstacle(
        _ setting: String, _ change: (inout Service) -> Void = { _ in }
    ) -> KernelSettingObstacle? {
        var service = Service(name: "s", image: "i")
        change(&service)
        return KernelSettingObstacle(setting, of: service)
    }

    @Test(
        "those of a container's own namespaces can be set",
        arguments: [
            "net.core.somaxconn", "net/ipv4/ip_forward", "kernel.shmmax", "kernel.shm_rmid_forced",
            "kernel.msgmax", "kernel.sem", "fs.mqueue.msg_max", "kernel.domainname",
        ])
    func own(setting: String) { #expect(obstacle(setting) == nil) }

    @Test(
        "those of the whole machine cannot",
        arguments: ["vm.max_map_count", "kernel.pid_max", "fs.file-max", "netx.y", "kernel.hostname"])
    func machine(setting: String) { #expect(obstacle(setting) != nil) }

    @Test("those of a namespace that is the host's cannot, and the attribute that shares it is named")
    func shared() {
        #expect(
            obstacle("net.core.somaxconn") { $0.networkMode = .host }?.remedy.contains("network_mode") == true
        )
        #expect(
            obstacle("fs.mqueue.msg_max") { $0.namespaces.ipc = .joined(.host) }?.remedy.contains("ipc")
                == true)
        #expect(
            obstacle("kernel.domainname") { $0.namespaces.sharesHostname = true }?.remedy.contains("uts")
                == true)
        #expect(obstacle("kernel.shmmax") { $0.networkMode = .host } == nil)
    }
}

@Suite("Limits of processes")
struct ProcessLimitTests {
    @Test("a limit without bounds is the kernel's largest number")
    func unlimited() {
        #expect(Limit.unlimited.processLimit == .max)
        #expect(Limit.atMost(0).processLimit == 0)
        #expect(Limit(-1).processLimit == .max)
    }

    @Test("the process of a service has the streams that it asks for")
    func streams() {
        var service = Service(name: "s", image: "i")
        #expect(service.streams == .output)
        service.keepsInputOpen = true
        #expect(service.streams == .interactive)
        service.hasTerminal = true
        #expect(service.streams == .terminal)
    }

    @Test("a first program is not put into the processes of another")
    func initProgram() {
        var service = Service(name: "s", image: "i")
        #expect(!service.usesInitProgram)
        service.hasInit = true
        #expect(service.usesInitProgram)
        service.namespaces.processes = .host
        #expect(!service.usesInitProgram)
    }

    @Test("a hardware address of the service is that of its first network alone")
    func hardwareAddress() throws {
        var service = Service(name: "s", image: "i")
        service.hardwareAddress = "02-42-AC-11-00-09"
        service.networks = [NetworkAttachment(network: "a"), NetworkAttachment(network: "b")]
        service.networks[1].hardwareAddress = "0242.ac11.000a"
        #expect(try service.hardwareAddress(ofInterface: 0)?.description == "02:42:ac:11:00:09")
        #expect(try service.hardwareAddress(ofInterface: 1)?.description == "02:42:ac:11:00:0a")
    }
}
