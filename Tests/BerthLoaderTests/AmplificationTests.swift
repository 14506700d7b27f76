import BerthModel
import Foundation
import Testing

@testable import BerthLoader

/// Small files that ask for much: each is refused with its place, in bounded time and memory.
@Suite("Amplification", .timeLimit(.minutes(10)))
struct AmplificationTests {
    /// What is found with limits that are reached quickly.
    private func findings(
        _ files: [String: String], limiting limit: (inout LoadLimits) -> Void
    ) -> String {
        BerthLoaderTests.findings(files) { limit(&$0.limits) }
    }

    @Test("files that each include the next one twice are counted each time")
    func inclusions() {
        var files = ["compose.yaml": "include: [f0.yaml]\n"]
        for number in 0..<40 {
            let next = "f\(number + 1).yaml"
            files["f\(number).yaml"] = "include: [\(next), {path: [./\(next)]}]\n"
        }
        files["f40.yaml"] = "services: {a: {image: i}}\n"
        #expect(
            BerthLoaderTests.findings(files).contains(".yaml:1:11: error: more than 2000 files are included"))
    }

    @Test("files that include each other under ever new names are refused when the row is too long")
    func namelessCycle() throws {
        struct Endless: FileSource {
            func contents(ofFile path: String) -> [UInt8] { Array("include: [loop/compose.yaml]\n".utf8) }
            func exists(_ path: String) -> Bool { path.hasSuffix("/compose.yaml") }
            func isDirectory(_ path: String) -> Bool { false }
            func standardInput() -> [UInt8] { [] }
        }
        let failure = try #require(throws: LoadFailure.self) {
            try loadProject(LoadRequest(workingDirectory: "/p"), files: Endless())
        }
        #expect(failure.description.contains("more than 50 files include each other in a row"))
    }

    @Test("a cycle of includes is found through other spellings of the same path")
    func includeCycle() {
        let found = BerthLoaderTests.findings([
            "compose.yaml": "include: [a/one.yaml]\n", "a/one.yaml": "include: [../b/./two.yaml]\n",
            "b/two.yaml": "include: [../a/../compose.yaml]\n",
        ])
        #expect(
            found.contains(
                "b/two.yaml:1:11: error: files include each other: compose.yaml -> a/one.yaml -> b/two.yaml "
                    + "-> compose.yaml"))
    }

    @Test("a cycle of extends is found through several files")
    func extendsCycle() {
        let found = BerthLoaderTests.findings([
            "compose.yaml": "services: {a: {image: i, extends: {file: a/b.yaml, service: b}}}\n",
            "a/b.yaml": "services: {b: {extends: {file: ../c.yaml, service: c}}}\n",
            "c.yaml": "services: {c: {extends: {file: ./a/../compose.yaml, service: a}}}\n",
        ])
        #expect(found.contains("a service extends itself"))
    }

    @Test("ranges of ports are expanded up to a number of ports")
    func ports() {
        let services = (0..<5).map { "  s\($0):\n    image: i\n    ports: [\"1-100:1-100\"]\n" }
        let found = findings(["compose.yaml": "services:\n" + services.joined()]) { $0.ports = 499 }
        #expect(
            found.contains(
                "compose.yaml:16:13: error: the ranges of ports stand for more than 499 ports"))
    }

    @Test("what many services inherit is counted for each of them")
    func inheritance() {
        let items = (0..<100).map { "\"\($0).\($0)\"" }.joined(separator: ", ")
        let services = (0..<100).map { "  s\($0): {extends: base}\n" }.joined()
        let text = "services:\n  base: {image: i, dns_search: [\(items)]}\n\(services)"
        let found = findings(["compose.yaml": text]) { $0.values = 5_000 }
        #expect(found.contains("error: the project has more than 5000 values"))
        #expect(findings(["compose.yaml": text]) { $0.values = 50_000 } == "")
    }

    @Test("a long text counts by its length when aliases repeat it")
    func aliasedText() {
        let text = "x-a: &a \(String(repeating: "x", count: 1 << 20))\nx-b: ["
        let found = BerthLoaderTests.findings([
            "compose.yaml": text + Array(repeating: "*a", count: 1000).joined(separator: ",") + "]\n"
        ])
        #expect(found.contains("compose.yaml:2:"))
        #expect(found.contains("expands the file to more than"))
    }

    @Test("a long value used often makes texts up to a number of bytes")
    func longValue() {
        let uses = (0..<1000).map { "      A\($0): $LONG\n" }.joined()
        let found = BerthLoaderTests.findings([
            "compose.yaml": "services:\n  a:\n    image: i\n    environment:\n" + uses,
            ".env": "LONG=" + String(repeating: "x", count: 1 << 20),
        ])
        #expect(found.contains("error: the variables make texts of more than 268435456 bytes together"))
    }

    @Test("a value that services only name counts for each of them")
    func namedValue() {
        let services = (0..<100).map { "  s\($0): {image: i, environment: [LONG]}\n" }.joined()
        let found = findings([
            "compose.yaml": "services:\n" + services,
            ".env": "LONG=" + String(repeating: "x", count: 10_000),
        ]) { $0.textBytes = 500_000 }
        #expect(
            found.contains("compose.yaml:52:8: error: the variables make texts of more than 500000 bytes"))
    }

    @Test("variables of an environment file that double each other are refused at their line")
    func doubling() {
        let lines = (1..<60).map { "A\($0)=${A\($0 - 1)}${A\($0 - 1)}\n" }.joined()
        let found = BerthLoaderTests.findings([
            "compose.yaml": "services: {a: {image: i}}\n", ".env": "A0=x\n" + lines,
        ])
        #expect(found.contains(".env:25:5: error: the values have more than 16777216 bytes together"))
    }

    @Test("one text may not become too long")
    func longText() {
        let found = BerthLoaderTests.findings([
            "compose.yaml":
                "services: {a: {image: i, labels: {l: \"\(String(repeating: "$L", count: 100))\"}}}",
            ".env": "L=" + String(repeating: "x", count: 1 << 20),
        ])
        #expect(found.contains("the variables make a text of more than 16777216 bytes"))
    }

    @Test("variables nested ten thousand deep are refused, closed or not")
    func nesting() {
        let open = String(repeating: "${A:-", count: 10_000)
        let close = String(repeating: "}", count: 10_000)
        for text in [open + close, open] {
            let compose = BerthLoaderTests.findings(["compose.yaml": "services: {a: {image: \"\(text)\"}}\n"])
            #expect(compose.contains("compose.yaml:1:23: error:"))
            #expect(compose.contains("braces stand in each other 101 deep"))
            let dotenv = BerthLoaderTests.findings(["compose.yaml": "x-a: 1\n", ".env": "X=\(text)\n"])
            #expect(dotenv.contains(".env:1:3: error: braces stand in each other 101 deep"))
        }
        #expect(Self.nested(90) == "x")
    }

    private static func nested(_ depth: Int) -> String? {
        let text = String(repeating: "${A:-", count: depth) + "x" + String(repeating: "}", count: depth)
        return try? Template(lookup: { _ in nil }).substitute(text)
    }

    @Test("an environment file may have so many bytes, and all files together as often as they are used")
    func environmentFiles() {
        let services = (0..<20).map { "  s\($0): {image: i, env_file: a.env}\n" }.joined()
        var files = ["compose.yaml": "services:\n" + services, "a.env": String(repeating: "#", count: 1000)]
        #expect(findings(files) { $0.fileBytes = 100_000 } == "")
        #expect(
            findings(files) { $0.fileBytes = 10_000 }.contains(
                "cannot read environment file \"a.env\": the files of the project have more than 10000 bytes")
        )
        files["a.env"] = String(repeating: "#", count: (16 << 20) + 1)
        #expect(
            BerthLoaderTests.findings(files).contains(
                "\"a.env\" has 16777217 bytes, more than the 16777216 that are accepted"))
    }

    @Test("a file has at most a hundred documents")
    func documents() {
        let text = "services: {a: {image: i}}\n" + String(repeating: "--- {x-a: 1}\n", count: 100)
        #expect(
            BerthLoaderTests.findings(["compose.yaml": text]).contains(
                "compose.yaml:101:5: error: more than 100 documents in one file"))
    }

    @Test("keys and tags, which messages and nodes repeat, have a length")
    func lengths() {
        let long = String(repeating: "k", count: 5000)
        #expect(
            BerthLoaderTests.findings(["compose.yaml": "? \(long)\n: 1\n"]).contains(
                "compose.yaml:1:3: error: a key of more than 4096 bytes"))
        #expect(
            BerthLoaderTests.findings(["compose.yaml": "%TAG !a! tag:\(long)\n---\na: !a!b c\n"]).contains(
                "compose.yaml:3:4: error: a tag of more than 4096 bytes"))
    }

    @Test("a file that changes while it is read is the same to all services")
    func changing() throws {
        final class Changing: FileSource {
            var reads = 0
            func contents(ofFile path: String) -> [UInt8] {
                reads += 1
                let compose = "services: {a: {image: i, env_file: e}, b: {image: i, env_file: e}}"
                return Array((path == "/p/e" ? "A=\(reads)" : compose).utf8)
            }
            func exists(_ path: String) -> Bool { path == "/p/e" || path == "/p/compose.yaml" }
            func isDirectory(_ path: String) -> Bool { false }
            func standardInput() -> [UInt8] { [] }
        }
        let services = try loadProject(LoadRequest(workingDirectory: "/p"), files: Changing()).project
            .services
        #expect(services[0].environment == services[1].environment)
    }
}
