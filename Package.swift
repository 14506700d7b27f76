// swift-tools-version: 6.2
import PackageDescription

/// The strict settings of every target; see docs/decisions/0001-language-settings.md.
let settings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

/// `golden` says that the folder `Golden` holds expected texts, which the tests find by their own path.
func tests(_ name: String, _ dependencies: [Target.Dependency], golden: Bool = false) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: golden ? ["Golden"] : [], swiftSettings: settings)
}

func system(_ name: String, _ pkgConfig: String) -> Target {
    .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig)
}

let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
]
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

let package = Package(
    name: "berth",
    products: [
        .executable(name: "berth", targets: ["berth"]),
        .library(name: "BerthLoader", targets: ["BerthLoader", "BerthModel", "YAMLTree"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    ],
    targets: [
        system("CYAML", "yaml-0.1"),
        system("CNetlinkRoute", "libnl-route-3.0"),
        system("CNFTables", "libnftables"),
        system("CArchive", "libarchive"),
        system("CNettle", "nettle"),
        system("CSeccomp", "libseccomp"),
        system("CSQLite", "sqlite3"),
        .target(name: "CLinux"),

        module("LinuxSystem", ["CLinux"]),
        module("Digest", ["CNettle"]),
        module("YAMLTree", ["CYAML"]),
        module("DNSWire"),
        module("Netlink", ["CNetlinkRoute", "LinuxSystem"]),
        module("Firewall", ["CNFTables", "LinuxSystem"]),
        module("LayerArchive", ["CArchive", "Digest", "LinuxSystem"]),
        module("TerminalUI", ["LinuxSystem"]),
        module("DeviceInterface", ["LinuxSystem", "YAMLTree"]),
        module("OCIRuntime", ["CSeccomp", "LinuxSystem"]),

        module("BerthModel"),
        module("BerthLoader", ["BerthModel", "Digest", "LinuxSystem", "YAMLTree"]),
        module("BerthPlanner", ["BerthModel"]),
        module("BerthStore", ["BerthModel", "CSQLite", "LinuxSystem"]),
        module("BerthImages", ["BerthModel", "Digest", "LayerArchive", "LinuxSystem"]),
        module("BerthNetwork", ["BerthModel", "Firewall", "LinuxSystem", "Netlink"]),
        module("BerthNames", ["BerthModel", "DNSWire", "LinuxSystem"] + nio),
        module("BerthControl", ["BerthModel", "LinuxSystem"] + nio),
        module("BerthLogs", ["BerthModel", "LinuxSystem", "OCIRuntime"]),
        module(
            "BerthEngine",
            [
                "BerthImages", "BerthLogs", "BerthModel", "BerthNames", "BerthNetwork", "BerthPlanner",
                "BerthStore", "DeviceInterface", "LinuxSystem", "OCIRuntime",
            ]),
        module(
            "BerthSupervisor",
            [
                "BerthControl", "BerthEngine", "BerthImages", "BerthLogs", "BerthModel", "BerthNames",
                "BerthNetwork", "BerthPlanner", "BerthStore", "LinuxSystem", "OCIRuntime", logging,
            ]),
        module(
            "BerthCommands",
            [
                "BerthControl", "BerthImages", "BerthLoader", "BerthLogs", "BerthModel", "BerthPlanner",
                "BerthStore", "BerthSupervisor", "LinuxSystem", "OCIRuntime", "TerminalUI",
                argumentParser,
            ]),
        .executableTarget(name: "berth", dependencies: ["BerthCommands"], swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["LinuxSystem"], path: "Tests/TestSupport",
            swiftSettings: settings),
        tests("DigestTests", ["Digest"]),
        tests("YAMLTreeTests", ["YAMLTree"], golden: true),
        tests("LinuxSystemTests", ["LinuxSystem"]),
        tests("DNSWireTests", ["DNSWire"]),
        tests("NetlinkTests", ["Netlink", "TestSupport"]),
        tests("FirewallTests", ["Firewall", "LinuxSystem", "TestSupport"]),
        tests("LayerArchiveTests", ["LayerArchive", "TestSupport"]),
        tests("TerminalUITests", ["TerminalUI", "TestSupport"]),
        tests("DeviceInterfaceTests", ["DeviceInterface", "LinuxSystem"]),
        tests("OCIRuntimeTests", ["OCIRuntime"], golden: true),
        tests("BerthModelTests", ["BerthModel"]),
        tests("BerthLoaderTests", ["BerthLoader"], golden: true),
        tests("BerthPlannerTests", ["BerthPlanner"]),
        tests("BerthStoreTests", ["BerthStore"]),
        tests("BerthImagesTests", ["BerthImages", "TestSupport"]),
        tests("BerthNetworkTests", ["BerthNetwork", "TestSupport"], golden: true),
        tests("BerthNamesTests", ["BerthNames"]),
        tests("BerthControlTests", ["BerthControl"]),
        tests("BerthEngineTests", ["BerthEngine", "BerthModel", "LinuxSystem", "OCIRuntime"]),
        tests("BerthSupervisorTests", ["BerthSupervisor"]),
        tests("BerthLogsTests", ["BerthLogs"]),
        tests("BerthCommandsTests", ["BerthCommands", "TestSupport"], golden: true),
        tests("ArchitectureTests", []),
        tests("IntegrationTests", ["BerthCommands", "BerthLoader", "LinuxSystem", "TestSupport"]),
    ]
)
