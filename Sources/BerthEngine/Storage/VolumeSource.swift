internal import BerthModel
internal import LinuxSystem

/// What is mounted for a volume: the options `type`, `o` and `device` of the reference's local driver.
struct VolumeSource: Sendable, Hashable {
    private let request: MountRequest

    /// Reads a driver's options; nil without any: then the volume is a directory.
    init?(_ driverOptions: [String: String]) throws(InvalidDriverOptions) {
        guard !driverOptions.isEmpty else { return nil }
        let known = ["type", "o", "device"]
        if let unknown = driverOptions.keys.sorted().first(where: { !known.contains($0) }) {
            throw InvalidDriverOptions(
                message: "the option \"\(unknown)\" means nothing to the driver \"local\"",
                remedy: "use type, o and device")
        }
        for key in ["type", "device"] where driverOptions[key] ?? "" == "" {
            throw InvalidDriverOptions(
                message: "the option \"\(key)\" is missing", remedy: "add \(key): beside the other options")
        }
        request = MountRequest(
            type: driverOptions["type"] ?? "", device: driverOptions["device"] ?? "",
            options: (driverOptions["o"] ?? "").split(separator: ",").map(String.init))
    }

    /// The directory or file of the host that it shows; nil for a file system of its own.
    var boundPath: String? {
        request.options.contains { ["bind", "rbind"].contains($0) } ? request.device : nil
    }

    /// Mounts it on a directory.
    ///
    /// Blocks while a server of a network file system is asked.
    func mount(on directory: String) throws(SystemError) {
        var request = request
        if ["nfs", "nfs4", "cifs"].contains(request.type) {
            request.options = try request.options.map { (option) throws(SystemError) in
                guard option.hasPrefix("addr=") else { return option }
                return "addr=\(try firstAddress(ofHost: String(option.dropFirst("addr=".count))))"
            }
        }
        // What is mounted and unmounted here must not be in what it was mounted from.
        if boundPath != nil { request.options.insert("rslave", at: 0) }
        try request.mount(on: directory)
    }
}

/// Options of a driver that cannot be meant.
struct InvalidDriverOptions: Error {
    let message: String
    let remedy: String
}

extension VolumeSource: CustomStringConvertible {
    /// `mount -t nfs -o addr=10.0.0.1,rw :/data`, without passwords.
    var description: String {
        let options = request.options.map { $0.hasPrefix("password=") ? "password=***" : $0 }
        return "mount -t \(request.type)" + (options.isEmpty ? "" : " -o \(options.joined(separator: ","))")
            + " \(request.device)"
    }
}

extension SystemError {
    /// What to do when a volume cannot be mounted; empty when the reason says it.
    var mountRemedy: String {
        switch true {
        case isPermission: "run berth as root, and look whether the server lets this host in"
        case isNotFound: "look whether device: and the names in o: exist"
        case reason == "No such device": "load the kernel's module for the type of file system"
        case reason == "Invalid argument": "look whether the type of file system knows the options in o:"
        default: ""
        }
    }
}
