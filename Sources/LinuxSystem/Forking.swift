internal import CLinux
import Glibc

/// Runs a body in a forked child of this process and returns how it ended.
///
/// Only while the process has one thread.
///
/// Meanwhile orphans that became children of this process are reaped as they end.
public func runForked(_ body: () -> Never) throws(SystemError) -> ProcessEnd {
    let child = try check("fork") { clinux_fork() }
    if child == 0 { body() }
    while true {
        var status: Int32 = 0
        let ended = try check("wait4") { unsafe wait4(-1, &status, 0, nil) }
        guard ended == child else { continue }
        let signal = status & 0x7f
        return signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }
}

/// Blocks the calling thread for a time; for processes without tasks only.
public func pauseThread(for duration: Duration) {
    let time = timespec(
        tv_sec: Int(duration.components.seconds),
        tv_nsec: Int(duration.components.attoseconds / 1_000_000_000))
    // A signal may cut it short: a pause is a lower bound for nobody.
    _ = unsafe withUnsafePointer(to: time) { unsafe nanosleep($0, nil) }
}
