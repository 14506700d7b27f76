/// A text that grows at its end, kept as UTF-8.
struct ByteText {
    /// The bytes so far.
    private(set) var bytes: [UInt8] = []

    /// Adds a text.
    static func += (text: inout ByteText, more: some StringProtocol) {
        text.bytes.append(contentsOf: more.utf8)
    }

    /// Adds blanks.
    mutating func pad(_ count: Int) {
        bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: count))
    }
}
