internal import NIOCore

/// Takes messages out of a TCP stream, where each follows its length in 16 bits (RFC 1035, 4.2.2).
struct FrameDecoder: ByteToMessageDecoder {
    typealias InboundOut = ByteBuffer

    mutating func decode(context: ChannelHandlerContext, buffer: inout ByteBuffer) -> DecodingState {
        guard let message = buffer.readLengthPrefixedSlice(as: UInt16.self) else { return .needMoreData }
        context.fireChannelRead(wrapInboundOut(message))
        return .continue
    }

    mutating func decodeLast(context: ChannelHandlerContext, buffer: inout ByteBuffer, seenEOF: Bool)
        -> DecodingState
    {
        // The start of a message that nobody sent to its end is dropped with the connection.
        decode(context: context, buffer: &buffer)
    }
}

/// A message with its length before it.
func framed(_ message: ByteBuffer) -> ByteBuffer {
    var frame = ByteBuffer()
    frame.reserveCapacity(message.readableBytes + 2)
    frame.writeInteger(UInt16(message.readableBytes))
    frame.writeImmutableBuffer(message)
    return frame
}
