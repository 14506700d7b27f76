import Testing

@testable import YAMLTree

@Suite("YAML is written as the reference writes it")
struct EmitYAMLTests {
    @Test("a project has the reference's layout")
    func layout() throws {
        let node = try load(
            """
            {name: p, services: {web: {command: null, ports: [{mode: ingress, target: 80, published: "8080"}],
            environment: {}, dns: [], lists: [[a, [b]], [], {}, {x: [1], y: {z: 1}}, null, "l\\nm"],
            text: "one\\ntwo\\n"}}}
            """)
        #expect(
            emitYAML(node) == """
                name: p
                services:
                  web:
                    command: null
                    ports:
                      - mode: ingress
                        target: 80
                        published: "8080"
                    environment: {}
                    dns: []
                    lists:
                      - - a
                        - - b
                      - []
                      - {}
                      - x:
                          - 1
                        "y":
                          z: 1
                      - null
                      - |-
                        l
                        m
                    text: |
                      one
                      two

                """)
    }

    @Test(
        "strings are quoted where the reference quotes them",
        arguments: [
            ("plain", "plain"), ("a b", "a b"), ("a:b", "a:b"), ("a#b", "a#b"), ("/x/y", "/x/y"), ("é", "é"),
            ("a: b", "'a: b'"), ("a #b", "'a #b'"), ("a:", "'a:'"), ("#a", "'#a'"), ("*", "'*'"),
            ("&a", "'&a'"),
            ("!a", "'!a'"), ("[a]", "'[a]'"), ("{a}", "'{a}'"), ("%a", "'%a'"), ("@a", "'@a'"),
            ("`a", "'`a'"),
            (",a", "',a'"), ("|", "'|'"), (">", "'>'"), ("'a'", "'''a'''"), ("\"a\"", "'\"a\"'"),
            ("- a", "'- a'"),
            ("-a", "-a"), ("-", "'-'"), ("?", "'?'"), ("?a", "?a"), (":a", ":a"), ("---", "'---'"),
            ("...a", "'...a'"), (" a", "' a'"), ("a ", "'a '"), ("it's", "it's"), ("a, b", "a, b"),
            ("a[0]", "a[0]"), ("${X}", "${X}"), ("a\\b", "a\\b"),
            ("", "\"\""), ("null", "\"null\""), ("~", "\"~\""), ("true", "\"true\""), ("1", "\"1\""),
            ("0x10", "\"0x10\""), ("1.5", "\"1.5\""), ("1_000", "\"1_000\""), (".inf", "\".inf\""),
            ("2001-01-01", "\"2001-01-01\""), ("<<", "\"<<\""), ("yes", "\"yes\""), ("No", "\"No\""),
            ("off", "\"off\""), ("y", "\"y\""), ("22:22", "\"22:22\""), ("1:30:00.5", "\"1:30:00.5\""),
            ("22:60", "22:60"), ("1:2:x", "1:2:x"), ("8080:80", "8080:80"), ("+-1:2", "+-1:2"),
            ("-1:2", "\"-1:2\""),
            ("1:2.5.6", "1:2.5.6"), (":1", ":1"), ("1:", "'1:'"), ("0o8", "0o8"), ("08", "\"08\""),
            ("a\tb", "\"a\\tb\""), ("a\u{7}", "\"a\\a\""), ("\u{1B}[0m", "\"\\e[0m\""), ("a\rb", "\"a\\rb\""),
            ("😀", "\"\\U0001F600\""), ("\u{85}", "\"\\N\""), ("\u{2028}", "\"\\L\""),
            ("\u{FEFF}", "\"\\uFEFF\""),
            ("\u{7F}", "\"\\x7F\""), ("\u{A0}", "\u{A0}"), ("\\\t\"", "\"\\\\\\t\\\"\""), ("\0", "\"\\0\""),
        ])
    func quoting(text: String, expected: String) throws {
        #expect(emitYAML(.string(text)) == expected + "\n")
        #expect(try load(emitYAML(.mapping(["k": .string(text)])))["k"] == .string(text))
    }

    @Test(
        "texts of several lines are literal blocks where that keeps them whole",
        arguments: [
            ("a\nb", "k: |-\n  a\n  b\n"), ("a\nb\n", "k: |\n  a\n  b\n"), ("a\n\n", "k: |+\n  a\n\n"),
            ("\n", "k: |2+\n\n"), (" a\nb", "k: |2-\n   a\n  b\n"), ("a\n\nb", "k: |-\n  a\n\n  b\n"),
            ("\na", "k: |2-\n\n  a\n"), ("a\tb\n", "k: |\n  a\tb\n"), ("a \nb", "k: \"a \\nb\"\n"),
            ("a\nb ", "k: \"a\\nb \"\n"), ("a\n😀", "k: \"a\\n\\U0001F600\"\n"),
            ("a\n b", "k: |-\n  a\n   b\n"),
            ("\n\n", "k: |2+\n\n\n"), ("a\r\nb", "k: \"a\\r\\nb\"\n"), ("# a\n", "k: |\n  # a\n"),
        ])
    func blocks(text: String, expected: String) throws {
        #expect(emitYAML(.mapping(["k": .string(text)])) == expected)
        #expect(try load(expected)["k"] == .string(text))
    }

    @Test("blocks stand below lists and at the top as well")
    func placedBlocks() throws {
        let text = Node.string(" a\n\nb\n")
        for node in [
            text, .sequence([text, text]), .sequence([.sequence([text])]),
            .mapping(["a": .mapping(["b": text])]),
        ] {
            #expect(try load(emitYAML(node)) == node)
        }
        #expect(emitYAML(.sequence([.string("a\nb")])) == "- |-\n  a\n  b\n")
    }

    @Test("keys are quoted like values; long ones and those of several lines are announced")
    func keys() throws {
        let long = String(repeating: "k", count: 129)
        let node = Node.mapping([
            "1": .int(1), "": .int(2), "a: b": .int(3), "on": .int(4), long: .mapping(["x": .int(5)]),
            "a\nb": .sequence([.int(6)]), String(long.dropLast()): .int(7), long + "2": .null(),
        ])
        #expect(
            emitYAML(node) == """
                "1": 1
                "": 2
                'a: b': 3
                "on": 4
                ? \(long)
                : x: 5
                ? |-
                  a
                  b
                : - 6
                \(long.dropLast()): 7
                ? \(long)2
                : null

                """)
        #expect(try load(emitYAML(node)) == node)
    }

    @Test(
        "numbers are written as Go writes them",
        arguments: [
            (1.5, "1.5"), (100_000, "100000"), (1_000_000, "1e+06"), (123_456_789.5, "1.234567895e+08"),
            (0.0001, "0.0001"),
            (0.00001, "1e-05"), (1e21, "1e+21"), (1e100, "1e+100"), (-0.5, "-0.5"), (0, "0"), (.nan, ".nan"),
            (.infinity, ".inf"), (-.infinity, "-.inf"), (.leastNonzeroMagnitude, "5e-324"), (-1e-7, "-1e-07"),
            (12.25, "12.25"),
        ] as [(Double, String)])
    func floats(value: Double, expected: String) {
        #expect(emitYAML(.float(value)) == expected + "\n")
    }

    @Test("integers, booleans, nulls and dates are plain")
    func plain() throws {
        #expect(
            try emitYAML(load("[0x10, 18446744073709551615, True, ~, 2001-01-01]"))
                == "- 16\n- 18446744073709551615\n- true\n- null\n- 2001-01-01\n")
    }
}
