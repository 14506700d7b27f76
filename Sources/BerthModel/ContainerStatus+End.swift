extension ContainerStatus {
    /// Why its last process ended, where the exit status alone does not tell: `out of memory`, `SIGSEGV`.
    ///
    /// A status above 128 stands for a signal, as shells have it; nil for every other end.
    public var endReason: String? {
        if wasOutOfMemory { return "out of memory" }
        return endSignal
    }

    /// The name of the signal that its exit status stands for; nil for none.
    public var endSignal: String? { exitStatus.flatMap { fatalSignals[$0 - 128] } }
}

/// The signals that end a process (signal(7)); their numbers are the same on all machines but the oldest.
private let fatalSignals: [Int32: String] = [
    1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE",
    9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV", 12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM",
    24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
]
