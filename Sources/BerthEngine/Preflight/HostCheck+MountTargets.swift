internal import BerthImages
internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// A directory cannot be mounted on a file of the image, nor a file on a directory.
    ///
    /// A missing source of a bind mount would become a directory, which is not what a file stands for.
    func targetFinding(_ mount: ServiceMount) throws -> Diagnostic? {
        guard let image, !isInsideAnother(mount.target),
            let there = try drivers.images.status(of: mount.target, in: image)
        else { return nil }
        let isDirectory = there.kind == .directory
        switch mount.source {
        case .bind(let path, let createHostPath, _):
            guard let source = try fileStatus(path) else {
                return isDirectory || !createHostPath ? nil : missingFile(mount, path)
            }
            return (source.kind == .directory) == isDirectory ? nil : mismatch(mount, path, isDirectory)
        case .volume, .anonymous, .tmpfs:
            // A part of a volume may be a file.
            return isDirectory || mount.subpath != nil ? nil : directoryOnFile(mount)
        case .image, .cluster, .namedPipe: return nil
        }
    }

    /// What an outer mount shows is not the image's.
    private func isInsideAnother(_ target: String) -> Bool {
        let others = service.mounts.map(\.target) + service.temporaryFileSystems.map(\.target)
        return others.contains { target.hasPrefix("\($0)/") }
    }

    private func missingFile(_ mount: ServiceMount, _ path: String) -> Diagnostic {
        finding(
            mount,
            "bind source path does not exist: \(path), and \"\(mount.target)\" is a file in the image, which a "
                + "new directory cannot stand for",
            remedy: "create the file, or correct its name")
    }

    private func mismatch(_ mount: ServiceMount, _ path: String, _ isDirectory: Bool) -> Diagnostic {
        let kinds = isDirectory ? ("a file", "a directory") : ("a directory", "a file")
        return finding(
            mount,
            "\"\(path)\" is \(kinds.0), and \"\(mount.target)\" is \(kinds.1) in the image: one cannot be "
                + "mounted on the other",
            remedy: "mount \(kinds.1), or choose another target")
    }

    private func directoryOnFile(_ mount: ServiceMount) -> Diagnostic {
        finding(
            mount, "\"\(mount.target)\" is a file in the image, and a directory cannot be mounted on it",
            remedy: "choose another target, or mount a file by a bind mount")
    }
}
