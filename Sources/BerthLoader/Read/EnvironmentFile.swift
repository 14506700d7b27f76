import BerthModel
import YAMLTree

/// One environment file and how it is read.
struct EnvironmentFile {
    /// The grammars of environment files.
    enum Format: Sendable {
        /// Quotes, escapes, comments, variables.
        case dotenv
        /// Texts as they are.
        case raw
    }

    /// The absolute path.
    let path: String
    /// The name in messages.
    let shown: String
    /// The value of a variable that the file does not define.
    let lookup: (String) -> String?
    /// What the file is for, in messages.
    var kind = "environment"
    /// The variables of earlier files.
    var earlier: [String: String] = [:]
    /// The grammar.
    var format = Format.dotenv
    /// The place that names the file; nil for the command line.
    var naming: SourceRange?

    /// The bytes that a file may have; a process cannot be given more than a part of it.
    private static let longest = 16 << 20

    /// The variables of the file with their places; nil when it cannot be read.
    ///
    /// Errors are kept; the variables are then those that are right.
    func read(from files: some FileSource, into findings: inout Findings) -> Variables? {
        let text: String
        do throws(Unreadable) {
            text = try contents(in: files)
        } catch {
            findings.error(error.message, at: naming, remedy: error.remedy)
            return nil
        }
        findings.keep(text, ofFile: shown)
        return variables(of: text, into: &findings)
    }

    /// Why a file has no text.
    private struct Unreadable: Error {
        let message: String
        var remedy = ""
    }

    private func contents(in files: some FileSource) throws(Unreadable) -> String {
        guard !files.isDirectory(path) else {
            throw Unreadable(
                message: "\(kind) file \"\(shown)\" is a directory", remedy: "name a file in it")
        }
        let bytes: [UInt8]
        do {
            bytes = try files.contents(ofFile: path)
        } catch {
            throw Unreadable(message: "cannot read \(kind) file \"\(shown)\": \(error)")
        }
        guard bytes.count <= Self.longest else {
            throw Unreadable(
                message: "\(kind) file \"\(shown)\" has \(bytes.count) bytes, more than the \(Self.longest) "
                    + "that are accepted")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Unreadable(
                message: "\(kind) file \"\(shown)\" is no UTF-8 text", remedy: "save it as UTF-8")
        }
        return text
    }

    private func variables(of text: String, into findings: inout Findings) -> Variables {
        var unset: [(name: String, place: Mark)] = []
        var places: [String: Mark] = [:]
        let texts: [String: String]
        do throws(DotenvErrors) {
            texts = try values(of: text, unset: { unset.append(($0, $1)) }, defined: { places[$0] = $1 })
        } catch {
            texts = error.variables
            for error in error.errors {
                findings.error(error.message, at: range(at: error.place), remedy: error.remedy)
            }
        }
        for (name, place) in unset {
            findings.warning(
                "variable \"\(name)\" is not set: an empty text is used", at: range(at: place),
                remedy: "put the value in single quotes to keep the dollar sign")
        }
        var variables = Variables()
        for (name, value) in texts {
            let place = places[name] ?? Mark(line: 1, column: 1)
            variables.set(name, to: value, from: .file(range(at: place)))
        }
        return variables
    }

    private func values(
        of text: String, unset: @escaping (String, Mark) -> Void, defined: @escaping (String, Mark) -> Void
    ) throws(DotenvErrors) -> [String: String] {
        switch format {
        case .raw: try parseRawEnvironment(text, lookup: lookup, defined: defined)
        case .dotenv:
            try DotenvFile(lookup: lookup, earlier: earlier, unset: unset, defined: defined).parse(text)
        }
    }

    private func range(at place: Mark) -> SourceRange {
        SourceRange(file: shown, start: place, end: place)
    }
}
