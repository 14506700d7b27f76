internal import BerthModel
internal import NIOCore

/// Messages ↔ lines: a JSON object on each, ended by a line feed.
enum LineCodec {
    /// The longest line that is accepted; a project of a thousand services takes about a hundredth of it.
    static let longestLine = 256 << 20

    /// A message as a line with its line feed.
    static func line(_ message: some Encodable) throws -> [UInt8] {
        try encodeJSON(message) + [UInt8(ascii: "\n")]
    }

    /// The request on a line.
    static func request(_ line: [UInt8]) throws(BadRequest) -> RequestMessage {
        do {
            return try decodeJSON(RequestMessage.self, line)
        } catch let unknown as UnknownMethod {
            throw BadRequest(
                id: unknown.id, WireFailure(.unknownMethod, "there is no method \"\(unknown.name)\""))
        } catch {
            throw BadRequest(id: identifier(line), WireFailure(.invalidRequest, "\(error)"))
        }
    }

    /// The id of a request whose rest is wrong, so that its sender can be answered.
    private static func identifier(_ line: [UInt8]) -> Int? {
        struct Identified: Decodable { let id: Int }
        // Nothing can be said about a line that has no id.
        return (try? decodeJSON(Identified.self, line))?.id
    }

    /// The reply on a line.
    static func reply(_ line: [UInt8]) throws -> ReplyMessage {
        try decodeJSON(ReplyMessage.self, line)
    }
}

/// A line that is not a request, with what to answer.
struct BadRequest: Error {
    let id: Int?
    let failure: WireFailure

    init(id: Int?, _ failure: WireFailure) {
        self.id = id
        self.failure = failure
    }
}

/// Cuts a stream of bytes into lines; every byte is looked at once, however the stream is cut.
struct LineDecoder: NIOSingleStepByteToMessageDecoder {
    typealias InboundOut = [UInt8]

    private let longest: Int
    private var searched = 0

    init(longest: Int = LineCodec.longestLine) { self.longest = longest }

    mutating func decode(buffer: inout ByteBuffer) throws -> [UInt8]? {
        let unsearched = buffer.readableBytesView.dropFirst(searched)
        guard let end = unsearched.firstIndex(of: UInt8(ascii: "\n")) else {
            searched = buffer.readableBytes
            if searched > longest { throw LineTooLong(limit: longest) }
            return nil
        }
        let length = end - buffer.readerIndex
        searched = 0
        let line = buffer.readBytes(length: length)
        buffer.moveReaderIndex(forwardBy: 1)
        return line
    }

    /// What comes after the last line feed is a message that was cut off: it is dropped.
    mutating func decodeLast(buffer: inout ByteBuffer, seenEOF: Bool) throws -> [UInt8]? {
        try decode(buffer: &buffer)
    }
}

/// A line longer than accepted.
struct LineTooLong: Error {
    let limit: Int
}
