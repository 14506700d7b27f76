import BerthModel
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Environment files")
struct DotenvTests {
    static func parse(_ text: String) throws -> [String: String] {
        try DotenvFile(lookup: { ["HOST": "host"][$0] }).parse(text)
    }

    @Test(
        "are read by the dotenv grammar",
        arguments: [
            ("A=1", ["A": "1"]), ("\u{FEFF}A=1\r\nB=2\r\n", ["A": "1", "B": "2"]), ("", [:]),
            ("# c\n\n \t# d\n", [:]),
            ("export A=1", ["A": "1"]), ("exportA=1", ["exportA": "1"]), (" A = b ", ["A": "b"]),
            ("A: b", ["A": "b"]),
            ("A=b # c", ["A": "b"]), ("A=b#c", ["A": "b#c"]), ("A='b # c' # d", ["A": "b # c"]),
            ("A=", ["A": ""]),
            ("A=\"x\\ny\"", ["A": "x\ny"]), ("A='x\\ny'", ["A": "x\\ny"]), ("A=x\\ny", ["A": "x\\ny"]),
            ("A=\"x\ny\"\nB=2", ["A": "x\ny", "B": "2"]), ("A=\"\\\"q\\\"\"", ["A": "\"q\""]),
            ("A='a\\'b'", ["A": "a'b"]),
            ("A=\"x\" B=2", ["A": "x", "B": "2"]), ("A=1\nB=$A", ["A": "1", "B": "1"]),
            ("A=1\nB='$A'", ["A": "1", "B": "$A"]),
            ("A=1\nB=\"\\$A\"", ["A": "1", "B": "$A"]), ("A=$HOST", ["A": "host"]),
            ("HOST=f\nB=$HOST", ["HOST": "f", "B": "host"]),
            ("A=1\nB=$A\nA=2", ["A": "2", "B": "1"]), ("HOST", ["HOST": "host"]), ("NO\nB=1", ["B": "1"]),
            ("A=${NO:-d}", ["A": "d"]), ("A=\"\\0123\\x07\"", ["A": "S\\x07"]),
            ("A-b.c[0]=1", ["A-b.c[0]": "1"]),
            ("É=1", ["É": "1"]), ("A=pa$word", ["A": "pa"]), ("A==b", ["A": "=b"]), ("A=$", ["A": "$"]),
        ])
    func grammar(text: String, variables: [String: String]) throws {
        #expect(try Self.parse(text) == variables)
    }

    @Test(
        "are refused with the places of all that is wrong",
        arguments: [
            ("A B=1", ["1:2"]), ("A=1\nlol$wut", ["2:4"]), ("A=\"b", ["1:3"]), ("\nA='b\nc", ["2:3"]),
            ("A=${", ["1:3"]), ("A=1\nB=${A:?}\nC=${NO:?x}", ["3:3"]), ("export A B", ["1:9"]),
            ("A B=1\nC=1\n  D/E = 2\nF=  ${\nG H\n", ["1:2", "3:4", "4:5", "5:2"]),
            ("A B=\"x\ny z=1\"\nC D=1", ["1:2", "3:2"]), ("A B=\"x\nC D=1", ["1:2", "2:2"]),
            ("A='x\nB C=1", ["1:3"]), ("\u{FEFF}A B=1", ["1:2"]), ("A=\"${\" B C=1", ["1:3", "1:9"]),
        ])
    func errors(text: String, places: [String]) {
        #expect { try Self.parse(text) } throws: { Self.places($0) == places }
    }

    @Test("keep the variables that are right when others are wrong")
    func partial() {
        #expect { try Self.parse("A=1\nB C=2\nD=${\nE=$A\n") } throws: {
            ($0 as? DotenvErrors)?.variables == ["A": "1", "D": "", "E": "1"]
        }
    }

    private static func places(_ error: any Error) -> [String]? {
        (error as? DotenvErrors)?.errors.map { "\($0.place.line):\($0.place.column)" }
    }

    @Test("are read on after a wrong line, whose variable then counts as set")
    func severalErrors() throws {
        let text = "A B=1\nC=${D:?no}\nE=$C\nF$=1\nG=${\nH=\"x"
        let problems = #expect(throws: LoadFailure.self) {
            try load(["compose.yaml": "services: {s: {image: i}}", ".env": text])
        }?.problems.diagnostics
        #expect(problems?.compactMap(\.location?.line) == [1, 2, 4, 5, 6])
    }

    @Test("end in the middle of anything without harm")
    func truncations() {
        let text = Array("export A=\"x\\n${B:-c}\" # d\nB='e\\'f'\nC: $A\n".unicodeScalars)
        for length in 0...text.count {
            var scalars = String.UnicodeScalarView()
            scalars.append(contentsOf: text[..<length])
            _ = try? Self.parse(String(scalars))
        }
    }

    @Test(
        "are taken as they are with format raw",
        arguments: [
            ("A='b' # c", ["A": "'b' # c"]), ("  A=$B ", ["A": "$B "]), ("#A=1\nB=2", ["B": "2"]),
            ("HOST\nNO", ["HOST": "host"]),
            ("A= b", ["A": " b"]), ("A=b=c\r\n", ["A": "b=c"]),
        ])
    func raw(text: String, variables: [String: String]) throws {
        #expect(try parseRawEnvironment(text) { ["HOST": "host"][$0] } == variables)
    }

    @Test(
        "have no blanks in raw names",
        arguments: [
            ("A B=1", ["1:2"]), ("A =1", ["1:2"]), ("=1", ["1:1"]),
            (" export A=1\nB=1\n =2", ["1:8", "3:2"]),
        ])
    func rawErrors(text: String, places: [String]) {
        #expect { try parseRawEnvironment(text) { _ in nil } } throws: { Self.places($0) == places }
    }

    @Test("give way to environment:, and later files win")
    func precedence() throws {
        let loaded = try load(
            [
                "compose.yaml": """
                services:
                  s:
                    image: i
                    env_file: [a.env, {path: b.env, format: raw}, {path: no.env, required: false}]
                    environment: {A: own, H: , NO: }
                """,
                "a.env": "A=a\nB=a\nC=$B-$D\n", "b.env": "B='b'\n", ".env": "D=dot\nH=dot\n",
            ], environment: ["H": "host"])
        let values = loaded.project.services[0].environment.map { "\($0.name)=\($0.value)" }
        #expect(values == ["A=own", "B='b'", "C=a-dot", "H=host"])
    }

    @Test("a file of labels that cannot be read is no environment file in the message")
    func unreadableLabels() {
        let text = findings([
            "compose.yaml": "services: {s: {image: i, label_file: sub}}", "sub/a": "",
        ])
        #expect(text.contains("error: label file \"sub\" is a directory"), "\(text)")
    }

    @Test("one carriage return belongs to the line end of a raw file, at the end of the file too")
    func carriageReturns() throws {
        let read = { (text: String) in try parseRawEnvironment(text, lookup: { _ in nil }) }
        #expect(try read("A=x\r\nB=y\r") == ["A": "x", "B": "y"])
        #expect(try read("A=x\r\r\nB=\u{301}y\n") == ["A": "x\r", "B": "\u{301}y"])
    }
}
