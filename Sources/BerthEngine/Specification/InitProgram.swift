internal import LinuxSystem
internal import OCIRuntime

/// The program that collects orphans and passes signals on as the first process of a container (`init`).
enum InitProgram {
    /// Where it is in a container, as docker has it.
    static let path = "/sbin/docker-init"
    /// The Debian package that has it.
    static let package = "catatonit"

    /// Programs without libraries, which run in any image; the first that is installed is used.
    private static let candidates = [
        "/usr/libexec/podman/catatonit", "/usr/libexec/catatonit/catatonit", "/usr/bin/catatonit",
        "/usr/bin/tini-static", "/usr/libexec/docker/docker-init", "/usr/bin/docker-init",
    ]

    /// Its path on this host; nil when there is none.
    static var installed: String? { candidates.first(where: fileExists) }

    /// The mount that puts it into a container; nil when there is none to mount.
    static func mount() throws -> ResolvedMount? {
        guard let program = try installed.map({ try realPath($0) }) else { return nil }
        return ResolvedMount(
            target: path, mount: .bind(program, at: path, options: ["ro"]), source: program)
    }
}
