import Foundation
import Testing

/// The top of the clone.
let clone = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

/// A Swift file of the project, read once.
struct SourceFile: Sendable, CustomTestStringConvertible {
    /// The path below the clone.
    let path: String
    /// The lines as they are.
    let lines: [String]
    /// The lines without comments and the content of strings, so that words and braces found are code.
    let code: [String]

    var testDescription: String { path }
    /// The directory below Sources or Tests that holds the file.
    var target: String { path.split(separator: "/").dropFirst().first.map(String.init) ?? "" }
    /// The file's name without its extension.
    var name: String { path.split(separator: "/").last.map { String($0.dropLast(".swift".count)) } ?? "" }

    /// The modules that the file imports.
    var imports: [String] {
        let kinds: Set<Substring> = [
            "struct", "class", "enum", "protocol", "typealias", "func", "let", "var",
        ]
        return code.compactMap { line in
            let words = line.split(separator: " ")
            guard let keyword = words.firstIndex(of: "import"), keyword <= 2 else { return nil }
            let module = words[(keyword + 1)...].first { !kinds.contains($0) }
            return module?.split(separator: ".").first.map(String.init)
        }
    }

    init(path: String, text: String) {
        self.path = path
        lines = text.components(separatedBy: "\n")
        code = strippedOfText(lines)
    }
}

/// The Swift files of the program.
let programFiles = swiftFiles(below: "Sources")

/// The Swift files of the program and of its tests.
let allFiles = programFiles + swiftFiles(below: "Tests")

/// The Swift files below a directory of the clone; those that cannot be read are missed by a test of their number.
private func swiftFiles(below directory: String) -> [SourceFile] {
    let names = FileManager.default.enumerator(atPath: clone.appending(path: directory).path)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".swift") }.sorted()
        .compactMap { name in
            let path = "\(directory)/\(name)"
            let text = try? String(contentsOf: clone.appending(path: path), encoding: .utf8)
            return text.map { SourceFile(path: path, text: $0) }
        }
}

/// Blanks comments and the content of string literals, line by line.
///
/// Interpolations are taken for text, and a quote in one ends it: enough to count braces and find words.
private func strippedOfText(_ lines: [String]) -> [String] {
    var isInLongText = false
    return lines.map { line in
        if line.contains("\"\"\"") {
            defer { isInLongText.toggle() }
            // A literal on one line opens and closes at once.
            if line.components(separatedBy: "\"\"\"").count > 2 { isInLongText.toggle() }
            return isInLongText ? "" : line.components(separatedBy: "\"\"\"")[0]
        }
        return isInLongText ? "" : strippedLine(line)
    }
}

private func strippedLine(_ line: String) -> String {
    var result = ""
    var isInText = false
    var rest = Substring(line)
    while let character = rest.popFirst() {
        switch character {
        case "\\" where isInText: _ = rest.popFirst()
        case "\"":
            isInText.toggle()
            result.append(character)
        case "/" where !isInText && rest.first == "/": return result
        default: if !isInText { result.append(character) }
        }
    }
    return result
}
