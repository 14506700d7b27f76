internal import BerthModel
internal import LinuxSystem

/// The path of a program in PATH, this process's or another one; fails with the package that has it.
func installedProgram(
    _ name: String, package: String, path: String? = environmentVariable("PATH")
) throws(Failure) -> String {
    let directories = (path ?? "/usr/bin:/bin").split(separator: ":")
    guard let path = directories.map({ "\($0)/\(name)" }).first(where: fileExists) else {
        throw Failure(
            .runtime, "cannot find \"\(name)\" in PATH", remedy: "install the package \(package)")
    }
    return path
}
