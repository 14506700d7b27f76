internal import CLinux
import Glibc

/// A process by pidfd_open(2): it can not become another process, however late it is signalled or waited for.
public final class PIDDescriptor: Sendable {
    /// The process id it was opened by.
    public let pid: Int32
    private let descriptor: SharedDescriptor

    /// Opens a running process, or one that ended and was not reaped yet.
    public init(opening pid: Int32) throws(SystemError) {
        self.pid = pid
        descriptor = SharedDescriptor(
            OwnedDescriptor(adopting: try check("pidfd_open", "\(pid)") { clinux_pidfd_open(pid) }))
    }

    /// Sends a signal; throws with ESRCH when the process is gone.
    public func send(_ signal: Int32) throws(SystemError) {
        try check("pidfd_send_signal", "\(pid)") { clinux_pidfd_send_signal(descriptor.number, signal) }
    }

    /// Suspends until the process has ended, whoever its parent is.
    ///
    /// Throws only when cancelled.
    public func hasEnded() async throws { try await Reactor.shared.readable(descriptor.number) }

    /// Suspends until the process has ended and reaps it.
    ///
    /// It must be a child of this process, or adopted by it as a subreaper; throws ECHILD when it is not.
    public func end() async throws -> ProcessEnd {
        while true {
            try await hasEnded()
            if let end = try endIfAny() { return end }
        }
    }

    /// Reaps the process if it has ended; nil while it runs.
    public func endIfAny() throws(SystemError) -> ProcessEnd? {
        var code: Int32 = 0
        var status: Int32 = 0
        let ended = try check("waitid", "\(pid)") {
            unsafe clinux_wait_pidfd(descriptor.number, &code, &status)
        }
        guard ended == 1 else { return nil }
        return code == CLD_EXITED_CODE ? .exited(status) : .signalled(status)
    }
}

/// CLD_EXITED of siginfo (waitid(2)), which Swift sees as an enum of an unnamed type.
private let CLD_EXITED_CODE: Int32 = 1
