import DNSWire

/// Any bytes either fail to decode, or decode to a message that encodes within every limit and, without opaque
/// data, decodes again to the same message.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let message = try? DNSMessage(decoding: bytes) else { return 0 }
    let whole = message.encoded()
    guard let again = try? DNSMessage(decoding: whole) else { fatalError("cannot decode what was encoded") }
    precondition(again == message || again.header.isTruncated, "a round trip changed the message")
    for limit in [12, 512, 1232] {
        guard let short = try? DNSMessage(decoding: message.encoded(limit: limit)) else {
            fatalError("cannot decode a truncated message")
        }
        precondition(short.questions == message.questions)
    }
    return 0
}
