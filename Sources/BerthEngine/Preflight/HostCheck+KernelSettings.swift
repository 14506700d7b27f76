internal import BerthModel

extension HostCheck {
    /// Kernel settings that would be those of the whole host, or that have an attribute of their own.
    func kernelSettingFindings() -> [Diagnostic] {
        service.kernelSettings.keys.sorted().compactMap { setting in
            KernelSettingObstacle(setting, of: service).map {
                finding(.error, "sysctls", "\"\(setting)\" \($0.reason)", remedy: $0.remedy)
            }
        }
    }
}

/// Why a kernel setting (sysctl(8)) cannot be set for the containers of a service.
struct KernelSettingObstacle: Sendable, Hashable {
    /// What follows the setting's name in a message.
    let reason: String
    /// What to do.
    let remedy: String

    /// Finds it by the setting's name, with dots or slashes; nil for a setting of a namespace of the container's own.
    init?(_ setting: String, of service: Service) {
        let name = setting.replacing("/", with: ".")
        let area = kernelSettingAreas.first { area in area.names.contains(where: name.hasPrefix) }
        switch area {
        case _ where name == "kernel.hostname":
            (reason, remedy) = ("is not set as a kernel setting", "use hostname")
        case let area? where area.isShared(service):
            reason = "would be set for the whole host, whose \(area.namespace) the container has"
            remedy = "set it on the host, or remove \(area.attribute)"
        case nil: (reason, remedy) = ("is a setting of the whole machine", "set it on the host")
        case _?: return nil
        }
    }
}

/// Kernel settings that a namespace has for itself.
private struct KernelSettingArea: Sendable {
    /// The beginnings of their names.
    let names: [String]
    /// The namespace, in words.
    let namespace: String
    /// The attribute that decides whose namespace it is.
    let attribute: String
    /// True when a service has the host's.
    let isShared: @Sendable (Service) -> Bool
}

private let kernelSettingAreas = [
    KernelSettingArea(names: ["net."], namespace: "network", attribute: "network_mode: host") {
        $0.networkMode == .host
    },
    KernelSettingArea(
        names: ["kernel.shm", "kernel.msg", "kernel.sem", "fs.mqueue."], namespace: "shared memory",
        attribute: "ipc: host"
    ) { $0.namespaces.ipc == .joined(.host) },
    KernelSettingArea(names: ["kernel.domainname"], namespace: "host name", attribute: "uts: host") {
        $0.namespaces.sharesHostname
    },
]
