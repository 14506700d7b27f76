import Foundation
import Testing

@testable import YAMLTree

@Suite("A text that is no YAML gets one error with its place and the remedy")
struct SyntaxErrorTests {
    /// Texts that break one rule each; the answers are in the golden file.
    private static let broken = [
        "a:\n\tb: c\n", "a: @b\n", "a: `b`\n", "a: %b\n", "a: b: c\n", "a: - b\n",
        "services:\n  s:\n    image: a\n   b: c\n", "a: [b\nc: d\n", "a: {b: c\nd: e\n", "a: [b, c}\n",
        "a:\n  k: \"b\n", "a: 'b\n", "a: 'b\n---\nc\n", "a: \"\\q\"\n", "a: \"\\ud800\"\n", "a: !x!y z\n",
        "- a\nb: c\n", "a: b\n- c\n", "a: &\n", "a: *\n", "a:\n  b: 1\n  c\n  d: 2\n", "a: |x\n  b\n",
        "a: b\n c: d\n", "a: 'x' y\n", "%YAML 3.0\n---\na: b\n", "%FOO\n---\na\n", "a:\n  b: 1\n  \tc: 2\n",
        "{a: b}\nx: y\n", "a: ]\n", "a: !<x y\n", "{a: b", "a: &x *y\n",
    ]

    @Test("every error reads as recorded")
    func golden() throws {
        let answers = Self.broken.map { "\($0.debugDescription)\n\(errors($0))\n" }.joined(separator: "\n")
        try expectGolden(answers, "syntax-errors")
    }

    @Test(
        "bytes that are no text",
        arguments: [
            (
                Array("a: b\nc: \0d".utf8),
                "f:2:4: not valid YAML: control characters, NUL among them, are not allowed in text"
            ),
            (
                Array("a: b\nc: \u{1B}".utf8),
                "f:2:4: not valid YAML: control characters, NUL among them, are not allowed in text"
            ),
            (
                Array("é: caf".utf8) + [0xE9, 0x0A],
                "f:1:7: not valid YAML: the file is not UTF-8: save it in that encoding"
            ),
            (
                [0xEF, 0xBB, 0xBF, 0x61, 0x80],
                "f:1:2: not valid YAML: the file is not UTF-8: save it in that encoding"
            ),
            ([0x61, 0xC0, 0x80], "f:1:2: not valid YAML: the file is not UTF-8: save it in that encoding"),
            (
                [0x61, 0xED, 0xA0, 0x80],
                "f:1:2: not valid YAML: the file is not UTF-8: save it in that encoding"
            ),
            (
                [0x61, 0xF8, 0x88, 0x80, 0x80],
                "f:1:2: not valid YAML: the file is not UTF-8: save it in that encoding"
            ),
            ([0xE2, 0x82], "f:1:1: not valid YAML: the file is not UTF-8: save it in that encoding"),
        ] as [([UInt8], String)])
    func bytes(bytes: [UInt8], expected: String) {
        #expect(errors(bytes) == expected)
    }

    @Test("errors found before the syntax error are kept")
    func collected() {
        #expect(
            errors("a: *x\nb: 1\nb: 2\nc: ]\n") == """
                f:1:4: alias "*x" has no anchor "&x" before it: check the name
                f:3:1: key "b" is already defined: keep one of them
                  f:2:1: first defined here
                f:4:4: not valid YAML: expected a value
                """)
    }

    @Test("the whole list prints one error a line")
    func description() {
        #expect(throws: YAMLErrors.self) { try load("1: a\n2: b\n") }
        do {
            _ = try load("1: a\n2: b\n")
        } catch {
            #expect("\(error)".split(separator: "\n").count == 2)
        }
    }
}

/// Compares with `Golden/<name>.txt`; `RECORD=1` rewrites the file and fails once.
func expectGolden(_ text: String, _ name: String, from file: String = #filePath) throws {
    let path = URL(filePath: file).deletingLastPathComponent().appending(path: "Golden/\(name).txt")
    if ProcessInfo.processInfo.environment["RECORD"] == "1" {
        try FileManager.default.createDirectory(
            at: path.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: path)
        Issue.record("recorded \(name)")
    }
    #expect(text == String(decoding: try Data(contentsOf: path), as: UTF8.self))
}
