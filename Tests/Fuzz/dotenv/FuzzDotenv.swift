@testable import BerthLoader

/// Names have no blanks, line ends and comments do not count, and what was read reads back when it is written.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDotenv(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    checkRaw(text)
    guard let variables = read(text) else { return 0 }
    for name in variables.keys {
        precondition(!name.unicodeScalars.contains(where: \.properties.isWhitespace), "a blank in a name")
    }
    precondition(read(text) == variables, "two readings differ")
    precondition(read("# comment\n\n" + text) == variables, "a comment before it changes it")
    if !text.utf8.contains(UInt8(ascii: "\r")) {
        let other = text.components(separatedBy: "\n").joined(separator: "\r\n")
        precondition(read(other) == variables, "line ends change it")
    }
    precondition(read(written(variables)) == variables, "reads back different:\n\(written(variables))")
    return 0
}

private func read(_ text: String) -> [String: String]? {
    try? DotenvFile(lookup: { ["A": "value", "B": ""][$0] }).parse(text)
}

/// A file of double-quoted values.
private func written(_ variables: [String: String]) -> String {
    let escapes: [Unicode.Scalar: String] = ["\\": "\\\\", "\"": "\\\"", "$": "\\$", "\r": "\\r"]
    return variables.map { name, value in
        let escaped = value.unicodeScalars.map { escapes[$0] ?? String($0) }.joined()
        return "\(name)=\"\(escaped)\"\n"
    }.joined()
}

private func checkRaw(_ text: String) {
    guard let variables = try? parseRawEnvironment(text, lookup: { _ in nil }) else { return }
    for name in variables.keys {
        precondition(!name.isEmpty && !name.unicodeScalars.contains(where: \.properties.isWhitespace))
    }
    // One carriage return is part of the line end, so that a value may end in another.
    let written = variables.map { "\($0)=\($1)\r\n" }.joined()
    let again = try? parseRawEnvironment(written, lookup: { _ in nil })
    precondition(again == variables, "raw text reads back different")
}
