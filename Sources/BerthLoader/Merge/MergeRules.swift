import YAMLTree

/// How two values of an attribute become one; attributes without a rule merge by their kind.
enum MergeRule: Sendable {
    /// The later value, null too.
    case replace
    /// Both in their mapping form; an entry of the later replaces, null too.
    case assignments
    /// Both in their mapping form, then key by key; a mere name in a list stands for an empty entry.
    case entries
    /// Both in their mapping form, then key by key; a mere name in a list is a whole dependency.
    case dependencies
    /// Both as lists, one after the other.
    case list
    /// Lists of mappings, merged where the value of this key is the same.
    case keyedBy(String)
}

/// The attributes that do not merge by their kind.
let mergeRules = PathTable<MergeRule>([
    (service("command"), .replace),
    (service("entrypoint"), .replace),
    (service("healthcheck", "test"), .replace),
    (service("depends_on"), .dependencies),
    (service("networks"), .entries),
    (service("environment"), .assignments),
    (service("labels"), .assignments),
    (["networks", "*", "labels"], .assignments),
    (["volumes", "*", "labels"], .assignments),
    (service("env_file"), .list),
    (service("label_file"), .list),
    (["networks", "*", "ipam", "config"], .keyedBy("subnet")),
])
