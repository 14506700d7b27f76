/// Writes tar archives entry by entry, including ones that no well-meaning program would write.
///
/// The format is POSIX ustar with pax headers; nothing is checked.
public struct TarBuilder: Sendable {
    /// The kinds of entries, by their letter in the header.
    public enum Kind: Character, Sendable {
        case file = "0"
        case hardLink = "1"
        case symbolicLink = "2"
        case characterDevice = "3"
        case blockDevice = "4"
        case directory = "5"
        case pipe = "6"
        case extended = "x"
    }

    /// What an entry says besides its name.
    public struct Entry: Sendable {
        /// The kind.
        public var kind = Kind.file
        /// The content of a file.
        public var content: [UInt8] = []
        /// The target of a link.
        public var link = ""
        /// The permission bits.
        public var mode = 0o644
        /// The owner.
        public var user = 0
        /// The group.
        public var group = 0
        /// The time of the last change in seconds.
        public var modified = 1_000_000_000
        /// Major and minor number of a device.
        public var device = (0, 0)
        /// Records of a pax header before the entry.
        public var pax: [(key: String, value: [UInt8])] = []

        /// A file without content.
        public init() {}
    }

    private var bytes: [UInt8] = []

    /// An archive without entries.
    public init() {}

    /// The archive with its end marker.
    public var archive: [UInt8] { bytes + [UInt8](repeating: 0, count: 1024) }

    /// Adds an entry of any kind.
    public mutating func add(_ name: [UInt8], _ change: (inout Entry) -> Void = { _ in }) {
        var entry = Entry()
        change(&entry)
        if !entry.pax.isEmpty {
            var records = Entry()
            records.kind = .extended
            records.content = entry.pax.flatMap { paxRecord($0.key, $0.value) }
            append(Array("pax".utf8), records)
        }
        append(name, entry)
    }

    /// Adds an entry of any kind.
    public mutating func add(_ name: String, _ change: (inout Entry) -> Void = { _ in }) {
        add(Array(name.utf8), change)
    }

    /// Adds a file with a text.
    public mutating func file(_ name: String, _ text: String) {
        add(name) { $0.content = Array(text.utf8) }
    }

    /// Adds a directory with mode 755.
    public mutating func directory(_ name: String) {
        add(name) {
            $0.kind = .directory
            $0.mode = 0o755
        }
    }

    /// Adds a symbolic link.
    public mutating func symbolicLink(_ name: String, to target: String) {
        add(name) {
            $0.kind = .symbolicLink
            $0.link = target
        }
    }

    /// Adds a hard link.
    public mutating func hardLink(_ name: String, to target: String) {
        add(name) {
            $0.kind = .hardLink
            $0.link = target
        }
    }

    private mutating func append(_ name: [UInt8], _ entry: Entry) {
        var header = [UInt8](repeating: 0, count: 512)
        func put(_ field: [UInt8], at offset: Int, length: Int) {
            header.replaceSubrange(offset..<offset + min(field.count, length), with: field.prefix(length))
        }
        func put(_ number: Int, at offset: Int, length: Int) {
            let digits = String(number, radix: 8)
            let padding = String(repeating: "0", count: max(0, length - 1 - digits.count))
            put(Array((padding + digits).utf8), at: offset, length: length - 1)
        }
        put(name, at: 0, length: 100)
        put(entry.mode, at: 100, length: 8)
        put(entry.user, at: 108, length: 8)
        put(entry.group, at: 116, length: 8)
        put(entry.content.count, at: 124, length: 12)
        put(entry.modified, at: 136, length: 12)
        put([UInt8](repeating: 32, count: 8), at: 148, length: 8)
        put(Array(String(entry.kind.rawValue).utf8), at: 156, length: 1)
        put(Array(entry.link.utf8), at: 157, length: 100)
        put(Array("ustar\u{0}00".utf8), at: 257, length: 8)
        put(entry.device.0, at: 329, length: 8)
        put(entry.device.1, at: 337, length: 8)
        put(header.reduce(0) { $0 + Int($1) }, at: 148, length: 7)
        bytes += header + entry.content
        bytes += [UInt8](repeating: 0, count: (512 - entry.content.count % 512) % 512)
    }
}

/// `LENGTH KEY=VALUE\n`, where the length counts its own digits too.
private func paxRecord(_ key: String, _ value: [UInt8]) -> [UInt8] {
    let rest = Array(" \(key)=".utf8) + value + [10]
    var length = rest.count + 1
    while "\(length)".utf8.count + rest.count != length { length += 1 }
    return Array("\(length)".utf8) + rest
}
