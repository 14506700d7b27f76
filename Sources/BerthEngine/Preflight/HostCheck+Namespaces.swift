internal import BerthModel
internal import BerthStore

extension HostCheck {
    /// Namespaces that cannot be joined, and attributes that contradict them.
    func namespaceFindings() throws -> [Diagnostic] {
        let records = try drivers.store.containers()
        let resolution = NamespaceResolution(project: project.name, records: records)
        let joined = service.joinedNamespaces.compactMap { finding(about: $0, in: resolution) }
        return joined + conflicts + [ipcFinding(resolution), parentFinding].compactMap(\.self)
    }

    /// A container outside of what is brought up now must be there and run.
    private func finding(about joined: JoinedNamespace, in resolution: NamespaceResolution) -> Diagnostic? {
        if let name = project.serviceName(of: joined.owner) {
            guard project.service(named: name)?.replicas == 0 else { return nil }
            return finding(
                .error, joined.attribute,
                "service \"\(name)\" has no container whose namespace could be joined",
                remedy: "give it a container")
        }
        guard let owner = resolution.container(of: joined.owner) else {
            return finding(
                .error, joined.attribute, "\(joined.owner.words) is not there",
                remedy: "create and start it first")
        }
        guard owner.status.state != .running else { return nil }
        return finding(
            .error, joined.attribute, "container \"\(owner.status.name)\" does not run",
            remedy: "start it first")
    }

    /// What a container has from the owner of a namespace cannot be given to it as well.
    private var conflicts: [Diagnostic] {
        var given: [(attribute: String, isGiven: Bool, other: String)] = [
            ("hostname", service.hostname != nil && service.namespaces.sharesHostname, "uts")
        ]
        if let owner = service.networkMode?.owner {
            given.append(("mac_address", service.hardwareAddress != nil, "network_mode"))
            if owner != .host {
                let resolution = service.nameResolution
                given += [
                    ("ports", !service.ports.isEmpty, "network_mode"),
                    ("hostname", service.hostname != nil, "network_mode"),
                    ("dns", !resolution.servers.isEmpty, "network_mode"),
                    ("extra_hosts", !resolution.hosts.isEmpty, "network_mode"),
                ]
            }
        }
        return given.filter(\.isGiven).map { attribute, _, other in
            finding(
                .error, attribute,
                "\"\(attribute)\" and \"\(other)\" exclude each other: it has that of another",
                remedy: other == "uts" ? "keep one of them" : "move it to the owner of the network")
        }
    }

    /// Shared memory is joined only where its owner allows it.
    private func ipcFinding(_ resolution: NamespaceResolution) -> Diagnostic? {
        guard let owner = service.namespaces.ipc?.owner, owner != .host else { return nil }
        let named = project.serviceName(of: owner).flatMap(project.service(named:))
        guard let holder = named ?? resolution.container(of: owner)?.service else { return nil }
        switch holder.namespaces.ipc {
        case .shareable, .joined: return nil
        case .private, .some(.none), nil:
            return finding(
                .error, "ipc", "service \"\(holder.name)\" does not share its memory",
                remedy: "set ipc: shareable there")
        }
    }

    private var parentFinding: Diagnostic? {
        guard let text = service.controlGroupParent, !text.isEmpty, ControlGroupParent(text) == nil else {
            return nil
        }
        return finding(
            .error, "cgroup_parent", "\"\(text)\" is no control group below the root",
            remedy: "write a path such as /backend, or a slice such as backend.slice")
    }
}
