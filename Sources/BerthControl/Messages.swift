internal import BerthModel
internal import FoundationEssentials

/// A line from a command to a supervisor: a JSON-RPC 2.0 request.
struct RequestMessage: Codable {
    /// The version of the protocol.
    static let version = "2.0"

    let id: Int
    let request: ControlRequest

    init(id: Int, _ request: ControlRequest) {
        self.id = id
        self.request = request
    }

    private enum Key: String, CodingKey {
        case jsonrpc, id, method, params
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(Self.version, forKey: .jsonrpc)
        try object.encode(id, forKey: .id)
        try object.encode(request.method, forKey: .method)
        switch request {
        case .up(let parameters): try object.encode(parameters, forKey: .params)
        case .down(let parameters): try object.encode(parameters, forKey: .params)
        case .stop(let parameters), .restart(let parameters): try object.encode(parameters, forKey: .params)
        case .start(let parameters): try object.encode(parameters, forKey: .params)
        case .kill(let parameters): try object.encode(parameters, forKey: .params)
        case .status, .events: break
        }
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        id = try object.decode(Int.self, forKey: .id)
        let name = try object.decode(String.self, forKey: .method)
        guard let method = ControlMethod(rawValue: name) else { throw UnknownMethod(id: id, name: name) }
        request =
            switch method {
            case .up: .up(try object.decode(UpRequest.self, forKey: .params))
            case .down: .down(try object.decode(DownRequest.self, forKey: .params))
            case .stop: .stop(try object.decode(StopRequest.self, forKey: .params))
            case .start: .start(try object.decode(ServiceSelection.self, forKey: .params))
            case .restart: .restart(try object.decode(StopRequest.self, forKey: .params))
            case .kill: .kill(try object.decode(KillRequest.self, forKey: .params))
            case .status: .status
            case .events: .events
            }
    }
}

/// A request for a method that there is not.
struct UnknownMethod: Error {
    let id: Int
    let name: String
}

/// The method names on the wire.
enum ControlMethod: String {
    case up, down, stop, start, restart, kill, status, events
}

extension ControlRequest {
    /// Its method on the wire.
    var method: String {
        let method: ControlMethod =
            switch self {
            case .up: .up
            case .down: .down
            case .stop: .stop
            case .start: .start
            case .restart: .restart
            case .kill: .kill
            case .status: .status
            case .events: .events
            }
        return method.rawValue
    }
}

/// A line from a supervisor to a command: a notification, or the one response to a request.
enum ReplyMessage: Sendable {
    /// Something happened; the method is `event`.
    case event(StackEvent)
    /// The request succeeded.
    case result(id: Int, ControlReply)
    /// The request failed; without an id when the request could not be read.
    case failure(id: Int?, WireFailure)
}

extension ReplyMessage: Codable {
    private enum Key: String, CodingKey {
        case jsonrpc, id, method, params, result, error
    }
    private enum EventKey: String, CodingKey {
        case progress, container, listening, warning
    }
    private enum ResultKey: String, CodingKey {
        case containers, ended
    }

    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: Key.self)
        try object.encode(RequestMessage.version, forKey: .jsonrpc)
        switch self {
        case .event(let event):
            try object.encode("event", forKey: .method)
            var params = object.nestedContainer(keyedBy: EventKey.self, forKey: .params)
            switch event {
            case .progress(let progress): try params.encode(progress, forKey: .progress)
            case .container(let container): try params.encode(container, forKey: .container)
            case .listening: try params.encode(true, forKey: .listening)
            case .warning(let text): try params.encode(text, forKey: .warning)
            }
        case .result(let id, let reply):
            try object.encode(id, forKey: .id)
            var result = object.nestedContainer(keyedBy: ResultKey.self, forKey: .result)
            switch reply {
            case .done: break
            case .ended: try result.encode(true, forKey: .ended)
            case .containers(let containers): try result.encode(containers, forKey: .containers)
            }
        case .failure(let id, let failure):
            try object.encode(id, forKey: .id)
            try object.encode(failure, forKey: .error)
        }
    }

    init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: Key.self)
        if object.contains(.method) {
            self = .event(try Self.event(object.nestedContainer(keyedBy: EventKey.self, forKey: .params)))
        } else if object.contains(.error) {
            self = .failure(
                id: try object.decodeIfPresent(Int.self, forKey: .id),
                try object.decode(WireFailure.self, forKey: .error))
        } else {
            let result = try object.nestedContainer(keyedBy: ResultKey.self, forKey: .result)
            let containers = try result.decodeIfPresent([ContainerStatus].self, forKey: .containers)
            let plain: ControlReply = result.contains(.ended) ? .ended : .done
            self = .result(
                id: try object.decode(Int.self, forKey: .id), containers.map(ControlReply.containers) ?? plain
            )
        }
    }

    private static func event(_ params: KeyedDecodingContainer<EventKey>) throws -> StackEvent {
        if let progress = try params.decodeIfPresent(ProgressEvent.self, forKey: .progress) {
            return .progress(progress)
        }
        if let container = try params.decodeIfPresent(ContainerEvent.self, forKey: .container) {
            return .container(container)
        }
        if params.contains(.listening) { return .listening }
        return .warning(try params.decode(String.self, forKey: .warning))
    }
}
