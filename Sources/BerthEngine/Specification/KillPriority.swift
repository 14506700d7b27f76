internal import LinuxSystem

/// How willingly the kernel kills a process when memory runs out (`oom_score_adj`, proc(5)).
enum KillPriority {
    /// True when what this process starts may have a priority: one below its own is for the privileged.
    static func isAllowed(_ priority: Int64) throws -> Bool {
        try priority >= own() || mayRaiseResourceLimits()
    }

    /// That of this process.
    static func own() throws -> Int64 {
        Int64(try readText("/proc/self/oom_score_adj").filter { !$0.isWhitespace }) ?? 0
    }
}
