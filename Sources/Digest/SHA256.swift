internal import CNettle

/// The SHA-256 of bytes that come in parts (FIPS 180-4).
public struct SHA256: Sendable {
    private var context = sha256_ctx()

    /// Starts an empty digest.
    public init() { unsafe nettle_sha256_init(&context) }

    /// Adds bytes at the end of what was digested so far.
    public mutating func update(_ bytes: [UInt8]) {
        unsafe bytes.withUnsafeBytes { unsafe update($0) }
    }

    /// Adds the bytes of a buffer that the caller owns.
    public mutating func update(_ buffer: UnsafeRawBufferPointer) {
        guard let start = unsafe buffer.bindMemory(to: UInt8.self).baseAddress else { return }
        unsafe nettle_sha256_update(&context, buffer.count, start)
    }

    /// The 32 bytes of the digest; the value starts anew as an empty digest.
    public mutating func finalize() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        unsafe nettle_sha256_digest(&context, bytes.count, &bytes)
        return bytes
    }

    /// The digest as 64 lower-case hexadecimal digits; the value starts anew as an empty digest.
    public mutating func finalizeHex() -> String { hexadecimal(finalize()) }
}

/// The SHA-256 of bytes, as 64 lower-case hexadecimal digits.
public func sha256(of bytes: [UInt8]) -> String {
    var digest = SHA256()
    digest.update(bytes)
    return digest.finalizeHex()
}

/// The SHA-256 of a text's UTF-8, as 64 lower-case hexadecimal digits.
public func sha256(of text: String) -> String { sha256(of: Array(text.utf8)) }

/// Two lower-case hexadecimal digits for each byte.
public func hexadecimal(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    return String(decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
}
