import BerthModel

/// What a command line changes about the builds of the files.
struct BuildChanges: Sendable {
    /// Arguments besides those of the file, or in their place.
    var arguments: [String: String] = [:]
    /// False to build every step anew.
    var usesCache = true
    /// True to look for newer images to start from.
    var pullsBaseImages = false
    /// The most memory of a step.
    var memory: String?
    /// Keys besides those of the file.
    var sshKeys: [Build.SSHKey] = []

    /// A build with the changes.
    func applied(to build: Build) -> Build {
        var build = build
        build.arguments.merge(arguments) { $1 }
        if !usesCache { build.cache.isUnused = true }
        if pullsBaseImages { build.pullsBaseImages = true }
        build.sshKeys = build.sshKeys.filter { key in !sshKeys.contains { $0.id == key.id } } + sshKeys
        return build
    }
}
