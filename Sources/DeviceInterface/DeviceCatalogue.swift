internal import LinuxSystem

/// The devices that the files of the Container Device Interface describe on this host.
///
/// A device of a later directory replaces one of the same name of an earlier directory. A file that cannot be read
/// or understood gives no device; why is said when one is looked for and not found.
public struct DeviceCatalogue: Sendable {
    /// Where the files are: those that stay, and those made at each boot.
    public static let standardDirectories = ["/etc/cdi", "/var/run/cdi"]

    private struct Entry: Sendable {
        let edits: ContainerEdits
        /// What all devices of its file change.
        let common: ContainerEdits
        let path: String
    }

    private var entries: [String: Entry] = [:]
    /// What is wrong with files, one clause each.
    public private(set) var problems: [String] = []

    /// Reads all files of directories, of which none needs to be there.
    public init(directories: [String] = standardDirectories) {
        for directory in directories {
            // A directory that cannot be read has no devices for us.
            for name in (try? directoryEntries(directory)) ?? []
            where [".json", ".yaml", ".yml"].contains(where: name.hasSuffix) {
                do { try add("\(directory)/\(name)") } catch { problems.append("\(error)") }
            }
        }
    }

    /// The full names, sorted: `vendor.com/class=name`.
    public var names: [String] { entries.keys.sorted() }

    /// The names of the devices of a kind, without it; numbers by their size and before the others.
    public func devices(of kind: String) -> [String] {
        names.filter { $0.hasPrefix("\(kind)=") }.map { String($0.dropFirst(kind.count + 1)) }
            .sorted { (Int($0) ?? .max, $0) < (Int($1) ?? .max, $1) }
    }

    /// The kinds with the vendor taken away, such as `gpu`, by the kinds that have devices.
    public var kinds: [String] {
        Set(names.compactMap { $0.split(separator: "=").first.map(String.init) }).sorted()
    }

    /// Everything that devices change about a container; nil when one of them is not there.
    ///
    /// What all devices of a file change is done once, before the first of them.
    public func edits(for devices: [String]) -> ContainerEdits? {
        var edits = ContainerEdits()
        var files: Set<String> = []
        for name in devices {
            guard let entry = entries[name] else { return nil }
            if files.insert(entry.path).inserted { edits.append(entry.common) }
            edits.append(entry.edits)
        }
        return edits
    }

    private mutating func add(_ path: String) throws {
        let specification = try DeviceSpecification(readText(path), path: path)
        for device in specification.devices {
            entries["\(specification.kind)=\(device.name)"] = Entry(
                edits: device.edits, common: specification.edits, path: path)
        }
    }
}
