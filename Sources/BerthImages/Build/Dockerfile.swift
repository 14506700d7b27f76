/// A recipe as far as it must be understood before it is built: its instructions and stages (Dockerfile reference).
struct Dockerfile: Sendable, Hashable {
    /// One instruction with the lines that continue it.
    struct Instruction: Sendable, Hashable {
        /// The keyword in upper case, such as `RUN`.
        let keyword: String
        /// What follows the keyword.
        let text: String
        /// The line it begins on, from one.
        let line: Int
        /// The name of its first here-document; nil when it has none.
        let document: String?

        /// The values of its flags of a name, such as `from` for `--from=base`.
        func flags(_ name: String) -> [String] {
            text.split(separator: " ").prefix { $0.hasPrefix("--") }
                .filter { $0.hasPrefix("--\(name)=") }.map { String($0.dropFirst(name.count + 3)) }
        }

        /// The words after its flags.
        var words: [Substring] {
            Array(text.split { $0 == " " || $0 == "\t" }.drop { $0.hasPrefix("--") })
        }
    }

    /// A `FROM` and what follows it.
    struct Stage: Sendable, Hashable {
        /// The instructions, `FROM` first.
        var instructions: [Instruction]

        /// What it starts from, as written.
        var base: String { instructions[0].words.first.map(String.init) ?? "" }

        /// The name that other stages know it by, in lower case.
        var name: String? {
            let words = instructions[0].words
            guard words.count > 2, words[1].lowercased() == "as" else { return nil }
            return words[2].lowercased()
        }
    }

    /// The instructions before the first `FROM`, which are arguments.
    var arguments: [Instruction] = []
    /// The stages in order.
    var stages: [Stage] = []

    /// Takes a recipe apart; what is no recipe has no stages.
    init(_ text: String) {
        var reader = DockerfileReader(text)
        while let instruction = reader.next() {
            if instruction.keyword == "FROM" {
                stages.append(Stage(instructions: [instruction]))
            } else if stages.isEmpty {
                arguments.append(instruction)
            } else {
                stages[stages.count - 1].instructions.append(instruction)
            }
        }
    }

    /// The instruction of a step, counted from one as the stages are.
    func instruction(stage: Int, step: Int) -> Instruction? {
        guard stages.indices.contains(stage - 1),
            stages[stage - 1].instructions.indices.contains(step - 1)
        else { return nil }
        return stages[stage - 1].instructions[step - 1]
    }

    /// The first instruction that there is not.
    var firstUnknown: Instruction? {
        (arguments + stages.flatMap(\.instructions)).first { !keywords.contains($0.keyword) }
    }

    /// The first instruction with a here-document.
    var firstDocument: Instruction? {
        stages.lazy.flatMap(\.instructions).first { $0.document != nil }
    }
}

/// The keywords of the Dockerfile reference.
private let keywords: Set = [
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL", "MAINTAINER",
    "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR",
]

/// Reads the lines of a recipe.
private struct DockerfileReader {
    private let lines: [Substring]
    private var position = 0
    private var escape: Character = "\\"

    init(_ text: String) {
        lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        // Parser directives stand before everything else.
        for line in lines.map(trimmed).prefix(while: { $0.hasPrefix("#") }) {
            let parts = line.dropFirst().split(separator: "=", maxSplits: 1).map(trimmed)
            if parts.count == 2, parts[0].lowercased() == "escape", let sign = parts[1].first {
                escape = sign
            }
        }
    }

    mutating func next() -> Dockerfile.Instruction? {
        while position < lines.count, isSkipped(lines[position]) { position += 1 }
        guard position < lines.count else { return nil }
        let line = position + 1
        let text = trimmed(joinedLine()[...])
        let keyword = text.prefix { $0 != " " && $0 != "\t" }
        let rest = trimmed(text.dropFirst(keyword.count))
        let upper = keyword.uppercased()
        let documents = ["RUN", "COPY", "ADD"].contains(upper) ? documentMarks(in: rest) : []
        for document in documents { skip(document) }
        return Dockerfile.Instruction(
            keyword: upper, text: String(rest), line: line, document: documents.first?.name)
    }

    /// A line with those that continue it; comments and empty lines between them are left out.
    private mutating func joinedLine() -> String {
        var text = ""
        let first = position
        while position < lines.count {
            let line = lines[position]
            position += 1
            if position - 1 > first, isSkipped(line) { continue }
            let end = line.lastIndex { $0 != " " && $0 != "\t" }
            guard let end, line[end] == escape else { return text + line }
            text += line[..<end]
        }
        return text
    }

    private mutating func skip(_ document: DocumentMark) {
        while position < lines.count {
            let line = lines[position]
            position += 1
            if (document.dropsTabs ? line.drop { $0 == "\t" } : line) == document.name { return }
        }
    }

    private func isSkipped(_ line: Substring) -> Bool {
        let text = trimmed(line)
        return text.isEmpty || text.hasPrefix("#")
    }
}

/// The mark of a here-document: `<<NAME`, `<<-NAME`, `<<"NAME"`.
private struct DocumentMark {
    let name: String
    let dropsTabs: Bool

    init?(_ word: Substring) {
        var rest = word.drop { ("0"..."9").contains($0) }
        guard rest.hasPrefix("<<") else { return nil }
        rest = rest.dropFirst(2)
        dropsTabs = rest.first == "-"
        if dropsTabs { rest = rest.dropFirst() }
        if let quote = rest.first, quote == "\"" || quote == "'" {
            rest = rest.dropFirst().prefix { $0 != quote }
        }
        guard let first = rest.first, first.isLetter || first == "_",
            rest.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else { return nil }
        name = String(rest)
    }
}

private func documentMarks(in text: Substring) -> [DocumentMark] {
    text.split { " \t;|&".contains($0) }.compactMap(DocumentMark.init)
}

private func trimmed(_ text: Substring) -> Substring {
    let isBlank = { (character: Character) in character == " " || character == "\t" }
    guard let last = text.lastIndex(where: { !isBlank($0) }) else { return "" }
    return text[...last].drop(while: isBlank)
}
