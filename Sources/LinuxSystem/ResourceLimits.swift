import Glibc

/// The limits of a process (getrlimit(2)) without `RLIMIT_`, in the order of their numbers (asm-generic/resource.h).
public let resourceLimitNames = [
    "cpu", "fsize", "data", "stack", "core", "rss", "nproc", "nofile", "memlock", "as", "locks",
    "sigpending", "msgqueue", "nice", "rtprio", "rttime",
]

/// What this process, and what it starts, can raise a limit to; nil for a name that no limit has.
///
/// A limit without bounds is the largest number.
public func hardResourceLimit(_ name: String) throws(SystemError) -> UInt64? {
    guard let number = resourceLimitNames.firstIndex(of: name) else { return nil }
    var limit = rlimit()
    try check("getrlimit", name) { unsafe getrlimit(__rlimit_resource_t(UInt32(number)), &limit) }
    return UInt64(limit.rlim_max)
}

/// True when this process may raise limits above its own, and be killed later for memory than it would itself
/// (CAP_SYS_RESOURCE, capabilities(7)).
public func mayRaiseResourceLimits() throws(SystemError) -> Bool {
    let line = try readText("/proc/self/status").split(separator: "\n").first { $0.hasPrefix("CapEff:") }
    let digits = line?.split(whereSeparator: \.isWhitespace).last ?? ""
    return (UInt64(digits, radix: 16) ?? 0) & 1 << 24 != 0
}
