internal import BerthModel

/// A failure as the error object of JSON-RPC 2.0: the data holds what the other side needs to throw it again.
struct WireFailure: Codable, Sendable, Error {
    struct Data: Codable, Sendable {
        var kind: Failure.Kind
        var message: String
        var location: Location?
        var remedy: String?
    }

    let code: Int
    let message: String
    let data: Data?

    /// The codes that the protocol itself defines.
    enum ProtocolCode: Int {
        case invalidRequest = -32600
        case unknownMethod = -32601
    }

    /// An error of the protocol itself.
    init(_ code: ProtocolCode, _ message: String) {
        self.code = code.rawValue
        self.message = message
        data = nil
    }

    /// Whatever a handler threw.
    ///
    /// Causes become part of the message: they do not travel themselves.
    init(_ error: any Error) {
        let failure = Self.failure(error)
        let chain = [failure.message, failure.cause.map { "\($0)" }].compactMap(\.self).joined(
            separator: ": ")
        code = Self.code(of: failure.kind)
        message = chain
        data = Data(
            kind: failure.kind, message: chain, location: failure.location,
            remedy: failure.remedy.isEmpty ? nil : failure.remedy)
    }

    private static func failure(_ error: any Error) -> Failure {
        if let failure = error as? Failure { return failure }
        if error is CancellationError { return Failure(.interrupted, "the request was cancelled") }
        return Failure(.runtime, "\(error)")
    }

    private static func code(of kind: Failure.Kind) -> Int {
        switch kind {
        case .runtime: -32000
        case .usage: -32001
        case .invalidFile: -32002
        case .notFound: -32003
        case .interrupted: -32004
        }
    }

    /// The failure on this side.
    var failure: Failure {
        guard let data else { return Failure(.runtime, "the supervisor refused the request: \(message)") }
        return Failure(data.kind, data.message, at: data.location, remedy: data.remedy ?? "")
    }
}
