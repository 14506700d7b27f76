import BerthLoader
import BerthModel
import Testing

@testable import BerthCommands

@Suite("What bringing up does not honour")
struct HonouringTests {
    /// Files that are only in memory.
    private struct OneFile: FileSource {
        let text: String
        func contents(ofFile path: String) -> [UInt8] { Array(text.utf8) }
        func exists(_ path: String) -> Bool { path == "/p/compose.yaml" }
        func isDirectory(_ path: String) -> Bool { path == "/p" }
        func standardInput() -> [UInt8] { [] }
    }

    private func findings(_ text: String) throws -> [String] {
        let loaded = try loadProject(LoadRequest(workingDirectory: "/p"), files: OneFile(text: text))
        return unhonoured(in: loaded).map { finding in
            let remedy = finding.remedy.isEmpty ? "" : "; \(finding.remedy)"
            let place = finding.location.map { "\($0)" } ?? "nowhere"
            return "\(place): \(finding.severity.rawValue): \(finding.message)\(remedy)"
        }
    }

    @Test("every attribute of the format has a consequence, its own or that of an attribute above")
    func completeness() {
        let sections: [[PatternComponent]] = [["services"], ["services", "*"]]
        let ruled = Set(attributeLines.map(\.pattern))
        for pattern in attributePatterns where !sections.contains(pattern) {
            let hasRule = pattern.indices.contains { ruled.contains(Array(pattern[...$0])) }
            #expect(hasRule, "\(pattern)")
        }
    }

    @Test("every line is about an attribute of the format, and no two about the same")
    func lines() {
        let known = Set(attributePatterns)
        for line in attributeLines {
            let attribute = line.pattern.last == .anyItem ? Array(line.pattern.dropLast()) : line.pattern
            #expect(known.contains(attribute), "\(line.pattern)")
        }
        #expect(Set(attributeLines.map(\.pattern)).count == attributeLines.count)
        for section in [["services"], ["services", "*"]] as [[PatternComponent]] {
            #expect(
                !attributeLines.contains { $0.pattern == section }, "\(section) would hide what is missing")
        }
    }

    @Test("what has no effect is a warning, what a container would lack is an error, each with its place")
    func places() throws {
        let text = """
            services:
              web:
                image: i
                cpu_percent: 50
                use_api_socket: true
                deploy:
                  mode: replicated-job
            """
        #expect(
            try findings(text) == [
                """
                compose.yaml:4:5: warning: service "web": "cpu_percent" has no effect here: only Windows has it
                """,
                """
                compose.yaml:5:5: error: service "web": "use_api_socket" cannot be honoured yet: there is no \
                daemon whose socket a container could be given
                """,
                """
                compose.yaml:7:7: warning: service "web": "deploy.mode" has no effect here: jobs are services here
                """,
            ])
    }

    @Test(
        "values that ask for what is done anyway are passed over",
        arguments: [
            "privileged: false", "init: false", "tty: false", "ipc: private", "isolation: default",
            "platform: linux", "read_only: false", "runtime: runc", "attach: true", "userns_mode: host",
            "deploy: {mode: replicated}", "deploy: {endpoint_mode: vip}", "logging: {driver: json-file}",
            "deploy: {restart_policy: {condition: any, max_attempts: 3}}",
            "networks: {default: {priority: 1}}",
            "volumes: [./a:/a, {type: tmpfs, target: /t, tmpfs: {size: 1m}}]", "cap_add: []",
            "oom_score_adj: 0",
            "links: [s2]", "develop: {watch: [{path: a, action: restart}]}", "x-anything: {a: 1}",
            "expose: [80]", "ports: [80, 53:53/udp, {target: 80, protocol: TCP}]",
        ])
    func silence(attribute: String) throws {
        #expect(try findings("services: {s: {image: i, \(attribute)}, s2: {image: i}}") == [])
    }

    @Test(
        "what would loosen or starve a container is refused",
        arguments: [
            "pre_start: [{command: a}]", "post_start: [{command: a}]", "pre_stop: [{command: a}]",
            "models: [m]", "provider: {type: p}", "use_api_socket: true",
        ])
    func refusals(attribute: String) throws {
        let text = """
            services: {s: {image: i, \(attribute)}}
            models: {m: {model: a}}
            """
        let found = try findings(text)
        #expect(found.count == 1 && found[0].contains(": error: service \"s\""), "\(found)")
    }

    @Test("networks and volumes of other drivers and ports of other protocols are refused, each at its place")
    func drivers() throws {
        let text = """
            services: {s: {image: i, ports: [80/sctp], networks: [n, o], volumes: [v:/v, w:/w]}}
            networks: {n: {driver: macvlan}, o: {driver: overlay, external: true}}
            volumes: {v: {driver: nfs}, w: {driver: local}}
            """
        #expect(
            try findings(text) == [
                """
                compose.yaml:1:34: error: service "s": "ports[0].protocol" cannot be honoured yet: nothing would \
                answer at the published port
                """,
                """
                compose.yaml:2:16: error: network "n": "driver" cannot be honoured yet: containers would be \
                connected in another way
                """,
                """
                compose.yaml:3:15: error: volume "v": "driver" cannot be honoured yet: the data would be in a \
                plain directory of this host
                """,
            ])
    }
}
