// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "LibraryConsumer",
    dependencies: [.package(name: "berth", path: "../..")],
    targets: [
        .executableTarget(
            name: "ReadProject", dependencies: [.product(name: "BerthLoader", package: "berth")],
            swiftSettings: [.treatAllWarnings(as: .error)])
    ]
)
