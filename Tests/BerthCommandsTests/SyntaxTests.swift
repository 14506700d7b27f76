import ArgumentParser
import Foundation
import Testing

@testable import BerthCommands

/// The words of all commands.
let commandNames = BerthCommand.configuration.subcommands.map { $0.configuration.commandName ?? "" }

/// What the argument parser says of a command in `--experimental-dump-help`.
private struct Dump: Decodable {
    struct Command: Decodable {
        let arguments: [Argument]?
    }
    struct Argument: Decodable {
        struct Name: Decodable, Hashable {
            let kind: String
            let name: String
        }
        let kind: String
        let names: [Name]?
    }
    let command: Command

    init(_ type: any ParsableCommand.Type) throws {
        self = try JSONDecoder().decode(Dump.self, from: Data(type._dumpHelp().utf8))
    }

    /// The flags as the table of the reference's syntax spells them.
    var flags: Set<String> {
        Set(
            (command.arguments ?? []).filter { $0.kind != "positional" }.flatMap { argument in
                let names = argument.names ?? []
                let short = names.first { $0.kind == "short" }.map { "\($0.name)," } ?? ""
                return names.filter { $0.kind == "long" }.map {
                    "\(short)\($0.name)\(argument.kind == "option" ? "=" : "")"
                }
            })
    }
}

extension FlagSyntax {
    fileprivate var spelling: String {
        "\(short.map { "\($0)," } ?? "")\(long)\(kind == .valued ? "=" : "")"
    }
}

@Suite("The reference's syntax")
struct SyntaxTests {
    @Test(
        "names exactly the options that a command declares",
        arguments: commandNames)
    func agrees(name: String) throws {
        let type = try #require(
            BerthCommand.configuration.subcommands.first { $0.configuration.commandName == name })
        let syntax = try #require(ReferenceSyntax.commands.first { $0.name == name })
        let declared = try Dump(type).flags.subtracting(["h,help"])
        let supported = Set(syntax.flags.filter(\.isSupported).map(\.spelling))
        let negations = Set(syntax.flags.filter { $0.kind == .on }.map { "no-\($0.long)" })
        #expect(declared.subtracting(negations) == supported)
    }

    @Test("names exactly the global options") func globals() throws {
        let declared = try Dump(BerthCommand.self).flags.subtracting(["h,help"])
        #expect(declared == Set(ReferenceSyntax.global.filter(\.isSupported).map(\.spelling)))
    }

    @Test("has no global option by the name of a command's: the root command would take it")
    func collisions() {
        let global = Set(ReferenceSyntax.global.filter(\.isSupported).map(\.long))
        for command in ReferenceSyntax.commands {
            #expect(global.isDisjoint(with: command.flags.map(\.long)), "\(command.name)")
        }
    }

    @Test("knows every command") func commands() {
        let declared = Set(commandNames)
        #expect(declared == Set(ReferenceSyntax.commands.map(\.name)))
    }

    @Test("reads its own spelling") func reads() {
        #expect(FlagSyntax("t,timeout=").spelling == "t,timeout=")
        #expect(FlagSyntax("!build").isSupported == false)
        #expect(FlagSyntax("+orphans").kind == .on)
    }
}
