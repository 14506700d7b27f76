import ArgumentParser
import BerthModel

/// A command line that was understood: a command with its options, and the global ones.
struct CommandRequest {
    /// The command word.
    let word: String
    /// The global options.
    let globals: GlobalOptions
    /// The command with its options.
    let command: any Command

    /// Reads the arguments after the program's name; throws a `CommandLineEnd` when they ask for no command.
    init(_ arguments: [String]) throws {
        var word: String?
        do {
            let invocation = try Invocation(arguments)
            word = invocation.command
            globals = try GlobalOptions.parse(invocation.globals)
            var parsed = try BerthCommand.parseAsRoot([word].compactMap(\.self) + invocation.arguments)
            guard let word, let command = parsed as? any Command else {
                // The root command and "help" print their text by throwing it.
                try parsed.run()
                throw CleanExit.helpRequest()
            }
            self.word = word
            self.command = command
        } catch {
            throw CommandLineEnd(error, word: word)
        }
    }
}

/// Why a command line leads to no command: a request for help, or a mistake.
struct CommandLineEnd: Error {
    /// What is printed.
    let text: String
    /// Whether that is a result or a complaint.
    let isMistake: Bool

    /// Tells what the argument parser threw.
    init(_ error: any Error, word: String?) {
        if let failure = error as? Failure {
            isMistake = true
            text = "berth: \(failure)\n\(usage(of: word))"
            return
        }
        isMistake = !BerthCommand.exitCode(for: error).isSuccess
        guard isMistake else {
            text = BerthCommand.fullMessage(for: error)
            return
        }
        let message = BerthCommand.message(for: error)
        let clause = message.prefix(1).lowercased() + message.dropFirst()
        text = "berth: \([word, clause].compactMap(\.self).joined(separator: ": "))\n\(usage(of: word))"
    }
}

/// The usage lines of a command, or of berth.
func usage(of word: String?) -> String {
    let type = BerthCommand.configuration.subcommands.first { $0.configuration.commandName == word }
    let usage = type.map { BerthCommand.usageString(for: $0) } ?? BerthCommand.usageString()
    let help = ["berth", word, "--help"].compactMap(\.self).joined(separator: " ")
    return "usage: \(usage)\nRun \"\(help)\" for more."
}
