import Foundation
import LinuxSystem
import TestSupport
import Testing

/// Pulls, pushes and logins of the program, by registries that count what they are asked for.
@Suite("Registries", .enabled(if: isRoot, "needs root"), .timeLimit(.minutes(30)))
struct RegistriesTests {
    /// A registry that has a sample image as `app:1`, in a directory of a test.
    private func registry(
        in stack: Stack, _ image: SampleImage = .files, _ rules: [ScriptedRegistry.Rule] = [],
        login: String = ""
    ) async throws -> ScriptedRegistry {
        let layout = "\(stack.scratch.directory)/layout-\(image.rawValue)"
        let copy = try await host(
            "skopeo", "copy", "-q", "oci-archive:\(try image.archive)", "oci:\(layout):1")
        #expect(copy.status == 0, "\(copy)")
        return try await ScriptedRegistry(layout, rules, login: login)
    }

    @Test("two commands and a stack that want the same image at the same time transfer it once")
    func once() async throws {
        try await withStack(.own, images: []) { stack in
            let registry = try await registry(in: stack, .files, [.init(ScriptedRegistry.blobs, .slow)])
            try stack.define(
                "services: {app: {image: \"\(registry.address)/app:1\", entrypoint: [/bin/busybox, sleep, 1d], stop_signal: KILL}}"
            )
            let commands = [
                try stack.berth.start("pull", in: stack.scratch),
                try stack.berth.start("pull", "\(registry.address)/app:1", in: stack.scratch),
                try stack.berth.start("up", "-d", in: stack.scratch),
            ]
            for command in commands {
                let result = try await command.end()
                #expect(result.status == 0, "\(result)")
            }
            let requests = try registry.blobRequests()
            #expect(requests.count > 2 && requests.values.allSatisfy { $0 == 1 }, "\(requests)")
            #expect(try await stack.inside("app", "/bin/busybox", "cat", "/hidden/new") == "second\n")
        }
    }

    @Test(
        "a pull that is killed leaves nothing unusable, and the next one asks for what is missing alone",
        arguments: [true, false])
    func killed(withItsChildren: Bool) async throws {
        try await withStack(.own, images: []) { stack in
            let probe = try await registry(in: stack)
            _ = try await stack.berth.succeed("pull", "\(probe.address)/app:1")
            let last = try #require(try probe.requests().last { $0.contains("/blobs/") })
            let digest = try #require(last.split(separator: "/").last?.prefix { $0 != " " })
            try await stack.berth.succeed("rmi", "\(probe.address)/app:1")

            let registry = try await registry(
                in: stack, .files, [.init("GET .*/blobs/\(digest)", .hang, times: 1)])
            let image = "\(registry.address)/app:1"
            let pull = try stack.berth.start("pull", image, in: stack.scratch)
            let others = try probe.blobRequests().keys.filter { $0 != digest }
            try await eventually("all other blobs have arrived, and the last one hangs") {
                let requests = try registry.requests()
                let blobs = try stagedBlobs(stack)
                return requests.contains { $0.hasPrefix("HANGING") }
                    && others.allSatisfy { blobs.contains(String($0.dropFirst(7))) }
            }
            _ = try await host("kill", "-KILL", "--", withItsChildren ? "-\(pull.pid)" : "\(pull.pid)")
            #expect(try await pull.end().status == 137)
            #expect(try await stack.berth.succeed("images", "-q") == "")

            try stack.define(
                "services: {app: {image: \"\(image)\", entrypoint: [/bin/busybox, sleep, 1d], stop_signal: KILL}}"
            )
            try await stack.berth.succeed("up", "-d")
            let requests = try registry.blobRequests()
            for other in others { #expect(requests[other] == 1, "\(other): \(requests)") }
            #expect(requests[String(digest)] == 2, "\(requests)")
            if withItsChildren { #expect(try stagings(stack) == []) }
        }
    }

    @Test("up pulls with the logins of the command that asks, not with those of the one that came first")
    func environment() async throws {
        try await withStack(.own, images: [.busybox]) { stack in
            let registry = try await registry(in: stack, .busybox, login: "user:word")
            let first = "services:\n  a: {image: \"busybox:1\", command: sleep 1d, stop_signal: KILL}\n"
            try await stack.up(first)
            try stack.define(
                first + "  b: {image: \"\(registry.address)/app:1\", command: sleep 1d, stop_signal: KILL}\n")
            let refused = try await stack.berth("up", "-d")
            #expect(refused.status == 1, "\(refused)")
            #expect(refused.errors.contains("log in with: berth login \(registry.address)"), "\(refused)")

            var berth = stack.berth
            berth.environment["HOME"] = "\(stack.scratch.directory)/home"
            let wrong = try await berth(
                "login", "-u", "user", "--password-stdin", registry.address, input: "wrong\n")
            #expect(wrong.status == 1 && wrong.errors.contains("does not take this user"), "\(wrong)")
            let login = try await berth(
                "login", "-u", "user", "--password-stdin", registry.address, input: "word\n")
            #expect(login.output == "Login Succeeded\n", "\(login)")
            try await berth.succeed("up", "-d")
            #expect(try await stack.containers().count == 2)
            #expect(
                try await berth.succeed("logout", registry.address)
                    .hasPrefix("Removed the login to \(registry.address) from "))
            let again = try await berth.succeed("logout", registry.address)
            #expect(again == "Not logged in to \(registry.address)\n")
        }
    }

    @Test("pull and push take images by name, and leave out what is not theirs")
    func names() async throws {
        try await withStack(.own, images: [.busybox]) { stack in
            let registry = try await registry(in: stack, .busybox)
            let image = "\(registry.address)/app:1"
            try await stack.berth.succeed("pull", "-q", image)
            try await stack.berth.succeed("rmi", image)
            try stack.define(
                """
                services:
                  built: {image: "\(registry.address)/built:2", build: .}
                  plain: {image: "\(image)", pull_policy: missing}
                  never: {image: "busybox:1", pull_policy: never}
                  nameless: {build: .}
                """)
            let pull = try await stack.berth("pull", "--ignore-buildable")
            #expect(pull.status == 0, "\(pull)")
            for line in ["built:2 it can be built Skipped", "busybox:1 its pull policy is never Skipped"] {
                #expect(pull.errors.contains(line), "\(pull)")
            }
            let before = try registry.requests().count
            #expect(try await stack.berth("pull", "plain").errors.contains("it is here Skipped"))
            #expect(try registry.requests().count == before)
            let failed = try await stack.berth("pull", "built")
            #expect(
                failed.status == 1 && failed.errors.contains("can be built: berth build built"), "\(failed)")
            #expect(try await stack.berth("pull", "--ignore-pull-failures").status == 0)

            let push = try await stack.berth("push")
            #expect(push.status == 1 && push.errors.contains("built:2\": it is not here"), "\(push)")
            #expect(push.errors.contains("app:1 it is not built here Skipped"), "\(push)")
            #expect(try await stack.berth("push", "--ignore-push-failures").status == 0)
            let pushed = try await stack.berth("push", image)
            #expect(pushed.status == 0 && pushed.errors.contains("app:1  Pushed"), "\(pushed)")
            #expect(try registry.requests().contains { $0.hasPrefix("PUT /v2/app/manifests/1 201") })
        }
    }

    @Test(
        "a platform that is not there is refused with what is; one that this host cannot run is warned about")
    func platforms() async throws {
        try await withStack(.own, images: []) { stack in
            let registry = try await registry(in: stack, .busybox)
            let service = "image: \"\(registry.address)/app:1\", command: sleep 1d, stop_signal: KILL"
            try stack.define("services: {app: {\(service), platform: linux/s390x}}")
            let refused = try await stack.berth("up", "-d")
            #expect(refused.status == 1, "\(refused)")
            for text in ["compose.yaml:1:", "it is not made for linux/s390x", "it is made for: linux/"] {
                #expect(refused.errors.contains(text), "\(refused)")
            }
            #expect(try await stack.leftovers() == [])
        }
    }

    /// The layouts of pulls in the stack's installation.
    private func stagings(_ stack: Stack) throws -> [String] {
        try directoryEntries("\(stack.root)/images").filter { $0.hasPrefix(".staging-") }
    }

    /// The whole blobs in them.
    private func stagedBlobs(_ stack: Stack) throws -> Set<String> {
        Set(
            try stagings(stack).flatMap { name in
                try directoryEntries("\(stack.root)/images/\(name)/blobs/sha256")
            })
    }
}
