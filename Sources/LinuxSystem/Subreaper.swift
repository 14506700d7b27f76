internal import CLinux

/// Makes this process the parent of orphans below it, so that it can reap them (PR_SET_CHILD_SUBREAPER, prctl(2)).
public func becomeSubreaper() throws(SystemError) {
    try check("prctl") { clinux_set_child_subreaper() }
}
