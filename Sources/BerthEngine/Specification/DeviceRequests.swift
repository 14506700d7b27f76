internal import BerthModel
internal import DeviceInterface

/// Why devices that a driver should choose are not to be had.
struct DeviceRequestError: Error {
    let message: String
    let remedy: String
}

extension DeviceCatalogue {
    /// What there is instead of a device that is not there.
    var remedy: String {
        let there =
            names.isEmpty
            ? "there are none in \(Self.standardDirectories.joined(separator: " or "))"
            : "there are \(names.joined(separator: ", "))"
        return ([there] + problems).joined(separator: "; ")
    }

    /// The names of the devices that a request means (`gpus`, `deploy.resources.reservations.devices`).
    func names(for request: DeviceRequest) throws(DeviceRequestError) -> [String] {
        // The driver "cdi" takes full names.
        if request.driver == "cdi", case .ids(let ids) = request.choice { return try present(ids) }
        let kind = try kind(for: request)
        let there = devices(of: kind)
        switch request.choice {
        case .all: return (there.contains("all") ? ["all"] : there).map { "\(kind)=\($0)" }
        case .ids(let ids): return try present(ids.map { "\(kind)=\($0)" })
        case .number(let wanted):
            let single = there.filter { $0 != "all" }
            guard single.count >= wanted else {
                throw DeviceRequestError(
                    message: "\(wanted) devices of \(kind) are asked for, and this host has \(single.count)",
                    remedy: "ask for fewer")
            }
            return single.prefix(Int(clamping: wanted)).map { "\(kind)=\($0)" }
        }
    }

    private func present(_ names: [String]) throws(DeviceRequestError) -> [String] {
        for name in names where edits(for: [name]) == nil {
            throw DeviceRequestError(message: "there is no device \"\(name)\"", remedy: remedy)
        }
        return names
    }

    /// The kind that can do what is asked for; that of the driver's vendor, or else of the best known one.
    private func kind(for request: DeviceRequest) throws(DeviceRequestError) -> String {
        let isGraphics = request.capabilities.contains("gpu") || request.driver == "nvidia"
        let classes = isGraphics ? ["gpu"] : request.capabilities
        let vendor = request.driver.map { $0.contains(".") ? $0 : "\($0).com" }
        let fitting = kinds.filter { kind in
            let parts = kind.split(separator: "/")
            return parts.count == 2 && classes.contains(String(parts[1]))
                && (vendor == nil || vendor == String(parts[0]))
        }
        if let kind = fitting.first(where: { $0.hasPrefix("nvidia.com/") }) ?? fitting.first { return kind }
        let wanted = classes.isEmpty ? "that nothing is said of" : classes.joined(separator: ", ")
        let driver = request.driver.map { " by the driver \"\($0)\"" } ?? ""
        throw DeviceRequestError(
            message: "this host has no devices (\(wanted))\(driver)",
            remedy: "install the driver and write its CDI specification, for NVIDIA with "
                + "nvidia-ctk cdi generate --output=/etc/cdi/nvidia.yaml; \(remedy)")
    }
}
