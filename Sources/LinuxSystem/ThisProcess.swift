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

/// The path of the program of this process.
public func programPath() throws(SystemError) -> String { try readSymbolicLink("/proc/self/exe") }

/// Ends this process at once with a status.
public func exitProcess(_ status: Int32) -> Never { exit(status) }

/// Makes writing to a pipe or socket without a reader an error instead of the end of this process.
public func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

/// Sets which permission bits the files that this process and its children make do not get (umask(2)).
public func setFileModeMask(_ mask: UInt32) { umask(mask) }

/// The environment of this process as `KEY=VALUE`.
public func processEnvironment() -> [String] {
    var result: [String] = []
    var entry = unsafe environ
    while let text = unsafe entry.pointee {
        result.append(unsafe String(cString: text))
        unsafe entry += 1
    }
    return result
}

/// The variables of this process; of one that is set twice, the first counts.
public func environmentVariables() -> [String: String] {
    let pairs = processEnvironment().compactMap { entry -> (String, String)? in
        let parts = entry.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
    return Dictionary(pairs) { first, _ in first }
}

/// One variable of this process's environment.
public func environmentVariable(_ name: String) -> String? {
    unsafe getenv(name).map { unsafe String(cString: $0) }
}

/// Raises the number of descriptors that this process may have to the most that it may ask for (setrlimit(2)).
///
/// Children inherit it, as containers of a daemon do theirs.
public func raiseDescriptorLimit() throws(SystemError) {
    var limit = rlimit()
    try check("getrlimit") { unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
    limit.rlim_cur = limit.rlim_max
    try check("setrlimit") { unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
}
