/// What a target may import, target by target from the bottom up; the table of docs/architecture.md as code.
///
/// Arrows only point up this table. Modules that come with Swift and are allowed everywhere are not listed.
let layers: [(target: String, imports: Set<String>)] = [
    ("CYAML", []),
    ("CNetlinkRoute", []),
    ("CNFTables", []),
    ("CArchive", []),
    ("CNettle", []),
    ("CSeccomp", []),
    ("CSQLite", []),
    ("CLinux", []),
    ("LinuxSystem", ["CLinux", "Glibc"]),
    ("Digest", ["CNettle", "Glibc"]),
    ("YAMLTree", ["CYAML", "Glibc"]),
    ("DNSWire", []),
    ("Netlink", ["CNetlinkRoute", "Glibc", "LinuxSystem"]),
    ("Firewall", ["CNFTables", "Glibc", "LinuxSystem"]),
    ("LayerArchive", ["CArchive", "Digest", "Glibc", "LinuxSystem"]),
    ("TerminalUI", ["LinuxSystem"]),
    ("DeviceInterface", ["LinuxSystem", "YAMLTree"]),
    ("OCIRuntime", ["CSeccomp", "Glibc", "LinuxSystem"]),
    ("BerthModel", []),
    ("BerthLoader", ["BerthModel", "Digest", "LinuxSystem", "YAMLTree"]),
    ("BerthPlanner", ["BerthModel"]),
    ("BerthStore", ["BerthModel", "CSQLite", "Glibc", "LinuxSystem"]),
    ("BerthImages", ["BerthModel", "BerthStore", "Digest", "LayerArchive", "LinuxSystem", "OCIRuntime"]),
    ("BerthNetwork", ["BerthModel", "Firewall", "LinuxSystem", "Netlink"]),
    ("BerthNames", ["BerthModel", "DNSWire", "LinuxSystem", "NIOCore", "NIOPosix"]),
    ("BerthControl", ["BerthModel", "LinuxSystem", "NIOCore", "NIOPosix"]),
    ("BerthLogs", ["BerthModel", "LinuxSystem", "OCIRuntime"]),
    (
        "BerthEngine",
        [
            "BerthImages", "BerthLogs", "BerthModel", "BerthNames", "BerthNetwork", "BerthPlanner",
            "BerthStore", "DeviceInterface", "LinuxSystem", "OCIRuntime",
        ]
    ),
    (
        "BerthSupervisor",
        [
            "BerthControl", "BerthEngine", "BerthImages", "BerthLogs", "BerthModel", "BerthNames",
            "BerthNetwork", "BerthPlanner", "BerthStore", "LinuxSystem", "Logging", "OCIRuntime",
        ]
    ),
    (
        "BerthCommands",
        [
            "ArgumentParser", "BerthControl", "BerthEngine", "BerthImages", "BerthLoader", "BerthLogs",
            "BerthModel", "BerthPlanner", "BerthStore", "BerthSupervisor", "LinuxSystem", "OCIRuntime",
            "TerminalUI",
        ]
    ),
    ("berth", ["BerthCommands"]),
]

/// What every target may import besides: parts of the toolchain that know no platform.
let commonModules: Set<String> = ["FoundationEssentials", "Observation", "Synchronization"]

/// The targets that wrap C: `unsafe` expressions stay in them.
let interopTargets = Set(layers.filter { $0.imports.contains("Glibc") }.map(\.target))
