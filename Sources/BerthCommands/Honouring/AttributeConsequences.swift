import BerthImages
import BerthLoader

/// What comes of every attribute of the format; who makes one work strikes its line out or changes it.
let attributeLines: [AttributeLine] =
    projectLines + containerLines + rightsLines + resourceLines + attachmentLines + mountLines
    + lifecycleLines + buildLines + deployLines

/// The consequences by path.
let attributeConsequences = PathTable<AttributeRule>(attributeLines.map { ($0.pattern, $0.rule) })

/// The consequences of what is said about builds.
let buildConsequences = PathTable<AttributeRule>(buildLines.map { ($0.pattern, $0.rule) })

/// What is outside of services.
private let projectLines: [AttributeLine] = [
    line(["name"], .honoured),
    line(["version"], .honoured),
    line(["include"], .honoured),
    line(["networks"], .honoured),
    line(
        ["networks", "*", "driver"], .refused("containers would be connected in another way"),
        unless: ["bridge"]),
    line(["networks", "*", "driver_opts"], .ignored("networks have no options yet")),
    line(["networks", "*", "enable_ipv4"], .ignored("every network has IPv4"), unless: ["true"]),
    line(["networks", "*", "enable_ipv6"], .ignored("networks have no IPv6 yet"), unless: ["false"]),
    line(
        ["networks", "*", "ipam", "driver"], .ignored("addresses are always chosen by berth"),
        unless: ["default"]),
    line(["networks", "*", "ipam", "options"], .ignored("addresses are always chosen by berth")),
    line(["networks", "*", "ipam", "config", "[]", "ip_range"], .ignored("the whole subnet is used")),
    line(["networks", "*", "ipam", "config", "[]", "aux_addresses"], .ignored("no address is set aside")),
    line(["volumes"], .honoured),
    line(
        ["volumes", "*", "driver"], .refused("the data would be in a plain directory of this host"),
        unless: ["local"]),
    line(["secrets"], .honoured),
    line(["secrets", "*", "driver"], .refused("there are no drivers that know secrets")),
    line(["secrets", "*", "driver_opts"], .ignored(onlyStores)),
    line(["secrets", "*", "labels"], .ignored(onlyStores)),
    line(["secrets", "*", "name"], .ignored(onlyStores)),
    line(["secrets", "*", "template_driver"], .ignored("the content is taken as it is")),
    line(["configs"], .honoured),
    line(["configs", "*", "labels"], .ignored(onlyStores)),
    line(["configs", "*", "name"], .ignored(onlyStores)),
    line(["configs", "*", "template_driver"], .ignored("the content is taken as it is")),
    // What services do with these is told where they do it.
    line(["models"], .honoured),
]

private let onlyStores = "the content is kept nowhere but in the containers"

/// What runs in a container, and what it is told.
private let containerLines: [AttributeLine] = [
    line("annotations", .honoured),
    line("command", .honoured),
    line("container_name", .honoured),
    line("dns", .honoured),
    line("dns_opt", .honoured),
    line("dns_search", .honoured),
    line("domainname", .honoured),
    line("entrypoint", .honoured),
    line("env_file", .honoured),
    line("environment", .honoured),
    line("external_links", .ignored("containers of other projects have no names here yet")),
    line("extra_hosts", .honoured),
    line("hostname", .honoured),
    line("image", .honoured),
    line("init", .honoured),
    line("label_file", .honoured),
    line("labels", .honoured),
    line("links", .honoured),
    line(
        ["services", "*", "links", "[]"], .ignored("the alias is not there; networks have aliases"),
        whenNot: hasNoAlias),
    line("logging", .honoured),
    line("platform", .ignored("images are pulled for this host"), unless: hostPlatforms),
    line("stdin_open", .honoured),
    line("stop_grace_period", .honoured),
    line("stop_signal", .honoured),
    line("tty", .honoured),
    line("user", .honoured),
    line("working_dir", .honoured),
]

/// What a container may do, and how it is kept apart.
private let rightsLines: [AttributeLine] = [
    line("cap_add", .honoured),
    line("cap_drop", .honoured),
    line("cgroup", .honoured),
    line("credential_spec", .ignored("only Windows has it")),
    line("device_cgroup_rules", .honoured),
    line("devices", .honoured),
    line("gpus", .honoured),
    line("group_add", .honoured),
    line("ipc", .honoured),
    line("isolation", .ignored("only Windows has it"), unless: ["default"]),
    line("pid", .honoured),
    line("privileged", .honoured),
    line("read_only", .honoured),
    line("runtime", .honoured),
    line("security_opt", .honoured),
    line("sysctls", .honoured),
    line(
        "use_api_socket", .refused("there is no daemon whose socket a container could be given"),
        unless: ["false"]),
    line("userns_mode", .refused("the users of containers are those of the host"), unless: ["host"]),
    line("uts", .refused("the container would have a host name of its own"), unless: ["host"]),
]

/// How much of the machine a container gets.
private let resourceLines: [AttributeLine] = [
    line("blkio_config", .honoured),
    line("cgroup_parent", .honoured),
    line("cpu_count", .ignored("only Windows has it")),
    line("cpu_percent", .ignored("only Windows has it")),
    line("cpu_period", .honoured),
    line("cpu_quota", .honoured),
    line("cpu_rt_period", .honoured),
    line("cpu_rt_runtime", .honoured),
    line("cpu_shares", .honoured),
    line("cpus", .honoured),
    line("cpuset", .honoured),
    line("mem_limit", .honoured),
    line("mem_reservation", .honoured),
    line("mem_swappiness", .honoured),
    line("memswap_limit", .honoured),
    line("oom_kill_disable", .honoured),
    line("oom_score_adj", .honoured),
    line("pids_limit", .honoured),
    line("shm_size", .honoured),
    line(
        "storage_opt",
        .refused("the container's own files would not be limited; that takes XFS with project quotas")),
    line("ulimits", .honoured),
]

/// How a container is reached.
private let attachmentLines: [AttributeLine] = [
    line("expose", .honoured),
    line("mac_address", .honoured),
    line("network_mode", .honoured),
    line("networks", .honoured),
    line(["services", "*", "networks", "*", "driver_opts"], .ignored("networks have no options yet")),
    line(
        ["services", "*", "networks", "*", "gw_priority"],
        .ignored("the first network leads to the outside")),
    line(["services", "*", "networks", "*", "interface_name"], .ignored("interfaces have the usual names")),
    line(["services", "*", "networks", "*", "ipv6_address"], .ignored("networks have no IPv6 yet")),
    line(
        ["services", "*", "networks", "*", "link_local_ips"],
        .ignored("containers have no such addresses yet")),
    line("ports", .honoured),
    line(
        ["services", "*", "ports", "[]", "protocol"], .refused("nothing would answer at the published port"),
        whenNot: isPublishable),
]

/// What is mounted into a container.
private let mountLines: [AttributeLine] = [
    line("configs", .honoured),
    line("secrets", .honoured),
    line("tmpfs", .honoured),
    line("volumes", .honoured),
    line(
        ["services", "*", "volumes", "[]", "type"], .refused("the container would lack it"),
        unless: ["volume", "bind", "tmpfs", "image"]),
    line("volumes_from", .honoured),
]

/// When a container is made, started, watched and ended.
private let lifecycleLines: [AttributeLine] = [
    line("attach", .honoured),
    line("build", .honoured),
    line("depends_on", .honoured),
    // It is for a command of its own.
    line("develop", .honoured),
    line("extends", .honoured),
    line("healthcheck", .honoured),
    line("models", .refused("there is nothing that runs them")),
    line("post_start", .refused("the command would not be run")),
    line("pre_start", .refused("the container would start without them")),
    line("pre_stop", .refused("the command would not be run")),
    line("profiles", .honoured),
    line("provider", .refused("nothing would provide the service")),
    line("pull_policy", .honoured),
    line("pull_refresh_after", .ignored("it has no meaning yet; pull_policy has")),
    line("restart", .honoured),
    line("scale", .honoured),
]

/// How an image is built.
private let buildLines: [AttributeLine] = [
    line(["services", "*", "build", "cache_from", "[]"], .ignored(caches), whenNot: isRegistryCache),
    line(["services", "*", "build", "cache_to", "[]"], .ignored(caches), whenNot: isRegistryCache),
    line(
        ["services", "*", "build", "entitlements", "[]"],
        .ignored("all rights are given to steps by privileged"), unless: ["network.host"]),
    line(["services", "*", "build", "isolation"], .ignored("only Windows has it"), unless: ["default"]),
    line(
        ["services", "*", "build", "platforms", "[]"], .ignored("an image is built for one platform"),
        unless: hostPlatforms),
    line(
        ["services", "*", "build", "provenance"], .ignored("buildah attests nothing"), unless: ["false"]),
    line(["services", "*", "build", "secrets", "[]", "uid"], .ignored(ownership)),
    line(["services", "*", "build", "secrets", "[]", "gid"], .ignored(ownership)),
    line(["services", "*", "build", "secrets", "[]", "mode"], .ignored(ownership)),
    line(["services", "*", "build", "sbom"], .ignored("buildah attests nothing"), unless: ["false"]),
]

private let ownership = "the recipe says it, by RUN --mount=type=secret"
private let caches = "cached steps are fetched from and pushed to registries alone"

/// True for a place of cached steps in a registry.
@Sendable private func isRegistryCache(text: String) -> Bool { CacheLocation(text) != nil }

/// What a deployment says.
private let deployLines: [AttributeLine] = [
    line("deploy", .honoured),
    line(
        ["services", "*", "deploy", "endpoint_mode"], .ignored("names lead to all containers"),
        unless: ["vip", "dnsrr"]),
    line(["services", "*", "deploy", "labels"], .ignored("nothing but containers could have them")),
    line(
        ["services", "*", "deploy", "mode"], .ignored("jobs are services here"),
        unless: ["replicated", "global"]),
    line(["services", "*", "deploy", "placement"], .ignored("there is one machine")),
    line(["services", "*", "deploy", "resources", "limits"], .honoured),
    line(["services", "*", "deploy", "resources", "reservations", "memory"], .honoured),
    line(["services", "*", "deploy", "resources", "reservations", "devices"], .honoured),
    line(
        ["services", "*", "deploy", "resources", "reservations", "cpus"],
        .ignored("there is one machine, which has all of its processors; cpu_shares weighs containers")),
    line(
        ["services", "*", "deploy", "resources", "reservations", "generic_resources"],
        .ignored("there is one machine, whatever it has")),
    line(["services", "*", "deploy", "restart_policy", "delay"], .ignored("the pause grows by itself")),
    line(["services", "*", "deploy", "restart_policy", "window"], .ignored("ten seconds count as started")),
    line(["services", "*", "deploy", "rollback_config"], .ignored("nothing is rolled back yet")),
    line(["services", "*", "deploy", "update_config"], .ignored("containers are replaced all at once")),
]

/// True for a protocol whose ports can be published.
@Sendable private func isPublishable(transport: String) -> Bool {
    ["tcp", "udp"].contains(transport.lowercased())
}

/// True for a link under the service's own name, which every service of the network can use anyway.
@Sendable private func hasNoAlias(link: String) -> Bool { !link.contains(":") }

/// The names of this host's kind of machine.
let hostPlatforms: [String] = {
    #if arch(x86_64)
        let names = ["linux/amd64", "linux/x86_64"]
    #elseif arch(arm64)
        let names = ["linux/arm64", "linux/arm64/v8", "linux/aarch64"]
    #else
        let names: [String] = []
    #endif
    return ["linux"] + names
}()
