/// Something found while loading that a person should know, with its place.
public struct Diagnostic: Sendable, Hashable, Codable {
    /// How bad it is.
    public enum Severity: String, Sendable, Hashable, Codable {
        /// The project can be used all the same.
        case warning
        /// The project cannot be used.
        case error
    }

    /// Another place that belongs to the finding, such as the first of two definitions.
    public struct Related: Sendable, Hashable, Codable {
        /// What is there, as one clause.
        public let message: String
        /// Where it is; nil for what is in no file, such as a variable of the environment.
        public let location: Location?

        /// Creates a reference to another place.
        public init(_ message: String, at location: Location?) {
            self.message = message
            self.location = location
        }
    }

    /// How bad it is.
    public let severity: Severity
    /// One lower-case clause without a full stop: what was found and what was expected.
    public let message: String
    /// Where it is; nil for findings about no file, such as a wrong project name of the command line.
    public let location: Location?
    /// What to do about it, as one clause; empty when the message says it.
    public let remedy: String
    /// Other places that belong to it.
    public let related: [Related]

    /// Creates a finding.
    public init(
        _ severity: Severity, _ message: String, at location: Location?, remedy: String = "",
        related: [Related] = []
    ) {
        self.severity = severity
        self.message = message
        self.location = location
        self.remedy = remedy
        self.related = related
    }
}

extension [Diagnostic] {
    /// By place, those without one first; those of one place stay in their order.
    public var sortedByPlace: [Diagnostic] {
        enumerated().sorted { left, right in
            switch (left.element.location, right.element.location) {
            case (nil, nil): left.offset < right.offset
            case (nil, _): true
            case (_, nil): false
            case (let one?, let other?): one == other ? left.offset < right.offset : one < other
            }
        }.map(\.element)
    }
}

/// The errors and warnings of a load that failed, sorted by place.
public struct InvalidProject: Error, Sendable, CustomStringConvertible {
    /// All findings, warnings too.
    public let diagnostics: [Diagnostic]

    /// Creates the failure of a load.
    public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }

    /// One line a finding, without the lines of the files.
    public var description: String {
        diagnostics.map { finding in
            let place = finding.location.map { "\($0): " } ?? ""
            return "\(place)\(finding.message)\(finding.remedy.isEmpty ? "" : "; \(finding.remedy)")"
        }.joined(separator: "\n")
    }
}
