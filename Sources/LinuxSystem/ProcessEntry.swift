import Glibc

/// Runs an asynchronous program from a synchronous `main` and ends the process with the status it returns.
///
/// An asynchronous `main` would leave the first thread at once; a program that has to fork, or to block
/// signals for all threads, must do so before there is a second one, and calls this last.
public func runProgram(_ body: @escaping @Sendable () async -> Int32) -> Never {
    // The process is its owner: it ends with it.
    Task { exit(await body()) }
    while true { pause() }
}

/// The effective user id of this process; 0 is root.
public func effectiveUser() -> UInt32 { geteuid() }

/// The id of this process.
public func processIdentifier() -> Int32 { getpid() }
