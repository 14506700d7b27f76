import Testing

@testable import YAMLTree

@Suite("What is written reads back")
struct RoundTripTests {
    /// A small generator with a fixed seed (SplitMix64), so that a failure repeats.
    private struct Seeded: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var bits = state
            bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
            bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
            return bits ^ (bits >> 31)
        }
    }

    private static let pieces = [
        "a", "1", "0", " ", "\n", "\t", ":", "#", "-", "'", "\"", "\\", "{", "]", ",", "&", "*", "!", "|",
        ">", "%",
        "@", "?", "é", "😀", "~", "true", "null", ".", "<<", "\u{85}", "\u{2028}", "\r", "\u{FEFF}", "\0",
        "e5", "=",
    ]

    private func text(_ random: inout Seeded) -> String {
        (0..<Int.random(in: 0...6, using: &random)).map { _ in Self.pieces.randomElement(using: &random) ?? ""
        }.joined()
    }

    private func node(depth: Int, _ random: inout Seeded) -> Node {
        switch Int.random(in: 0..<(depth > 0 ? 10 : 7), using: &random) {
        case 0: .null()
        case 1: .bool(.random(using: &random))
        case 2: .int(.random(in: .min ... .max, using: &random))
        case 3: .float(random.next().isMultiple(of: 2) ? Double(bitPattern: random.next()) : 8)
        case 4...6: .string(text(&random))
        case 7...8:
            .mapping(
                Mapping(
                    (0..<4).map { _ in
                        Mapping.Entry(
                            key: text(&random), keyRange: .nowhere, value: node(depth: depth - 1, &random))
                    }))
        default: .sequence((0..<3).map { _ in node(depth: depth - 1, &random) })
        }
    }

    @Test("two thousand random trees survive YAML")
    func random() throws {
        var random = Seeded(state: 7)
        for _ in 0..<2000 {
            let tree = node(depth: 4, &random)
            let written = emitYAML(tree)
            let read = try load(written)
            #expect(read == tree, "\(written)")
            #expect(emitYAML(read) == written)
        }
    }

    private static let sample = """
        %YAML 1.1
        # a comment
        --- !!map
        x-a: &a {K: 1, "q\\u00e9": 'it''s', ? long : [~, 0x1F, .nan]}
        services:
          web: !override
            <<: [*a, {z: 2001-01-01}]
            text: |2-
                indented
              line é😀
            folded: >+
              a
              b

            list:
            - - &s x
              - *s
            - !!binary aGVsbG8=
        ...
        ---
        second: "\\x41\\
          b"

        """

    @Test("a sample cut at every length loads or is refused, and never crashes")
    func truncation() throws {
        let bytes = Array(Self.sample.utf8)
        #expect(try loadYAML(bytes, file: "f").count == 2)
        for length in 0..<bytes.count {
            let answer = errors(Array(bytes.prefix(length)))
            #expect(answer == "none" || answer.hasPrefix("f:"))
        }
    }

    @Test("a sample with every byte replaced loads or is refused, and what loads can be written")
    func mutation() throws {
        let bytes = Array(Self.sample.utf8)
        for position in bytes.indices {
            for replacement in [0, 0x09, 0x0A, 0x22, 0x26, 0x2A, 0x5B, 0x7B, 0x80, 0xFF] as [UInt8] {
                var changed = bytes
                changed[position] = replacement
                guard let documents = try? loadYAML(changed, file: "f") else { continue }
                for document in documents { #expect(try load(emitYAML(document)) == document) }
            }
        }
    }
}
