import Digest
import YAMLTree

/// What the files that containers are made of hold at the time of the load: the digests of configs and secrets.
///
/// What cannot be read has none, as a directory; whoever makes containers tells about what is not there.
struct ContentDigests: Sendable {
    private var digests: [String: String] = [:]
    /// The profiles of system calls, whole, by their paths as written.
    var systemCallProfiles: [String: String] = [:]

    /// Knows no contents.
    init() {}

    /// Reads what services use, each file once.
    init(of tree: Node, variables: [String: String], files: some FileSource) {
        let services = tree["services"]?.mapping?.entries ?? []
        for use in services.flatMap({ resourceUses(of: $0.value) })
        where use.section == .configs || use.section == .secrets {
            let name = Self.name(use)
            guard digests[name] == nil, let entry = tree[use.section.rawValue]?[use.entry.key] else {
                continue
            }
            if let path = entry.text("file") {
                // A file that cannot be read is refused when a container is to be made of it.
                digests[name] = (try? files.contents(ofFile: path)).map { sha256(of: $0) }
            } else if let variable = entry.text("environment") {
                digests[name] = variables[variable].map { sha256(of: Array($0.utf8)) }
            }
        }
    }

    /// The digest of what a service uses; nil when it is not known or no content.
    func digest(of use: ResourceUse) -> String? { digests[Self.name(use)] }

    private static func name(_ use: ResourceUse) -> String { "\(use.section.rawValue).\(use.entry.key)" }
}
