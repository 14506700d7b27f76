import Glibc

/// When a file's content last changed, in seconds since 1970; nil when nothing is there.
public func modificationTime(_ path: String) throws(SystemError) -> Double? {
    var status = stat()
    do throws(SystemError) { try check("stat", path) { unsafe stat(path, &status) } } catch
        where error.isNotFound
    {
        return nil
    }
    return Double(status.st_mtim.tv_sec) + Double(status.st_mtim.tv_nsec) / 1e9
}

/// The seconds since 1970, now.
public func currentTime() -> Double {
    var now = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &now)
    return Double(now.tv_sec) + Double(now.tv_nsec) / 1e9
}

/// How many seconds the machine's time zone is ahead of UTC at a moment, given in seconds since 1970.
public func localTimeOffset(at moment: Int64) -> Int {
    var seconds = time_t(moment)
    var fields = unsafe tm()
    unsafe localtime_r(&seconds, &fields)
    return unsafe fields.tm_gmtoff
}
