import Testing

@testable import YAMLTree

@Suite("A file holds any number of documents")
struct DocumentTests {
    @Test(
        "documents in order",
        arguments: [
            ("", []), ("# only a comment\n", []), ("\n\n", []), ("a", [.string("a")]),
            ("--- a\n--- b\n", [.string("a"), .string("b")]),
            ("---\n", [.null()]), ("---\n---\na\n", [.null(), .string("a")]), ("a\n...\n", [.string("a")]),
            ("%YAML 1.1\n--- a\n", [.string("a")]), ("%YAML 1.2\n--- a\n", [.string("a")]),
            ("\u{FEFF}a", [.string("a")]),
        ] as [(String, [Node])])
    func documents(text: String, expected: [Node]) throws {
        #expect(try loadYAML(text, file: "f") == expected)
    }

    @Test("a declared tag handle is expanded")
    func tagHandle() throws {
        #expect(try load("%TAG !e! tag:example.com,2000:\n--- !e!x y\n").tag == "tag:example.com,2000:x")
    }

    @Test("anchors end with their document, errors of all documents are reported")
    func separate() {
        #expect(
            errors("a: 1\na: 2\n---\n1: b\n") == """
                f:2:1: key "a" is already defined: keep one of them
                  f:1:1: first defined here
                f:4:1: key 1 is a number, not a string: quote it
                """)
    }

    @Test("UTF-16 with a byte order mark is read, little-endian and big-endian")
    func utf16() throws {
        let units = Array("\u{FEFF}é: [😀, b]\nc: *d".utf16)
        let little = units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let big = units.flatMap { [UInt8(truncatingIfNeeded: $0 >> 8), UInt8(truncatingIfNeeded: $0)] }
        let expected = #"f:2:4: alias "*d" has no anchor "&d" before it: check the name"#
        #expect(errors(little) == expected)
        #expect(errors(big) == expected)
        #expect(errors(little + [0]) == "f:1:1: the file is not valid UTF-16: save it as UTF-8")
        #expect(errors([0xFF, 0xFE, 0x00, 0xD8]) == "f:1:1: the file is not valid UTF-16: save it as UTF-8")
        let text = try loadYAML(Array(little.prefix(22)), file: "f")
        #expect(text.first?["é"] == .sequence([.string("😀"), .string("b")]))
    }
}
