import ArgumentParser
import Testing

@testable import BerthCommands

@Suite("The help")
struct HelpTests {
    @Test("of berth is golden") func root() throws {
        try expectGolden(BerthCommand.helpMessage(columns: 80) + "\n", "help-berth")
    }

    @Test(
        "of each command is golden",
        arguments: commandNames)
    func command(name: String) throws {
        let type = try #require(
            BerthCommand.configuration.subcommands.first { $0.configuration.commandName == name })
        let text = BerthCommand.helpMessage(for: type, columns: 80)
        #expect(!type.configuration.abstract.isEmpty)
        try expectGolden(text + "\n", "help-\(name.replacing(" ", with: "-"))")
    }
}
