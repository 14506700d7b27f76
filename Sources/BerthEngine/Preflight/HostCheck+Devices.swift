internal import BerthModel

extension HostCheck {
    /// Devices that this host does not have.
    func deviceFindings() throws -> [Diagnostic] { try DeviceResolution(of: service).findings }
}
