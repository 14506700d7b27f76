import BerthModel
import Testing

@testable import BerthLoader

@Suite("Hostile input")
struct HostileInputTests {
    static let file = """
        name: demo
        x-common: &common {restart: always, labels: [a=b]}
        services:
          web:
            <<: *common
            image: "nginx:${TAG:-1}"
            ports: ["8080:80", {target: 81}]
            volumes: ["data:/data:ro", ./a:/b]
            environment: {A: 1, B: }
            depends_on: {db: {condition: service_healthy}}
            healthcheck: {test: [CMD, "true"], interval: 5s}
          db: {image: postgres, extends: {service: web2}}
        volumes: {data: }
        """

    @Test("a file cut anywhere loads or is refused with something to say")
    func truncations() {
        let scalars = Array(Self.file.unicodeScalars)
        for length in 0...scalars.count {
            var cut = String.UnicodeScalarView()
            cut.append(contentsOf: scalars[..<length])
            do {
                _ = try load(["compose.yaml": String(cut)])
            } catch let failure as LoadFailure {
                #expect(failure.problems.diagnostics.contains { $0.severity == .error })
            } catch {
                Issue.record(error)
            }
        }
    }

    @Test("every value replaced by one of another kind is refused or loads, and nothing falls over")
    func replacements() throws {
        let lines = Self.file.split(separator: "\n").map(String.init)
        for (number, line) in lines.enumerated() {
            guard let colon = line.firstIndex(of: ":") else { continue }
            for value in [
                "", "null", "5", "1.5", "true", "[]", "{}", "[[x]]", "{a: {b: c}}", "2020-01-01", "'$'",
                "\"${\"",
            ] {
                var changed = lines
                changed[number] = "\(line[...colon]) \(value)"
                _ = findings(["compose.yaml": changed.joined(separator: "\n")])
            }
        }
    }

    @Test("a chain of ten thousand dependencies is walked, and its cycle found")
    func longChain() throws {
        let count = 10_000
        var text = "services:\n"
        for number in 0..<count {
            text += "  s\(number): {image: i, depends_on: [s\((number + 1) % count)]}\n"
        }
        let found = findings(["compose.yaml": text])
        #expect(found.contains("services wait for each other"))
    }

    @Test("a long chain of extends is followed up to a limit, each service once")
    func longExtends() throws {
        let steps = (1..<400).map { "  s\($0): {extends: s\($0 - 1)}\n" }
        let upwards = "services:\n  s0: {image: i}\n" + steps.joined()
        #expect(try load(upwards).project.services.count == 400)
        let downwards = "services:\n" + steps.reversed().joined() + "  s0: {image: i}\n"
        #expect(findings(["compose.yaml": downwards]).contains("more than 200 services extend each other"))
    }

    @Test("many errors are all reported, once each")
    func manyErrors() {
        let text = "services:\n" + (0..<500).map { "  s\($0): {image: i, bad: 1}\n" }.joined()
        let found = findings(["compose.yaml": text])
        #expect(found.split(separator: "\n").count { $0.contains("unknown key") } == 500)
    }

    @Test("a file that is not UTF-8 is refused")
    func notText() {
        struct Bytes: FileSource {
            func contents(ofFile path: String) -> [UInt8] { [0x73, 0xFF, 0x00] }
            func exists(_ path: String) -> Bool { true }
            func isDirectory(_ path: String) -> Bool { false }
            func standardInput() -> [UInt8] { [] }
        }
        #expect(throws: LoadFailure.self) {
            try loadProject(LoadRequest(workingDirectory: "/p"), files: Bytes())
        }
    }
}
