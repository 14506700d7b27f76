import BerthModel
import Testing

@testable import BerthLoader

@Suite("The variables that files mention")
struct VariableListTests {
    private static func variables(
        _ files: [String: String], environment: [String: String] = [:]
    ) throws -> [MentionedVariable] {
        try load(files, environment: environment) { $0.options.interpolates = false }.mentionedVariables
    }

    private static func line(_ variable: MentionedVariable) -> String {
        "\(variable.name) \(variable.isRequired) \(variable.defaultValue)|\(variable.alternateValue)"
    }

    @Test("have their defaults, alternatives and whether they must be set, also within each other's operands")
    func operators() throws {
        let text = """
            name: ${NAME:-n}
            services:
              s:
                image: ${IMAGE:-nginx:${TAG:-1}} and ${TAG2:?${WHY}}
                labels: ["$BARE", "${PLUS:+yes $INNER}", "${MINUS-d}", "$${NO}", "${not a variable}", "${LATE}$X"]
                command: ["${A:-x} ${B:-y}"]
            x-more: {deep: [{er: "$DEEP"}]}
            """
        let lines = try Self.variables(["compose.yaml": text]).map(Self.line)
        #expect(
            lines == [
                "A false x|", "B false y|", "BARE false |", "DEEP false |", "IMAGE false nginx:${TAG:-1}|",
                "INNER false |", "LATE false |", "MINUS false d|", "NAME false n|", "PLUS false |yes $INNER",
                "TAG false 1|", "TAG2 true |", "WHY false |", "X false |",
            ])
    }

    @Test("have the first default that is written and are required when one mention says so")
    func several() throws {
        let text =
            "services: {b: {image: i, user: \"$V\", hostname: \"${V:-one}\", labels: [\"${V:-two}\", \"${V?}\"]}}"
        let variables = try Self.variables(["compose.yaml": text])
        #expect(variables.map(Self.line) == ["V true one|"])
        #expect(variables[0].location == Location(file: "compose.yaml", line: 1, column: 32))
        #expect(try Self.variables(["compose.yaml": text]) == variables)
    }

    @Test("are those of every file that is read: overrides, extended and included ones, and later documents")
    func files() throws {
        let variables = try Self.variables([
            "compose.yaml": """
            include: [inner/c.yaml]
            services: {s: {extends: {file: base.yaml, service: b}, image: "${A:-1}"}}
            ---
            services: {s: {user: "$B"}}
            """,
            "compose.override.yaml": "services: {s: {image: \"${A:-2}${C}\"}}",
            "base.yaml": "services: {b: {hostname: \"$D\"}, other: {image: \"$E\"}}",
            "inner/c.yaml": "services: {t: {image: \"$F\"}}",
        ])
        #expect(variables.map(\.name) == ["A", "B", "C", "D", "E", "F"])
        #expect(variables[0].defaultValue == "1")
    }

    @Test("are printed by name as the reference has them")
    func printing() throws {
        let variables = try Self.variables(["compose.yaml": "services: {s: {image: \"${A:-1}${B:?}\"}}"])
        #expect(
            renderVariables(variables, format: .yaml) == """
                A:
                  name: A
                  defaultvalue: "1"
                  presencevalue: ""
                  required: false
                B:
                  name: B
                  defaultvalue: ""
                  presencevalue: ""
                  required: true

                """)
        let json = renderVariables(variables, format: .json)
        #expect(json.contains("\"PresenceValue\": \"\"") && json.contains("\"Required\": true"))
    }
}
