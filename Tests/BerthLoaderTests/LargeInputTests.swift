import BerthModel
import Foundation
import Testing

@testable import BerthLoader

/// Large files take time that grows with their size, not with its square.
@Suite("Large input", .timeLimit(.minutes(10)))
struct LargeInputTests {
    @Test("of very many errors the first thousand are told")
    func errors() {
        let text = "services:\n" + (0..<5000).map { "  s\($0): {image: i, bad\($0): 1}\n" }.joined()
        let lines = findings(["compose.yaml": text]).split(separator: "\n")
        #expect(lines.count { $0.contains("unknown key") } == 1000)
        #expect(lines.first == "error: there are more than 1000 errors; these are the first")
    }

    @Test("of very many warnings the first thousand are told")
    func warnings() {
        let text =
            "services:\n  a:\n    image: i\n    environment:\n"
            + (0..<5000).map { "      A\($0): $U\($0)\n" }.joined()
        let lines = findings(["compose.yaml": text]).split(separator: "\n")
        #expect(lines.count { $0.contains("is not set") } == 1000)
        #expect(lines.first == "warning: there are more than 1000 warnings; these are the first")
    }

    @Test("of a long line the part around the place is shown, and of a long message the beginning")
    func longLine() {
        let long = String(repeating: "x", count: 100_000)
        let found = findings([
            "compose.yaml": "services: {a: {image: i, labels: [\(long)], bad: \"${\(long)\"}}\n"
        ])
        #expect(found.utf8.count < 5000)
        #expect(found.contains("compose.yaml:1:100038: error: service \"a\": unknown key \"bad\""))
        #expect(found.contains("^"))
    }

    @Test("thousands of services that wait for unknown ones are refused in time")
    func unknownDependencies() {
        let services = (0..<5000).map { "  s\($0): {image: i, depends_on: [t\($0)]}\n" }.joined()
        #expect(findings(["compose.yaml": "services:\n" + services]).contains("these are the first"))
    }

    @Test("very many cycles of dependencies are told as a few")
    func cycles() {
        let services = (0..<5000).map { "  s\($0): {image: i, depends_on: [s0, s\(($0 + 1) % 5000)]}\n" }
            .joined()
        let found = findings(["compose.yaml": "services:\n" + services])
        #expect(found.split(separator: "\n").count { $0.contains("services wait for each other") } <= 10)
        #expect(found.contains("services wait for each other"))
    }

    @Test("twenty thousand values are reset in time")
    func resets() throws {
        let numbers = 0..<20_000
        let base =
            "services:\n  a:\n    image: i\n    labels:\n" + numbers.map { "      l\($0): a\n" }.joined()
        let over =
            "services:\n  a:\n    labels:\n" + numbers.dropLast().map { "      l\($0): !reset\n" }.joined()
        let loaded = try load(["compose.yaml": base, "compose.override.yaml": over])
        #expect(loaded.project.services[0].labels == ["l19999": "a"])
    }

    @Test("the subnets of two files are merged in time")
    func subnets() throws {
        let pools = { (first: Int) in
            (0..<5000).map { "      - subnet: 10.\(first).\($0 / 250).\($0 % 250)/32\n" }.joined()
        }
        let file = { (first: Int) in "networks:\n  n:\n    ipam:\n     config:\n\(pools(first))" }
        let base = "services: {a: {image: i, networks: [n]}}\n" + file(1)
        let loaded = try load(["compose.yaml": base, "compose.override.yaml": file(2)])
        #expect(loaded.project.networks[0].subnets.count == 10_000)
    }

    @Test("long words, escapes and lists are read in time")
    func lengths() throws {
        let long = String(repeating: "x", count: 300_000)
        let escapes = String(repeating: "\\0101", count: 50_000)
        let items = Array(repeating: "a", count: 100_000).joined(separator: ",")
        let text = "services: {a: {image: i, command: '\(long)', entrypoint: [\(items)], env_file: e.env}}\n"
        let service = try load(["compose.yaml": text, "e.env": "E=\"\(escapes)\"\n"]).project.services[0]
        #expect(service.command == [long])
        #expect(service.entrypoint?.count == 100_000)
        #expect(service.environment.first?.value == String(repeating: "A", count: 50_000))
    }

    @Test(
        "a number that is too large for anything is refused or kept, wherever it stands",
        arguments: [
            "scale", "cpus", "cpu_count", "cpu_percent", "cpu_shares", "cpu_quota", "mem_limit",
            "memswap_limit",
            "mem_swappiness", "shm_size", "pids_limit", "oom_score_adj", "stop_grace_period", "user",
            "ulimits.nofile",
            "healthcheck.retries", "healthcheck.interval", "deploy.replicas", "deploy.resources.limits.cpus",
            "deploy.resources.limits.memory", "deploy.resources.limits.pids",
            "deploy.restart_policy.max_attempts",
            "blkio_config.weight", "build.shm_size", "ports", "expose", "tmpfs", "gpus", "priority",
        ])
    func numbers(attribute: String) {
        for number in [
            "1e999", "-1e999", "99999999999999999999", "-99999999999999999999", "9223372036854775807",
            "-9223372036854775808", "18446744073709551615", "0x7fffffffffffffffffff",
            "0o7777777777777777777777777",
            ".inf", "-.inf", ".nan", "1e18", "1e19", "0.1e-400", "1_000", "99999999999999999999g",
            "99999999999999999999h", "9223372036854775807ns", "8388608t",
        ] {
            let path = attribute.split(separator: ".")
            let opening = path.map { "{\($0): " }.joined()
            let closing = String(repeating: "}", count: path.count)
            for value in [
                number, "\"\(number)\"", "[\(number)]", "[{target: \(number), published: \(number)}]",
            ] {
                let service = "\(opening)\(value)\(closing)"
                _ = findings(["compose.yaml": "services:\n  a: \(service)\n"])
                _ = findings(["compose.yaml": "services:\n  a: {image: i, <<: \(service)}\n"])
            }
        }
    }

    @Test("texts in other encodings are read or refused with a place")
    func encodings() throws {
        struct Bytes: FileSource {
            var compose: [UInt8]
            var dotenv: [UInt8] = []
            func contents(ofFile path: String) -> [UInt8] { path.hasSuffix(".env") ? dotenv : compose }
            func exists(_ path: String) -> Bool { path == "/p/compose.yaml" || path == "/p/.env" }
            func isDirectory(_ path: String) -> Bool { false }
            func standardInput() -> [UInt8] { [] }
        }
        let answer = { (files: Bytes) -> String in
            do throws(LoadFailure) {
                return try loadProject(LoadRequest(workingDirectory: "/p"), files: files).project.services[0]
                    .name
            } catch {
                return error.problems.diagnostics.map { renderDiagnostic($0, sources: [:]) }.joined(
                    separator: "\n")
            }
        }
        let text = Array("services: {a: {image: i}}\n".utf8)
        #expect(answer(Bytes(compose: text)) == "a")
        #expect(answer(Bytes(compose: [0xEF, 0xBB, 0xBF] + text)) == "a")
        #expect(answer(Bytes(compose: [0xFF, 0xFE] + text.flatMap { [$0, 0] })) == "a")
        #expect(answer(Bytes(compose: [0xFE, 0xFF] + text.flatMap { [0, $0] })) == "a")
        #expect(answer(Bytes(compose: text + [0])).hasPrefix("compose.yaml:2:1: error: not valid YAML"))
        #expect(answer(Bytes(compose: text + [0xFF])).hasPrefix("compose.yaml:2:1: error: not valid YAML"))
        #expect(
            answer(Bytes(compose: text + [0xED, 0xA0, 0x80])).hasPrefix("compose.yaml:2:1: error: not valid"))
        #expect(
            answer(Bytes(compose: [0xFF, 0xFE, 0x00])).hasPrefix("compose.yaml:1:1: error: the file is not"))
        #expect(answer(Bytes(compose: text, dotenv: [0xEF, 0xBB, 0xBF] + Array("A=b".utf8))) == "a")
        #expect(
            answer(Bytes(compose: text, dotenv: [0xFF])).contains(
                "environment file \".env\" is no UTF-8 text"))
    }
}
