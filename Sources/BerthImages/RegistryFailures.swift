internal import BerthModel

/// A failure of skopeo, and whether the same attempt may go well the next time.
struct RegistryFailure: Sendable {
    /// True for what passes by itself: broken connections, servers in trouble.
    let isTransient: Bool
    private let kind: Failure.Kind
    private let message: String
    private let remedy: String
    private let cause: SkopeoMessage?

    /// Reads what skopeo wrote to standard error.
    init(_ reference: ImageReference, _ errors: String, attempting attempt: Skopeo.Attempt = .pull) {
        let attempt = "cannot \(attempt.rawValue) image \"\(reference.familiar)\""
        let said = lastMessage(errors)
        guard let rule = Self.rule(for: said) else {
            (isTransient, kind, remedy, cause) = (false, .runtime, "", nil)
            message = "\(attempt): skopeo: \(said)"
            return
        }
        (isTransient, kind, remedy) = (rule.isTransient, rule.kind, rule.remedy(reference.registry))
        message = "\(attempt): \(rule.reason(reference.registry))"
        cause = SkopeoMessage(description: said)
    }

    /// Why skopeo failed with a message about a registry, and what to do; nil for a message of no known kind.
    static func reason(_ said: String, _ registry: String) -> (reason: String, remedy: String)? {
        rule(for: said).map { ($0.reason(registry), $0.remedy(registry)) }
    }

    private static func rule(for said: String) -> RegistryRule? {
        rules.first { rule in rule.signs.contains { said.contains($0) } }
    }

    /// What a person is told after so many attempts.
    func told(after attempts: Int = 1) -> Failure {
        let count = attempts > 1 ? ", also at attempt \(attempts)" : ""
        return Failure(kind, message + count, remedy: remedy, cause: cause)
    }
}

/// What one kind of trouble with a registry looks like in skopeo's messages, and what a person is told of it.
///
/// Its exit status is the same for all of them, so the words of the registry protocol and of Go's network
/// library have to tell them apart.
private struct RegistryRule {
    let signs: [String]
    var kind: Failure.Kind = .runtime
    var isTransient = false
    let reason: @Sendable (String) -> String
    let remedy: @Sendable (String) -> String
}

/// The first rule with a sign in the message counts.
private let rules = [
    RegistryRule(
        signs: [
            "manifest unknown", "name unknown", "repository name not known", "not found in repository",
            "StatusCode: 404",
        ],
        kind: .notFound, reason: { "registry \"\($0)\" does not have it" },
        remedy: { _ in "check the name and the tag, or load it from a file with: berth load -i FILE" }),
    RegistryRule(
        signs: ["requested access to the resource is denied"],
        kind: .notFound, reason: { "registry \"\($0)\" does not have it, or only for some users" },
        remedy: { "check the name, or log in with: berth login \($0)" }),
    RegistryRule(
        signs: ["toomanyrequests", "Too Many Requests", "too many requests", "StatusCode: 429"],
        reason: { "registry \"\($0)\" limits how often it may be asked" },
        remedy: { "wait, or log in with: berth login \($0)" }),
    RegistryRule(
        signs: ["unauthorized", "authentication required", "invalid username/password"],
        reason: { "registry \"\($0)\" refuses access" },
        remedy: { "log in with: berth login \($0)" }),
    RegistryRule(
        signs: ["403 (Forbidden)", "StatusCode: 403", "403 Forbidden", "denied: "],
        reason: { "registry \"\($0)\" forbids it to this user" },
        remedy: { "ask its owner for access, or log in as somebody else with: berth login \($0)" }),
    RegistryRule(
        signs: ["Digest did not match", "does not match provided manifest digest"],
        reason: { "registry \"\($0)\" serves content that has not the digest it was asked for" },
        remedy: { _ in
            "the content was damaged or replaced on the way; check the registry and what is in between"
        }),
    RegistryRule(
        signs: ["404 (Not Found)", "blob unknown"],
        reason: { "registry \"\($0)\" lacks a part of it" },
        remedy: { _ in "push the image to the registry again" }),
    RegistryRule(
        signs: ["server gave HTTP response to HTTPS client"],
        reason: { "registry \"\($0)\" does not speak TLS" },
        remedy: { "if that is meant, set insecure = true for \"\($0)\" in registries.conf" }),
    RegistryRule(
        signs: ["TLS handshake timeout"], isTransient: true,
        reason: { "registry \"\($0)\" cannot be reached" },
        remedy: { _ in "check that it runs and that this machine may connect to it" }),
    RegistryRule(
        signs: ["x509:", "tls: "],
        reason: { "the certificate of registry \"\($0)\" is not trusted" },
        remedy: { "put its authority's certificate at /etc/containers/certs.d/\($0)/ca.crt" }),
    RegistryRule(
        signs: ["no such host", "server misbehaving"],
        reason: { "the host of registry \"\($0)\" has no address" },
        remedy: { _ in "check the name of the registry and the name servers of this machine" }),
    RegistryRule(
        signs: [
            "connection refused", "i/o timeout", "network is unreachable", "no route to host",
            "deadline exceeded",
        ],
        reason: { "registry \"\($0)\" cannot be reached" },
        remedy: { _ in "check that it runs and that this machine may connect to it" }),
    RegistryRule(
        signs: ["connection reset", "EOF", "broken pipe", "server closed idle connection"], isTransient: true,
        reason: { "registry \"\($0)\" broke the connection" },
        remedy: { _ in "try again: what has arrived as a whole is kept" }),
    RegistryRule(
        signs: [
            "500 Internal Server Error", "500 (Internal Server Error)", "502 Bad Gateway",
            "502 (Bad Gateway)", "503 Service Unavailable", "503 (Service Unavailable)",
            "504 Gateway Timeout", "504 (Gateway Timeout)", "unexpected HTTP status: 5",
        ], isTransient: true,
        reason: { "registry \"\($0)\" is in trouble" },
        remedy: { _ in "try again later, or look into the registry's own log" }),
    RegistryRule(
        signs: ["invalid character", "unsupported schema version", "unsupported image-specific operation"],
        reason: { "registry \"\($0)\" answers with something that is no manifest" },
        remedy: { _ in "check that a registry answers there, and no proxy in between" }),
    RegistryRule(
        signs: ["no space left on device"],
        reason: { _ in "the disk is full" }, remedy: { _ in "make room, for instance with: berth rmi" }),
]

/// What skopeo itself said.
private struct SkopeoMessage: Error, CustomStringConvertible {
    let description: String
}

/// The text of the last line of a log in logrus' format, `time="…" level=fatal msg="…"`.
func lastMessage(_ errors: String) -> String {
    let line = errors.split(separator: "\n").last.map(String.init) ?? "it gave no reason"
    guard let start = line.firstRange(of: "msg=\"")?.upperBound, line.hasSuffix("\"") else { return line }
    return String(line[start...].dropLast()).replacing("\\\"", with: "\"").replacing("\\n", with: " ")
}
