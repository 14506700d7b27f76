import BerthModel
import Testing

@testable import BerthCommands

@Suite("Taking a command line apart")
struct InvocationTests {
    /// A command line, and what it is in canonical form: global flags, command, own flags and operands.
    struct Case: Sendable, CustomStringConvertible {
        let line: String
        let globals: String
        let command: String?
        let arguments: String

        init(_ line: String, _ globals: String, _ command: String?, _ arguments: String) {
            self.line = line
            self.globals = globals
            self.command = command
            self.arguments = arguments
        }

        var description: String { line }
    }

    static let cases = [
        Case("up", "", "up", ""),
        Case("up -d", "", "up", "--detach"),
        Case("-f a.yaml -p x up -d", "--file=a.yaml --project-name=x", "up", "--detach"),
        Case("-f a -f b up web", "--file=a --file=b", "up", "-- web"),
        Case("up -f a -d --file=b", "--file=a --file=b", "up", "--detach"),
        Case("-fa.yaml -p=x up", "--file=a.yaml --project-name=x", "up", ""),
        Case("--file a --profile=p --env-file e ps", "--file=a --profile=p --env-file=e", "ps", ""),
        Case("logs -f web", "", "logs", "--follow -- web"),
        Case("-f a logs -f -f web", "--file=a", "logs", "--follow --follow -- web"),
        Case("logs --file a -fn5", "--file=a", "logs", "--follow --tail=5"),
        Case("logs -ft --tail 10 a b", "", "logs", "--follow --timestamps --tail=10 -- a b"),
        Case("logs -p x -n=all", "--project-name=x", "logs", "--tail=all"),
        Case("version -f json", "", "version", "--format=json"),
        Case("--version", "", "version", ""),
        Case("-v", "", "version", ""),
        Case("-p x --version", "--project-name=x", "version", ""),
        Case("down -v", "", "down", "--volumes"),
        Case("down -vt5 web", "", "down", "--volumes --timeout=5 -- web"),
        Case("down -t -1", "", "down", "--timeout=-1"),
        Case("down web -v", "", "down", "--volumes -- web"),
        Case("down -- -v", "", "down", "-- -v"),
        Case("up --detach=false --wait=true", "", "up", "--wait"),
        Case("up --menu=false", "", "up", ""),
        Case("up --build=false", "", "up", ""),
        Case("ps --orphans=false", "", "ps", "--no-orphans"),
        Case("ps --orphans", "", "ps", ""),
        Case("ps -aq", "", "ps", "--all --quiet"),
        Case("exec web ls -l --color", "", "exec", "-- web ls -l --color"),
        Case(
            "exec -T -e A=b -u root -w / web sh -c x", "", "exec",
            "--no-tty --env=A=b --user=root --workdir=/ -- web sh -c x"),
        Case(
            "exec -Tu root web grep -f pat -p x", "", "exec", "--no-tty --user=root -- web grep -f pat -p x"),
        Case("exec -p x web -- ls", "--project-name=x", "exec", "-- web -- ls"),
        Case("exec -it web sh", "", "exec", "--interactive --tty -- web sh"),
        Case("exec -- web --help", "", "exec", "-- web --help"),
        Case("kill -s SIGINT", "", "kill", "--signal=SIGINT"),
        Case("kill -sINT", "", "kill", "--signal=INT"),
        Case("up --scale a=2 --scale=b=3", "", "up", "--scale=a=2 --scale=b=3"),
        Case("up --unknown a", "", "up", "--unknown -- a"),
        Case("up -dX", "", "up", "-dX"),
        Case("up -h", "", "up", "--help"),
        Case("up -t", "", "up", "--timeout"),
        Case("--dry-run up --progress plain", "--dry-run --progress=plain", "up", ""),
        Case("config -", "", "config", "-- -"),
        Case("", "", nil, ""),
        Case("--help", "", nil, "--help"),
        Case("help up", "", nil, "help up"),
        Case("-f a --bogus up", "--file=a", nil, "-f a --bogus up"),
        Case("--generate-completion-script bash", "", nil, "--generate-completion-script bash"),
    ]

    @Test("puts every flag in its canonical form", arguments: cases)
    func canonical(example: Case) throws {
        let invocation = try Invocation(example.line.split(separator: " ").map(String.init))
        #expect(invocation.globals.joined(separator: " ") == example.globals)
        #expect(invocation.command == example.command)
        #expect(invocation.arguments.joined(separator: " ") == example.arguments)
    }

    @Test("an empty value is a word of its own, which the argument parser takes")
    func emptyValue() throws {
        for words in [["-p", "", "ps"], ["--project-name=", "ps"], ["ps", "-p="]] {
            #expect(try Invocation(words).globals == ["--project-name", ""])
        }
    }

    @Test(
        "refuses what the reference has and berth not yet, by name",
        arguments: [
            ("up --watch", "up: --watch is not supported yet"),
            ("up -dw", "up: --watch is not supported yet"),
            ("down --rmi local", "down: --rmi is not supported yet"),
            ("--compatibility up", "berth: --compatibility is not supported yet"),
            ("run web", "\"run\" is not supported yet"), ("frobnicate", "unknown command: \"frobnicate\""),
            ("up --detach=maybe", "--detach takes \"true\" or \"false\", not \"maybe\""),
        ])
    func refuses(line: String, message: String) {
        let failure = #expect(throws: Failure.self) {
            try Invocation(line.split(separator: " ").map(String.init))
        }
        #expect(failure?.message == message)
        #expect(failure?.kind == .usage)
    }
}
