import BerthLoader
import TerminalUI

/// The variables that files mention: a table, or what the format has.
func variableText(_ variables: [MentionedVariable], format: ConfigFormat?) -> String {
    if let format { return renderVariables(variables, format: format) }
    var table = Table(["NAME", "REQUIRED", "DEFAULT VALUE", "ALTERNATE VALUE"], minimumWidth: 20)
    for variable in variables {
        let texts = [variable.defaultValue, variable.alternateValue].map(onOneLine)
        table.append([variable.name, variable.isRequired ? "true" : "false"] + texts)
    }
    return table.lines().map { $0 + "\n" }.joined()
}

private func onOneLine(_ text: String) -> String { text.replacing("\n", with: "\\n") }
