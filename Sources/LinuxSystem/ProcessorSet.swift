import Glibc

/// Processors by number, as the kernel writes and reads them (cpuset(7), "List format"): `0-3,5`.
public struct ProcessorSet: Sendable, Hashable, CustomStringConvertible {
    /// The numbers.
    public let numbers: Set<Int>
    /// The text as it was given, without white space around it.
    public let description: String

    /// Reads a list; nil for a text that is none, and for one without a processor.
    public init?(_ text: String) {
        let list = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        var numbers: Set<Int> = []
        for part in list.split(separator: ",", omittingEmptySubsequences: false) {
            guard let range = Self.range(part) else { return nil }
            numbers.formUnion(range)
        }
        self.numbers = numbers
        description = list
    }

    /// The processors of this machine that are switched on (sysfs(5), `devices/system/cpu/online`).
    public static func online() throws(SystemError) -> ProcessorSet {
        let path = "/sys/devices/system/cpu/online"
        guard let online = ProcessorSet(try readText(path)) else {
            throw SystemError(code: EINVAL, call: "read", subject: path)
        }
        return online
    }

    private static func range(_ text: Substring) -> ClosedRange<Int>? {
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false).map { Int($0) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, (0...last).contains(first),
            last <= greatest
        else { return nil }
        return first...last
    }

    /// More than any kernel is built for, and few enough to be counted.
    private static let greatest = 65535
}
