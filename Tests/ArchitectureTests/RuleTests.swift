import Testing

/// A thing that code must not say, with the targets that may say it nevertheless.
private struct Rule: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let pattern: String
    var exceptions: Set<String> = []
}

private let rules = [
    Rule(
        testDescription: "unsafe code stays in the targets that wrap C", pattern: #"\bunsafe\b"#,
        exceptions: interopTargets),
    Rule(
        testDescription: "nothing blocks its thread by sleeping", pattern: #"(^|[^.\w])(u|nano)?sleep\("#,
        // The guardian has no task to wait in: its process forks before it has threads.
        exceptions: ["LinuxSystem"]),
    Rule(testDescription: "a limit has a name, nothing polls", pattern: #"\bsleep\(for: \."#),
    Rule(testDescription: "nothing ends the process", pattern: #"\b(fatalError|abort)\("#),
    Rule(testDescription: "no error is taken for impossible", pattern: #"\b(try|as)!"#),
    Rule(
        testDescription: "what is shared is checked by the compiler", pattern: #"@unchecked Sendable"#,
        exceptions: ["LinuxSystem"]),
    Rule(
        testDescription: "no queues beside Swift's own concurrency",
        pattern: #"\bDispatch(Queue|Semaphore|Group)\b"#),
    Rule(testDescription: "no platform ladders: Linux with glibc", pattern: #"#if\s+(canImport|os)\("#),
]

@Suite("Rules of the house")
struct RuleTests {
    @Test("code keeps them", arguments: rules)
    private func kept(rule: Rule) throws {
        // By default a word may hold a full stop, as in "Task.sleep".
        let pattern = try Regex(rule.pattern).wordBoundaryKind(.simple)
        for file in programFiles where !rule.exceptions.contains(file.target) {
            for (index, line) in file.code.enumerated() where line.contains(pattern) {
                Issue.record("\(file.path):\(index + 1): \(file.lines[index])")
            }
        }
    }

    @Test("an ignored error says why it can be", arguments: programFiles)
    func ignoredErrors(file: SourceFile) {
        for (index, line) in file.code.enumerated() where line.contains(/\btry\?/) {
            let around = file.lines[max(0, index - 3)...index]
            #expect(around.contains { $0.contains("//") }, "\(file.path):\(index + 1)")
        }
    }
}
