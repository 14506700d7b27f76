import BerthModel
import YAMLTree

/// Makes the typed build of a service's canonical form.
func buildModel(_ node: Node) -> Build? {
    guard node.mapping != nil else { return nil }
    var build = Build(context: context(node.text("context") ?? ""))
    build.recipe =
        node.text("dockerfile_inline").map(Build.Recipe.inline)
        ?? .file(node.text("dockerfile") ?? "Dockerfile")
    build.additionalContexts = (node["additional_contexts"]?.texts ?? [:]).mapValues(context)
    build.arguments = node["args"]?.texts ?? [:]
    build.target = node.text("target")
    build.tags = node["tags"]?.strings ?? []
    build.labels = node["labels"]?.texts ?? [:]
    build.platforms = (node["platforms"]?.strings ?? []).compactMap(Platform.init)
    build.network = node.text("network")
    build.hosts = hostModels(node["extra_hosts"])
    build.secrets = buildSecretModels(node["secrets"])
    build.sshKeys = (node["ssh"]?.mapping?.entries ?? []).sorted { $0.key < $1.key }
        .map { Build.SSHKey(id: $0.key, path: $0.value.string) }
    build.cache.sources = node["cache_from"]?.strings ?? []
    build.cache.destinations = node["cache_to"]?.strings ?? []
    build.cache.isUnused = node.isTrue("no_cache")
    build.cache.unusedStages = node["no_cache_filter"]?.strings ?? []
    build.pullsBaseImages = node.isTrue("pull")
    build.isPrivileged = node.isTrue("privileged")
    build.entitlements = node["entitlements"]?.strings ?? []
    build.sharedMemory = node.text("shm_size").flatMap { Int($0) }
    build.processLimits = processLimitModels(node["ulimits"])
    build.provenance = node.text("provenance")
    build.softwareBill = node.text("sbom")
    build.isolation = node.text("isolation")
    build.location = Findings.place(node.range)
    return build
}

private func context(_ text: String) -> Build.Context {
    if text.hasPrefix("service:") { return .service(String(text.dropFirst("service:".count))) }
    return isDirectoryContext(text) ? .directory(text) : .remote(text)
}
