import Glibc

/// Raises the number of descriptors that this process may have to the most that it may ask for (setrlimit(2)).
///
/// Children inherit it, as containers of a daemon do theirs.
public func raiseDescriptorLimit() throws(SystemError) {
    var limit = rlimit()
    try check("getrlimit") { unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
    limit.rlim_cur = limit.rlim_max
    try check("setrlimit") { unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) }
}
