internal import CLinux
import Glibc

/// Makes this process the parent of orphans below it, so that it can reap them (PR_SET_CHILD_SUBREAPER, prctl(2)).
public func becomeSubreaper() throws(SystemError) {
    try check("prctl") { clinux_set_child_subreaper() }
}

/// Kills and reaps the children of this process inside the PID namespace of a process, except its first one.
///
/// A namespace's first process cannot end before all others are reaped: an orphan that a subreaper got and
/// forgot would keep a container alive for ever. Nobody else may be waiting for a child in that namespace.
public func endOrphans(inNamespaceOf pid: Int32) async throws {
    guard let namespace = pidNamespace(pid), namespace != pidNamespace(getpid()) else { return }
    for child in try childProcesses() where pidNamespace(child) == namespace && !isFirstOfNamespace(child) {
        // One that was reaped meanwhile is nobody's any more.
        guard let process = try? PIDDescriptor(opening: child) else { continue }
        try process.kill()
        try await process.hasEnded()
        _ = try process.endIfOurs()
    }
}

/// True for the process whose number inside its PID namespace is 1.
public func isFirstOfNamespace(_ pid: Int32) -> Bool {
    // A process that is gone is not the first of anything.
    (try? ThreadStatus(reading: "/proc/\(pid)/status"))?.isFirstOfNamespace ?? false
}

/// A text that tells PID namespaces apart; nil when the process is gone.
private func pidNamespace(_ pid: Int32) -> String? {
    // A process that is gone has no namespace.
    try? readSymbolicLink("/proc/\(pid)/ns/pid")
}

/// The children of this process, also those that ended and were not reaped.
private func childProcesses() throws(SystemError) -> [Int32] {
    var children: [Int32] = []
    for thread in try directoryEntries("/proc/self/task") {
        // A thread that ended has left its children to the others.
        guard let text = try? readText("/proc/self/task/\(thread)/children") else { continue }
        children += text.split(separator: " ").compactMap { Int32($0) }
    }
    return children
}
