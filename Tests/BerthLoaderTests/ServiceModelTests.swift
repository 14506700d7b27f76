import BerthModel
import Foundation
import Testing

@testable import BerthLoader

@Suite("The typed project")
struct ServiceModelTests {
    @Test("has everything that a service says")
    func everything() throws {
        let project = try load(
            """
            services:
              web:
                image: nginx:1
                command: serve "a b"
                entrypoint: [/run]
                environment: {B: 2, A: true, C: 1.50}
                ports: ["127.0.0.1:8080:80", "53:53/udp", 9000, "7000-7001:70"]
                volumes:
                  - data:/data:ro,nocopy
                  - ./src:/src
                  - /cache
                  - {type: tmpfs, target: /tmp, tmpfs: {size: 1m, mode: 0o755}}
                  - {type: bind, source: ~/x, target: /x, bind: {create_host_path: false, propagation: rslave}}
                depends_on:
                  db: {condition: service_healthy, restart: true}
                healthcheck: {test: curl localhost, interval: 5s, timeout: 1m, retries: 2, start_period: 1h}
                networks: {back: {aliases: [www], ipv4_address: 10.1.0.5}, front: {priority: 10}}
                restart: on-failure:3
                working_dir: /srv
                user: "1000:1000"
                labels: [a=b, c]
                hostname: h
                stop_signal: SIGINT
                stop_grace_period: 1m30s
                profiles: [x]
                pull_policy: every_1d2h
                deploy: {replicas: 3}
              db:
                image: postgres
                container_name: the-db
            networks:
              front: {internal: true, labels: {l: 1}}
              back: {ipam: {config: [{subnet: 10.1.0.0/24, gateway: 10.1.0.1}]}}
              unused:
            volumes:
              data: {name: real}
              unused:
            """, environment: ["COMPOSE_PROFILES": "x,y"]
        ).project
        let text = try JSONEncoder.readable.encode(project)
        let found = String(decoding: text, as: UTF8.self) + "\n"
        #expect(try golden("project.txt", recording: found) == found)
    }

    @Test(
        "has the restart policy",
        arguments: [
            ("always", .always), ("no", .no), ("unless-stopped", .unlessStopped),
            ("on-failure", .onFailure(maximum: nil)),
            ("on-failure:0", .onFailure(maximum: nil)), ("on-failure:2", .onFailure(maximum: 2)), ("''", .no),
        ] as [(String, RestartPolicy)])
    func restart(text: String, policy: RestartPolicy) throws {
        #expect(try service("restart: \(text)").restart == policy)
    }

    @Test(
        "has the pull policy",
        arguments: [
            ("always", .always), ("never", .never), ("missing", .missing), ("if_not_present", .missing),
            ("daily", .every(.seconds(86400))), ("every_12h", .every(.seconds(43200))),
        ] as [(String, PullPolicy)])
    func pull(text: String, policy: PullPolicy) throws {
        #expect(try service("pull_policy: \(text)").pullPolicy == policy)
    }

    @Test("tells no command from an empty one")
    func commands() throws {
        #expect(try service("user: u").command == nil)
        #expect(try service("command: ").command == nil)
        #expect(try service("command: []").command == [])
        #expect(try service("command: ''").command == [])
    }

    @Test("tells an inherited health check from none")
    func health() throws {
        #expect(try service("user: u").healthcheck == nil)
        #expect(try service("healthcheck: {test: [NONE]}").healthcheck?.test == Healthcheck.Test.none)
        #expect(try service("healthcheck: {disable: true}").healthcheck?.test == Healthcheck.Test.none)
        #expect(try service("healthcheck: {test: [], retries: 5}").healthcheck?.test == .inherited)
        #expect(try service("healthcheck: {test: [CMD, a, b]}").healthcheck?.test == .command(["a", "b"]))
    }

    @Test("has a digest that changes with what a container is made of, and with nothing else")
    func digests() throws {
        let base = try service("environment: {A: 1}").configHash
        #expect(base.count == 64)
        for same in [
            "environment: [A=1]", "environment: {A: '1'}\n    depends_on: []",
            "environment: {A: 1}\n    scale: 4",
            "environment: {A: 1}\n    pull_policy: always", "environment: {A: 1}\n    deploy: {replicas: 2}",
            "environment: {A: 1}\n    x-note: n", "environment: {A: 1}\n    labels: {}",
        ] {
            #expect(try service(same).configHash == base, "\(same)")
        }
        for other in [
            "environment: {A: 2}", "environment: {A: 1}\n    user: u", "command: a", "environment: {A: }",
        ] {
            #expect(try service(other).configHash != base, "\(other)")
        }
    }
}

extension JSONEncoder {
    /// Sorted keys, one a line.
    fileprivate static var readable: JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return encoder
    }
}
