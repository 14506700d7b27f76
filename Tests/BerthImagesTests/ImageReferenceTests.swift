import BerthModel
import Testing

@testable import BerthImages

private let digest = "sha256:" + String(repeating: "0123456789abcdef", count: 4)

@Suite("Image references")
struct ImageReferenceTests {
    @Test(
        "are read with the ecosystem's defaults",
        arguments: [
            ("redis", "docker.io/library/redis:latest", "redis:latest"),
            ("redis:7-alpine", "docker.io/library/redis:7-alpine", "redis:7-alpine"),
            ("docker.io/redis", "docker.io/library/redis:latest", "redis:latest"),
            ("index.docker.io/library/redis:7", "docker.io/library/redis:7", "redis:7"),
            ("bitnami/redis", "docker.io/bitnami/redis:latest", "bitnami/redis:latest"),
            ("a/b/c:1", "docker.io/a/b/c:1", "a/b/c:1"),
            ("quay.io/podman/hello", "quay.io/podman/hello:latest", "quay.io/podman/hello:latest"),
            ("localhost/x", "localhost/x:latest", "localhost/x:latest"),
            ("localhost:5000/x", "localhost:5000/x:latest", "localhost:5000/x:latest"),
            ("host:5000/x:1", "host:5000/x:1", "host:5000/x:1"),
            ("host:5000/x@\(digest)", "host:5000/x@\(digest)", "host:5000/x@\(digest)"),
            ("redis:7@\(digest)", "docker.io/library/redis:7@\(digest)", "redis:7@\(digest)"),
            ("redis@\(digest)", "docker.io/library/redis@\(digest)", "redis@\(digest)"),
            ("Host/x", "Host/x:latest", "Host/x:latest"),
            ("[::1]:5000/x", "[::1]:5000/x:latest", "[::1]:5000/x:latest"),
            (
                "127.0.0.1:5000/a__b--c.d_e", "127.0.0.1:5000/a__b--c.d_e:latest",
                "127.0.0.1:5000/a__b--c.d_e:latest"
            ),
            ("foo:5000", "docker.io/library/foo:5000", "foo:5000"),
            ("x:T_a.g-1", "docker.io/library/x:T_a.g-1", "x:T_a.g-1"),
        ])
    func reading(text: String, whole: String, familiar: String) throws {
        let reference = try ImageReference(text)
        #expect(reference.description == whole)
        #expect(reference.familiar == familiar)
        #expect(try ImageReference(whole) == reference)
        #expect(try ImageReference(familiar) == reference)
    }

    @Test(
        "are refused when the grammar does not allow them",
        arguments: [
            ("", "\"library/\" is not a repository"),
            ("Redis", "a repository is written in lower case"),
            ("host.com/Redis", "a repository is written in lower case"),
            ("redis:", "\"\" is not a tag"),
            ("redis:-1", "\"-1\" is not a tag"),
            ("redis:" + String(repeating: "1", count: 129), "is not a tag"),
            ("redis:a b", "\"a b\" is not a tag"),
            ("redis@sha256:123", "\"sha256:123\" is not a digest"),
            ("redis@md5", "\"md5\" is not a digest"),
            ("redis@", "\"\" is not a digest"),
            ("a//b", "\"a//b\" is not a repository"),
            ("a/", "\"a/\" is not a repository"),
            ("/a", "\"/a\" is not a repository"),
            ("a..b/c", "is not a registry"),
            ("x/a..b", "\"x/a..b\" is not a repository"),
            ("x/a___b", "\"x/a___b\" is not a repository"),
            ("x/-a", "\"x/-a\" is not a repository"),
            ("x/a-", "\"x/a-\" is not a repository"),
            ("host:port/x", "\"host:port\" is not a registry"),
            ("-host.com/x", "\"-host.com\" is not a registry"),
            ("[::1/x", "is not a registry"),
            ("redis é", "is not a repository"),
            (String(repeating: "ab", count: 125), "it is longer than 255 bytes"),
            (String(repeating: "a0", count: 32), "it reads like an image id"),
        ])
    func refusing(text: String, reason: String) throws {
        let error = #expect(throws: Failure.self) { try ImageReference(text) }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(error?.kind == .usage)
    }
}
