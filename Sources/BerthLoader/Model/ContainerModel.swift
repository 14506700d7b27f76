import BerthModel
import YAMLTree

extension Service {
    /// Takes over from the canonical form what a container is made of besides its process.
    mutating func fillContainer(from node: Node) {
        annotations = node.texts("annotations")
        domainName = node.text("domainname")
        runtime = node.text("runtime")
        hasTerminal = node.isTrue("tty")
        keepsInputOpen = node.isTrue("stdin_open")
        hasInit = node["init"].map { $0.value == .bool(true) }
        isReadOnly = node.isTrue("read_only")
        resources = resourcesModel(node)
        privileges = privilegesModel(node)
        namespaces = namespacesModel(node)
        devices = devicesModel(node)
        temporaryFileSystems = node.items("tmpfs").compactMap(temporaryFileSystem)
        kernelSettings = node.texts("sysctls")
        controlGroupParent = node.text("cgroup_parent")
        storageOptions = node.texts("storage_opt")
        isolation = node.text("isolation")
        credentials = node["credential_spec"].flatMap(credentialsModel)
        genericResources =
            (node["deploy"]?["resources"]?["reservations"]?.items("generic_resources") ?? [])
            .compactMap { genericResource($0["discrete_resource_spec"]) }
    }
}

private func privilegesModel(_ node: Node) -> Privileges {
    var privileges = Privileges()
    privileges.isPrivileged = node.isTrue("privileged")
    privileges.addedCapabilities = node.strings("cap_add")
    privileges.droppedCapabilities = node.strings("cap_drop")
    privileges.securityOptions = node.strings("security_opt").map { SecurityOptionText($0).option }
    privileges.groups = node.strings("group_add")
    return privileges
}

private func namespacesModel(_ node: Node) -> Namespaces {
    var namespaces = Namespaces()
    namespaces.ipc =
        switch node.text("ipc") {
        case "shareable": .shareable
        case "private": .private
        case "none": Namespaces.IPC.none
        case let text?: namespaceOwner(text).map(Namespaces.IPC.joined)
        case nil: nil
        }
    namespaces.processes = node.text("pid").flatMap(namespaceOwner)
    namespaces.sharesHostname = node.text("uts") == "host"
    namespaces.controlGroups = node.text("cgroup").flatMap(Namespaces.ControlGroups.init)
    namespaces.users = node.text("userns_mode")
    return namespaces
}

/// Whose namespace a text names: `host`, `service:NAME`, `container:NAME`; nil for anything else.
func namespaceOwner(_ text: String) -> Namespaces.Owner? {
    if text == "host" { return .host }
    if let service = sharedService(text) { return .service(service) }
    return text.hasPrefix("container:") ? .container(String(text.dropFirst("container:".count))) : nil
}

private func devicesModel(_ node: Node) -> Devices {
    var devices = Devices()
    devices.nodes = node.items("devices").compactMap { item in
        guard let source = item.text("source"), let target = item.text("target") else { return nil }
        var device = DeviceMapping(source, to: target)
        device.permissions = item.text("permissions") ?? device.permissions
        device.location = Location(item.range)
        return device
    }
    devices.rules = node.strings("device_cgroup_rules")
    let reserved = node["deploy"]?["resources"]?["reservations"]?.items("devices") ?? []
    devices.requests =
        node.items("gpus").map { deviceRequestModel($0, capabilities: ["gpu"]) }
        + reserved.map { deviceRequestModel($0, capabilities: []) }
    return devices
}

/// A request for devices with what all of its kind can.
private func deviceRequestModel(_ node: Node, capabilities: [String]) -> DeviceRequest {
    let count = node["count"]?.whole ?? 0
    let ids = node["device_ids"]?.strings
    var request = DeviceRequest(ids.map(DeviceRequest.Choice.ids) ?? (count < 0 ? .all : .number(count)))
    request.capabilities = node.strings("capabilities")
    request.capabilities += capabilities.filter { !request.capabilities.contains($0) }
    request.driver = node.text("driver")
    request.options = node.texts("options")
    request.location = Location(node.range)
    return request
}

private func temporaryFileSystem(_ node: Node) -> TemporaryFileSystem? {
    guard let text = node.string else { return nil }
    let path = text.prefix { $0 != ":" }
    var fileSystem = TemporaryFileSystem(target: String(path))
    fileSystem.options = text[path.endIndex...].dropFirst().split(separator: ",").map(String.init)
    fileSystem.location = Location(node.range)
    return fileSystem
}

private func credentialsModel(_ node: Node) -> CredentialSpecification? {
    guard node.mapping != nil else { return nil }
    var credentials = CredentialSpecification()
    credentials.config = node.text("config")
    credentials.file = node.text("file")
    credentials.registry = node.text("registry")
    return credentials
}

private func genericResource(_ node: Node?) -> GenericResource? {
    guard let node, let kind = node.text("kind") else { return nil }
    return GenericResource(kind: kind, value: node["value"]?.whole ?? 0)
}
