import BerthLoader
import BerthModel
import Foundation
import Testing
import YAMLTree

/// Builds, deployments, hooks, watches, providers and models: how they merge and what they become.
@Suite("Builds and deployments")
struct BuildAndDeployTests {
    @Test(
        "merge attribute by attribute, whatever form they are written in",
        arguments: [
            (
                "build: ./a", "build: {target: t}", "build",
                #"{"context":"/p/shop/a","dockerfile":"Dockerfile","target":"t"}"#
            ),
            ("build: {dockerfile: D}", "build: ./b", "build", #"{"context":"/p/shop/b","dockerfile":"D"}"#),
            ("build: {args: [A=1, B=1]}", "build: {args: {B: 2}}", "build.args", #"{"A":"1","B":"2"}"#),
            ("build: {ssh: [default]}", "build: {ssh: {k: ./k}}", "build.ssh", #"["default","k=/p/shop/k"]"#),
            ("build: {tags: [a, b]}", "build: {tags: [b, c]}", "build.tags", #"["a","b","c"]"#),
            (
                "build: {no_cache_filter: a}", "build: {no_cache_filter: [b]}", "build.no_cache_filter",
                #"["a","b"]"#
            ),
            (
                "build: {ulimits: {n: {soft: 1, hard: 2}}}", "build: {ulimits: {n: 3}}", "build.ulimits",
                #"{"n":3}"#
            ),
            ("build: {cache_from: [a]}", "build: {cache_from: [a]}", "build.cache_from", #"["a","a"]"#),
            ("deploy: {labels: [a=1]}", "deploy: {labels: {b: 2}}", "deploy.labels", #"{"a":"1","b":"2"}"#),
            ("deploy: {replicas: 1}", "deploy: {mode: global}", "deploy", #"{"mode":"global","replicas":1}"#),
            (
                "deploy: {placement: {constraints: [a]}}", "deploy: {placement: {constraints: [a]}}",
                "deploy.placement.constraints", #"["a","a"]"#
            ),
            ("models: [m]", "models: {m: {model_var: V}}", "models", #"{"m":{"model_var":"V"}}"#),
            (
                "post_start: [{command: a}]", "post_start: [{command: b}]", "post_start",
                #"[{"command":["a"]},{"command":["b"]}]"#
            ),
            (
                "provider: {type: a, options: {k: 1}}", "provider: {type: b}", "provider",
                #"{"options":{"k":["1"]},"type":"b"}"#
            ),
        ])
    func merging(first: String, second: String, path: String, merged: String) throws {
        let loaded = try load([
            "compose.yaml": "services: {s: {image: i, \(first)}}\nmodels: {m: {model: a}}",
            "compose.override.yaml": "services: {s: {\(second)}}",
        ])
        var node = loaded.canonical["services"]?["s"]
        for step in path.split(separator: ".") { node = node?[String(step)] }
        let found = try JSONSerialization.jsonObject(with: Data(emitJSON(#require(node)).utf8))
        let wanted = try JSONSerialization.jsonObject(with: Data(merged.utf8))
        #expect(found as? NSObject == wanted as? NSObject, "\(found)")
    }

    @Test("a build has its context, recipe, arguments and the services that are built before it")
    func build() throws {
        let text = """
            services:
              s:
                build:
                  context: ./app
                  dockerfile_inline: FROM base
                  additional_contexts: {base: "service:t", x: ./x, y: "docker-image://y"}
                  args: {A: 1, KEY: , NOBODY: }
                  ssh: [default, k=~/k]
                  no_cache_filter: test
                  platforms: [linux/arm64/v8]
                  shm_size: 1k
              t: {build: "https://example.com/t.git"}
            """
        let services = try load(text, environment: ["KEY": "key"]).project.services
        let build = try #require(services[0].build)
        #expect(build.context == .directory("/p/shop/app"))
        #expect(build.recipe == .inline("FROM base"))
        #expect(
            build.additionalContexts == [
                "base": .service("t"), "x": .directory("/p/shop/x"), "y": .remote("docker-image://y"),
            ])
        #expect(build.requiredServices == ["t"])
        #expect(build.arguments == ["A": "1", "KEY": "key"])
        #expect(build.sshKeys == [Build.SSHKey(id: "default"), Build.SSHKey(id: "k", path: "/home/u/k")])
        #expect(build.cache.unusedStages == ["test"])
        #expect(build.platforms.map(\.description) == ["linux/arm64/v8"])
        #expect(build.sharedMemory == 1024)
        #expect(services[1].build?.context == .remote("https://example.com/t.git"))
        #expect(services[1].build?.recipe == .file("Dockerfile"))
    }

    @Test(
        "a deployment's restart policy wins over the service's",
        arguments: [
            ("none", RestartPolicy.no), ("any", .always), ("on-failure", .onFailure(maximum: 3)),
        ])
    func restarts(condition: String, policy: RestartPolicy) throws {
        let attributes = "deploy: {restart_policy: {condition: \(condition), max_attempts: 3, window: 1m}}"
        let service = try service("restart: unless-stopped\n    \(attributes)")
        #expect(service.restart == policy)
        #expect(service.deployment?.restarts?.window == .seconds(60))
    }

    @Test("hooks, watches, providers and models are typed")
    func others() throws {
        let text = """
            services:
              s:
                image: i
                attach: false
                use_api_socket: true
                pre_start: [{image: j, per_replica: true}]
                post_start: [{command: a b, user: u, environment: {A: , B: 1}}]
                develop: {watch: [{path: a, action: sync+exec, target: /t, exec: {command: c}, ignore: x}]}
                models: {m: {endpoint_var: U}}
              p: {provider: {type: aws, options: {size: 5}}}
            models: {m: {model: ai/x, context_size: 8}, unused: {model: b}}
            """
        let project = try load(text).project
        let service = project.services[1]
        #expect(!service.isAttached && service.usesEngineSocket)
        #expect(service.initContainers.map(\.image) == ["j"] && service.initContainers[0].isPerReplica)
        #expect(service.startHooks.map(\.command) == [["a", "b"]])
        #expect(service.startHooks[0].environment == ["A": nil, "B": "1"])
        let rule = try #require(service.watchRules.first)
        guard case .synchronizeAndRun(let hook, to: "/t") = rule.action else {
            Issue.record("\(rule)")
            return
        }
        #expect(hook.command == ["c"] && rule.ignored == ["x"] && rule.path == "/p/shop/a")
        #expect(service.models.map(\.addressVariable) == ["U"])
        #expect(project.models.map(\.key) == ["m"] && project.models[0].contextSize == 8)
        #expect(project.services[0].provider?.options == ["size": ["5"]])
        #expect(project.services[0].networks == [])
    }

    @Test("what makes no container does not change the digest")
    func digest() throws {
        let plain = try service("user: u").configHash
        for attribute in [
            "attach: false", "build: .", "deploy: {mode: global, labels: {a: b}}", "pull_policy: build",
            "develop: {watch: [{path: a, action: restart}]}", "pull_refresh_after: 1h",
        ] {
            #expect(try service("user: u\n    \(attribute)").configHash == plain, "\(attribute)")
        }
        #expect(try service("user: u\n    deploy: {resources: {limits: {pids: 5}}}").configHash != plain)
    }

    @Test("a build that a service inherits from another file takes what is not written from its own project")
    func inheritedContext() throws {
        let files = [
            "compose.yaml": "services: {a: {extends: {file: d/c.yaml, service: x}}}",
            "d/c.yaml": "services: {x: {build: {dockerfile: D}}}",
        ]
        let build = try load(files).project.services[0].build
        #expect(build?.context == .directory("/p/shop"))
        let included = ["compose.yaml": "include: [d/c.yaml]", "d/c.yaml": files["d/c.yaml"] ?? ""]
        #expect(try load(included).project.services[0].build?.context == .directory("/p/shop/d"))
    }
}
