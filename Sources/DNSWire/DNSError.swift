/// Why bytes or text are not DNS.
public enum DNSError: Error, Sendable, Hashable {
    /// The message ends before something it announces.
    case truncated
    /// A label has no characters or more than 63, or a name is longer than 255 bytes.
    case invalidName
    /// A compression pointer does not lead back to an earlier place.
    case forwardPointer
    /// The two upper bits of a length byte are neither a label's nor a pointer's (RFC 1035, 4.1.4).
    case invalidLabel
    /// The data of a record is not as long as it says.
    case invalidRecordData
    /// There is a second OPT record, or one outside the additional section (RFC 6891, 6.1.1).
    case misplacedOption
    /// A text is not an address.
    case invalidAddress
}
