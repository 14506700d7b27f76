internal import BerthModel
internal import OCIRuntime

/// What the options together come to: of options that contradict each other the last one counts.
extension Privileges {
    /// The capabilities of the container's processes.
    ///
    /// A privileged container has all that there are, whatever is dropped.
    func capabilities() throws -> RuntimeSpec.Capabilities {
        let available = try availableCapabilities()
        if isPrivileged { return .init(available) }
        return .init(adding: addedCapabilities, dropping: droppedCapabilities, available: available)
    }

    /// True when executing a file gives a process no privileges.
    var forbidsNewPrivileges: Bool {
        last { if case .noNewPrivileges(let isSet) = $0 { isSet } else { nil } } ?? false
    }

    /// The filter of system calls; nil for none.
    ///
    /// A privileged container has only the one that is asked for.
    var systemCallFilter: SystemCallFilter? {
        let choice: SystemCallFilter?? = last { option in
            switch option {
            case .standardSystemCalls: .some(.standard)
            case .unconfinedSystemCalls: .some(nil)
            case .systemCallFilter(_, let text): .some(.profile(text ?? ""))
            default: nil
            }
        }
        return choice ?? (isPrivileged ? nil : .standard)
    }

    /// The AppArmor profile that is entered; nil for none.
    var appArmorProfile: String? {
        let profile = last { if case .appArmor(let profile) = $0 { profile } else { nil } }
        return profile == "unconfined" ? nil : profile
    }

    /// True when nothing below `/proc` and `/sys` is hidden or protected.
    var showsSystemPaths: Bool { isPrivileged || securityOptions.contains(.unconfinedSystemPaths) }

    /// True when the control groups can be written.
    var writesControlGroups: Bool {
        last { if case .writableControlGroups(let isSet) = $0 { isSet } else { nil } } ?? isPrivileged
    }

    private func last<Choice>(_ choice: (SecurityOption) -> Choice?) -> Choice? {
        securityOptions.compactMap(choice).last
    }
}
