internal import BerthModel
internal import LinuxSystem

/// What of a service's resources this host can give its containers, and what there is to say about the rest.
///
/// Which limits are dropped with a warning and which are mistakes is as in the reference.
struct GrantedResources: Sendable, Hashable {
    /// Something that is wrong or has no effect, at an attribute of a service.
    struct Finding: Sendable, Hashable {
        /// An error when the service cannot be brought up so.
        let severity: Diagnostic.Severity
        /// The attribute.
        let attribute: String
        /// What is wrong, as one clause.
        let message: String
        /// What to do about it, as one clause.
        let remedy: String

        /// Describes a finding.
        init(_ severity: Diagnostic.Severity, _ attribute: String, _ message: String, remedy: String) {
            self.severity = severity
            self.attribute = attribute
            self.message = message
            self.remedy = remedy
        }
    }

    /// The resources without what the host cannot limit, and with what follows from them.
    let resources: Resources
    /// What was found, in the order of the attributes' table.
    let findings: [Finding]

    /// Weighs what is asked for against what a host can do.
    init(_ wanted: Resources, on host: HostCapacity) {
        var granted = wanted
        granted.dropZeros()
        var findings = granted.mistakes(on: host)
        for omission in omissions where omission.isWanted(granted) && !host.limits.contains(omission.needed) {
            findings.append(omission.finding(isUnified: host.isUnified))
            omission.drop(&granted)
        }
        findings += granted.warnings(on: host)
        // As much swap as memory, unless something else is said.
        if case .atMost(let bytes)? = granted.memory.limit, granted.memory.limitWithSwap == nil,
            host.limits.contains(.swap)
        {
            granted.memory.limitWithSwap = .atMost(bytes.multipliedReportingOverflow(by: 2).partialValue)
        }
        resources = granted
        self.findings = findings
    }
}

extension Resources {
    /// Takes numbers that mean the default for what is not there, as the reference does.
    fileprivate mutating func dropZeros() {
        if cpu.limit == 0 { cpu.limit = nil }
        for path in [\CPU.shares, \.quota, \.period, \.realTimeRuntime, \.realTimePeriod]
        where cpu[keyPath: path] == 0 { cpu[keyPath: path] = nil }
        if cpu.set?.isEmpty == true { cpu.set = nil }
        if memory.limit == .unlimited { memory.limit = nil }
        if memory.reservation == .unlimited { memory.reservation = nil }
        if processes == .atMost(0) { processes = .unlimited }
    }
}
