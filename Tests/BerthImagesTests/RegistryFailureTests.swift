import BerthModel
import Testing

@testable import BerthImages

@Suite("Failures of registries")
struct RegistryFailureTests {
    @Test(
        "are told by what they are, with a remedy",
        arguments: [
            (
                "reading manifest 9 in host:1/x: manifest unknown: manifest unknown", "does not have it",
                Failure.Kind.notFound
            ),
            (
                "requested access to the resource is denied", "does not have it, or only for some users",
                .notFound
            ),
            ("unauthorized: authentication required", "refuses access", .runtime),
            ("dial tcp: lookup host on 127.0.0.53:53: no such host", "has no address", .runtime),
            ("dial tcp 10.0.0.1:1: connect: connection refused", "cannot be reached", .runtime),
            ("dial tcp 10.0.0.1:1: i/o timeout", "cannot be reached", .runtime),
            ("http: server gave HTTP response to HTTPS client", "does not speak TLS", .runtime),
            ("x509: certificate signed by unknown authority", "is not trusted", .runtime),
            ("toomanyrequests: You have reached your pull rate limit", "limits how often", .runtime),
            ("write /x: no space left on device", "the disk is full", .runtime),
        ])
    func rules(message: String, reason: String, kind: Failure.Kind) throws {
        let line = #"time="2026-01-01T00:00:00Z" level=fatal msg="Error: \"q\": \#(message)""#
        let failure = RegistryFailure(try ImageReference("host:1/x:9"), "warning\n\(line)\n").told()
        #expect(failure.message.hasPrefix("cannot pull image \"host:1/x:9\": "))
        #expect(failure.message.contains(reason))
        #expect(failure.kind == kind)
        #expect(!failure.remedy.isEmpty)
        #expect("\(failure)".contains("Error: \"q\": \(message)"))
    }

    @Test("of an unknown kind are told in skopeo's words", arguments: ["something else", ""])
    func unknown(message: String) throws {
        let failure = RegistryFailure(try ImageReference("x"), message).told()
        #expect(failure.message.hasPrefix("cannot pull image \"x:latest\": skopeo: "))
    }
}
