internal import BerthModel
internal import Digest

/// The SHA-256 of a blob: 64 lower-case hexadecimal digits and nothing else, hence safe as a file name.
struct ContentDigest: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The digits.
    let hex: String

    /// Reads `sha256:…`.
    init(_ text: String) throws(Failure) {
        let digits = text.dropFirst(7)
        guard text.hasPrefix("sha256:"), digits.utf8.count == 64,
            digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) })
        else { throw Failure(.runtime, "\"\(text)\" is not a SHA-256 digest") }
        hex = String(digits)
    }

    /// The digest of bytes.
    init(of bytes: [UInt8]) { hex = sha256(of: bytes) }

    init(from decoder: any Decoder) throws {
        try self.init(String(from: decoder))
    }

    func encode(to encoder: any Encoder) throws { try description.encode(to: encoder) }

    /// `sha256:` and the digits.
    var description: String { "sha256:\(hex)" }
}
