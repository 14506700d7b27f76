internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// What cannot be mounted as the service asks.
    func storageFindings() throws -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for mount in service.mounts {
            findings += try sourceFindings(mount) + optionFindings(mount)
            if let finding = try targetFinding(mount) { findings.append(finding) }
        }
        findings += service.temporaryFileSystems.flatMap(optionFindings)
        findings += try service.sharedVolumes.compactMap(ownerFinding)
        return findings
    }

    /// A finding about a mount.
    func finding(
        _ mount: ServiceMount, _ message: String, remedy: String, severity: Diagnostic.Severity = .error
    ) -> Diagnostic {
        Diagnostic(
            severity, "service \"\(service.name)\": \(message)", at: mount.location ?? service.location,
            remedy: remedy)
    }

    // MARK: Sources

    private func sourceFindings(_ mount: ServiceMount) throws -> [Diagnostic] {
        switch mount.source {
        case .bind(let path, let createHostPath, _):
            if fileExists(path) { return try propagationFinding(mount, path).map { [$0] } ?? [] }
            if createHostPath { return [] }
            return [
                finding(
                    mount, "bind source path does not exist: \(path)",
                    remedy: "create it, or set bind.create_host_path")
            ]
        case .volume(let key, _):
            guard let volume = project.volume(keyed: key), volume.isExternal,
                !fileExists(drivers.installation.volume(volume.name))
            else { return [] }
            return [
                finding(
                    mount, "external volume \"\(volume.name)\" not found",
                    remedy: "bring up the project that makes it first")
            ]
        case .anonymous, .tmpfs, .image, .cluster, .namedPipe: return []
        }
    }

    /// The kernel passes mounts on only between places that are mounted in that way.
    private func propagationFinding(_ mount: ServiceMount, _ path: String) throws -> Diagnostic? {
        let word = mount.propagation
        guard !word.hasSuffix("private"), let holder = try mountPoint(holding: path) else { return nil }
        if holder.isShared || holder.isSlave && word.hasSuffix("slave") { return nil }
        return finding(
            mount,
            "\"\(path)\" cannot be mounted with propagation \"\(word)\": it is on \"\(holder.path)\", which is "
                + "not a shared mount",
            remedy: "make that one shared with: mount --make-rshared \(holder.path)")
    }

    private func ownerFinding(_ volumes: SharedVolumes) throws -> Diagnostic? {
        guard case .container(let name) = volumes.owner, try drivers.store.container(known: name) == nil
        else {
            return nil
        }
        return Diagnostic(
            .error, "service \"\(service.name)\": there is no container \"\(name)\" to have the volumes of",
            at: volumes.location ?? service.location,
            remedy: "bring up the project that makes it first, or name a service")
    }

    // MARK: Options

    private func optionFindings(_ mount: ServiceMount) -> [Diagnostic] {
        [subpathFinding(mount), recursionFinding(mount), labelFinding(mount)].compactMap(\.self)
    }

    private func subpathFinding(_ mount: ServiceMount) -> Diagnostic? {
        guard let subpath = mount.subpath,
            subpath.isEmpty || subpath.hasPrefix("/") || subpath.split(separator: "/").contains("..")
        else { return nil }
        return finding(
            mount, "the subpath \"\(subpath)\" may lead out of what is mounted",
            remedy: "write a path that begins with a name and has no \"..\"")
    }

    private func recursionFinding(_ mount: ServiceMount) -> Diagnostic? {
        guard mount.recursion == .readonly else { return nil }
        if !mount.isReadOnly {
            return finding(
                mount, "bind.recursive is \"readonly\", and the mount itself is not read-only",
                remedy: "add read_only: true")
        }
        if mount.propagation == "rprivate" { return nil }
        return finding(
            mount, "with propagation \"\(mount.propagation)\" what is mounted later would not be read-only",
            remedy: "use propagation: rprivate with bind.recursive: readonly")
    }

    /// Without confinement by labels nothing has to be labelled.
    private func labelFinding(_ mount: ServiceMount) -> Diagnostic? {
        guard mount.relabelling != nil, fileExists("/sys/fs/selinux/enforce") else { return nil }
        return finding(
            mount, "files keep their SELinux labels: containers are not confined by labels here",
            remedy: "remove selinux: or the mode z", severity: .warning)
    }

    private func optionFindings(_ fileSystem: TemporaryFileSystem) -> [Diagnostic] {
        fileSystem.options.filter { !TemporaryMountOptions.isKnown($0) }.map { option in
            Diagnostic(
                .error, "service \"\(service.name)\": \"\(option)\" is no option of a tmpfs",
                at: fileSystem.location ?? service.location,
                remedy: "use size=, mode=, uid=, gid=, ro, exec, suid or dev")
        }
    }
}
