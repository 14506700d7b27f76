import LinuxSystem
import TestSupport

/// The effects that the reference is known not to have, as `Tests/Compare/known-differences.txt` has them.
struct KnownDifferences: Sendable {
    /// Why they are there, by the title of the comparison.
    private(set) var reasons: [String: String] = [:]

    /// Reads the list: lines with a title, each with its reason in an indented line below it.
    ///
    /// Several titles in a row have one reason.
    init(_ text: String) {
        var titles: [String] = []
        for line in text.split(separator: "\n").map(String.init) where !line.hasPrefix("#") {
            if line.hasPrefix("    ") {
                for title in titles { reasons[title] = String(line.dropFirst(4)) }
                titles = []
            } else {
                titles.append(line)
            }
        }
    }

    /// Reads the list of this clone.
    init() throws { self.init(try readText("\(clone)/Tests/Compare/known-differences.txt")) }
}
