import Testing

@testable import DNSWire

@Suite("Hostile messages")
struct HostileInputTests {
    private static let header = "00 01 00 00 00 01 00 00 00 00 00 00 "

    @Test(
        "pointers that do not lead back to an earlier place are refused",
        arguments: [
            "c0 0c 00 01 00 01",  // to itself
            "c0 0e 00 01 00 01",  // forward
            "c0 ff 00 01 00 01",  // beyond the end
            "01 61 c0 0c 00 01 00 01",  // to the start of its own name
            "01 61 c0 0e 00 01 00 01",  // to itself after a label
        ])
    func forwardPointers(name: String) {
        #expect(throws: DNSError.forwardPointer) { try DNSMessage(decoding: hex(Self.header + name)) }
    }

    @Test("labels of unknown kinds are refused", arguments: ["41 61 00 00 01 00 01", "81 61 00 00 01 00 01"])
    func unknownLabels(name: String) {
        #expect(throws: DNSError.invalidLabel) { try DNSMessage(decoding: hex(Self.header + name)) }
    }

    @Test("a name that grows beyond 255 bytes by a pointer is refused")
    func longName() {
        let label = "3f " + String(repeating: "61 ", count: 63)
        // The first name has 193 bytes; the second one adds 64 to it.
        let first = label + label + label + "00 00 01 00 01 "
        let bytes = hex("00 01 00 00 00 02 00 00 00 00 00 00 " + first + label + "c0 0c 00 01 00 01")
        #expect(throws: DNSError.invalidName) { try DNSMessage(decoding: bytes) }
    }

    @Test("a long chain of pointers ends")
    func pointerChain() {
        var bytes = hex("00 01 00 00 00 01 00 01 00 00 00 00 00 00 01 00 01")
        // A record whose data are pointers, each to the one before it, and a record that starts at the last.
        let chain = (0..<400).flatMap { step in
            let target = step == 0 ? 12 : 28 + 2 * (step - 1)
            return [0xc0 | UInt8(target >> 8), UInt8(target & 0xff)]
        }
        bytes +=
            hex("00 00 10 00 01 00 00 00 00") + [UInt8(chain.count >> 8), UInt8(chain.count & 0xff)] + chain
        bytes[7] = 2
        let last = 28 + 2 * 399
        bytes +=
            [0xc0 | UInt8(last >> 8), UInt8(last & 0xff)] + hex("00 01 00 01 00 00 00 00 00 04 01 02 03 04")
        #expect(throws: DNSError.forwardPointer) { try DNSMessage(decoding: bytes) }
    }

    @Test("counts are not believed")
    func counts() {
        let bytes = hex("00 01 00 00 ff ff ff ff ff ff ff ff 00 00 01 00 01")
        #expect(throws: DNSError.truncated) { try DNSMessage(decoding: bytes) }
    }

    @Test(
        "record data must have the announced length",
        arguments: [
            "00 00 01 00 01 00 00 00 00 00 03 01 02 03",  // A with three bytes
            "00 00 1c 00 01 00 00 00 00 00 04 01 02 03 04",  // AAAA with four
            "00 00 0c 00 01 00 00 00 00 00 02 00 00",  // PTR with a byte too many
            "00 00 21 00 01 00 00 00 00 00 06 00 00 00 00 00 00 00",  // SRV whose target is outside
        ])
    func recordData(record: String) {
        let bytes = hex("00 01 80 00 00 00 00 01 00 00 00 00 " + record)
        #expect(throws: DNSError.invalidRecordData) { try DNSMessage(decoding: bytes) }
    }

    @Test(
        "an OPT record stands once, and among the additional records",
        arguments: [
            "00 01 00 00 00 00 00 01 00 00 00 00 00 00 29 02 00 00 00 00 00 00 00",
            "00 01 00 00 00 00 00 00 00 00 00 02 00 00 29 02 00 00 00 00 00 00 00 "
                + "00 00 29 02 00 00 00 00 00 00 00",
        ])
    func misplacedOption(message: String) {
        #expect(throws: DNSError.misplacedOption) { try DNSMessage(decoding: hex(message)) }
    }

    @Test("random bytes never do harm")
    func noise() {
        var generator = SplitMix(state: 20_26)
        for _ in 0..<20_000 {
            var bytes = (0..<Int.random(in: 0...80, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            // Small counts and many pointers lead further into the decoder.
            for index in bytes.indices where index >= 4 && index < 12 {
                bytes[index] &= index % 2 == 0 ? 0 : 3
            }
            guard let message = try? DNSMessage(decoding: bytes) else { continue }
            #expect((try? DNSMessage(decoding: message.encoded(limit: 512))) != nil)
        }
    }
}

/// A small generator with a known start, so that a failure can be repeated (SplitMix64).
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ mixed >> 27) &* 0x94d0_49bb_1331_11eb
        return mixed ^ mixed >> 31
    }
}
