internal import BerthModel
internal import DeviceInterface
internal import LinuxSystem
internal import OCIRuntime

/// The devices that a service asks for, as this host has them.
struct DeviceResolution {
    /// The nodes.
    private(set) var nodes: [RuntimeSpec.Device] = []
    /// What may be done with devices, beside what every container may.
    private(set) var rules: [RuntimeSpec.DeviceRule] = []
    /// What devices of the Container Device Interface change, but for the nodes, which are above.
    private(set) var edits = ContainerEdits()
    /// What the host does not have: an error each.
    private(set) var findings: [Diagnostic] = []
    private let service: Service

    /// Looks for everything that a service asks for.
    init(of service: Service) throws {
        self.service = service
        let devices = service.devices
        for mapping in devices.nodes where !mapping.isInterfaceName { try add(mapping) }
        try addNamed()
        for text in devices.rules {
            let parsed = deviceRules(text)
            rules += parsed
            if parsed.isEmpty {
                report(
                    "\"\(text)\" is no rule for devices", at: service.location(of: "device_cgroup_rules"),
                    remedy: "write it like c 1:3 rwm")
            }
        }
    }

    /// A node, or every node below a directory; the last part of the path may be a link.
    private mutating func add(_ mapping: DeviceMapping) throws {
        guard mapping.target.hasPrefix("/") else {
            return report(
                "the path \"\(mapping.target)\" of a device in the container is not absolute",
                at: mapping.location, remedy: "begin it with a slash")
        }
        guard let status = try fileStatus(mapping.source) else {
            return report(
                "device \"\(mapping.source)\" is not on this host", at: mapping.location,
                remedy: "load its driver, or remove it")
        }
        let path = try realPath(mapping.source)
        let found =
            status.kind == .directory
            ? try devices(below: path, as: mapping.target)
            : try [RuntimeSpec.Device(onHost: path, as: mapping.target)].compactMap(\.self)
        if found.isEmpty {
            report(
                "\"\(mapping.source)\" is neither a device nor a directory of devices", at: mapping.location,
                remedy: "mount it under volumes: instead")
        }
        for device in found { add(device, permissions: mapping.permissions) }
    }

    private mutating func add(_ device: RuntimeSpec.Device, permissions: String) {
        nodes.removeAll { $0.path == device.path }
        nodes.append(device)
        rules.append(device.rule(permissions: permissions))
    }

    // MARK: Devices by name

    private mutating func addNamed() throws {
        let mappings = service.devices.nodes.filter(\.isInterfaceName)
        guard !mappings.isEmpty || !service.devices.requests.isEmpty else { return }
        let catalogue = DeviceCatalogue()
        var names: [String] = []
        for mapping in mappings {
            guard catalogue.edits(for: [mapping.source]) != nil else {
                report(
                    "there is no device \"\(mapping.source)\"", at: mapping.location,
                    remedy: catalogue.remedy)
                continue
            }
            names.append(mapping.source)
        }
        for request in service.devices.requests {
            do { names += try catalogue.names(for: request) } catch {
                report(error.message, at: request.location, remedy: error.remedy)
            }
        }
        edits = catalogue.edits(for: names) ?? edits
        for node in edits.nodes { try add(node) }
        for mount in edits.mounts where !fileExists(mount.hostPath) {
            report(
                "the devices need \"\(mount.hostPath)\", which is not on this host",
                at: service.location(of: "devices"), remedy: "write their specification anew")
        }
    }

    /// A node with what its specification leaves to the host.
    private mutating func add(_ node: ContainerEdits.Node) throws {
        let onHost = try RuntimeSpec.Device(onHost: node.hostPath, as: node.path)
        guard var device = onHost ?? node.described else {
            return report(
                "device \"\(node.hostPath)\" is not on this host", at: service.location(of: "devices"),
                remedy: "load its driver, or write its specification anew")
        }
        device.type = node.type ?? device.type
        device.major = node.major ?? device.major
        device.minor = node.minor ?? device.minor
        device.fileMode = node.mode
        device.uid = node.user
        device.gid = node.group
        add(device, permissions: node.permissions)
    }

    private mutating func report(_ message: String, at location: Location?, remedy: String) {
        findings.append(
            Diagnostic(
                .error, "service \"\(service.name)\": \(message)", at: location ?? service.location,
                remedy: remedy))
    }
}

extension ContainerEdits.Node {
    /// The node without the host's help.
    fileprivate var described: RuntimeSpec.Device? {
        guard let type, major != nil else { return nil }
        return RuntimeSpec.Device(path: path, type: type, major: major, minor: minor)
    }
}

/// The rules that a text such as `c 1:3 rwm` means; none for a text that is no rule.
///
/// `*` stands for every number, and `a` for both kinds.
func deviceRules(_ text: String) -> [RuntimeSpec.DeviceRule] {
    let parts = text.split(separator: " ")
    guard parts.count == 3, let kinds = ["a": ["b", "c"], "b": ["b"], "c": ["c"]][String(parts[0])],
        !parts[2].isEmpty, parts[2].allSatisfy({ "rwm".contains($0) })
    else { return [] }
    let numbers = parts[1].split(separator: ":", omittingEmptySubsequences: false)
    guard numbers.count == 2, numbers.allSatisfy({ $0 == "*" || UInt32($0) != nil }) else { return [] }
    return kinds.map { kind in
        .init(
            allow: true, type: kind, major: Int64(numbers[0]), minor: Int64(numbers[1]),
            access: String(parts[2]))
    }
}
