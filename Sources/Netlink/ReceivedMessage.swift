internal import CNetlinkRoute

/// A message from the kernel, taken apart with bounds checked.
struct ReceivedMessage: Sendable, Hashable {
    /// Its type, such as RTM_NEWLINK or NLMSG_ERROR.
    let type: UInt16
    /// Its flags.
    let flags: UInt16
    /// The number of the request it answers.
    let sequence: UInt32
    /// What follows the header.
    let payload: [UInt8]

    private static let headerLength = 16

    /// Splits what one read returned; a message that claims more than there is ends the list.
    static func split(_ datagram: [UInt8]) -> [ReceivedMessage] {
        var messages: [ReceivedMessage] = []
        var rest = datagram[...]
        while rest.count >= headerLength {
            let length = Int(rest.number(at: 0, as: UInt32.self))
            guard length >= headerLength, length <= rest.count else { break }
            messages.append(
                ReceivedMessage(
                    type: rest.number(at: 4, as: UInt16.self), flags: rest.number(at: 6, as: UInt16.self),
                    sequence: rest.number(at: 8, as: UInt32.self),
                    payload: Array(rest.dropFirst(headerLength).prefix(length - headerLength))))
            rest = rest.dropFirst(aligned(length))
        }
        return messages
    }

    /// The attributes that follow a fixed part of the given length.
    func attributes(after fixedLength: Int) -> Attributes {
        Attributes(payload.dropFirst(aligned(fixedLength)))
    }

    /// The outcome that an acknowledgement or the end of a list reports; nil for other messages.
    var outcome: Outcome? {
        switch Int32(type) {
        case NLMSG_ERROR: Outcome(code: -payload[...].signed(at: 0), explanation: explanation)
        case NLMSG_DONE: Outcome(code: payload.count < 4 ? 0 : -payload[...].signed(at: 0), explanation: "")
        default: nil
        }
    }

    // With NETLINK_CAP_ACK only the header of the request is repeated, then come the attributes.
    private var explanation: String {
        guard flags & UInt16(NLM_F_ACK_TLVS) != 0 else { return "" }
        return attributes(after: 4 + Self.headerLength).text(Int(NLMSGERR_ATTR_MSG.rawValue)) ?? ""
    }

    /// How a request ended.
    struct Outcome: Sendable, Hashable {
        /// The errno value; 0 for success.
        let code: Int32
        /// The kernel's words.
        let explanation: String
    }
}

/// Attributes of a message by number.
struct Attributes: Sendable, Hashable {
    private var values: [Int: ArraySlice<UInt8>] = [:]

    /// Takes attributes apart; one that claims more than there is ends the walk.
    init(_ bytes: ArraySlice<UInt8>) {
        var rest = bytes
        while rest.count >= 4 {
            let length = Int(rest.number(at: 0, as: UInt16.self))
            guard length >= 4, length <= rest.count else { return }
            let type = Int(rest.number(at: 2, as: UInt16.self)) & 0x3fff
            values[type] = rest.dropFirst(4).prefix(length - 4)
            rest = rest.dropFirst(aligned(length))
        }
    }

    /// The bytes of an attribute.
    func bytes(_ attribute: Int) -> [UInt8]? { values[attribute].map(Array.init) }
    /// A number in the machine's byte order.
    func number<Number: FixedWidthInteger>(_ attribute: Int, as type: Number.Type) -> Number? {
        guard let bytes = values[attribute], bytes.count >= MemoryLayout<Number>.size else { return nil }
        return bytes.number(at: 0, as: type)
    }
    /// A text up to its closing zero.
    func text(_ attribute: Int) -> String? {
        values[attribute].map { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
    /// The attributes inside an attribute.
    func nested(_ attribute: Int) -> Attributes { Attributes(values[attribute] ?? []) }
}

/// The length that a part takes up, padding to four bytes included.
private func aligned(_ length: Int) -> Int { (length + 3) & ~3 }

extension ArraySlice<UInt8> {
    /// A little-endian or big-endian number as this machine has it; 0 past the end.
    func number<Number: FixedWidthInteger>(at offset: Int, as type: Number.Type) -> Number {
        let bytes = dropFirst(offset).prefix(MemoryLayout<Number>.size)
        guard bytes.count == MemoryLayout<Number>.size else { return 0 }
        let value = bytes.reversed().reduce(Number.zero) { $0 << 8 | Number(truncatingIfNeeded: $1) }
        return Number(littleEndian: Number(1)) == 1 ? value : value.byteSwapped
    }

    /// A signed number of four bytes; 0 past the end.
    func signed(at offset: Int) -> Int32 { Int32(bitPattern: number(at: offset, as: UInt32.self)) }
}
