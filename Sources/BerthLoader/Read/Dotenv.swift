/// What is wrong with an environment file.
struct DotenvError: Error, Sendable, Hashable {
    /// One clause without a full stop.
    let message: String
    /// What to do about it.
    var remedy = ""
    /// The line, from one.
    let line: Int
    /// True when nothing more can be read.
    var endsReading = false
}

/// The bytes that the values of a file may have together when their variables are replaced.
private let longest = Template.longest

/// The variables of an environment file in order; a variable given twice has its last value.
struct DotenvFile {
    /// The value of a variable that the file does not define, for expansion and for a name without a value.
    let lookup: (String) -> String?
    /// The variables of earlier files, for expansion of what neither `lookup` nor this file defines.
    var earlier: [String: String] = [:]
    /// Called for a variable that neither `lookup` nor the file defines.
    var unset: (_ name: String, _ line: Int) -> Void = { _, _ in }
    /// Called for each variable with the line that names it.
    var defined: (_ name: String, _ line: Int) -> Void = { _, _ in }

    /// Called for what is wrong with a statement; what it does not take is thrown, else reading goes on.
    var takesFailure: (DotenvError) -> Bool = { _ in false }

    /// Reads `NAME=value` lines with quotes, comments, escapes and variables.
    ///
    /// In an expansion `lookup` wins over the file's own variables, as in the reference.
    func parse(_ text: String) throws(DotenvError) -> [String: String] {
        var progress = Progress(cursor: DotenvCursor(text))
        while true {
            do throws(DotenvError) {
                guard try readStatement(&progress) else { return progress.variables }
            } catch {
                guard !error.endsReading, takesFailure(error) else { throw error }
                progress.cursor.skipLine()
                // It counts as set, so that later lines may name it.
                if let name = progress.name { progress.variables[name] = "" }
            }
        }
    }

    /// How far a file is read.
    private struct Progress {
        var cursor: DotenvCursor
        var variables: [String: String] = [:]
        /// The name of the statement that is read.
        var name: String?
        /// The bytes of all values.
        var length = 0
    }

    /// Reads the next statement; false at the end of the file.
    private func readStatement(_ progress: inout Progress) throws(DotenvError) -> Bool {
        progress.name = nil
        guard let name = try progress.cursor.name() else { return false }
        progress.name = name
        defined(name, progress.cursor.line)
        guard progress.cursor.takeSeparator() else {
            progress.cursor.skipLine()
            if let value = lookup(name) ?? earlier[name] { progress.variables[name] = value }
            return true
        }
        let line = progress.cursor.line
        let written = try progress.cursor.value()
        let value =
            written.isLiteral ? written.text : try expand(written.text, progress.variables, line: line)
        progress.length += value.utf8.count
        guard progress.length <= longest else {
            throw DotenvError(
                message: "the values have more than \(longest) bytes together", line: line, endsReading: true)
        }
        progress.variables[name] = value
        return true
    }

    private func expand(
        _ text: String, _ variables: [String: String], line: Int
    ) throws(DotenvError) -> String {
        let template = Template(
            lookup: { lookup($0) ?? variables[$0] ?? earlier[$0] }, unset: { unset($0, line) })
        do throws(TemplateError) {
            return try template.substitute(text)
        } catch {
            switch error {
            case .invalidReference(let reference):
                throw DotenvError(
                    message: "\"\(reference)\" is no variable reference",
                    remedy: "put the value in single quotes to keep the dollar sign",
                    line: line)
            case .missingVariable(let name, let message):
                let reason = message.isEmpty ? "" : ": \(message)"
                throw DotenvError(
                    message: "required variable \"\(name)\" has no value\(reason)",
                    remedy: "set it before this line or in the environment", line: line)
            case .excessive(let clause): throw DotenvError(message: clause, line: line, endsReading: true)
            }
        }
    }
}
