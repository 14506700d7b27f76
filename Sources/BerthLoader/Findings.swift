import BerthModel
import YAMLTree

/// Collects what the stages find, so that one run reports all of it.
struct Findings {
    private(set) var diagnostics: [Diagnostic] = []
    private var errorPlaces: Set<Location> = []

    /// The number of errors so far.
    var errorCount: Int { diagnostics.count { $0.severity == .error } }

    /// True when something makes the project unusable.
    var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// True when there is an error at the start of a piece of a file.
    func hasError(at range: SourceRange) -> Bool { errorPlaces.contains(Location(range)) }

    /// Everything found, by place; findings without a place come first.
    var sorted: [Diagnostic] {
        diagnostics.enumerated().sorted { left, right in
            switch (left.element.location, right.element.location) {
            case (nil, nil): left.offset < right.offset
            case (nil, _): true
            case (_, nil): false
            case (let one?, let other?): one == other ? left.offset < right.offset : one < other
            }
        }.map(\.element)
    }

    /// Keeps an error at a node; of several at the same place only the first, for the others follow from it.
    mutating func error(
        _ message: String, at node: Node, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        let uses = node.via.map { Diagnostic.Related("used here", at: Location($0)) }
        add(Diagnostic(.error, message, at: Self.place(node.range), remedy: remedy, related: related + uses))
    }

    /// Keeps an error at a piece of a file, or about no file.
    mutating func error(
        _ message: String, at range: SourceRange?, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        add(Diagnostic(.error, message, at: range.flatMap(Self.place), remedy: remedy, related: related))
    }

    /// Keeps a warning.
    mutating func warning(_ message: String, at range: SourceRange?, remedy: String = "") {
        add(Diagnostic(.warning, message, at: range.flatMap(Self.place), remedy: remedy))
    }

    /// Keeps a finding.
    mutating func add(_ finding: Diagnostic) {
        if finding.severity == .error, let place = finding.location {
            guard errorPlaces.insert(place).inserted else { return }
        }
        if !diagnostics.contains(finding) { diagnostics.append(finding) }
    }

    /// Throws everything found when there is an error among it.
    func throwIfInvalid() throws(InvalidProject) {
        if hasErrors { throw InvalidProject(sorted) }
    }
}

extension Location {
    /// The start of a piece of a file.
    init(_ range: SourceRange) {
        self.init(file: range.file, line: range.start.line, column: range.start.column)
    }
}

extension Findings {
    /// The start of a piece of a file; nil for what no file wrote.
    static func place(_ range: SourceRange) -> Location? { range == .nowhere ? nil : Location(range) }
}
