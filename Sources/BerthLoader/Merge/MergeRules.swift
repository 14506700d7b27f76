import YAMLTree

/// How two values of an attribute become one; attributes without a rule merge `byKind`.
enum MergeRule: Sendable {
    /// Mappings key by key, lists one after the other; otherwise the later value.
    case byKind
    /// The later value, null too.
    case replace
    /// Both in their mapping form; an entry of the later replaces, null too.
    case assignments
    /// Both in their mapping form, then key by key; a mere name in a list stands for an empty entry.
    case entries
    /// Both in their mapping form, then key by key; a mere name in a list is a whole dependency.
    case dependencies
    /// Both in their mapping form, then key by key; a mere text is the value of this key.
    case object(textIs: String)
    /// Key by key, but the later value alone where both have this key with different values.
    case variant(of: String)
    /// Both as lists, one after the other.
    case list
    /// Both as lists of `HOST=IP`, one after the other, with the lines that are in both once.
    case hosts
    /// Both as lists of requests for devices, one after the other; `all` is one request.
    case deviceRequests
    /// Lists of mappings, merged where the value of this key is the same.
    case keyedBy(String)
}

/// The attributes that do not merge by their kind.
let mergeRules = PathTable(mergeLines)

/// The same for a service and the one that it extends, where `gpus: all` is replaced by a list.
let extensionRules = PathTable(mergeLines + [(service("gpus"), .byKind)])

private let mergeLines: [([PatternComponent], MergeRule)] = [
    (service("annotations"), .assignments),
    (service("build"), .object(textIs: "context")),
    (service("build", "additional_contexts"), .assignments),
    (service("build", "args"), .assignments),
    (service("build", "extra_hosts"), .hosts),
    (service("build", "labels"), .assignments),
    (service("build", "no_cache_filter"), .list),
    (service("build", "ssh"), .assignments),
    (service("build", "ulimits", "*"), .replace),
    (service("command"), .replace),
    (service("depends_on"), .dependencies),
    (service("deploy", "labels"), .assignments),
    (service("dns"), .list),
    (service("dns_opt"), .list),
    (service("dns_search"), .list),
    (service("entrypoint"), .replace),
    (service("env_file"), .list),
    (service("environment"), .assignments),
    (service("extra_hosts"), .hosts),
    (service("gpus"), .deviceRequests),
    (service("healthcheck", "test"), .replace),
    (service("label_file"), .list),
    (service("labels"), .assignments),
    (service("logging"), .variant(of: "driver")),
    (service("models"), .entries),
    (service("networks"), .entries),
    (service("sysctls"), .assignments),
    (service("tmpfs"), .list),
    (service("ulimits", "*"), .replace),
    (["networks", "*", "ipam", "config"], .keyedBy("subnet")),
    (["networks", "*", "labels"], .assignments),
    (["volumes", "*", "labels"], .assignments),
]
