import BerthModel
import YAMLTree

/// Collects what the stages find, so that one run reports all of it, and the texts that it was found in.
struct Findings {
    /// Everything found, in the order in which it was.
    private(set) var diagnostics: [Diagnostic] = []
    /// The number of errors so far.
    private(set) var errorCount = 0
    /// The texts by the file names in places.
    private(set) var sources: [String: String] = [:]
    private var errorPlaces: Set<Location> = []
    private var known: Set<Diagnostic> = []
    private var warningCount = 0
    /// What brings the files that are being read; it belongs to all that is found in them.
    private var bringing: [Step] = []

    /// How many errors, and how many warnings, are told at once.
    static let most = 1000
    /// How many characters a message may have.
    private static let longest = 1000
    /// The bytes of a file whose lines are shown.
    private static let largestSource = 4 << 20

    /// True when something makes the project unusable.
    var hasErrors: Bool { errorCount > 0 }

    /// True when there are so many errors that nobody needs another.
    var isFull: Bool { errorCount > Self.most }

    /// Everything found, by place; findings without a place come first.
    var sorted: [Diagnostic] { diagnostics.sortedByPlace }

    /// Keeps the text of a file, so that findings in it can show their lines.
    ///
    /// Large files are left out: finding a line takes the longer the more text is before it.
    mutating func keep(_ text: String, ofFile name: String) {
        if text.utf8.count <= Self.largestSource { sources[name] = text }
    }

    /// Begins with the reading of files that a step brings.
    mutating func enter(_ step: Step) { bringing.insert(step, at: 0) }

    /// Ends what was begun last.
    mutating func leave() { bringing.removeFirst() }

    /// Keeps an error at a value, with the way on which the value came there.
    ///
    /// Of several errors at the same place only the first is kept, for the others follow from it.
    mutating func error(
        _ message: String, at node: Node, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        error(message, at: node.range, remedy: remedy, related: related + node.via.notes)
    }

    /// Keeps an error at a key, with the way on which its value came there.
    mutating func error(
        _ message: String, at entry: Mapping.Entry, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        error(message, at: entry.keyRange, remedy: remedy, related: related + entry.bringing.notes)
    }

    /// Keeps an error at a piece of a file, or about no file.
    mutating func error(
        _ message: String, at range: SourceRange?, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        guard let place = range.flatMap(Location.init) else {
            return add(Diagnostic(.error, message, at: nil, remedy: remedy, related: related))
        }
        guard errorPlaces.insert(place).inserted else { return }
        add(Diagnostic(.error, message, at: place, remedy: remedy, related: related + bringing.notes))
    }

    /// Keeps a warning at a value, with the way on which the value came there.
    ///
    /// After an error at the same place it follows from that, and is not kept.
    mutating func warning(_ message: String, at node: Node, remedy: String = "") {
        warning(message, at: node.range, remedy: remedy, related: node.via.notes)
    }

    /// Keeps a warning at a key, with the way on which its value came there.
    mutating func warning(_ message: String, at entry: Mapping.Entry, remedy: String = "") {
        warning(message, at: entry.keyRange, remedy: remedy, related: entry.bringing.notes)
    }

    /// Keeps a warning at a piece of a file, or about no file.
    mutating func warning(
        _ message: String, at range: SourceRange?, remedy: String = "", related: [Diagnostic.Related] = []
    ) {
        let place = range.flatMap(Location.init)
        if let place, errorPlaces.contains(place) { return }
        add(Diagnostic(.warning, message, at: place, remedy: remedy, related: related + bringing.notes))
    }

    /// Throws everything found when there is an error among it.
    func throwIfInvalid() throws(InvalidProject) {
        if hasErrors { throw InvalidProject(sorted) }
    }

    private mutating func add(_ finding: Diagnostic) {
        let count = finding.severity == .error ? errorCount : warningCount
        guard count <= Self.most, known.insert(finding).inserted else { return }
        if finding.severity == .error { errorCount += 1 } else { warningCount += 1 }
        guard count < Self.most else {
            let message =
                "there are more than \(Self.most) \(finding.severity.rawValue)s; these are the first"
            return diagnostics.append(Diagnostic(finding.severity, message, at: nil))
        }
        guard finding.message.utf8.count > Self.longest else { return diagnostics.append(finding) }
        diagnostics.append(
            Diagnostic(
                finding.severity, finding.message.prefix(Self.longest) + "...", at: finding.location,
                remedy: finding.remedy, related: finding.related))
    }
}

extension Location {
    /// The start of a piece of a file; nil for what no file wrote.
    init?(_ range: SourceRange) {
        if range == .nowhere { return nil }
        self.init(file: range.file, line: range.start.line, column: range.start.column)
    }
}
