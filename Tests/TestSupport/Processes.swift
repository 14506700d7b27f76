import Glibc
import LinuxSystem

/// A running process as `/proc` tells it.
struct RunningProcess: Sendable, Hashable {
    let pid: Int32
    let commandLine: String
}

/// The processes whose command line contains a text, without this one.
func processes(naming marker: String) throws -> [RunningProcess] {
    try directoryEntries("/proc").compactMap { name in
        // A process that ends while /proc is read has no command line any more.
        guard let pid = Int32(name), pid != getpid(), let bytes = try? readFile("/proc/\(name)/cmdline")
        else {
            return nil
        }
        let words = bytes.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        let commandLine = words.joined(separator: " ")
        return commandLine.contains(marker) ? RunningProcess(pid: pid, commandLine: commandLine) : nil
    }
}
