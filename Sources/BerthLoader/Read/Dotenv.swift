import YAMLTree

/// What is wrong with an environment file.
struct DotenvError: Error, Sendable, Hashable {
    /// One clause without a full stop.
    let message: String
    /// What to do about it.
    var remedy = ""
    /// Where it is.
    let place: Mark
    /// True when nothing can be said about what comes after it.
    var isLast = false
}

/// All that is wrong with an environment file.
struct DotenvErrors: Error, Sendable {
    /// The errors by place.
    var errors: [DotenvError] = []
    /// The variables that could be read; one with a wrong value is empty.
    var variables: [String: String] = [:]
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
    var unset: (_ name: String, _ place: Mark) -> Void = { _, _ in }
    /// Called for each variable with the place that names it.
    var defined: (_ name: String, _ place: Mark) -> Void = { _, _ in }

    /// Reads `NAME=value` lines with quotes, comments, escapes and variables.
    ///
    /// In an expansion `lookup` wins over the file's own variables, as in the reference.
    func parse(_ text: String) throws(DotenvErrors) -> [String: String] {
        var cursor = DotenvCursor(text)
        var found = DotenvErrors()
        var length = 0
        while found.errors.count <= Findings.most, found.errors.last?.isLast != true {
            do throws(DotenvError) {
                guard try readStatement(&cursor, into: &found.variables, &length) else { break }
            } catch {
                found.errors.append(error)
            }
        }
        guard found.errors.isEmpty else { throw found }
        return found.variables
    }

    /// Reads the next variable; false at the end of the file.
    private func readStatement(
        _ cursor: inout DotenvCursor, into variables: inout [String: String], _ length: inout Int
    ) throws(DotenvError) -> Bool {
        guard let (name, place) = try cursor.name() else { return false }
        defined(name, place)
        guard cursor.takeSeparator() else {
            cursor.skipLine()
            if let value = lookup(name) ?? earlier[name] { variables[name] = value }
            return true
        }
        do throws(DotenvError) {
            variables[name] = try readValue(&cursor, variables, &length)
        } catch {
            variables[name] = ""
            throw error
        }
        return true
    }

    private func readValue(
        _ cursor: inout DotenvCursor, _ variables: [String: String], _ length: inout Int
    ) throws(DotenvError) -> String {
        let place = cursor.place
        let written = try cursor.value()
        let value = written.isLiteral ? written.text : try expand(written.text, variables, at: place)
        length += value.utf8.count
        guard length <= longest else {
            throw DotenvError(
                message: "the values have more than \(longest) bytes together", place: place, isLast: true)
        }
        return value
    }

    private func expand(
        _ text: String, _ variables: [String: String], at place: Mark
    ) throws(DotenvError) -> String {
        let template = Template(
            lookup: { lookup($0) ?? variables[$0] ?? earlier[$0] }, unset: { unset($0, place) })
        do throws(TemplateError) {
            return try template.substitute(text)
        } catch {
            switch error {
            case .invalidReference(let reference):
                throw DotenvError(
                    message: "\"\(reference)\" is no variable reference",
                    remedy: "put the value in single quotes to keep the dollar sign",
                    place: place)
            case .missingVariable(let name, let message):
                let reason = message.isEmpty ? "" : ": \(message)"
                throw DotenvError(
                    message: "required variable \"\(name)\" has no value\(reason)",
                    remedy: "set it before this line or in the environment", place: place)
            case .excessive(let clause): throw DotenvError(message: clause, place: place, isLast: true)
            }
        }
    }
}
