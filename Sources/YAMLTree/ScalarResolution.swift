/// Why a scalar cannot have the value that its tag asks for.
struct ResolutionError: Error {
    /// The clause for the user.
    let message: String
}

extension ScalarValue {
    /// Reads a scalar as the reference does (go-yaml 3): a quoted text without a tag is a string, an unknown
    /// tag makes a string, and a core tag (`!!int` …) must fit the text.
    init(resolving text: String, style: Scalar.Style, tag: String?) throws(ResolutionError) {
        switch tag {
        case nil, "!": self = style == .plain ? ScalarValue(plain: text) : .string(text)
        case "!!binary":
            guard let decoded = decodeBase64(text) else {
                throw ResolutionError(message: "!!binary value is not valid base64")
            }
            self = .string(decoded)
        case .some(let core) where coreTags.contains(core):
            guard let tagged = ScalarValue(plain: text).converted(to: core) else {
                throw ResolutionError(message: "cannot read \"\(text)\" as \(core)")
            }
            self = tagged
        default: self = .string(text)
        }
    }

    private func converted(to tag: String) -> ScalarValue? {
        switch (tag, self) {
        case ("!!bool", .bool), ("!!int", .int), ("!!int", .unsigned), ("!!float", .float), ("!!null", .null),
            ("!!timestamp", .timestamp):
            self
        case ("!!float", .int(let value)): .float(Double(value))
        default: nil
        }
    }

    /// What an unquoted text means without a tag.
    init(plain text: String) {
        guard let first = text.utf8.first else {
            self = .null
            return
        }
        // Only these beginnings can mean anything but a string.
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            self = ScalarValue(numeric: text)
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "f"), UInt8(ascii: "F"),
            UInt8(ascii: "n"), UInt8(ascii: "N"), UInt8(ascii: "~"):
            self = words[text] ?? .string(text)
        default: self = .string(text)
        }
    }

    private init(numeric text: String) {
        if let word = words[text] {
            self = word
        } else if isTimestamp(text) {
            self = .timestamp(text)
        } else {
            self = ScalarValue(number: text) ?? .string(text)
        }
    }
}

/// The tags whose text must fit them.
private let coreTags: Set<String> = ["!!bool", "!!int", "!!float", "!!null", "!!timestamp"]

/// The texts with a meaning of their own.
private let words: [String: ScalarValue] = [
    "~": .null, "null": .null, "Null": .null, "NULL": .null,
    "true": .bool(true), "True": .bool(true), "TRUE": .bool(true),
    "false": .bool(false), "False": .bool(false), "FALSE": .bool(false),
    ".nan": .float(.nan), ".NaN": .float(.nan), ".NAN": .float(.nan),
    ".inf": .float(.infinity), ".Inf": .float(.infinity), ".INF": .float(.infinity),
    "+.inf": .float(.infinity), "+.Inf": .float(.infinity), "+.INF": .float(.infinity),
    "-.inf": .float(-.infinity), "-.Inf": .float(-.infinity), "-.INF": .float(-.infinity),
]
