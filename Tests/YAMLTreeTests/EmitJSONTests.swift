import Foundation
import Testing

@testable import YAMLTree

@Suite("JSON is written as the reference writes it")
struct EmitJSONTests {
    @Test("objects and lists are indented by two, empty ones closed at once")
    func layout() throws {
        #expect(
            try emitJSON(load("{name: p, a: {}, b: [], c: [1, {d: ~}, true], e: 2001-01-01}")) == """
                {
                  "name": "p",
                  "a": {},
                  "b": [],
                  "c": [
                    1,
                    {
                      "d": null
                    },
                    true
                  ],
                  "e": "2001-01-01"
                }
                """)
    }

    @Test(
        "strings have Go's escapes, and those without which YAML cannot have them",
        arguments: [
            ("a\"\\/", #""a\"\\/""#), ("x&y<z>", #""x\u0026y\u003cz\u003e""#),
            ("\u{7}\u{8}\u{C}\n\r\t\u{B}", #""\u0007\b\f\n\r\t\u000b""#),
            ("é😀", #""é😀""#), ("\u{7F}\u{85}\u{FEFF}", #""\u007f\u0085\ufeff""#),
            ("\u{2028}\u{2029}", #""\u2028\u2029""#),
        ])
    func strings(text: String, expected: String) {
        #expect(emitJSON(.string(text)) == expected)
    }

    @Test(
        "numbers have Go's form",
        arguments: [
            (1.5, "1.5"), (1e20, "100000000000000000000"), (1e21, "1e+21"), (0.000001, "0.000001"),
            (1e-7, "1e-7"),
            (-2, "-2"), (0.3, "0.3"), (.nan, "null"), (1e-10, "1e-10"), (123456.789, "123456.789"),
        ] as [(Double, String)])
    func floats(value: Double, expected: String) {
        #expect(emitJSON(.float(value)) == expected)
    }

    @Test("the largest integers are kept")
    func integers() throws {
        #expect(
            try emitJSON(load("[-9223372036854775808, 18446744073709551615]"))
                == "[\n  -9223372036854775808,\n  18446744073709551615\n]")
    }

    @Test("JSON reads back as YAML")
    func readsBack() throws {
        let text = "{\n  \"a\": [\n    \"\\u0026 \\n\",\n    1.5\n  ]\n}"
        #expect(try emitJSON(load(text)) == text)
    }
}
