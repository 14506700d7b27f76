public import BerthModel

/// The name of an image as the ecosystem writes it, with the defaults filled in.
///
/// The grammar is that of the distribution project's `reference` package; the first component is a registry
/// when it has a dot, a colon or an upper-case letter, or is `localhost`.
public struct ImageReference: Sendable, Hashable {
    /// The registry, such as `docker.io` or `localhost:5000`.
    public let registry: String
    /// The repository within it, such as `library/redis`.
    public let repository: String
    /// The tag; `latest` when neither a tag nor a digest was written.
    public let tag: String?
    /// The digest with its algorithm, such as `sha256:…`.
    public let digest: String?

    /// Reads a reference; throws a failure of kind `usage` that says what is wrong with it.
    public init(_ text: String) throws(Failure) {
        let invalid = { (reason: String) in
            Failure(.usage, "\"\(text)\" is not an image reference: \(reason)")
        }
        if text.utf8.count == 64, text.allSatisfy(\.isLowerHexDigit) {
            throw invalid("it reads like an image id")
        }
        var rest = text[...]
        digest = cut(&rest, at: rest.firstIndex(of: "@"))
        let slash = rest.lastIndex(of: "/") ?? rest.startIndex
        let written = cut(&rest, at: rest[slash...].firstIndex(of: ":"))
        (registry, repository) = splitRegistry(rest)
        tag = written ?? (digest == nil ? "latest" : nil)

        if !isRegistry(registry) { throw invalid("\"\(registry)\" is not a registry") }
        if repository != repository.lowercased() { throw invalid("a repository is written in lower case") }
        if !isRepository(repository) { throw invalid("\"\(repository)\" is not a repository") }
        if registry.utf8.count + 1 + repository.utf8.count > 255 {
            throw invalid("it is longer than 255 bytes")
        }
        if let tag, !isTag(tag) { throw invalid("\"\(tag)\" is not a tag") }
        if let digest, !isDigest(digest) { throw invalid("\"\(digest)\" is not a digest") }
    }

    /// The registry and the repository, without tag and digest.
    public var name: String { "\(registry)/\(repository)" }

    /// The shortest text that means the same image, such as `redis:7`.
    public var familiar: String { familiarName + suffix }

    /// The shortest text for the repository alone, such as `redis`.
    public var familiarName: String {
        guard registry == "docker.io" else { return name }
        return repository.hasPrefix("library/") ? String(repository.dropFirst(8)) : repository
    }

    private var suffix: String { (tag.map { ":\($0)" } ?? "") + (digest.map { "@\($0)" } ?? "") }
}

extension ImageReference: CustomStringConvertible {
    /// The whole reference, such as `docker.io/library/redis:7`.
    public var description: String { name + suffix }
}

/// Takes what follows an index off the end of a text, without the character there.
private func cut(_ text: inout Substring, at index: Substring.Index?) -> String? {
    guard let index else { return nil }
    defer { text = text[..<index] }
    return String(text[text.index(after: index)...])
}

private func splitRegistry(_ text: Substring) -> (registry: String, repository: String) {
    let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, let first = parts.first, isRegistryByLook(first) else {
        return ("docker.io", text.contains("/") ? String(text) : "library/\(text)")
    }
    guard first == "docker.io" || first == "index.docker.io" else { return (first, parts[1]) }
    return ("docker.io", parts[1].contains("/") ? parts[1] : "library/\(parts[1])")
}

private func isRegistryByLook(_ component: String) -> Bool {
    component.contains { ".:".contains($0) } || component == "localhost"
        || component != component.lowercased()
}

// MARK: - Grammar

private func isRegistry(_ text: String) -> Bool {
    var host = text[...]
    if host.hasPrefix("[") {
        let address = host.dropFirst().prefix { $0 != "]" }
        host = host.dropFirst(address.count + 1)
        guard host.popFirst() == "]", !address.isEmpty, address.allSatisfy({ $0.isHexDigit || $0 == ":" })
        else {
            return false
        }
        return host.isEmpty || (host.first == ":" && isPort(host.dropFirst()))
    }
    if let colon = host.firstIndex(of: ":") {
        guard isPort(host[host.index(after: colon)...]) else { return false }
        host = host[..<colon]
    }
    return host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { label in
        !label.isEmpty && label.first != "-" && label.last != "-"
            && label.allSatisfy { $0.isASCIIWord && $0 != "_" || $0 == "-" }
    }
}

private func isPort(_ text: Substring) -> Bool {
    !text.isEmpty && text.allSatisfy { ("0"..."9").contains($0) }
}

private func isRepository(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(isPathComponent)
}

/// Words of lower-case letters and digits, joined by one dot, one or two underscores, or any number of
/// dashes.
private func isPathComponent(_ text: Substring) -> Bool {
    var rest = text
    func takeWord() -> Bool {
        let word = rest.prefix { $0.isASCIIWord && $0 != "_" && !$0.isUppercase }
        rest = rest.dropFirst(word.count)
        return !word.isEmpty
    }
    guard takeWord() else { return false }
    while !rest.isEmpty {
        let joint = rest.prefix { "._-".contains($0) }
        guard [".", "_", "__"].contains(joint) || joint.allSatisfy({ $0 == "-" }) else { return false }
        rest = rest.dropFirst(joint.count)
        guard takeWord() else { return false }
    }
    return true
}

private func isTag(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count) && text.first != "." && text.first != "-"
        && text.allSatisfy { $0.isASCIIWord || $0 == "." || $0 == "-" }
}

private func isDigest(_ text: String) -> Bool {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return false }
    let algorithm = parts[0].split(omittingEmptySubsequences: false) { "-_+.".contains($0) }
    return parts[1].utf8.count >= 32 && parts[1].allSatisfy(\.isHexDigit)
        && algorithm.allSatisfy {
            $0.first?.isASCIILetter == true && $0.allSatisfy { $0.isASCIIWord && $0 != "_" }
        }
}

extension Character {
    fileprivate var isASCIILetter: Bool { isASCII && isLetter }
    fileprivate var isASCIIWord: Bool { isASCIILetter || ("0"..."9").contains(self) || self == "_" }
    fileprivate var isLowerHexDigit: Bool { ("0"..."9").contains(self) || ("a"..."f").contains(self) }
}
