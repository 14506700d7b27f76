import Glibc

/// The signals that callers name in code (signal(7)); texts of users go through `signalNumber(named:)`.
public enum SignalNumber {
    /// Ends a process at once, whatever it does about signals.
    public static let kill = SIGKILL
    /// Asks a process to end.
    public static let terminate = SIGTERM
}
