internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// Limits that are mistakes, or that this host cannot enforce.
    func resourceFindings() throws -> [Diagnostic] {
        let granted = GrantedResources(service.resources, on: try HostCapacity(drivers.cgroups))
        return granted.findings.map(diagnostic) + (try diskFindings(granted.resources.blockIO))
    }

    private func diagnostic(_ found: GrantedResources.Finding) -> Diagnostic {
        // What is not the service's own attribute is what `deploy` says instead.
        let attribute = service.attributeLocations[found.attribute] == nil ? "deploy" : found.attribute
        return finding(found.severity, attribute, found.message, remedy: found.remedy)
    }

    private func diskFindings(_ limits: BlockIO) throws -> [Diagnostic] {
        var findings: [Diagnostic] = []
        for path in Set(limits.allDevices.map(\.path)).sorted() where try Disk(at: path) == nil {
            let what = fileExists(path) ? "is no block device" : "does not exist"
            findings.append(
                finding(
                    .error, "blkio_config", "the device \(path) of \"blkio_config\" \(what)",
                    remedy: "name a disk that `lsblk -p` lists"))
        }
        for device in limits.deviceWeights where try Disk(at: device.path)?.isWeighed == false {
            findings.append(
                finding(
                    .warning, "blkio_config",
                    "\(device.path) is not shared by weight; its weight is left out",
                    remedy: "choose its scheduler: echo bfq > /sys/block/DISK/queue/scheduler"))
        }
        return findings
    }
}

extension BlockIO {
    fileprivate var allDevices: [DeviceValue] {
        deviceWeights + readBytes + writtenBytes + readOperations + writeOperations
    }
}
