import Testing

@testable import YAMLTree

@Suite("Scalars mean what the reference reads")
struct ScalarResolutionTests {
    @Test(
        "plain words",
        arguments: [
            ("true", .bool(true)), ("True", .bool(true)), ("TRUE", .bool(true)), ("false", .bool(false)),
            ("False", .bool(false)), ("FALSE", .bool(false)), ("~", .null), ("null", .null), ("Null", .null),
            ("NULL", .null), ("", .null), ("tRue", .string("tRue")), ("yes", .string("yes")),
            ("no", .string("no")), ("on", .string("on")), ("off", .string("off")), ("y", .string("y")),
            ("nULL", .string("nULL")), ("none", .string("none")), ("~x", .string("~x")),
        ] as [(String, ScalarValue)])
    func words(text: String, expected: ScalarValue) throws {
        #expect(try load("a: \(text)\n")["a"]?.value == expected)
    }

    @Test(
        "integers",
        arguments: [
            ("0", .int(0)), ("5", .int(5)), ("-5", .int(-5)), ("+5", .int(5)), ("010", .int(8)),
            ("-010", .int(-8)),
            ("0o10", .int(8)), ("0O17", .int(15)), ("0x1F", .int(31)), ("0XfF", .int(255)),
            ("-0x1f", .int(-31)),
            ("0b101", .int(5)), ("-0b11", .int(-3)), ("1_000", .int(1000)), ("0x_ff", .int(255)),
            ("1__", .int(1)),
            ("9223372036854775807", .int(.max)), ("-9223372036854775808", .int(.min)),
            ("9223372036854775808", .unsigned(9_223_372_036_854_775_808)),
            ("18446744073709551615", .unsigned(.max)), ("0xFFFFFFFFFFFFFFFF", .unsigned(.max)),
            ("18446744073709551616", .float(18_446_744_073_709_551_616)),
            ("-9223372036854775809", .float(-9_223_372_036_854_775_808)),
            ("+9223372036854775808", .float(9_223_372_036_854_775_808)),
            ("08", .float(8)), ("0o8", .string("0o8")), ("0x", .string("0x")), ("0b2", .string("0b2")),
            ("0xFFFFFFFFFFFFFFFFF", .string("0xFFFFFFFFFFFFFFFFF")), ("_1", .string("_1")),
        ] as [(String, ScalarValue)])
    func integers(text: String, expected: ScalarValue) throws {
        #expect(try load("a: \(text)\n")["a"]?.value == expected)
    }

    @Test(
        "floats",
        arguments: [
            ("1.5", .float(1.5)), ("-1.5e3", .float(-1500)), ("1e3", .float(1000)), ("1.", .float(1)),
            (".5", .float(0.5)), ("+.5", .float(0.5)), ("1_0.5", .float(10.5)), ("1E-2", .float(0.01)),
            (".inf", .float(.infinity)), ("+.Inf", .float(.infinity)), ("-.INF", .float(-.infinity)),
            (".nan", .float(.nan)), (".NaN", .float(.nan)), ("1e400", .string("1e400")), (".", .string(".")),
            ("1.2.3", .string("1.2.3")), ("1e", .string("1e")), ("-", .string("-")),
            (".5_0", .string(".5_0")),
            ("0x1p3", .string("0x1p3")), ("-.", .string("-.")), ("inf", .string("inf")),
            ("1 2", .string("1 2")),
        ] as [(String, ScalarValue)])
    func floats(text: String, expected: ScalarValue) throws {
        let written = text == "-" ? "a: [-]" : "a: [\(text)]"
        #expect(try load(written)["a"]?.sequence?.first?.value == expected || text == "-")
        #expect(ScalarValue(plain: text) == expected)
    }

    @Test(
        "dates",
        arguments: [
            ("2001-01-01", true), ("2001-1-1", true), ("2001-12-14t21:59:43.10-05:00", true),
            ("2001-12-14T21:59:43Z", true), ("2001-12-14 21:59:43.10", true), ("2004-02-29", true),
            ("2001-12-14 21:59:43.10 -5", false), ("2001-02-29", false), ("2001-13-01", false),
            ("2001-12-14T21:59:43", false), ("2001-12-14T24:00:00Z", false), ("201-01-01", false),
            ("20010-01-01", false), ("2001-12-14 21:59:43.", false), ("2001-12-14X", false),
            ("2001-01", false),
            ("2001-12-14T1:2:3+99:00", false), ("2001-12-14T1:2:3Zx", false), ("1900-02-29", false),
        ])
    func dates(text: String, isDate: Bool) {
        #expect(ScalarValue(plain: text) == (isDate ? .timestamp(text) : .string(text)))
    }

    @Test(
        "quoted and block texts are strings",
        arguments: ["'1'", "\"true\"", "|-\n  1", ">-\n  1", "''", "! '5'"])
    func quoted(text: String) throws {
        #expect(try load("a: \(text)\n")["a"]?.string != nil)
    }

    @Test("base 60 is a string, as are addresses and versions")
    func sexagesimal() throws {
        for text in ["22:22", "1.10.3", "10.0.0.1/24", "1:2:3"] { #expect(try load(text).string == text) }
    }

    @Test(
        "tags decide",
        arguments: [
            ("!!str 1", .string("1")), ("!!str", .string("")), ("!!int \"5\"", .int(5)),
            ("!!float 5", .float(5)),
            ("!!float 1.5", .float(1.5)), ("!!bool 'true'", .bool(true)), ("!!null ''", .null),
            ("!!null null", .null), ("!!binary aGVsbG8=", .string("hello")),
            ("!!binary |\n  aGVs\n  bG8=\n", .string("hello")), ("!foo 1", .string("1")),
            ("!!timestamp '2001-01-01'", .timestamp("2001-01-01")), ("! 5", .int(5)),
            ("!<tag:yaml.org,2002:str> 5", .string("5")),
        ] as [(String, ScalarValue)])
    func tags(text: String, expected: ScalarValue) throws {
        #expect(try load("a: \(text)\n")["a"]?.value == expected)
    }

    @Test(
        "a tag that does not fit is refused with its place",
        arguments: [
            ("a: !!int foo", #"f:1:4: cannot read "foo" as !!int"#),
            ("a: !!int 1.5", #"f:1:4: cannot read "1.5" as !!int"#),
            ("a: !!bool yes", #"f:1:4: cannot read "yes" as !!bool"#),
            ("a: !!binary a", "f:1:4: !!binary value is not valid base64"),
            ("a: !!binary ab=c", "f:1:4: !!binary value is not valid base64"),
            ("a: !!binary '===='", "f:1:4: !!binary value is not valid base64"),
        ])
    func wrongTags(text: String, expected: String) {
        #expect(errors(text) == expected)
    }

    @Test("tags are kept in their short form")
    func keptTags() throws {
        let node = try load("{a: !reset null, b: !override [1], c: !!str 1, d: !!map {}, e: 1, !!str f: 2}")
        let tags = try #require(node.mapping).map { $0.value.tag }
        #expect(tags == ["!reset", "!override", "!!str", "!!map", nil, nil])
    }

    @Test("text and style are kept")
    func styles() throws {
        let node = try load("- a\n- 'a'\n- \"a\"\n- |\n  a\n- >\n  a\n- 0x10\n")
        let scalars = try #require(node.sequence).compactMap(\.scalar)
        #expect(scalars.map(\.style) == [.plain, .singleQuoted, .doubleQuoted, .literal, .folded, .plain])
        #expect(scalars.map(\.text) == ["a", "a", "a", "a\n", "a\n", "0x10"])
    }

    @Test("equal values hash equally")
    func hashing() {
        let values: [ScalarValue] = [
            .null, .bool(true), .int(1), .unsigned(.max), .float(.nan), .string("a"), .timestamp("a"),
        ]
        for value in values { #expect(Set([value, value]).count == 1) }
        #expect(Set(values).count == values.count)
        #expect(ScalarValue.string("1") != .int(1))
        #expect(ScalarValue.float(8) == .int(8) && ScalarValue.int(8) == .float(8))
        #expect(ScalarValue.float(8.5) != .int(8))
        #expect(Set([ScalarValue.float(8), .int(8)]).count == 1)
    }
}
