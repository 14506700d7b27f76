import BerthLoader
import BerthModel
import Testing
import YAMLTree

@Suite("Explaining where values are from")
struct ExplainTests {
    /// A project that uses every way on which a value can come to its place.
    static let files = [
        "compose.yaml": """
        include:
          - db/compose.yaml
        x-env: &env
          REGION: eu
          TAG: ${TAG}
        x-base: &base
          restart: always
          labels: {team: blue}
        services:
          common:
            image: shop:${TAG:-latest}
            stop_grace_period: ${GRACE:-10s}
            command: [serve, --port, "80"]
            environment:
              LEVEL: info
          web:
            <<: *base
            extends: common
            environment: *env
            env_file: web.env
            restart: on-failure
            ports:
              - 8080:80
            depends_on: [db]
          worker:
            extends: {file: base.yaml, service: job}
            environment:
              - HOST
        """,
        "compose.override.yaml": """
        services:
          web:
            image: shop:${TAG}-debug
            command: [serve, --verbose]
            stop_grace_period: 20s
            environment: {REGION: us}
            ports: !override
              - 9090:80
        """,
        "base.yaml": """
        services:
          job:
            image: job:1
            volumes:
              - ./spool:/spool
              - cache:/cache
        volumes: {}
        """,
        "db/compose.yaml": """
        services:
          db:
            image: postgres:${PG}
            healthcheck: {test: pg_isready, interval: 90s}
            volumes: [data:/var/lib/postgresql/data]
        volumes:
          data:
        """,
        "db/.env": "# the version\nPG=16\n",
        ".env": "TAG=1.4\n",
        "web.env": "# of web\nREGION=none\nSECRET=s\n",
    ]

    private func project() throws -> LoadedProject {
        var files = Self.files
        files["compose.yaml"]? += "\nvolumes:\n  cache:\n"
        return try load(files, environment: ["HOST": "h1"])
    }

    @Test(
        "a project that uses everything reads as recorded",
        arguments: ["web", "worker", "db", "common.image", "networks", "volumes.data", "name"])
    func everything(path: String) throws {
        let found = renderExplanation(try explain(path, in: project()), format: .yaml)
        #expect(try golden("explain/\(path).txt", recording: found) == found)
    }

    @Test(
        "a wrong path is told with what was meant",
        arguments: [
            ("wbe", #"no service and no section "wbe"; did you mean "web"?"#),
            ("volume.data", #"no service and no section "volume"; did you mean "volumes"?"#),
            ("web.imgae", #""web" has no "imgae"; did you mean "image"?"#),
            ("web.environment.REGIO", #""web.environment" has no "REGIO"; did you mean "REGION"?"#),
            ("web.ports[1]", #""web.ports" has no item "[1]"; its items are 0 to 0"#),
            ("web.image.tag", #""web.image" is a single value and has no "tag""#),
            ("web.user", #""web" does not set "user""#),
            ("web.ports.0.targt", #""web.ports[0]" has no "targt"; did you mean "target"?"#),
            ("off", #"service "off" is not enabled; name one of its profiles with --profile"#),
            ("", #"no service and no section """#),
        ])
    func mistakes(path: String, message: String) throws {
        var files = Self.files
        files["compose.override.yaml"]? += "\n  off: {image: i, profiles: [p]}\n"
        files["compose.yaml"]? += "\nvolumes:\n  cache:\n"
        let loaded = try load(files, environment: ["HOST": "h1"])
        #expect { try explain(path, in: loaded) } throws: { "\($0)" == message }
    }

    @Test("a service wins over a section, and keys may have dots")
    func names() throws {
        let loaded = try load(
            "services: {volumes: {image: a}, a.b: {image: b, labels: {x.y: c, x: d}}, a: {image: e}}")
        let values = ["volumes.image": "a", "a.b.image": "b", "a.image": "e", "a.b.labels.x.y": "c"]
        for (path, value) in values { #expect(try explain(path, in: loaded).value.string == value) }
        #expect(try explain("services.a.b.labels.x", in: loaded).value.string == "d")
    }

    @Test("there is a machine form")
    func machineForm() throws {
        let found = renderExplanation(try explain("web", in: project()), format: .json)
        #expect(try golden("explain/web.json", recording: found) == found)
    }
}
