import Testing

@testable import YAMLTree

@Suite("Keys are strings and stand once")
struct KeyTests {
    @Test("a duplicate is refused with both places, and every one is reported")
    func duplicates() {
        #expect(
            errors("services:\n  web: {image: a, image: b}\n  web: {}\nservices: {}\n") == """
                f:2:19: key "image" is already defined: keep one of them
                  f:2:9: first defined here
                f:3:3: key "web" is already defined: keep one of them
                  f:2:3: first defined here
                f:4:1: key "services" is already defined: keep one of them
                  f:1:1: first defined here
                """)
    }

    @Test("duplicates are found in large mappings")
    func manyKeys() {
        let text = (0..<1000).map { "k\($0): 1\n" }.joined() + "k7: 2\n'k999': 3\n"
        #expect(
            errors(text) == """
                f:1001:1: key "k7" is already defined: keep one of them
                  f:8:1: first defined here
                f:1002:1: key "k999" is already defined: keep one of them
                  f:1000:1: first defined here
                """)
    }

    @Test(
        "other keys are refused",
        arguments: [
            ("1: a", "f:1:1: key 1 is a number, not a string: quote it"),
            ("1.5: a", "f:1:1: key 1.5 is a number, not a string: quote it"),
            ("true: a", "f:1:1: key true is a boolean, not a string: quote it"),
            ("~: a", "f:1:1: key ~ is null, not a string: quote it"),
            ("? \n: a", "f:1:2: key is null, not a string: quote it"),
            ("2001-01-01: a", "f:1:1: key 2001-01-01 is a date, not a string: quote it"),
            ("[a]: b", "f:1:1: a list cannot be a key: keys are strings"),
            ("? {a: b}\n: c", "f:1:3: a mapping cannot be a key: keys are strings"),
            ("a: &x 1\nb: {*x : 2}", "f:2:5: key 1 is a number, not a string: quote it"),
        ])
    func refused(text: String, expected: String) {
        #expect(errors(text) == expected)
    }

    @Test("quoted, tagged and odd strings are keys")
    func accepted() throws {
        let node = try load("{'1': a, !!str 2: b, 'true': c, on: d, '': e, \"a b\": f, ? long : g}")
        #expect(Array(try #require(node.mapping).keys) == ["1", "2", "true", "on", "", "a b", "long"])
    }
}
