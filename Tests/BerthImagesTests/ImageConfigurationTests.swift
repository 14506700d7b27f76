import BerthModel
import Testing

@testable import BerthImages

@Suite("Image configurations")
struct ImageConfigurationTests {
    @Test("are read in full, with the health check of Docker's extension")
    func full() throws {
        let diffID = String(repeating: "ab", count: 32)
        let configuration = try ImageConfiguration(
            Array(
                """
                {"architecture":"amd64","os":"linux","created":"2024-02-29T12:00:00.123456789Z","history":[],
                 "config":{"User":"postgres:1000","Env":["B=2","A=1"],
                  "Entrypoint":["/entry"],"Cmd":["run","-x"],
                  "WorkingDir":"/srv","ExposedPorts":{"80/tcp":{},"53/udp":{}},"Volumes":{"/data":{}},
                  "Labels":{"k":"v"},"StopSignal":"SIGINT","Shell":["/bin/bash","-c"],"OnBuild":null,
                  "Healthcheck":{"Test":["CMD-SHELL","pg_isready"],"Interval":10000000000,
                   "Timeout":3000000000,
                   "StartPeriod":60000000000,"StartInterval":500000000,"Retries":5}},
                 "rootfs":{"type":"layers","diff_ids":["sha256:\(diffID)"]}}
                """.utf8))
        var healthcheck = Healthcheck()
        healthcheck.test = .shell("pg_isready")
        healthcheck.interval = .seconds(10)
        healthcheck.timeout = .seconds(3)
        healthcheck.startPeriod = .seconds(60)
        healthcheck.startInterval = .milliseconds(500)
        healthcheck.retries = 5
        var expected = ImageConfiguration()
        expected.architecture = "amd64"
        expected.operatingSystem = "linux"
        expected.created = 1_709_208_000
        expected.user = "postgres:1000"
        expected.environment = ["B=2", "A=1"]
        expected.entrypoint = ["/entry"]
        expected.command = ["run", "-x"]
        expected.workingDirectory = "/srv"
        expected.exposedPorts = ["53/udp", "80/tcp"]
        expected.volumes = ["/data"]
        expected.labels = ["k": "v"]
        expected.stopSignal = "SIGINT"
        expected.healthcheck = healthcheck
        expected.shell = ["/bin/bash", "-c"]
        expected.diffIDs = [diffID]
        #expect(configuration == expected)
    }

    @Test(
        "may leave everything out",
        arguments: ["{}", #"{"config":null}"#, #"{"config":{"Cmd":null,"Volumes":null}}"#])
    func empty(json: String) throws {
        #expect(try ImageConfiguration(Array(json.utf8)) == ImageConfiguration())
    }

    @Test(
        "tell the kinds of health checks apart",
        arguments: [
            (#"["NONE"]"#, Healthcheck.Test.none), (#"["CMD","a","b"]"#, .command(["a", "b"])),
            (#"["CMD-SHELL","a b"]"#, .shell("a b")), ("[]", .inherited), ("null", .inherited),
        ])
    func healthchecks(test: String, expected: Healthcheck.Test) throws {
        let json = #"{"config":{"Healthcheck":{"Test":\#(test),"Interval":0}}}"#
        let healthcheck = try #require(try ImageConfiguration(Array(json.utf8)).healthcheck)
        #expect(healthcheck.test == expected)
        #expect(healthcheck.interval == nil)
    }

    @Test(
        "with a digest that is none are refused",
        arguments: ["sha256:12", "md5:ab", "sha256:../../etc/passwd"])
    func digests(text: String) {
        #expect(throws: (any Error).self) {
            try ImageConfiguration(Array(#"{"rootfs":{"diff_ids":["\#(text)"]}}"#.utf8))
        }
    }
}
