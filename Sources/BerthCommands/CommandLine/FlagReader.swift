import BerthModel

/// Reads one word of flags, such as `--tail=5`, `-dt5` or `-f`, with the word after it.
struct FlagReader {
    /// The flags of a word in canonical form.
    struct Reading {
        /// Those that stand for every command.
        var globals: [String] = []
        /// Those of the command.
        var own: [String] = []
        /// True when the word after it is the value of the last flag.
        var tookNext = false
    }

    /// The flags of the command; they hide global ones of the same letter.
    let own: [FlagSyntax]
    /// The command word, for messages.
    let command: String?

    /// Reads a word; nil when it has a flag that the reference does not know.
    func read(_ word: String, following: String?) throws -> Reading? {
        word.hasPrefix("--")
            ? try readLong(word.dropFirst(2), following) : try readLetters(word.dropFirst(), following)
    }

    private func readLong(_ text: Substring, _ following: String?) throws -> Reading? {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard let found = find({ $0.long == parts[0] }) else { return nil }
        var reading = Reading()
        if parts.count > 1 || found.flag.kind != .valued {
            try found.add(parts.count > 1 ? String(parts[1]) : nil, to: &reading)
        } else {
            try found.add(following, to: &reading)
            reading.tookNext = following != nil
        }
        return reading
    }

    /// Reads letters in a group; the first with a value takes the rest of the word, or else the next word.
    private func readLetters(_ text: Substring, _ following: String?) throws -> Reading? {
        var reading = Reading()
        var rest = text
        while let letter = rest.popFirst() {
            if letter == "h", find({ $0.short == "h" }) == nil {
                reading.own.append("--help")
                continue
            }
            guard let found = find({ $0.short == letter }) else { return nil }
            if found.flag.kind == .valued {
                let isJoined = !rest.isEmpty
                if rest.first == "=" { rest.removeFirst() }
                reading.tookNext = !isJoined && following != nil
                try found.add(isJoined ? String(rest) : following, to: &reading)
                return reading
            }
            if rest.first == "=" {
                try found.add(String(rest.dropFirst()), to: &reading)
                return reading
            }
            try found.add(nil, to: &reading)
        }
        return reading
    }

    private func find(_ matches: (FlagSyntax) -> Bool) -> FoundFlag? {
        if let flag = own.first(where: matches) { return FoundFlag(flag: flag, command: command) }
        return ReferenceSyntax.global.first(where: matches).map { FoundFlag(flag: $0, command: nil) }
    }
}

/// A flag that was found, as one of a command or as a global one.
private struct FoundFlag {
    let flag: FlagSyntax
    /// The command whose flag it is; nil for a global one.
    let command: String?

    /// Adds the flag in canonical form, with the text that is its value or switches it.
    func add(_ text: String?, to reading: inout FlagReader.Reading) throws {
        let canonical = try canonical(text)
        if canonical.isEmpty { return }
        guard flag.isSupported else {
            throw Failure(.usage, "\(command ?? "berth"): --\(flag.long) is not supported yet")
        }
        if command == nil { reading.globals += canonical } else { reading.own += canonical }
    }

    /// The flag in canonical form; nothing when it is switched to what it is anyway.
    private func canonical(_ text: String?) throws -> [String] {
        guard flag.kind != .valued else { return valued(text) }
        let isOn = try text.map { try truth($0) } ?? true
        guard isOn != (flag.kind == .on) else { return [] }
        return [isOn ? "--\(flag.long)" : "--no-\(flag.long)"]
    }

    /// The flag with its value; the argument parser takes an empty one only as a word of its own.
    private func valued(_ text: String?) -> [String] {
        guard let text, !text.isEmpty else { return ["--\(flag.long)"] + [text].compactMap(\.self) }
        return ["--\(flag.long)=\(text)"]
    }

    /// The truth value of a text, in the spellings of Go's `strconv.ParseBool`.
    private func truth(_ text: String) throws -> Bool {
        switch text {
        case "1", "t", "T", "true", "TRUE", "True": return true
        case "0", "f", "F", "false", "FALSE", "False": return false
        default:
            throw Failure(.usage, "--\(flag.long) takes \"true\" or \"false\", not \"\(text)\"")
        }
    }
}
