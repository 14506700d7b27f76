import Digest
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    /// The examples of FIPS 180-4 and NIST's long message.
    @Test(
        "agrees with the published examples",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                String(repeating: "a", count: 1_000_000),
                "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
            ),
        ])
    func knownAnswers(text: String, expected: String) {
        #expect(sha256(of: text) == expected)
    }

    @Test("does not depend on how the bytes are cut", arguments: [1, 63, 64, 65, 1000])
    func parts(size: Int) {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        var digest = SHA256()
        for start in stride(from: 0, to: bytes.count, by: size) {
            digest.update(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(digest.finalizeHex() == sha256(of: bytes))
    }

    @Test("starts anew after it was finished")
    func reuse() {
        var digest = SHA256()
        digest.update([1, 2, 3])
        _ = digest.finalize()
        #expect(digest.finalizeHex() == sha256(of: ""))
    }
}
