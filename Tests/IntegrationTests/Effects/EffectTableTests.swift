import BerthLoader
import Testing

@testable import BerthCommands

/// Every attribute of the format has an effect that is looked for, or is told at `up` to have none.
@Suite("The table of effects")
struct EffectTableTests {
    @Test("has every attribute that is brought about")
    func complete() {
        let shown = effects.flatMap(\.attributes) + testedElsewhere.keys
        let missing = attributePatterns.filter(isHonoured).map(path).filter { path in
            !shown.contains { $0 == path || $0.hasPrefix("\(path).") || $0.hasPrefix("\(path)[]") }
                && !testedElsewhere.contains {
                    $0.value.isWhole && (path.hasPrefix("\($0.key).") || path.hasPrefix("\($0.key)[]"))
                }
        }
        #expect(missing == [], "\(missing.count) attributes are shown by no effect")
    }

    @Test("names attributes of the format alone")
    func known() {
        let paths = Set(attributePatterns.map(path))
        #expect(Set(effects.flatMap(\.attributes) + testedElsewhere.keys).subtracting(paths).sorted() == [])
    }

    private func isHonoured(_ pattern: [PatternComponent]) -> Bool {
        let line = attributeLines.filter { pattern.starts(with: $0.pattern) }
            .max { $0.pattern.count < $1.pattern.count }
        return line?.rule.consequence ?? .honoured == .honoured
    }

    private func path(_ pattern: [PatternComponent]) -> String {
        pattern.reduce("") { path, step in
            switch step {
            case .key(let key): path.isEmpty ? key : "\(path).\(key)"
            case .anyKey: "\(path).*"
            case .anyItem: "\(path)[]"
            }
        }
    }
}
