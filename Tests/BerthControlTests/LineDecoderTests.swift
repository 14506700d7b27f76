import NIOCore
import Testing

@testable import BerthControl

@Suite("Cutting bytes into lines")
struct LineDecoderTests {
    private func lines(_ pieces: [String], longest: Int = 100) throws -> [String] {
        var decoder = LineDecoder(longest: longest)
        var buffer = ByteBuffer()
        var lines: [String] = []
        for piece in pieces {
            buffer.writeString(piece)
            while let line = try decoder.decode(buffer: &buffer) {
                lines.append(String(decoding: line, as: UTF8.self))
            }
        }
        return lines
    }

    @Test("finds the same lines however the bytes arrive")
    func anyPieces() throws {
        let text = "one\n\ntwo and more\nthree\nrest"
        for size in 1...text.count {
            let characters = Array(text)
            let pieces = stride(from: 0, to: characters.count, by: size).map {
                String(characters[$0..<min($0 + size, characters.count)])
            }
            #expect(try lines(pieces) == ["one", "", "two and more", "three"])
        }
    }

    @Test("refuses a line without an end")
    func tooLong() {
        #expect(throws: LineTooLong.self) { try lines([String(repeating: "x", count: 101)]) }
    }
}
