internal import CLinux
import Glibc

/// The signals that callers name in code (signal(7)); texts of users go through `signalNumber(named:)`.
public enum SignalNumber {
    /// Ends a process at once, whatever it does about signals.
    public static let kill = SIGKILL
    /// Asks a process to end.
    public static let terminate = SIGTERM
    /// What Ctrl-C sends.
    public static let interrupt = SIGINT
}

/// The number of a signal as people write it: `SIGTERM`, `term`, `15`, `RTMIN+3`; nil when there is none.
public func signalNumber(named text: String) -> Int32? {
    let realTime = clinux_sigrtmin()...clinux_sigrtmax()
    if let number = Int32(text) { return (1...realTime.upperBound).contains(number) ? number : nil }
    let upper = text.uppercased()
    let name = upper.hasPrefix("SIG") ? String(upper.dropFirst(3)) : upper
    if let known = signalNumbers[name] { return known }
    for (prefix, base) in [("RTMIN", realTime.lowerBound), ("RTMAX", realTime.upperBound)]
    where name.hasPrefix(prefix) {
        let rest = name.dropFirst(prefix.count)
        guard let offset = rest.isEmpty ? 0 : Int32(rest), realTime.contains(base + offset) else {
            return nil
        }
        return base + offset
    }
    return nil
}

/// The names of signal(7) without the prefix.
private let signalNumbers: [String: Int32] = [
    "HUP": SIGHUP, "INT": SIGINT, "QUIT": SIGQUIT, "ILL": SIGILL, "TRAP": SIGTRAP, "ABRT": SIGABRT,
    "IOT": SIGABRT, "BUS": SIGBUS, "FPE": SIGFPE, "KILL": SIGKILL, "USR1": SIGUSR1, "SEGV": SIGSEGV,
    "USR2": SIGUSR2, "PIPE": SIGPIPE, "ALRM": SIGALRM, "TERM": SIGTERM, "STKFLT": SIGSTKFLT,
    "CHLD": SIGCHLD, "CLD": SIGCHLD, "CONT": SIGCONT, "STOP": SIGSTOP, "TSTP": SIGTSTP, "TTIN": SIGTTIN,
    "TTOU": SIGTTOU, "URG": SIGURG, "XCPU": SIGXCPU, "XFSZ": SIGXFSZ, "VTALRM": SIGVTALRM,
    "PROF": SIGPROF, "WINCH": SIGWINCH, "IO": SIGIO, "POLL": SIGIO, "PWR": SIGPWR, "SYS": SIGSYS,
]
