import Foundation
import LinuxSystem
import Testing

@testable import OCIRuntime

@Suite("Runtime specifications")
struct RuntimeSpecTests {
    @Test("the standard container's config.json is as it was")
    private func golden() throws {
        var process = RuntimeSpec.Process(args: ["redis-server", "--port", "6379"])
        process.env = ["PATH=/usr/bin", "HOME=/root"]
        process.user = .init(uid: 999, gid: 999, additionalGids: [999])
        let unified = CgroupHierarchies(legacy: [], unified: "/sys/fs/cgroup")
        var spec = RuntimeSpec.standard(process: process, rootfs: "rootfs", cgroups: unified)
        spec.hostname = "cache"
        spec.linux.cgroupsPath = "/berth/shop/cache"
        spec.joinNetwork(at: "/run/berth/netns/other")
        spec.joinNetwork(at: "/run/berth/netns/cache")
        spec.mounts.append(.bind("/srv/data", at: "/data", options: ["ro"]))
        let object = try JSONSerialization.jsonObject(with: Data(try spec.text().utf8))
        let pretty = try JSONSerialization.data(
            withJSONObject: object, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
        try expectGolden("config", String(decoding: pretty, as: UTF8.self) + "\n")
        #expect(try spec.text() == spec.text())
    }

    @Test("a bundle reads as it was written")
    private func roundTrip() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-bundle-")
        defer { try? removeTree(directory) }
        let spec = RuntimeSpec.standard(
            process: .init(args: ["a \"quoted\" /ä\n"]), rootfs: "rootfs",
            cgroups: .init(legacy: [], unified: nil))
        try spec.write(toBundle: directory)
        #expect(try RuntimeSpec(bundle: directory) == spec)
    }
}

@Suite("Arguments and environment")
struct ContainerArgumentsTests {
    struct Case: Sendable {
        let entrypoint: [String]?
        let command: [String]?
        let expected: [String]
    }

    @Test(
        "what is given replaces what the image has",
        arguments: [
            Case(entrypoint: nil, command: nil, expected: ["/entry", "-x", "serve"]),
            Case(entrypoint: nil, command: ["other"], expected: ["/entry", "-x", "other"]),
            Case(entrypoint: nil, command: [], expected: ["/entry", "-x"]),
            Case(entrypoint: ["/mine"], command: nil, expected: ["/mine"]),
            Case(entrypoint: ["/mine"], command: ["a"], expected: ["/mine", "a"]),
            Case(entrypoint: [], command: ["a"], expected: ["a"]),
            Case(entrypoint: [], command: nil, expected: []),
        ])
    private func arguments(_ example: Case) {
        var image = ImageProcess()
        image.entrypoint = ["/entry", "-x"]
        image.command = ["serve"]
        #expect(
            containerArguments(entrypoint: example.entrypoint, command: example.command, image: image)
                == example.expected)
    }

    @Test("later variables win in the place of the first, and a name alone removes one")
    private func environment() {
        var image = ImageProcess()
        image.environment = ["PATH=/opt/bin", "LANG=C", "MODE=image=1"]
        #expect(
            containerEnvironment(given: ["MODE=mine", "LANG", "NEW="], image: image, hostname: "web")
                == ["PATH=/opt/bin", "HOSTNAME=web", "MODE=mine", "NEW="])
        #expect(
            containerEnvironment(given: [], image: ImageProcess(), hostname: "web", hasTerminal: true) == [
                "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOSTNAME=web",
                "TERM=xterm",
            ])
    }
}

@Suite("The choice of a runtime")
struct RuntimeChoiceTests {
    @Test("crun is preferred where it can run")
    private func preferred() throws {
        let choice = try RuntimeChoice(crun: "/usr/bin/crun", runc: "/usr/sbin/runc", unifiedControllers: [])
        #expect(choice.kind == .crun)
        #expect(choice.reason == nil)
    }

    @Test("runc stands in, and the reason is known")
    private func standIn() throws {
        let mixed = try RuntimeChoice(crun: "/c", runc: "/r", unifiedControllers: ["hugetlb"])
        #expect(mixed.kind == .runc)
        #expect(mixed.reason?.contains("hugetlb") == true)
        #expect(
            try RuntimeChoice(crun: nil, runc: "/r", unifiedControllers: []).reason == "crun is not installed"
        )
    }

    @Test("without a runtime that can run, the package to install is named")
    private func missing() {
        #expect(throws: RuntimeError.missing("a container runtime", package: "crun")) {
            _ = try RuntimeChoice(crun: nil, runc: nil, unifiedControllers: [])
        }
        let error = #expect(throws: RuntimeError.self) {
            _ = try RuntimeChoice(crun: "/c", runc: nil, unifiedControllers: ["hugetlb"])
        }
        #expect(error?.description.hasSuffix("install the package runc") == true)
    }
}

@Suite("Signals by name")
struct SignalNumberTests {
    @Test(
        "names, numbers and real-time signals are read",
        arguments: [
            ("SIGTERM", 15), ("term", 15), ("15", 15), ("SIGQUIT", 3), ("WINCH", 28), ("rtmin+3", 37),
            ("SIGRTMAX", 64),
            ("RTMAX-14", 50), ("0", nil), ("65", nil), ("SIGNOPE", nil), ("", nil), ("RTMIN+99", nil),
            ("SIG", nil),
        ] as [(String, Int32?)])
    private func numbers(_ name: String, _ number: Int32?) {
        #expect(signalNumber(named: name) == number)
    }
}

/// Compares with `Golden/<name>.txt`; `RECORD=1` rewrites it and fails once.
func expectGolden(_ name: String, _ text: String, file: String = #filePath) throws {
    let path = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try Data(text.utf8).write(to: path)
        Issue.record("recorded \(name)")
    }
    #expect(text == String(decoding: try Data(contentsOf: path), as: UTF8.self))
}
