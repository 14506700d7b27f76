internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// Limits above those of this process, and a priority below its own, which it is not allowed to give.
    func limitFindings() throws -> [Diagnostic] {
        try service.resources.processLimits.compactMap(finding) + [killFinding()].compactMap(\.self)
    }

    private func finding(about limit: ProcessLimit) throws -> Diagnostic? {
        guard let bound = try bound(of: limit), limit.hard.processLimit > bound.number else { return nil }
        let wanted = limit.hard == .unlimited ? "no bound" : "\(limit.hard.processLimit)"
        return finding(
            .error, "ulimits", "the limit \"\(limit.name)\" cannot be raised to \(wanted): \(bound.reason)",
            remedy: "lower it to \(bound.number), or \(bound.remedy)")
    }

    private typealias Bound = (number: UInt64, reason: String, remedy: String)

    /// What a limit cannot be raised above here; nil when nothing bounds it.
    private func bound(of limit: ProcessLimit) throws -> Bound? {
        if try !mayRaiseResourceLimits(), let own = try hardResourceLimit(limit.name) {
            return (
                own, "berth has a limit of \(own) itself and lacks CAP_SYS_RESOURCE",
                "run berth with that capability"
            )
        }
        guard limit.name == "nofile", let most = UInt64(try readText(mostFiles).filter(\.isNumber)) else {
            return nil
        }
        return (most, "fs.nr_open of this host is \(most)", "raise fs.nr_open")
    }

    private func killFinding() throws -> Diagnostic? {
        guard let priority = service.resources.memory.killPriority, try !KillPriority.isAllowed(priority)
        else { return nil }
        let own = try KillPriority.own()
        return finding(
            .error, "oom_score_adj",
            "the container cannot be killed later than berth, whose own oom_score_adj is \(own): "
                + "CAP_SYS_RESOURCE is missing",
            remedy: "use \(own) or more, or run berth with that capability")
    }
}

/// The most descriptors that any process may have (proc(5)).
private let mostFiles = "/proc/sys/fs/nr_open"
