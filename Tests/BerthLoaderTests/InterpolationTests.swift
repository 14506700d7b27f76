import BerthModel
import Testing

@testable import BerthLoader

@Suite("Interpolation")
struct InterpolationTests {
    static let variables = ["FOO": "foo", "EMPTY": "", "DOLLAR": "a$b", "_U": "u"]

    static func substitute(_ text: String) throws -> String {
        try Template(lookup: { variables[$0] }).substitute(text)
    }

    @Test(
        "replaces references by the operators' rules",
        arguments: [
            ("plain", "plain"), ("$FOO", "foo"), ("${FOO}", "foo"), ("$FOO$FOO", "foofoo"), ("$_U", "u"),
            ("$$FOO", "$FOO"), ("$$$FOO", "$foo"), ("$1 $( $é $", "$1 $( $é $"), ("$FOO.x", "foo.x"),
            ("$FOO1", ""),
            ("${NO:-d}", "d"), ("${NO-d}", "d"), ("${EMPTY:-d}", "d"), ("${EMPTY-d}", ""),
            ("${FOO:-d}", "foo"),
            ("${FOO:+a}", "a"), ("${EMPTY:+a}", ""), ("${EMPTY+a}", "a"), ("${NO+a}", ""),
            ("${FOO:?e}", "foo"),
            ("${NO:-${FOO}}", "foo"), ("${NO:-${NO2:-${NO3:-deep}}}", "deep"),
            ("${NO:-$FOO $FOO}", "foo foo"),
            (#"${NO:-{"json":1}}"#, #"{"json":1}"#), ("${NO:-{{.Name}}}", "{{.Name}}"), ("${NO:-a}b}", "ab}"),
            ("${NO-err?msg}", "err?msg"), ("${NO:-a:b:c}", "a:b:c"), ("$DOLLAR", "a$b"), ("${FOO}}", "foo}"),
            ("${NO:-}", ""), ("${FOO:-${NO:?not needed}}", "foo"), ("${NO+${NO:?not needed}}", ""),
            ("é$FOO", "éfoo"),
        ])
    func replaces(text: String, result: String) throws { #expect(try Self.substitute(text) == result) }

    @Test(
        "refuses what is no reference",
        arguments: [
            "${", "${}", "${ }", "${1}", "${FOO!}", "${FOO/a/b}", "${FOO%t}", "${#FOO}", "${FOO:0:2}",
            "${!X}",
            "${{FOO}}", "${FOO[0]}", "${NO:-${FOO}", "${NO:-a\nb}", "${FOO:}", "${FOO ",
        ])
    func refuses(text: String) { #expect(throws: TemplateError.self) { try Self.substitute(text) } }

    @Test("says which required variable is missing, with the message written")
    func required() {
        #expect(throws: TemplateError.missingVariable("NO", message: "set foo")) {
            try Self.substitute("${NO:?set $FOO}")
        }
        #expect(throws: TemplateError.missingVariable("EMPTY", message: "")) {
            try Self.substitute("${EMPTY:?}")
        }
    }

    @Test("casts the strings of the cast table")
    func casts() throws {
        let replicas = try service("scale: \"${N}\"", environment: ["N": "3"]).replicas
        #expect(replicas == 3)
        let check = try service("healthcheck: {disable: yes}").healthcheck
        #expect(check?.test == Healthcheck.Test.none)
    }

    @Test("warns once of a variable that is not set")
    func unset() throws {
        let loaded = try load("services:\n  s: {image: i, user: \"$NO\", hostname: \"$NO\"}\n")
        #expect(loaded.diagnostics.count == 1)
        #expect(loaded.diagnostics.first?.message.contains("\"NO\"") == true)
    }

    @Test("leaves keys alone")
    func keys() throws {
        let loaded = try load("services:\n  s: {image: i, labels: {$A: $A}}\n", environment: ["A": "x"])
        #expect(loaded.project.services[0].labels == ["$A": "x"])
    }

    @Test("knows the project's name")
    func projectName() throws {
        #expect(
            try load("services: {s: {image: \"$COMPOSE_PROJECT_NAME\"}}").project.services[0].image == "shop")
    }
}
