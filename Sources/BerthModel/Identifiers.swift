/// A new id of so many hexadecimal digits, which are random.
public func makeID(digits count: Int) -> String {
    (0..<count).map { _ in String(Int.random(in: 0..<16), radix: 16) }.joined()
}

/// The first twelve digits of an id, which is also the default host name and a name in the DNS.
public func shortID(_ id: String) -> String { String(id.prefix(12)) }
