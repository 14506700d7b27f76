import Testing

@testable import YAMLTree

@Suite("Every node knows its place")
struct MarkTests {
    @Test("scalars, keys and collections have their ranges")
    func ranges() throws {
        let node = try load("a:\n  b: [x, 'yz']\n  c:\n    - 1\nd: \"é\"  # end\n")
        let mapping = try #require(node["a"]?.mapping)
        #expect(span(node.range) == "1:1-5:7")
        #expect(mapping.entry("b").map { span($0.keyRange) } == "2:3-2:4")
        #expect(mapping["b"].map { span($0.range) } == "2:6-2:15")
        #expect(mapping["b"]?.sequence?.last.map { span($0.range) } == "2:10-2:14")
        #expect(mapping["c"].map { span($0.range) } == "4:5-4:8")
        #expect(node["d"].map { span($0.range) } == "5:4-5:7")
    }

    @Test("columns count characters, not bytes")
    func characters() throws {
        let node = try load("{é😀: ü, b: c}")
        #expect(node.mapping?.entry("b").map { span($0.keyRange) } == "1:9-1:10")
    }

    @Test("a byte order mark takes no column")
    func byteOrderMark() throws {
        #expect(try load("\u{FEFF}a: b")["a"].map { span($0.range) } == "1:4-1:5")
    }

    @Test("a missing value stands after its colon")
    func missing() throws {
        #expect(try load("a:\nb: 1\n")["a"].map { span($0.range) } == "1:3-1:3")
    }

    @Test(
        "errors count lines as values do, whatever ends them",
        arguments: [
            ("a: 1\nb: ]", 2, 4), ("a: 1\r\nb: ]\r\n", 2, 4), ("a: 1\rb: ]", 2, 4),
            ("a: 1\u{85}b: ]\u{2028}", 2, 4),
            ("a: [1\r\n\r\n", 1, 6), ("a: [é\n  # x\n", 2, 6),
        ])
    func errorLines(text: String, line: Int, column: Int) {
        #expect(errors(text).hasPrefix("f:\(line):\(column): "))
    }

    @Test("a range prints as a link")
    func description() throws {
        #expect(try load("a:\n  b: 1\n")["a"]?["b"]?.range.description == "compose.yaml:2:6")
    }

    @Test("carriage returns end lines")
    func carriageReturns() throws {
        #expect(try load("a: 1\r\nb: 2\r\n")["b"].map { span($0.range) } == "2:4-2:5")
    }

    @Test("positions order by line, then column")
    func order() {
        #expect(Mark(line: 1, column: 9) < Mark(line: 2, column: 1))
        #expect(Mark(line: 2, column: 1) < Mark(line: 2, column: 2))
        #expect(Mark(line: .max, column: -1) == Mark(line: Int(UInt32.max), column: 0))
    }
}
