import TestSupport

/// What came of looking for an effect in a container of the reference.
struct Comparison: Sendable, CustomStringConvertible {
    /// How the reference's effect stands to the expected one.
    enum Outcome: Sendable {
        case same
        /// What was found in its place.
        case different(String)
        /// What the reference says of an attribute that its version does not know.
        case notComparable(String)
    }

    /// The effect that was looked for.
    let effect: Effect
    /// What came of it.
    let outcome: Outcome

    /// True when the reference has the effect.
    var isSame: Bool { if case .same = outcome { true } else { false } }
    /// True when the reference has another effect.
    var isDifferent: Bool { if case .different = outcome { true } else { false } }
    /// True when the reference knows no such attribute.
    var isNotComparable: Bool { if case .notComparable = outcome { true } else { false } }

    /// What the file says and what is expected, in one line.
    var title: String {
        let text = [effect.service, effect.file].filter { !$0.isEmpty }.joined(separator: "\n")
        let expected =
            switch effect.place {
            case .refusal: "refused"
            case .warning: "accepted with a warning"
            case .container, .host: effect.expected
            }
        return "\(text) => \(expected)".inOneLine
    }

    /// The outcome, the title and what was found.
    var description: String {
        switch outcome {
        case .same: "the same: \(title)"
        case .different(let found): "different: \(title)\n    found: \(found.inOneLine)"
        case .notComparable(let reason): "not comparable: \(title)\n    \(reason.inOneLine)"
        }
    }
}

extension String {
    /// The text with its line breaks and tabs spelled out; those at the end are left out.
    fileprivate var inOneLine: String {
        let end = lastIndex { !$0.isWhitespace }.map(index(after:)) ?? startIndex
        return String(self[..<end]).replacing("\r\n", with: "\\n").replacing("\n", with: "\\n")
            .replacing("\t", with: "\\t")
    }
}

/// Looks for an effect in a container of the reference, of which nothing stays.
func compare(_ effect: Effect) async throws -> Comparison {
    try await withScratch { scratch in
        for (path, text) in effect.files { try scratch.write(path, text) }
        try scratch.write("compose.yaml", effect.compose(image: "busybox:1"))
        let project = ReferenceProject(directory: scratch.project)
        scratch.atEnd { _ = try await project.compose("down", "--volumes", "--timeout", "0") }
        return Comparison(effect: effect, outcome: try await outcome(of: effect, in: project))
    }
}

private func outcome(of effect: Effect, in project: ReferenceProject) async throws -> Comparison.Outcome {
    let up = try await project.compose("up", "-d")
    guard !tellsUnknownAttribute(up.errors) else { return .notComparable(up.errors) }
    guard (up.status == 0) == (effect.place != .refusal) else {
        return .different(up.status == 0 ? "accepted" : up.errors)
    }
    guard let result = try await probe(effect, in: project) else { return .same }
    if result.status == 0, try effect.matches(result.output) { return .same }
    return .different(result.output + result.errors)
}

/// What the probe wrote; nil for an effect without one.
private func probe(_ effect: Effect, in project: ReferenceProject) async throws -> CommandResult? {
    switch effect.place {
    case .refusal, .warning: nil
    case .container: try await project.shell("s", effect.probe)
    case .host:
        try await host("sh", "-c", "PID=\(try await project.processID(of: "s")); \(effect.probe)")
    }
}

/// True for what a reference says that is older than an attribute.
private func tellsUnknownAttribute(_ message: String) -> Bool {
    [
        "Unsupported config option", "unsupported option", "Additional properties", "invalid type",
        "does not match any of the regexes", "will be ignored", "fields are not supported",
        "Unsupported mount type",
    ].contains { message.contains($0) }
}
