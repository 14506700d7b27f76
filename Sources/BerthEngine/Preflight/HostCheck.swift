internal import BerthImages
internal import BerthModel
internal import LinuxSystem
internal import OCIRuntime

/// What this host cannot give the containers of a service: a file an area.
///
/// An error is about what a container would lack or be less confined by, and nothing is brought up then; a warning
/// is about what has no effect. Each has the place of the attribute and says what to do.
struct HostCheck {
    let service: Service
    let image: Image?
    let project: Project
    let drivers: Drivers

    /// Everything that is found.
    func findings() throws -> [Diagnostic] {
        try [
            storageFindings(),
            resourceFindings(),
            providedFileFindings(),
            loggingFindings(),
            privilegeFindings(),
            deviceFindings(),
            namespaceFindings(),
            resourceFindings(),
            processFindings(),
            limitFindings(),
            kernelSettingFindings(),
            nameFindings(),
        ].flatMap(\.self)
    }

    /// A finding about an attribute of the service.
    func finding(
        _ severity: Diagnostic.Severity, _ attribute: String, _ message: String, remedy: String
    ) -> Diagnostic {
        Diagnostic(
            severity, "service \"\(service.name)\": \(message)", at: service.location(of: attribute),
            remedy: remedy)
    }
}

extension Failure {
    /// An error that was found before anything was changed.
    init(_ finding: Diagnostic) {
        self.init(.invalidFile, finding.message, at: finding.location, remedy: finding.remedy)
    }
}
