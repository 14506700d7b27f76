/// A flag of the command line as the reference has it.
struct FlagSyntax: Sendable, Hashable {
    /// What follows the flag.
    enum Kind: Sendable, Hashable {
        /// Nothing; it may be switched off by `=false`.
        case plain
        /// Nothing; it is on unless it is switched off by `=false`.
        case on
        /// A value.
        case valued
    }

    /// The long name without its dashes.
    let long: String
    /// The letter.
    let short: Character?
    /// What follows it.
    let kind: Kind
    /// False for a flag that the reference knows and berth does not have yet.
    let isSupported: Bool

    /// Reads `[!|+][LETTER,]NAME[=]`: `!` for not supported, `+` for on, `=` for a value.
    init(_ text: Substring) {
        var rest = text
        isSupported = rest.first != "!"
        let isOn = rest.first == "+"
        if !isSupported || isOn { rest.removeFirst() }
        let isValued = rest.last == "="
        if isValued { rest.removeLast() }
        let names = rest.split(separator: ",")
        short = names.count > 1 ? names[0].first : nil
        long = String(names.last ?? "")
        kind = isValued ? .valued : isOn ? .on : .plain
    }

    /// Reads flags separated by blanks.
    static func list(_ text: String) -> [FlagSyntax] { text.split(separator: " ").map(FlagSyntax.init) }
}

/// A command of the command line as the reference has it.
struct CommandSyntax: Sendable {
    /// How flags and operands mix.
    enum Operands: Sendable {
        /// Flags may come after operands.
        case mixed
        /// From the first operand on, everything is an operand: a command line for a container.
        case last
    }

    /// The command word.
    let name: String
    /// Its own flags.
    let flags: [FlagSyntax]
    /// How flags and operands mix.
    let operands: Operands

    init(_ name: String, _ flags: String, operands: Operands = .mixed) {
        self.name = name
        self.flags = FlagSyntax.list(flags)
        self.operands = operands
    }
}
