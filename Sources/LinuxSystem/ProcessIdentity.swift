internal import CLinux
import Glibc

/// A process that cannot be mistaken for a later one with the same number: its id with the boot and the time in
/// it when the process started.
public struct ProcessIdentity: Sendable, Hashable, Codable {
    /// The process id.
    public let pid: Int32
    /// Clock ticks between the boot and the start of the process (proc_pid_stat(5), field 22).
    public let startTime: UInt64
    /// The boot that it belongs to (random(4), boot_id): another one counts processes and ticks anew.
    public let boot: String

    /// Takes the identity of a running or unreaped process; throws ESRCH or ENOENT when there is none.
    public init(of pid: Int32) throws(SystemError) {
        self.pid = pid
        startTime = try processStartTime(pid)
        boot = try currentBoot()
    }

    /// Opens the process; nil when it is gone or its number belongs to another one.
    public func open() throws(SystemError) -> PIDDescriptor? {
        guard try boot == currentBoot() else { return nil }
        do throws(SystemError) {
            // Opened first: what is checked next is then the process that the descriptor stands for.
            let process = try PIDDescriptor(opening: pid)
            return try processStartTime(pid) == startTime ? process : nil
        } catch  where error.isNoSuchProcess || error.isNotFound {
            return nil
        }
    }

    /// True when the process is gone, or is being ended by the kernel.
    ///
    /// The first process of a PID namespace is so while the others, which end with it, still do.
    public var isEnding: Bool {
        // One that cannot be opened or read is gone.
        guard (try? open()) != nil, let status = try? statusFields(pid), status.count > 6 else {
            return true
        }
        let isExiting = UInt64(status[6]).map { $0 & exitingFlag != 0 } ?? true
        return isExiting || status[0] == "Z" || status[0] == "X"
    }
}

/// PF_EXITING of the kernel's sched.h, in field 9 of proc_pid_stat(5).
private let exitingFlag: UInt64 = 0x4

private func currentBoot() throws(SystemError) -> String {
    try readText("/proc/sys/kernel/random/boot_id").filter { $0 != "\n" }
}

private func processStartTime(_ pid: Int32) throws(SystemError) -> UInt64 {
    let fields = try statusFields(pid)
    guard fields.count > 19, let time = UInt64(fields[19]) else {
        throw SystemError(code: EINVAL, call: "read", subject: "/proc/\(pid)/stat")
    }
    return time
}

/// The fields of proc_pid_stat(5) from the third, the state, on.
private func statusFields(_ pid: Int32) throws(SystemError) -> [Substring] {
    // The name in parentheses may hold anything, a parenthesis too: fields are counted after the last one.
    let text = try readText("/proc/\(pid)/stat")
    return text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst().map(\.self)
}

/// True when a signal sent to the process is thrown away by the kernel, so that waiting for its effect is vain.
///
/// That holds for the first process of a PID namespace that neither handles nor blocks the signal, and for any
/// process that ignores it. SIGKILL and SIGSTOP always count as heard, and so does any signal to a process
/// that is gone.
public func discardsSignal(_ pid: Int32, _ signal: Int32) -> Bool {
    if signal == SIGKILL || signal == SIGSTOP { return false }
    let bit = UInt64(1) << UInt64(signal - 1)
    // A process or thread that ended meanwhile leaves nothing to read: then it does not discard anything.
    guard let main = try? ThreadStatus(reading: "/proc/\(pid)/status") else { return false }
    if main.ignored & bit != 0 { return true }
    guard main.isFirstOfNamespace, main.caught & bit == 0 else { return false }
    // As above: a process or thread that ended blocks nothing.
    let threads = (try? directoryEntries("/proc/\(pid)/task")) ?? []
    let masks = threads.compactMap { try? ThreadStatus(reading: "/proc/\(pid)/task/\($0)/status") }
    return masks.allSatisfy { $0.blocked & bit == 0 }
        && !threads.contains { maySleepForSignals("/proc/\(pid)/task/\($0)/syscall") }
}

/// True when a thread waits for signals by sigwait(3) and its like, or might as soon as it is looked away from.
///
/// During such a wait the kernel shows the awaited signals as not blocked, though they are heard.
private func maySleepForSignals(_ path: String) -> Bool {
    // A thread that ended hears nothing.
    guard let text = try? readText(path) else { return false }
    return text.hasPrefix("running") || text.hasPrefix("\(clinux_signal_wait_number()) ")
}

/// The signal dispositions of a thread and its place in its PID namespace (proc_pid_status(5)).
struct ThreadStatus {
    var blocked: UInt64 = 0
    var ignored: UInt64 = 0
    var caught: UInt64 = 0
    var isFirstOfNamespace = false

    init(reading path: String) throws(SystemError) {
        for line in try readText(path).split(separator: "\n") {
            let words = line.split(whereSeparator: { $0 == "\t" || $0 == " " })
            guard let key = words.first, let last = words.last else { continue }
            switch key {
            case "SigBlk:": blocked = UInt64(last, radix: 16) ?? 0
            case "SigIgn:": ignored = UInt64(last, radix: 16) ?? 0
            case "SigCgt:": caught = UInt64(last, radix: 16) ?? 0
            case "NSpid:": isFirstOfNamespace = last == "1"
            default: continue
            }
        }
    }
}

extension PIDDescriptor {
    /// Sends SIGKILL; nothing happens when the process is gone.
    public func kill() throws(SystemError) {
        do throws(SystemError) { try send(SIGKILL) } catch  where error.isNoSuchProcess {}
    }

    /// Reaps the process if it has ended and is this process's to reap; nil otherwise.
    public func endIfOurs() throws(SystemError) -> ProcessEnd? {
        do throws(SystemError) { return try endIfAny() } catch  where error.code == ECHILD { return nil }
    }
}
