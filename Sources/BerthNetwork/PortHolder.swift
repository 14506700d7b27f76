internal import BerthModel
internal import LinuxSystem

/// A process that holds a port of the host.
struct PortHolder: Sendable, Hashable, CustomStringConvertible {
    /// Its process id.
    let pid: Int32
    /// Its command line, shortened.
    let command: String

    /// `process 4711 (nginx: master process)`.
    var description: String { "process \(pid) (\(command))" }

    /// The process with a socket that keeps others from an endpoint; nil when none is visible.
    ///
    /// Looks through `/proc`; for error messages, not for decisions.
    init?(of endpoint: HostEndpoint) {
        let sockets = Set(SocketTable.inodes(holding: endpoint).map { "socket:[\($0)]" })
        guard !sockets.isEmpty, let pid = Self.process(withAnyOf: sockets) else { return nil }
        self.pid = pid
        command = Self.command(of: pid)
    }

    private static func process(withAnyOf sockets: Set<String>) -> Int32? {
        // A message without the holder is better than none: what cannot be listed holds nothing.
        let pids = ((try? directoryEntries("/proc")) ?? []).compactMap { Int32($0) }
        return pids.first { pid in
            let directory = "/proc/\(pid)/fd"
            let descriptors = (try? directoryEntries(directory)) ?? []  // it may have ended just now
            return descriptors.contains { descriptor in
                let target = try? readSymbolicLink("\(directory)/\(descriptor)")  // or closed it
                return target.map(sockets.contains) ?? false
            }
        }
    }

    private static func command(of pid: Int32) -> String {
        let line = (try? readText("/proc/\(pid)/cmdline")) ?? ""  // it may have ended just now
        let words = line.split(separator: "\0").joined(separator: " ")
        return words.count > 60 ? words.prefix(59) + "…" : words
    }
}

/// The sockets of the calling thread's network namespace, from `/proc/thread-self/net` (proc_pid_net(5)).
enum SocketTable {
    /// The inodes of the sockets that keep others from an endpoint.
    static func inodes(holding endpoint: HostEndpoint) -> [String] {
        ["\(endpoint.transport)", "\(endpoint.transport)6"].flatMap { name in
            // Without IPv6 there is no such file, and with a hardened procfs none can be read.
            inodes(in: (try? readText("/proc/thread-self/net/\(name)")) ?? "", holding: endpoint)
        }
    }

    /// The same from the text of one table.
    static func inodes(in table: String, holding endpoint: HostEndpoint) -> [String] {
        table.split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9 else { return nil }
            let local = fields[1].split(separator: ":")
            let isListening = endpoint.transport == .udp || fields[3] == "0A"
            guard local.count == 2, isListening, UInt16(local[1], radix: 16) == endpoint.port,
                covers(local[0], endpoint.address)
            else { return nil }
            return String(fields[9])
        }
    }

    // The table has each four bytes as one number of this machine's byte order.
    private static func covers(_ field: Substring, _ wanted: IPv4Address?) -> Bool {
        guard let word = UInt32(field.suffix(8), radix: 16) else { return false }
        let address = IPv4Address(value: UInt32(bigEndian: word))
        if address == .any || wanted == nil { return true }
        return address == wanted
    }
}
