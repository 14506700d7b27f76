import ArgumentParser
import BerthModel
import LinuxSystem
import TerminalUI
import Testing

@testable import BerthCommands

private func request(_ line: String) throws -> CommandRequest {
    try CommandRequest(line.split(separator: " ").map(String.init))
}

@Suite("Options")
struct CommandLineTests {
    @Test("of up are read") func up() throws {
        let command = try #require(
            try request(
                "-p x up -d --scale a=2 --scale b=0 -t 3 --wait --wait-timeout 9 --pull always web db"
            ).command
                as? UpCommand)
        #expect(command.waiting.detach)
        #expect(command.waiting.wait)
        #expect(command.waiting.waitTimeout == 9)
        #expect(command.creation.scale.map(\.service) == ["a", "b"])
        #expect(command.creation.scale.map(\.number) == [2, 0])
        #expect(command.creation.pull?.policy == .always)
        #expect(command.timeout.duration == .seconds(3))
        #expect(command.selection.names == ["web", "db"])
    }

    @Test("of exec are read, and its command is left alone") func exec() throws {
        let command = try #require(
            try request("exec -T -e A=1 -e B -u 1:2 -w /srv --index 2 web ls -l -- --workdir x").command
                as? ExecCommand)
        #expect(command.noTTY)
        #expect(command.env == ["A=1", "B"])
        #expect(command.user == "1:2")
        #expect(command.workdir == "/srv")
        #expect(command.index == 2)
        #expect(command.service == "web")
        #expect(command.command == ["ls", "-l", "--", "--workdir", "x"])
    }

    @Test("of logs are read") func logs() throws {
        let command = try #require(
            try request("-f a.yaml logs -ftn 5 --since 1h --until 2026-01-01 a b").command as? LogsCommand)
        #expect(command.follow)
        #expect(command.timestamps)
        #expect(command.tail == "5")
        #expect(command.since == "1h")
        #expect(command.until == "2026-01-01")
        #expect(command.selection.names == ["a", "b"])
    }

    @Test("of ps are read") func ps() throws {
        let command = try #require(
            try request("ps --status exited --status running --orphans=false --format json").command
                as? PsCommand)
        #expect(command.status == [.exited, .running])
        #expect(!command.orphans)
        #expect(command.format == .json)
    }

    @Test("that are global reach the settings, before and after the command word")
    func globals() throws {
        let request = try request("-f a --ansi never ps -f b -p x --progress json --parallel 4")
        let settings = try Settings(request.globals, environment: ["COMPOSE_ANSI": "always"])
        #expect(settings.files == ["a", "b"])
        #expect(settings.projectName == "x")
        #expect(settings.progress == .json)
        #expect(settings.ansi == .never, "an option wins over a variable")
        #expect(settings.parallelism == 4)
    }

    @Test("are taken from variables where they are not given") func variables() throws {
        let settings = try Settings(
            GlobalOptions.parse([]),
            environment: [
                "COMPOSE_PROGRESS": "plain", "COMPOSE_ANSI": "always", "COMPOSE_PARALLEL_LIMIT": "3",
                "COMPOSE_STATUS_STDOUT": "1",
            ])
        #expect(settings.progress == .plain)
        #expect(settings.ansi == .always)
        #expect(settings.parallelism == 3)
        #expect(settings.progressGoesToStandardOutput)
        let unlimited = try Settings(GlobalOptions.parse([]), environment: ["COMPOSE_PARALLEL_LIMIT": "-1"])
        #expect(unlimited.parallelism == nil)
    }

    @Test(
        "refuse variables that make no sense",
        arguments: [
            ("COMPOSE_PROGRESS", "fancy"), ("COMPOSE_ANSI", "maybe"), ("COMPOSE_PARALLEL_LIMIT", "many"),
        ])
    func badVariables(name: String, value: String) throws {
        let failure = #expect(throws: Failure.self) {
            try Settings(GlobalOptions.parse([]), environment: [name: value])
        }
        #expect(failure?.kind == .usage)
        #expect(failure?.message.contains(name) == true)
    }

    @Test(
        "that are wrong end with status 1, a message and the usage",
        arguments: [
            (
                "up --nope", "berth: up: unknown option '--nope'",
                "usage: berth up [<options>] [<service> ...]"
            ),
            (
                "bogus", "berth: unknown command: \"bogus\"",
                "usage: berth [<global options>] <command> [<options>]"
            ),
            ("ps --format xml", "berth: ps: the value 'xml' is invalid", "usage: berth ps"),
            ("up -t", "berth: up: missing value for", "usage: berth up"),
            ("up -d --abort-on-container-exit", "berth: up: --abort-on-container-exit", "usage: berth up"),
            ("version a", "berth: version: unexpected argument 'a'", "usage: berth version"),
            ("--nope", "berth: unknown option '--nope'", "usage: berth"),
            ("up --scale a", "berth: up: the value 'a' is invalid for '--scale", "usage: berth up"),
        ])
    func mistakes(line: String, message: String, usage: String) {
        let error = #expect(throws: CommandLineEnd.self) { try request(line) }
        guard let error else { return }
        let report = ErrorReport(error)
        #expect(report.status == 1)
        #expect(!report.isResult)
        #expect(report.text.hasPrefix(message), "\(report.text)")
        #expect(report.text.contains(usage), "\(report.text)")
    }

    @Test(
        "that ask for help get it as a result",
        arguments: [
            ("", "OVERVIEW: Run the"), ("--help", "OVERVIEW: Run the"), ("up --help", "OVERVIEW: Create"),
            ("help down", "OVERVIEW: Stop and remove"), ("exec -h", "OVERVIEW: "),
            ("--generate-completion-script bash", "#!/bin/bash"),
        ])
    func help(line: String, beginning: String) {
        let error = #expect(throws: CommandLineEnd.self) { try request(line) }
        guard let error else { return }
        let report = ErrorReport(error)
        #expect(report.status == 0)
        #expect(report.isResult)
        #expect(report.text.hasPrefix(beginning), "\(report.text.prefix(80))")
    }
}

@Suite("Exit statuses")
struct ErrorReportTests {
    @Test(
        "follow the kind of a failure",
        arguments: zip(Failure.Kind.allCases, [1, 1, 1, 1, 130] as [Int32]))
    func kinds(kind: Failure.Kind, status: Int32) {
        let report = ErrorReport(Failure(kind, "it broke", remedy: "mend it"))
        #expect(report == ErrorReport(Failure(kind, "it broke", remedy: "mend it")))
        #expect(report.status == status)
        #expect(report.text == "berth: it broke; mend it")
        #expect(!report.isResult)
    }

    @Test("are those of the workload, of interruptions, and of closed pipes")
    func others() {
        #expect(ErrorReport(ExitCode(42)).status == 42)
        #expect(ErrorReport(ExitCode(42)).text == "")
        #expect(ErrorReport(CancellationError()).status == 130)
        #expect(ErrorReport(SystemError(code: 32, call: "write")).status == 141)
        #expect(ErrorReport(SystemError(code: 32, call: "write")).text == "")
    }
}
