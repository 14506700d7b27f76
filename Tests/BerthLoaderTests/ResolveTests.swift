import BerthModel
import Foundation
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Files, names and profiles")
struct ResolveTests {
    static let web = "services: {web: {image: a}}\n"

    @Test("the first of the four names is taken, with its override, from the nearest directory upwards")
    func discovery() throws {
        let files = [
            "/p/docker-compose.yml": Self.web, "/p/compose.yml": "services: {web: {image: b}}",
            "/p/compose.override.yaml": "services: {web: {user: u}}",
        ]
        let loaded = try load(files)
        #expect(loaded.project.configFiles == ["/p/compose.yml", "/p/compose.override.yaml"])
        #expect(loaded.project.name == "p")
        #expect(loaded.project.services[0].image == "b")
        #expect(loaded.project.services[0].user == "u")
        #expect(
            loaded.diagnostics.map(\.message) == [
                "\"compose.yml\" is used although there is \"docker-compose.yml\" too"
            ])
    }

    @Test("-f takes files in order, relative to the current directory; paths start from the first one's")
    func named() throws {
        let project = try load([
            "a/one.yaml": "services: {web: {image: a, volumes: [./x:/x]}}",
            "b/two.yaml": "services: {web: {volumes: [./y:/y]}}",
        ]) { $0.files = ["a/one.yaml", "b/two.yaml"] }.project
        #expect(project.workingDirectory == "/p/shop/a")
        #expect(project.name == "a")
        let paths = project.services[0].mounts.compactMap { mount -> String? in
            if case .bind(let path, _, _) = mount.source { path } else { nil }
        }
        #expect(paths == ["/p/shop/a/x", "/p/shop/a/y"])
    }

    @Test("- is standard input")
    func standardInput() throws {
        var request = LoadRequest(workingDirectory: "/p/shop")
        request.files = ["-"]
        let loaded = try loadProject(request, files: MemoryFiles([:], input: Self.web))
        #expect(loaded.project.name == "shop")
        #expect(loaded.project.services[0].location?.description == "<stdin>:1:12")
    }

    @Test("COMPOSE_FILE may come from .env, and .env from --env-file or nowhere")
    func environment() throws {
        let files = [
            ".env": "COMPOSE_FILE=x.yaml:y.yaml\nTAG=1",
            "x.yaml": "services: {web: {image: \"a:${TAG-none}\"}}",
            "y.yaml": "services: {web: {user: u}}", "other.env": "TAG=2",
        ]
        #expect(try load(files).project.services[0].image == "a:1")
        #expect(try load(files, environment: ["TAG": "3"]).project.services[0].image == "a:3")
        let named = try load(files) { request in
            request.environmentFiles = ["other.env"]
            request.files = ["x.yaml"]
        }
        #expect(named.project.services[0].image == "a:2")
        #expect(named.project.environmentFiles == ["/p/shop/other.env"])
        let disabled = try load(files, environment: ["COMPOSE_DISABLE_ENV_FILE": "1"]) {
            $0.files = ["x.yaml"]
        }
        #expect(disabled.project.services[0].image == "a:none")
    }

    @Test(
        "a project without files, or with wrong ones, says what to do",
        arguments: [
            ([], "no compose.yaml in \"/p/shop\" or above it"),
            (["no.yaml"], "cannot read \"no.yaml\": open: No such file"),
            (["dir"], "cannot read \"dir\": it is a directory"),
            (["empty.yaml"], "empty.yaml:1:1: error: the file is empty"),
            (["oci://docker.io/x/y"], "\"oci://docker.io/x/y\" cannot be loaded: only local files can"),
            (["https://github.com/x/y.git#main"], "cannot be loaded: only local files can"),
        ])
    func missing(named: [String], message: String) {
        let text = findings(["dir/a": "", "empty.yaml": "# nothing\n"]) { $0.files = named }
        #expect(text.contains(message), "\(text)")
    }

    @Test(
        "the name comes from -p, the environment, the file or the directory",
        arguments: [
            ("x", ["COMPOSE_PROJECT_NAME": "y"], "x"), (nil, ["COMPOSE_PROJECT_NAME": "y"], "y"),
            (nil, [:], "filesa"),
            ("", [:], "filesa"),
        ] as [(String?, [String: String], String)])
    func names(option: String?, environment: [String: String], name: String) throws {
        let loaded = try load(
            ["compose.yaml": "name: File's${A-}\n" + Self.web],
            environment: environment.merging(["A": "A"]) { $1 }
        ) { $0.projectName = option }
        #expect(loaded.project.name == name)
        #expect(loaded.project.networks.map(\.name) == ["\(name)_default"])
    }

    @Test("a wrong name of -p is refused")
    func wrongName() {
        let text = findings(["compose.yaml": Self.web]) { $0.projectName = "My App" }
        #expect(text.contains("the project name \"My App\" may have only lower-case letters"))
    }

    static let profiled = """
        services:
          web: {image: a}
          debug: {image: b, profiles: [dev], depends_on: [web]}
          test: {image: c, profiles: [ci, dev], volumes: [v:/v]}
        volumes: {v: }
        """

    @Test(
        "profiles enable services",
        arguments: [
            ([], [], ["web"]), (["dev"], [], ["debug", "test", "web"]), (["ci"], [], ["test", "web"]),
            (["*"], [], ["debug", "test", "web"]), ([], ["test"], ["debug", "test", "web"]),
            (["no"], [], ["web"]),
        ] as [([String], [String], [String])])
    func profiles(active: [String], selected: [String], enabled: [String]) throws {
        let loaded = try load(["compose.yaml": Self.profiled]) { request in
            request.profiles = active
            request.selectedServices = selected
        }
        #expect(loaded.project.services.map(\.name) == enabled)
        #expect(Set(enabled + loaded.project.disabledServices) == ["web", "debug", "test"])
        #expect(loaded.declaredProfiles == ["ci", "dev"])
        #expect(loaded.project.volumes.map(\.key) == (enabled.contains("test") ? ["v"] : []))
    }

    @Test("a selected service that does not exist is refused with the nearest name")
    func selection() {
        let text = findings(["compose.yaml": Self.profiled]) { $0.selectedServices = ["wbe"] }
        #expect(text == "error: no such service: \"wbe\"; did you mean \"web\"?")
    }

    @Test("several errors of several files come in one run, by place")
    func together() {
        let text = findings([
            "compose.yaml": "services:\n  web: {image: a, ports: [x]}\n",
            "compose.override.yaml": "services:\n  web: {imgae: a, env_file: no.env}\n",
        ])
        let heads = text.split(separator: "\n").filter { $0.contains("error: ") }.map {
            $0.prefix { $0 != " " }
        }
        #expect(heads == ["compose.override.yaml:2:9:", "compose.override.yaml:2:29:", "compose.yaml:2:27:"])
    }
}

@Suite("What config prints")
struct ConfigTests {
    static let text = """
        name: demo
        x-top: {b: 1, a: "$$2"}
        services:
          web:
            image: nginx
            command: echo $$HOME
            x-inner: 1
            ports: ["8080:80"]
            volumes: ["data:/data", {type: bind, source: /a, target: /b, bind: {create_host_path: false}}]
            environment: [B=1, A=$$x]
            depends_on: [db]
          db: {image: postgres, deploy: {replicas: 2}}
        volumes: {data: , unused: }
        """

    @Test("YAML in the reference's order, JSON as the reference has it", arguments: ConfigFormat.allCases)
    func formats(format: ConfigFormat) throws {
        let printed = renderConfig(try load(Self.text).canonical, format: format)
        #expect(try golden("config.\(format.rawValue).txt", recording: printed) == printed)
    }

    @Test("YAML that loads to the same project again")
    func roundTrip() throws {
        let first = try load(Self.text)
        let second = try load(renderConfig(first.canonical, format: .yaml))
        #expect(second.canonical == first.canonical)
        #expect(second.project.services.map(\.configHash) == first.project.services.map(\.configHash))
    }
}

@Suite("The samples")
struct SampleTests {
    static let directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "samples")

    @Test("load without a warning", arguments: ["guestbook", "test-dependencies"])
    func samples(name: String) throws {
        let file = Self.directory.appending(path: "\(name)/compose.yaml")
        let loaded = try load(
            ["compose.yaml": try String(contentsOf: file, encoding: .utf8)],
            environment: ["POSTGRES_PASSWORD": "secret"])
        #expect(loaded.diagnostics == [])
        #expect(loaded.project.services.contains { $0.name == "redis" })
    }
}
