import BerthLoader
import LinuxSystem
import Testing

@testable import BerthCommands

/// Every attribute of the format has an effect that is looked for, or is told at `up` to have none.
@Suite("The table of effects")
struct EffectTableTests {
    @Test(
        "has every attribute that is brought about",
        .enabled(if: environmentVariable("EFFECTS") == "complete", "some are still to be written"))
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

/// Where an attribute is tested that has no effect on one container.
struct TestedElsewhere: Sendable {
    /// The suite.
    let suite: String
    /// True when everything below the attribute is tested there too.
    let isWhole: Bool

    static func suite(_ name: String) -> TestedElsewhere { TestedElsewhere(suite: name, isWhole: true) }
    /// The attribute alone, with nothing below it.
    static func only(_ name: String) -> TestedElsewhere { TestedElsewhere(suite: name, isWhole: false) }
}

/// The attributes whose tests are elsewhere, and where.
let testedElsewhere: [String: TestedElsewhere] = [
    // The devices of a host without any are refused; those of a specification are in the suite.
    "services.*.gpus": .suite("DeviceTests"),
    "services.*.deploy.resources.reservations.devices": .suite("DeviceTests"),
    "services.*.build.cache_from": .suite("BuildCacheTests"),
    "services.*.build.cache_to": .suite("BuildCacheTests"),
    "services.*.build.labels": .suite("BuildTests"),
    "services.*.build.no_cache": .suite("BuildSourceTests"),
    "services.*.build.no_cache_filter": .suite("BuildSourceTests"),
    "services.*.build.platforms": .suite("BuildSourceTests"),
    "services.*.build.pull": .suite("BuildCacheTests"),
    "services.*.build.ssh": .suite("BuildSourceTests"),
    "services.*.build.tags": .suite("BuildTests"),
    "services.*.depends_on": .suite("OrderTests"),
    "services.*.healthcheck": .suite("OrderTests"),
    "services.*.extends": .suite("BerthLoaderTests"),
    "services.*.profiles": .suite("BerthLoaderTests"),
    "services.*.volumes_from": .suite("VolumeTests"),
    "volumes.*.name": .suite("VolumeTests"),
    "include": .suite("BerthLoaderTests"),
    "name": .suite("CommandLineTests"),
    "services.*.annotations": .suite("MetadataTests"),
    "services.*.label_file": .suite("MetadataTests"),
    "services.*.labels": .suite("MetadataTests"),
    "services.*.stop_grace_period": .suite("StopTests"),
    "services.*.stop_signal": .suite("StopTests"),
    "version": .suite("BerthLoaderTests"),
]
