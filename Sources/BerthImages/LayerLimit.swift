internal import BerthModel
internal import LinuxSystem

/// How much of the disk what is unpacked from one archive may take: a few bytes of an archive can stand for any number.
struct LayerLimit: Sendable, Hashable {
    /// The variable that sets it.
    static let variable = "BERTH_LAYER_LIMIT"

    /// The bytes that were set; nil lets each archive have what is usual for its size.
    private let set: Int?

    /// Limits archives to what is usual.
    init() { set = nil }

    /// Reads the variable, a number of bytes with or without a unit such as `20g`.
    init(_ environment: [String]) throws(Failure) {
        let prefix = "\(Self.variable)="
        guard let text = environment.last(where: { $0.hasPrefix(prefix) })?.dropFirst(prefix.count),
            !text.isEmpty
        else {
            set = nil
            return
        }
        guard let bytes = byteCount(text) else {
            throw Failure(
                .usage, "\(Self.variable) is \"\(text)\", which is no number of bytes",
                remedy: "write it as 20g")
        }
        set = bytes
    }

    /// The most that the content of an archive may take when it is unpacked into a directory.
    ///
    /// Unless it is set: a hundred times the archive, or 16 GiB, whichever is more, and never more than half of what
    /// is free.
    func bytes(for archive: String, in directory: String) throws(SystemError) -> Int {
        if let set { return set }
        let size = try fileStatus(archive)?.size ?? 0
        let usual = max(16 << 30, size.multipliedReportingOverflow(by: 100).partialValue)
        return min(usual, try freeSpace(at: directory) / 2)
    }
}

/// A number with a unit of 1024: `k`, `m`, `g` or `t`, with or without `b`.
private func byteCount(_ text: Substring) -> Int? {
    let digits = text.prefix { $0.isNumber }
    let units = ["": 0, "b": 0, "k": 10, "m": 20, "g": 30, "t": 40]
    let unit = text.dropFirst(digits.count).lowercased()
    guard let shift = units[unit] ?? units[unit.hasSuffix("b") ? String(unit.dropLast()) : "?"],
        let number = Int(digits)
    else { return nil }
    let (bytes, overflows) = number.multipliedReportingOverflow(by: 1 << shift)
    return overflows ? nil : bytes
}
