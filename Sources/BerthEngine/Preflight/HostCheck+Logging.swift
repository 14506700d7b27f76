internal import BerthModel
internal import LinuxSystem

extension HostCheck {
    /// Logging drivers and options that are not there.
    func loggingFindings() -> [Diagnostic] {
        let driver = service.logDriver
        let destination: LogDestination
        let unseen: [(option: String, reason: String)]
        do throws(Failure) {
            destination = try LogDestination(driver)
            unseen = try LogOptions(driver, of: driver?.name ?? "json-file").withoutEffect
        } catch {
            return [finding(.error, "logging", error.message, remedy: error.remedy)]
        }
        let ignored = unseen.map { option, reason in
            finding(.warning, "logging", "log opt \"\(option)\" has no effect here: \(reason)", remedy: "")
        }
        return [receiverFinding(destination.receiver)].compactMap(\.self) + ignored
    }

    private func receiverFinding(_ receiver: LogDestination.Receiver) -> Diagnostic? {
        switch receiver {
        case .journal where !fileExists(journalSocket):
            return finding(
                .error, "logging", "there is no journal on this host: \(journalSocket) is missing",
                remedy: "use the driver local")
        case .syslog(let target) where target.address == nil && SyslogTarget.localPath == nil:
            return finding(
                .error, "logging", "there is no syslog receiver on this host: /dev/log is missing",
                remedy: "name one by syslog-address")
        case .journal, .syslog, .none: return nil
        }
    }
}

/// Where systemd-journald receives (systemd-journald.service(8)).
private let journalSocket = "/run/systemd/journal/socket"
