import BerthModel
import Testing

@testable import BerthImages

@Suite("The options of a build")
struct BuildArgumentsTests {
    private func arguments(_ change: (inout Build) -> Void) -> String {
        var build = Build(context: .directory("/c"))
        change(&build)
        return buildArguments(build).joined(separator: " ")
    }

    private let usual = "--network host"
    private let rights = "--cap-add CAP_AUDIT_WRITE,CAP_MKNOD,CAP_NET_RAW"

    @Test("are the host's network and Docker's capabilities when nothing is said")
    func defaults() { #expect(arguments { _ in } == "\(usual) \(rights)") }

    @Test("say what each field says")
    func fields() {
        let cases: [(String, (inout Build) -> Void)] = [
            ("--build-arg A=1 --build-arg B=x y", { $0.arguments = ["B": "x y", "A": "1"] }),
            ("--target t", { $0.target = "t" }),
            ("--label a=b", { $0.labels = ["a": "b"] }),
            ("--network none", { $0.network = "none" }),
            ("--network host", { $0.network = "default" }),
            ("--add-host a:1.2.3.4", { $0.hosts = [.init("a", at: "1.2.3.4")] }),
            ("--add-host a:127.0.0.1", { $0.hosts = [.init("a", at: "host-gateway")] }),
            (
                "--ssh default --ssh k=/p",
                { $0.sshKeys = [.init(id: "default"), .init(id: "k", path: "/p")] }
            ),
            (
                "--cache-from r.io/a/b",
                { $0.cache.sources = ["type=registry,ref=r.io/a/b:tag", "type=local"] }
            ),
            ("--cache-to r.io/a/b", { $0.cache.destinations = ["r.io/a/b"] }),
            ("--no-cache", { $0.cache.isUnused = true }),
            ("--no-cache", { $0.cache.unusedStages = ["a"] }),
            ("--shm-size 64", { $0.sharedMemory = 64 }),
            (
                "--ulimit nofile=1:-1",
                { $0.processLimits = [ProcessLimit("nofile", soft: .atMost(1), hard: .unlimited)] }
            ),
            ("--cap-add all --security-opt seccomp=unconfined", { $0.isPrivileged = true }),
        ]
        for (expected, change) in cases {
            #expect(" \(arguments(change)) ".contains(" \(expected) "))
        }
        #expect(!arguments { $0.isPrivileged = true }.contains(rights))
    }

    @Test(
        "take cached steps from registries alone",
        arguments: [
            ("a/b", "docker.io/a/b"), ("type=registry,ref=h:5/a:t,mode=max", "h:5/a"), ("type=gha", nil),
            ("type=local,src=/x", nil), ("UPPER", nil), ("type=registry", nil),
        ])
    func caches(text: String, repository: String?) { #expect(CacheLocation(text)?.repository == repository) }

    @Test(
        "know a repository from an archive",
        arguments: [
            ("https://h/a.git", "https://h/a.git - -"), ("https://h/a.git#main", "https://h/a.git main -"),
            ("git@h:a/b.git#:sub", "git@h:a/b.git - sub"), ("github.com/a/b", "https://github.com/a/b - -"),
            ("ssh://h/a#v1:x/y", "ssh://h/a v1 x/y"), ("https://h/a.tar.gz", nil), ("https://h/a", nil),
        ])
    func repositories(text: String, expected: String?) {
        let repository = GitRepository(text)
        let found = repository.map {
            "\($0.url) \($0.reference ?? "-") \($0.directory.isEmpty ? "-" : $0.directory)"
        }
        #expect(found == expected)
    }
}
