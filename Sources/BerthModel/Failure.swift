/// A failure that a person can act on: what was attempted, on what, why it failed, what to do.
public struct Failure: Error, Sendable {
    /// The class of a failure; it alone decides the exit status.
    public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
        /// The command line is wrong.
        case usage
        /// A file of the project is wrong.
        case invalidFile
        /// A service, container, image or project does not exist.
        case notFound
        /// The host, a tool or a container did not do what was asked.
        case runtime
        /// The user ended the command.
        case interrupted
    }

    /// The class of this failure.
    public let kind: Kind
    /// One lower-case clause without a full stop, naming the thing in quotes.
    public let message: String
    /// The place in a file of the project, when there is one.
    public let location: Location?
    /// What to do about it, as one clause; empty when the message says it.
    public let remedy: String
    /// The lower failure that led here.
    public let cause: (any Error)?

    /// Creates a failure.
    public init(
        _ kind: Kind, _ message: String, at location: Location? = nil, remedy: String = "",
        cause: (any Error)? = nil
    ) {
        self.kind = kind
        self.message = message
        self.location = location
        self.remedy = remedy
        self.cause = cause
    }
}

extension Failure.Kind {
    /// The exit status of a command that ends with this failure, as `docker compose` has it.
    public var exitStatus: Int32 {
        switch self {
        case .usage, .invalidFile, .notFound, .runtime: 1
        case .interrupted: 130
        }
    }
}

extension Failure: CustomStringConvertible {
    /// The whole chain and the remedy: `place: what: why; what to do`.
    public var description: String {
        let chain = [location?.description, message, cause.map { "\($0)" }].compactMap(\.self)
        return chain.joined(separator: ": ") + (remedy.isEmpty ? "" : "; \(remedy)")
    }
}

/// Failures of a teardown that carried on past each of them.
public struct FailureList: Error, Sendable, CustomStringConvertible {
    /// What was kept, in order.
    public private(set) var failures: [any Error] = []

    /// Creates an empty list.
    public init() {}

    /// True when nothing failed.
    public var isEmpty: Bool { failures.isEmpty }

    /// Keeps a failure for the end.
    public mutating func append(_ failure: any Error) { failures.append(failure) }

    /// Runs one step of a teardown and keeps its failure, if any, for the end.
    public mutating func attempt(_ step: () throws -> Void) {
        do { try step() } catch { failures.append(error) }
    }

    /// Throws what was kept: the failure itself when it is alone, the list when there are several.
    public func throwIfAny() throws {
        if failures.count > 1 { throw self }
        if let only = failures.first { throw only }
    }

    /// One failure a line.
    public var description: String { failures.map { "\($0)" }.joined(separator: "\n") }
}
