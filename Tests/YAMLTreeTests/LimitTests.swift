import Testing

@testable import YAMLTree

@Suite("Hostile texts are refused in bounded time")
struct LimitTests {
    /// Far more than the refusal takes on a busy machine, and far less than reading everything would.
    private func expectQuick(_ text: String, _ expected: String) {
        let clock = ContinuousClock()
        let bytes = Array(text.utf8)
        var answer = ""
        let elapsed = clock.measure { answer = errors(bytes) }
        #expect(answer == expected)
        #expect(elapsed < .seconds(20))
    }

    @Test("a billion laughs is refused at the alias that goes too far")
    func laughs() {
        let first = "a: &a [\(Array(repeating: "lol", count: 10).joined(separator: ", "))]\n"
        let levels = zip("bcdefghi", "abcdefgh").map { name, below in
            "\(name): &\(name) [\(Array(repeating: "*\(below)", count: 10).joined(separator: ", "))]\n"
        }
        expectQuick(
            first + levels.joined(),
            """
            f:6:16: alias "*e" expands the file to more than 345685 values
              f:5:4: the anchor is here
            """)
    }

    @Test("merge keys count as well")
    func mergedLaughs() {
        let levels = zip("bcdefghi", "abcdefgh").map { name, below in
            let sources = Array(repeating: "*\(below)", count: 10).joined(separator: ", ")
            return "\(name): &\(name) {<<: [\(sources)], \(name): 1}\n"
        }
        let answer = errors("a: &a {x: 1}\n" + levels.joined())
        #expect(answer.contains("expands the file to more than"))
    }

    @Test("honest use of anchors is far from the budget")
    func honest() throws {
        let common = "x: &x {a: 1, b: 2, c: [1, 2, 3], d: {e: f}}\n"
        let node = try load(common + "services:\n" + (0..<5000).map { "  s\($0): {<<: *x}\n" }.joined())
        #expect(node["services"]?["s4999"]?["d"]?["e"] == .string("f"))
    }

    @Test("a text may alias as many values as it writes")
    func proportional() throws {
        var limits = YAMLLimits()
        limits.aliasedNodes = 0
        #expect(try load("[&a [1, 2], *a]", limits: limits).sequence?.count == 2)
        #expect(errors("[&a [1, 2], *a, *a]", limits: limits).hasPrefix("f:1:17: alias \"*a\" expands"))
    }

    @Test(
        "deep nesting is refused where it passes the limit",
        arguments: [
            (String(repeating: "[", count: 10_000), "f:1:501: nested more than 500 levels deep"),
            (String(repeating: "[\n", count: 10_000), "f:501:1: nested more than 500 levels deep"),
            (String(repeating: "{a: ", count: 10_000), "f:1:2001: nested more than 500 levels deep"),
            (String(repeating: "- ", count: 10_000), "f:1:1001: nested more than 500 levels deep"),
            (String(repeating: "? ", count: 10_000), "f:1:1001: nested more than 500 levels deep"),
        ])
    func depth(text: String, expected: String) {
        expectQuick(text, expected)
    }

    @Test("aliases add their depth")
    func aliasedDepth() {
        let nest = { (inner: String) in
            String(repeating: "[", count: 200) + inner + String(repeating: "]", count: 200)
        }
        #expect(errors("- &a \(nest("1"))\n- &b \(nest("*a"))\n") == "none")
        #expect(
            errors("- &a \(nest("1"))\n- &b \(nest("*a"))\n- \(nest("*b"))\n")
                == "f:3:203: nested more than 500 levels deep")
    }

    @Test("the deepest allowed tree is written and compared")
    func deepest() throws {
        let text = String(repeating: "[", count: 500) + String(repeating: "]", count: 500)
        let node = try load(text)
        #expect(try load(emitYAML(node)) == node)
        #expect(try load(emitJSON(node)) == node)
    }

    @Test("too many values, bytes and directives are refused")
    func sizes() {
        var limits = YAMLLimits()
        limits.nodes = 5
        #expect(errors("[1, 2, 3, 4]", limits: limits) == "none")
        #expect(errors("[1, 2, 3, 4, 5]", limits: limits) == "f:1:14: more than 5 values in one file")
        limits.bytes = 10
        #expect(
            errors("aaaaaaaaaaa", limits: limits)
                == "f:1:1: the file has 11 bytes, more than the 10 that are accepted")
        let directives = (0..<100_000).map { "%TAG !a\($0)! tag:x\n" }.joined()
        expectQuick(directives + "--- a\n", "f:101:1: more than 100 %TAG directives")
    }

    @Test("collecting stops at the limit of errors")
    func errorCount() {
        var limits = YAMLLimits()
        limits.errors = 3
        let answer = errors(String(repeating: "1: a\n", count: 100_000), limits: limits)
        #expect(answer.split(separator: "\n").count == 3)
    }

    @Test("time is linear: long texts of every kind load within a second")
    func linear() throws {
        let texts = [
            String(repeating: "# comment\n", count: 100_000), String(repeating: "- &a x\n", count: 20_000),
            (0..<20_000).map { "k\($0): v\n" }.joined(),
            "\"" + String(repeating: "\\n", count: 500_000) + "\"",
            "[" + String(repeating: "a,", count: 50_000) + "]", String(repeating: "--- a\n", count: 20_000),
            "a: |\n" + String(repeating: "  line\n", count: 100_000),
        ]
        for text in texts { expectQuick(text, "none") }
    }
}
