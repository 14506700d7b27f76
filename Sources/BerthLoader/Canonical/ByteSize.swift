/// A number of bytes with an optional unit of 1024: `64m`, `1.5GiB`, `512`.
struct ByteSize: Sendable, Hashable {
    /// The number of bytes.
    let bytes: Int64

    /// Reads a size.
    init(_ text: String) throws(Malformed) {
        let problem = Malformed(clause: "\"\(text)\" is no size", remedy: "write it like 64m or 1g")
        let number = text.prefix { $0.isASCII && $0.isNumber || $0 == "." }
        var unit = text[number.endIndex...].lowercased()[...]
        if unit.first == " " { unit.removeFirst() }
        guard let value = Double("0\(number)\(number.hasSuffix(".") ? "0" : "")"),
            number.contains(where: \.isNumber)
        else { throw problem }
        var power = 0
        if let letter = unit.first, let position = "kmgtp".firstIndex(of: letter) {
            power = "kmgtp".distance(from: "kmgtp".startIndex, to: position) + 1
            unit.removeFirst()
            if unit.hasPrefix("ib") { unit.removeFirst() }
        }
        guard unit.isEmpty || unit == "b" else { throw problem }
        let size = (0..<power).reduce(value) { size, _ in size * 1024 }
        guard size < 9.2e18 else { throw Malformed(clause: "\"\(text)\" is more than a machine can have") }
        bytes = Int64(size)
    }
}
