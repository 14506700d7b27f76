import BerthModel
import LinuxSystem
import Testing

@testable import BerthEngine

@Suite("Granted resources")
struct GrantedResourcesTests {
    private let host: HostCapacity
    private let bareHost: HostCapacity

    init() throws {
        let processors = try #require(ProcessorSet("0-3"))
        host = HostCapacity(
            limits: Set(CgroupLimit.allCases), processors: processors, isUnified: false, weighsDisks: true)
        bareHost = HostCapacity(
            limits: [.memory, .processes], processors: processors, isUnified: true, weighsDisks: true)
    }

    @Test("as much swap as memory is given, unless something else is said", arguments: [nil, 48, -1])
    func swap(total: Int64?) {
        var wanted = Resources()
        wanted.memory.limit = .atMost(32 << 20)
        wanted.memory.limitWithSwap = total.map { Limit($0 < 0 ? -1 : $0 << 20) }
        let granted = GrantedResources(wanted, on: host)
        #expect(
            granted.resources.memory.limitWithSwap == total.map { Limit($0 < 0 ? -1 : $0 << 20) }
                ?? .atMost(64 << 20))
        #expect(granted.findings == [])
    }

    @Test("zero means the default, and for processes no limit")
    func zeros() {
        var wanted = Resources()
        wanted.cpu.limit = 0
        wanted.cpu.shares = 0
        wanted.cpu.quota = 0
        wanted.cpu.set = ""
        wanted.memory.limit = .unlimited
        wanted.processes = .atMost(0)
        var expected = Resources()
        expected.processes = .unlimited
        let granted = GrantedResources(wanted, on: host)
        #expect(granted.resources == expected)
        #expect(granted.findings == [])
    }

    @Test("what the host cannot limit is left out with a warning")
    func omitted() {
        var wanted = Resources()
        wanted.memory.limit = .atMost(32 << 20)
        wanted.memory.swappiness = 10
        wanted.memory.waitsWhenExhausted = true
        wanted.cpu.shares = 100
        wanted.cpu.set = "0"
        wanted.blockIO.weight = 100
        wanted.processes = .atMost(10)
        var expected = Resources()
        expected.memory.limit = .atMost(32 << 20)
        expected.processes = .atMost(10)
        let granted = GrantedResources(wanted, on: bareHost)
        #expect(granted.resources == expected)
        #expect(
            granted.findings.map(\.attribute) == [
                "memswap_limit", "mem_swappiness", "oom_kill_disable", "cpu_shares", "cpuset", "blkio_config",
            ])
        #expect(granted.findings.allSatisfy { $0.severity == .warning })
    }

    @Test("without the controller of memory its limits go together")
    func noMemory() {
        var wanted = Resources()
        wanted.memory.limit = .atMost(32 << 20)
        wanted.memory.limitWithSwap = .atMost(64 << 20)
        var host = bareHost
        host.limits = []
        let granted = GrantedResources(wanted, on: host)
        #expect(granted.resources == Resources())
        #expect(granted.findings.map(\.attribute) == ["mem_limit"])
    }

    @Test("processors and real time that cannot be limited are errors, as in the reference")
    func essential() {
        var wanted = Resources()
        wanted.cpu.limit = 1
        wanted.cpu.realTimeRuntime = 1000
        let findings = GrantedResources(wanted, on: bareHost).findings
        #expect(findings.map(\.attribute) == ["cpus", "cpu_rt_runtime"])
        #expect(findings.allSatisfy { $0.severity == .error })
    }

    @Test("numbers that no container can have are errors", arguments: mistakes)
    private func mistaken(_ mistake: Mistake) {
        var wanted = Resources()
        mistake.make(&wanted)
        let findings = GrantedResources(wanted, on: host).findings
        #expect(findings.map(\.attribute) == [mistake.attribute])
        #expect(findings.allSatisfy { $0.severity == .error && !$0.remedy.isEmpty })
    }

    @Test("numbers that contradict each other are errors")
    func contradictions() {
        var wanted = Resources()
        wanted.memory.limit = .atMost(64 << 20)
        wanted.memory.limitWithSwap = .atMost(32 << 20)
        wanted.memory.reservation = .atMost(128 << 20)
        wanted.cpu.limit = 1
        wanted.cpu.quota = 5000
        wanted.cpu.period = 5000
        #expect(
            GrantedResources(wanted, on: host).findings.map(\.attribute) == [
                "mem_reservation", "memswap_limit", "cpu_period", "cpu_quota",
            ])
    }

    @Test("what will not be what is expected is a warning")
    func warnings() {
        var wanted = Resources()
        wanted.memory.waitsWhenExhausted = true
        wanted.blockIO.weight = 100
        var host = host
        host.weighsDisks = false
        let granted = GrantedResources(wanted, on: host)
        #expect(granted.resources == wanted)
        #expect(granted.findings.map(\.attribute) == ["oom_kill_disable", "blkio_config"])
        #expect(granted.findings.allSatisfy { $0.severity == .warning })
    }
}

/// A number that no container can have.
private struct Mistake: Sendable, CustomTestStringConvertible {
    /// The attribute that is found to be wrong.
    let attribute: String
    let make: @Sendable (inout Resources) -> Void

    init(_ attribute: String, _ make: @escaping @Sendable (inout Resources) -> Void) {
        self.attribute = attribute
        self.make = make
    }

    var testDescription: String { attribute }
}

private let mistakes: [Mistake] = [
    Mistake("mem_limit") { $0.memory.limit = .atMost((6 << 20) - 1) },
    Mistake("mem_reservation") { $0.memory.reservation = .atMost(1) },
    Mistake("mem_swappiness") { $0.memory.swappiness = 101 },
    Mistake("memswap_limit") { $0.memory.limitWithSwap = .atMost(1 << 30) },
    Mistake("cpus") { $0.cpu.limit = 4.01 },
    Mistake("cpus") { $0.cpu.limit = 0.001 },
    Mistake("cpus") { $0.cpu.limit = -1 },
    Mistake("cpuset") { $0.cpu.set = "4" },
    Mistake("cpuset") { $0.cpu.set = "first" },
    Mistake("cpu_period") { $0.cpu.period = 999 },
    Mistake("cpu_quota") { $0.cpu.quota = 999 },
    Mistake("cpu_shares") { $0.cpu.shares = -2 },
    Mistake("cpu_rt_runtime") { $0.cpu.realTimeRuntime = 1_000_001 },
    Mistake("blkio_config") { $0.blockIO.weight = 9 },
    Mistake("blkio_config") { $0.blockIO.deviceWeights = [.init(path: "/dev/a", value: 1001)] },
    Mistake("blkio_config") { $0.blockIO.readBytes = [.init(path: "/dev/a", value: -1)] },
]
