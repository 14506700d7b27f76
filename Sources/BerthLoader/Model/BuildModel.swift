import BerthModel
import YAMLTree

/// Makes the typed build of a service's canonical form.
func buildModel(_ node: Node) -> Build? {
    guard node.mapping != nil else { return nil }
    var build = Build(context: context(node.text("context") ?? ""))
    build.recipe =
        node.text("dockerfile_inline").map(Build.Recipe.inline)
        ?? .file(node.text("dockerfile") ?? "Dockerfile")
    build.additionalContexts = node.texts("additional_contexts").mapValues(context)
    build.arguments = node.texts("args")
    build.target = node.text("target")
    build.tags = node.strings("tags")
    build.labels = node.texts("labels")
    build.platforms = node.strings("platforms").compactMap(Platform.init)
    build.network = node.text("network")
    build.hosts = hostModels(node["extra_hosts"])
    build.secrets = buildSecretModels(node["secrets"])
    build.sshKeys = node.members("ssh").sorted { $0.key < $1.key }
        .map { Build.SSHKey(id: $0.key, path: $0.value.string) }
    build.cache.sources = node.strings("cache_from")
    build.cache.destinations = node.strings("cache_to")
    build.cache.isUnused = node.isTrue("no_cache")
    build.cache.unusedStages = node.strings("no_cache_filter")
    build.pullsBaseImages = node.isTrue("pull")
    build.isPrivileged = node.isTrue("privileged")
    build.entitlements = node.strings("entitlements")
    build.sharedMemory = node.text("shm_size").flatMap { Int($0) }
    build.processLimits = processLimitModels(node["ulimits"])
    build.provenance = node.text("provenance")
    build.softwareBill = node.text("sbom")
    build.isolation = node.text("isolation")
    build.location = Location(node.range)
    return build
}

private func context(_ text: String) -> Build.Context {
    if let service = sharedService(text) { return .service(service) }
    return isDirectoryContext(text) ? .directory(text) : .remote(text)
}
