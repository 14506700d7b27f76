/// The short form of a mount: `[source:]target[:mode,mode]`.
struct VolumeText: Sendable, Hashable {
    /// A volume's name or a path of the host; nil for an anonymous volume.
    let source: String?
    /// The path in the container.
    let target: String
    /// The modes, as written.
    let modes: [String]

    /// Reads a short form.
    init(_ text: String) throws(Malformed) {
        guard !text.isEmpty else {
            throw Malformed(clause: "a mount may not be empty", remedy: "write SOURCE:TARGET")
        }
        // A text of one or two letters is a target, whatever it says; `:` is what two empty variables leave.
        let fields = text.utf8.count > 2 ? Self.fields(text) : [text]
        guard !fields.contains("") else {
            throw Malformed(
                clause: "\"\(text)\" has an empty part between its colons",
                remedy: "write SOURCE:TARGET or SOURCE:TARGET:MODE")
        }
        guard fields.count <= 3 else {
            throw Malformed(clause: "\"\(text)\" has too many colons", remedy: "write SOURCE:TARGET:MODE")
        }
        source = fields.count > 1 ? fields[0] : nil
        target = fields.count > 1 ? fields[1] : fields[0]
        modes = fields.count > 2 ? fields[2].components(separatedBy: ",") : []
    }

    /// True when the source is a path of the host.
    var isBind: Bool {
        guard let source, let first = source.first else { return false }
        return "./~".contains(first) || source.hasPrefix("\\\\") || source.dropFirst().first == ":"
    }

    /// The parts between colons, but `C:\data` and the `C:/data` of `C:/data:/data` stay whole.
    private static func fields(_ text: String) -> [String] {
        let fields = separated(text)
        guard fields.count > 2, fields[0].count == 1, fields[2].hasPrefix("/") else { return fields }
        // No mode begins with a slash: the third part is the target, and the first colon is a drive's.
        return ["\(fields[0]):\(fields[1])"] + fields.dropFirst(2)
    }

    /// The parts between colons, but `C:\` stays whole.
    private static func separated(_ text: String) -> [String] {
        var fields: [String] = []
        var rest = text[...]
        while true {
            let driveEnd = hasDrive(rest) ? rest.index(rest.startIndex, offsetBy: 2) : rest.startIndex
            guard let colon = rest[driveEnd...].firstIndex(of: ":") else { return fields + [String(rest)] }
            fields.append(String(rest[..<colon]))
            rest = rest[rest.index(after: colon)...]
        }
    }

    /// True for a letter and a colon that a backslash or nothing follows, as in `C:\data` or `d:`.
    private static func hasDrive(_ text: Substring) -> Bool {
        guard text.first?.isLetter == true, text.dropFirst().first == ":" else { return false }
        let rest = text.dropFirst(2)
        return rest.first == "\\" || rest.isEmpty
    }
}
