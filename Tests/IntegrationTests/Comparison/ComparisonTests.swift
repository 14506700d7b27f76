import Foundation
import TestSupport
import Testing

/// What people's files were written for.
@Suite(
    "Effects in containers of the reference",
    .enabled(if: ReferenceProject.command != nil, "`make compare` names the reference"),
    .timeLimit(.minutes(60)))
struct ComparisonTests {
    @Test("are the same, but for the differences that are known")
    func sameEffects() async throws {
        let known = try KnownDifferences()
        let comparisons = try await compareAll(effects.filter { $0.obstacle == nil })
        let different = comparisons.filter(\.isDifferent)
        let unknown = different.filter { known.reasons[$0.title] == nil }
        print(
            """
            \(comparisons.filter(\.isSame).count) effects are the same, \
            \(comparisons.filter(\.isNotComparable).count) are unknown to this version of the reference, \
            \(different.count - unknown.count) are known to differ, \(unknown.count) differ.
            """)
        #expect(unknown.map(\.title) == [])
    }
}

/// A few at a time; each is told when it is known.
private func compareAll(_ effects: [Effect]) async throws -> [Comparison] {
    try await withThrowingTaskGroup(of: (Int, Comparison).self) { group in
        var found: [Int: Comparison] = [:]
        for (index, effect) in effects.enumerated() {
            if index >= 8, let (place, comparison) = try await group.next() { found[place] = comparison }
            group.addTask {
                let comparison = try await compare(effect)
                FileHandle.standardError.write(Data("\(comparison)\n".utf8))
                return (index, comparison)
            }
        }
        for try await (place, comparison) in group { found[place] = comparison }
        return effects.indices.compactMap { found[$0] }
    }
}
