internal import CNetlinkRoute

/// A request under construction: a header, a family's fixed part, attributes (libnl's nlmsg and nla calls).
@safe
struct NetlinkMessage: ~Copyable {
    private let message: OpaquePointer

    /// Starts a request of a type; NLM_F_REQUEST is always among its flags.
    init(type: Int, flags: Int32) {
        guard let message = unsafe nlmsg_alloc_simple(Int32(type), flags | NLM_F_REQUEST) else {
            preconditionFailure("a message of a page can be allocated")
        }
        unsafe self.message = unsafe message
    }

    /// Appends the fixed part that follows the header or opens certain nested attributes.
    func append<Part: BitwiseCopyable>(_ part: Part) {
        let code = unsafe withUnsafeBytes(of: part) { bytes in
            unsafe nlmsg_append(
                message, UnsafeMutableRawPointer(mutating: bytes.baseAddress), bytes.count,
                Int32(NLMSG_ALIGNTO))
        }
        precondition(code == 0, "requests fit into a page")
    }

    /// Adds an attribute of bytes.
    func put(_ attribute: Int, _ bytes: [UInt8]) {
        let code = unsafe bytes.withUnsafeBytes { bytes in
            unsafe nla_put(message, Int32(attribute), Int32(bytes.count), bytes.baseAddress)
        }
        precondition(code == 0, "requests fit into a page")
    }

    /// Adds an attribute of a number in the machine's byte order.
    func put(_ attribute: Int, _ number: some FixedWidthInteger & BitwiseCopyable) {
        put(attribute, unsafe withUnsafeBytes(of: number) { unsafe Array($0) })
    }

    /// Adds an attribute of a text with its closing zero.
    func put(_ attribute: Int, _ text: String) { put(attribute, Array(text.utf8) + [0]) }

    /// Adds an attribute that holds what the body adds.
    func nest(_ attribute: Int, _ body: (borrowing NetlinkMessage) -> Void) {
        guard let start = unsafe nla_nest_start(message, Int32(attribute)) else {
            preconditionFailure("requests fit into a page")
        }
        body(self)
        unsafe nla_nest_end(message, start)
    }

    /// The finished message with a sequence number.
    func bytes(sequence: UInt32) -> [UInt8] {
        guard let header = unsafe nlmsg_hdr(message) else { return [] }
        unsafe header.pointee.nlmsg_seq = sequence
        return unsafe Array(UnsafeRawBufferPointer(start: header, count: Int(header.pointee.nlmsg_len)))
    }

    deinit { unsafe nlmsg_free(message) }
}
