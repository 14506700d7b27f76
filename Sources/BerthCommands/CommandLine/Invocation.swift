import BerthModel

/// A command line taken apart by the reference's rules and written again in one canonical form.
///
/// The reference takes its global flags before and after the command word, letters in groups, values joined
/// to their letter, and `=false` after a flag; the argument parser knows none of it. In the canonical form every
/// flag has its long name, a value is joined by `=`, and operands come last, after `--`.
struct Invocation: Sendable, Hashable {
    /// The command word; nil when there is none: then everything is in `arguments`, for the root command.
    var command: String?
    /// The global flags.
    var globals: [String] = []
    /// The command's own flags and operands.
    var arguments: [String] = []

    /// Takes the arguments after the program's name apart.
    init(_ arguments: [String]) throws {
        var rest = arguments[...]
        while let word = rest.first {
            guard word.hasPrefix("-"), word != "-" else { break }
            rest = rest.dropFirst()
            if word == "--version" || word == "-v" {
                try readCommand("version", rest)
                return
            }
            guard let read = try FlagReader(own: [], command: nil).read(word, following: rest.first) else {
                // Not global: help, a completion script, or a mistake, which the root command tells.
                self.arguments = arguments
                return
            }
            globals += read.globals
            if read.tookNext { rest = rest.dropFirst() }
        }
        guard var word = rest.popFirst() else { return }
        if let second = rest.first,
            ReferenceSyntax.commands.contains(where: { $0.name == "\(word) \(second)" })
        {
            word += " \(rest.removeFirst())"
        }
        try readCommand(word, rest)
    }

    private mutating func readCommand(_ word: String, _ rest: ArraySlice<String>) throws {
        guard let syntax = ReferenceSyntax.commands.first(where: { $0.name == word }) else {
            if word == "help" {
                arguments = [word] + rest
                return
            }
            let longer = ReferenceSyntax.commands.map(\.name).filter { $0.hasPrefix("\(word) ") }
            if let longer = longer.first {
                throw Failure(.usage, "\"\(word)\" is half of a command", remedy: "there is: berth \(longer)")
            }
            throw ReferenceSyntax.missing.contains(word)
                ? Failure(.usage, "\"\(word)\" is not supported yet")
                : Failure(.usage, "unknown command: \"\(word)\"")
        }
        command = word
        let operands = try readFlags(of: syntax, rest)
        if !operands.isEmpty { arguments += ["--"] + operands }
    }

    /// Reads the flags and returns the operands.
    private mutating func readFlags(of syntax: CommandSyntax, _ words: ArraySlice<String>) throws -> [String]
    {
        let reader = FlagReader(own: syntax.flags, command: syntax.name)
        var rest = words
        var operands: [String] = []
        while let word = rest.popFirst() {
            if word == "--" { return operands + rest }
            guard word.hasPrefix("-"), word != "-" else {
                operands.append(word)
                if case .last = syntax.operands { return operands + rest }
                continue
            }
            guard let read = try reader.read(word, following: rest.first) else {
                arguments.append(word)
                continue
            }
            globals += read.globals
            arguments += read.own
            if read.tookNext { rest = rest.dropFirst() }
        }
        return operands
    }
}
