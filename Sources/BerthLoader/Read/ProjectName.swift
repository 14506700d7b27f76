import YAMLTree

/// Where a project's name comes from; the first that gives one wins.
struct ProjectName {
    /// The name of `-p`.
    var option: String?
    /// The variables, of which `COMPOSE_PROJECT_NAME` is looked at.
    var variables: [String: String]
    /// The last `name:` of the files, as written.
    var written: Node?
    /// The project directory.
    var directory: String

    /// The name; names of an option or variable must be right, the others are made so.
    func choose(into findings: inout Findings) -> String {
        if let explicit {
            if ProjectName.normalized(explicit) != explicit {
                findings.error(
                    "the project name \"\(explicit)\" may have only lower-case letters, digits, - and _, "
                        + "and must begin with a letter or digit",
                    at: nil)
            }
            return explicit
        }
        let source = writtenName ?? Paths.name(of: directory)
        let name = ProjectName.normalized(source)
        if name.isEmpty {
            findings.error(
                "no project name can be made of \"\(source)\"", at: written?.range, remedy: "give one with -p"
            )
        }
        return name
    }

    /// Where the name is from, when no variable has it yet.
    var source: VariableSource {
        guard explicit == nil, writtenName != nil, let written else { return .program }
        return .file(written.range)
    }

    /// The name of an option or variable.
    private var explicit: String? {
        [option, variables["COMPOSE_PROJECT_NAME"]].compactMap(\.self).first { !$0.isEmpty }
    }

    /// The written name with its variables; what is wrong with it is reported when the file is interpolated.
    private var writtenName: String? {
        guard let text = written?.string else { return nil }
        // Interpolating the file reports the same error with its place.
        let name = try? Template(lookup: { variables[$0] }).substitute(text)
        return name.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// A name in lower case, without what a name may not have.
    static func normalized(_ name: String) -> String {
        let allowed = name.lowercased().unicodeScalars.filter { scalar in
            ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "_" || scalar == "-"
        }
        return String(String.UnicodeScalarView(allowed.drop { $0 == "_" || $0 == "-" }))
    }
}
