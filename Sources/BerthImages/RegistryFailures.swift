internal import BerthModel

/// What one kind of trouble with a registry looks like in skopeo's messages, and what a person is told of it.
///
/// Its exit status is the same for all of them, so the words of the registry protocol and of Go's network
/// library have to tell them apart.
private struct RegistryRule {
    let signs: [String]
    let kind: Failure.Kind
    let reason: @Sendable (ImageReference) -> String
    let remedy: @Sendable (ImageReference) -> String
}

/// The first rule with a sign in the message counts.
private let rules = [
    RegistryRule(
        signs: ["manifest unknown", "name unknown", "repository name not known", "not found in repository"],
        kind: .notFound, reason: { "registry \"\($0.registry)\" does not have it" },
        remedy: { "check the name and the tag, or load it from a file if \"\($0.familiarName)\" is your own" }
    ),
    RegistryRule(
        signs: ["requested access to the resource is denied"],
        kind: .notFound, reason: { "registry \"\($0.registry)\" does not have it, or only for some users" },
        remedy: { "check the name, or log in with: skopeo login \($0.registry)" }),
    RegistryRule(
        signs: ["toomanyrequests", "Too Many Requests"],
        kind: .runtime, reason: { "registry \"\($0.registry)\" limits how often it may be asked" },
        remedy: { "wait, or log in with: skopeo login \($0.registry)" }),
    RegistryRule(
        signs: ["unauthorized", "authentication required", "invalid username/password", "403 (Forbidden)"],
        kind: .runtime, reason: { "registry \"\($0.registry)\" refuses access" },
        remedy: { "log in with: skopeo login \($0.registry)" }),
    RegistryRule(
        signs: ["server gave HTTP response to HTTPS client"],
        kind: .runtime, reason: { "registry \"\($0.registry)\" does not speak TLS" },
        remedy: { "if that is meant, set insecure = true for \"\($0.registry)\" in registries.conf" }),
    RegistryRule(
        signs: ["x509:", "tls: "],
        kind: .runtime, reason: { "the certificate of registry \"\($0.registry)\" is not trusted" },
        remedy: { "put its authority's certificate at /etc/containers/certs.d/\($0.registry)/ca.crt" }),
    RegistryRule(
        signs: ["no such host", "server misbehaving"],
        kind: .runtime, reason: { "the host of registry \"\($0.registry)\" has no address" },
        remedy: { _ in "check the name of the registry and the name servers of this machine" }),
    RegistryRule(
        signs: [
            "connection refused", "connection reset", "i/o timeout", "network is unreachable",
            "no route to host",
            "deadline exceeded", "TLS handshake timeout",
        ],
        kind: .runtime, reason: { "registry \"\($0.registry)\" cannot be reached" },
        remedy: { _ in "check that it runs and that this machine may connect to it" }),
    RegistryRule(
        signs: ["no space left on device"],
        kind: .runtime, reason: { _ in "the disk is full" },
        remedy: { _ in "make room, for instance with: berth rmi" }),
]

/// The failure of an attempt, from what skopeo wrote to standard error.
func registryFailure(
    _ reference: ImageReference, _ errors: String, attempting attempt: Skopeo.Attempt = .pull
) -> Failure {
    let attempt = "cannot \(attempt.rawValue) image \"\(reference.familiar)\""
    let message = lastMessage(errors)
    guard let rule = rules.first(where: { rule in rule.signs.contains { message.contains($0) } }) else {
        return Failure(.runtime, "\(attempt): skopeo: \(message)")
    }
    return Failure(
        rule.kind, "\(attempt): \(rule.reason(reference))", remedy: rule.remedy(reference),
        cause: SkopeoMessage(description: message))
}

/// What skopeo itself said.
private struct SkopeoMessage: Error, CustomStringConvertible {
    let description: String
}

/// The text of the last line of a log in logrus' format, `time="…" level=fatal msg="…"`.
private func lastMessage(_ errors: String) -> String {
    let line = errors.split(separator: "\n").last.map(String.init) ?? "it gave no reason"
    guard let start = line.firstRange(of: "msg=\"")?.upperBound, line.hasSuffix("\"") else { return line }
    return String(line[start...].dropLast()).replacing("\\\"", with: "\"").replacing("\\n", with: " ")
}
