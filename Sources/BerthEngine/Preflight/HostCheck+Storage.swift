internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// Sources of mounts that are not there or cannot be mounted.
    func storageFindings() throws -> [Diagnostic] { service.mounts.compactMap(finding) }

    private func finding(about mount: ServiceMount) -> Diagnostic? {
        switch mount.source {
        case .bind(let path, let createHostPath, _):
            if createHostPath || fileExists(path) { return nil }
            return finding(
                mount, "bind source path does not exist: \(path)",
                remedy: "create it, or set bind.create_host_path")
        case .volume(let key, _):
            guard let volume = project.volume(keyed: key), volume.isExternal,
                !fileExists(drivers.installation.volume(volume.name))
            else { return nil }
            return finding(
                mount, "external volume \"\(volume.name)\" not found",
                remedy: "bring up the project that makes it first")
        case .image, .cluster, .namedPipe:
            return finding(
                mount, "mounts of images, clusters and named pipes are not supported",
                remedy: "use a volume or a bind mount")
        case .anonymous, .tmpfs: return nil
        }
    }

    private func finding(_ mount: ServiceMount, _ message: String, remedy: String) -> Diagnostic {
        Diagnostic(
            .error, "service \"\(service.name)\": \(message)", at: mount.location ?? service.location,
            remedy: remedy)
    }
}
