internal import BerthModel

/// The options of `buildah build` that say what a build's fields say, in the order of the table.
func buildArguments(_ build: Build) -> [String] { fields.flatMap { $0(build) } }

/// An option for each field; contexts, the recipe, secrets and the platform are the request's.
private let fields: [@Sendable (Build) -> [String]] = [
    { options("--build-arg", $0.arguments.map { "\($0.key)=\($0.value)" }.sorted()) },
    { options("--target", [$0.target].compactMap(\.self)) },
    { options("--label", $0.labels.map { "\($0.key)=\($0.value)" }.sorted()) },
    { options("--network", [networkMode($0.network)]) },
    { options("--add-host", $0.hosts.map { "\($0.name):\(address($0))" }) },
    { options("--ssh", $0.sshKeys.map { key in key.path.map { "\(key.id)=\($0)" } ?? key.id }) },
    { options("--cache-from", $0.cache.sources.compactMap { CacheLocation($0)?.repository }) },
    { options("--cache-to", $0.cache.destinations.compactMap { CacheLocation($0)?.repository }) },
    // A single stage cannot be built anew: all are then, which gives what was asked for.
    { $0.cache.isUnused || !$0.cache.unusedStages.isEmpty ? ["--no-cache"] : [] },
    // Without a unit: the text becomes an option of a mount as it is.
    { options("--shm-size", $0.sharedMemory.map { ["\($0)"] } ?? []) },
    { options("--ulimit", $0.processLimits.map { "\($0.name)=\(number($0.soft)):\(number($0.hard))" }) },
    { rights($0) },
]

private func options(_ name: String, _ values: [String]) -> [String] { values.flatMap { [name, $0] } }

/// Steps use the host's network unless they are to have none: buildah by itself has no bridge to put them on.
private func networkMode(_ name: String?) -> String { name == "none" ? "none" : "host" }

/// In the host's network the host is at its own address.
private func address(_ host: NameResolution.Host) -> String {
    host.address == "host-gateway" ? "127.0.0.1" : host.address
}

private func number(_ limit: Limit) -> String {
    switch limit {
    case .unlimited: "-1"
    case .atMost(let number): "\(number)"
    }
}

/// The capabilities that Docker gives to steps and buildah does not, or else all rights.
private func rights(_ build: Build) -> [String] {
    build.isPrivileged
        ? ["--cap-add", "all", "--security-opt", "seccomp=unconfined"]
        : ["--cap-add", "CAP_AUDIT_WRITE,CAP_MKNOD,CAP_NET_RAW"]
}

/// A place of cached steps (`cache_from`, `cache_to`) in a registry.
public struct CacheLocation: Sendable, Hashable {
    /// The repository; each step is a tag of it.
    public let repository: String

    /// Reads `NAME` or `type=registry,ref=NAME`; nil for what is not in a registry or not a name.
    public init?(_ text: String) {
        var name = text
        if text.contains("=") {
            let pairs = text.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
            let values = Dictionary(
                pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) },
                uniquingKeysWith: { $1 })
            guard values["type"] == "registry", let ref = values["ref"] else { return nil }
            name = ref
        }
        // A text that is no name is nothing to look in.
        guard let reference = try? ImageReference(name) else { return nil }
        repository = reference.name
    }

    /// True when the registry is asked without TLS.
    var isLocal: Bool { !verifiesTLS(String(repository.prefix { $0 != "/" })) }
}
