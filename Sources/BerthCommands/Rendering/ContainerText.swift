import BerthModel

extension ContainerStatus {
    /// The `STATUS` of the reference's list, such as `Up 3 minutes (healthy)`.
    func statusText(now: Double) -> String {
        switch state {
        case .created: return "Created"
        case .removing: return "Removal In Progress"
        case .dead: return "Dead"
        case .running: return "Up \(humanDuration(seconds: now - (startedAt ?? now)))\(healthText)"
        case .paused: return "Up \(humanDuration(seconds: now - (startedAt ?? now))) (Paused)"
        case .restarting: return "Restarting \(endText(now: now))"
        case .exited: return "Exited \(endText(now: now))"
        }
    }

    private func endText(now: Double) -> String {
        let reason = endReason.map { " (\($0))" } ?? ""
        return "(\(exitStatus ?? 0)) \(timeAgo(finishedAt ?? now, now: now))\(reason)"
    }

    private var healthText: String {
        switch health {
        case .none: ""
        case .starting: " (health: starting)"
        case .healthy: " (healthy)"
        case .unhealthy: " (unhealthy)"
        }
    }

    /// The command in quotes, cut to twenty characters unless it is wanted whole.
    func commandText(cut: TextLength) -> String {
        quoted(shortened(command.joined(separator: " "), cut, to: 20))
    }

    /// The id, cut to twelve digits unless it is wanted whole.
    func idText(cut: TextLength) -> String { cut == .whole ? id : String(id.prefix(12)) }
}

/// Whether long texts are cut in lists (`--no-trunc`).
enum TextLength: Sendable {
    case cut, whole
}

/// A text of at most so many characters, ended by an ellipsis when it is cut.
func shortened(_ text: String, _ length: TextLength, to count: Int) -> String {
    guard length == .cut, text.count > count else { return text }
    return text.prefix(count - 1) + "…"
}

/// A text in double quotes with the escapes of Go's `%q` that occur in commands.
private func quoted(_ text: String) -> String {
    let escapes: [Character: String] = ["\"": "\\\"", "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"]
    return "\"" + text.map { escapes[$0] ?? String($0) }.joined() + "\""
}
