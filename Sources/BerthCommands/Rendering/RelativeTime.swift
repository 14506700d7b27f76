/// A span of time as people say it, in the words and roundings of the reference: `About a minute`, `3 hours`.
func humanDuration(seconds: Double) -> String {
    let whole = Int(max(0, seconds))
    let minutes = whole / 60
    let hours = Int((max(0, seconds) / 3600).rounded())
    if whole < 1 { return "Less than a second" }
    if whole == 1 { return "1 second" }
    if whole < 60 { return "\(whole) seconds" }
    if minutes == 1 { return "About a minute" }
    if minutes < 60 { return "\(minutes) minutes" }
    if hours == 1 { return "About an hour" }
    if hours < 48 { return "\(hours) hours" }
    if hours < 24 * 7 * 2 { return "\(hours / 24) days" }
    if hours < 24 * 30 * 2 { return "\(hours / 24 / 7) weeks" }
    if hours < 24 * 365 * 2 { return "\(hours / 24 / 30) months" }
    return "\(hours / 24 / 365) years"
}

/// How long ago something was.
func timeAgo(_ time: Double, now: Double) -> String { humanDuration(seconds: now - time) + " ago" }
