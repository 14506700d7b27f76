import BerthModel
import Foundation
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("The project's variables")
struct ProjectEnvironmentTests {
    /// A project in `/p/shop/sub` whose variables may come from several files.
    private static let files = [
        "/p/shop/sub/compose.yaml": "services: {s: {image: \"i:$A-$B-$C\"}}",
        "/p/shop/sub/.env": "A=sub\nB=sub\n", "/p/shop/.env": "A=cwd\nC=cwd\n",
        "/p/shop/one.env": "A=one\nB=one\n", "/p/shop/two.env": "B=two\nC=$A$B\n",
        "/home/u/h.env": "A=home\n",
    ]

    private static func image(
        _ environment: [String: String] = [:], changing change: (inout LoadRequest) -> Void = { _ in }
    ) throws -> String {
        try load(files, environment: environment) {
            $0.files = ["sub/compose.yaml"]
            change(&$0)
        }.project.services[0].image
    }

    @Test("come from .env of the project's directory, and the process's win")
    func implied() throws {
        #expect(try Self.image() == "i:sub-sub-")
        #expect(try Self.image(["B": "process"]) == "i:sub-process-")
        #expect(try Self.image(["B": ""]) == "i:sub--")
    }

    @Test(
        "come from .env of the current directory first where the files are looked for or named by a variable")
    func current() throws {
        #expect(try Self.image(["COMPOSE_FILE": "sub/compose.yaml"]) { $0.files = [] } == "i:cwd-sub-cwd")
        #expect(try Self.image { $0.projectDirectory = "/p/shop" } == "i:cwd--cwd")
    }

    /// Within a file, what earlier files say is looked at before what the file itself says, as in the reference.
    @Test("come from the named files alone, the later ones winning")
    func named() throws {
        #expect(try Self.image { $0.environmentFiles = ["one.env", "two.env"] } == "i:one-two-oneone")
        #expect(try Self.image { $0.environmentFiles = ["two.env", "one.env"] } == "i:one-one-two")
        #expect(
            try Self.image(["B": "p"]) { $0.environmentFiles = ["one.env", "two.env"] } == "i:one-p-onep")
        #expect(try Self.image { $0.environmentFiles = ["~/h.env"] } == "i:home--")
    }

    @Test("come from the files of COMPOSE_ENV_FILES, unless an option names others or a file sets it")
    func variable() throws {
        #expect(try Self.image(["COMPOSE_ENV_FILES": "one.env,two.env"]) == "i:one-two-oneone")
        #expect(try Self.image(["COMPOSE_ENV_FILES": "one.env,"]) == "i:one-one-")
        #expect(
            try Self.image(["COMPOSE_ENV_FILES": "one.env"]) { $0.environmentFiles = ["two.env"] }
                == "i:-two-two")
        var files = Self.files
        files["/p/shop/sub/.env"] = "COMPOSE_ENV_FILES=one.env\nA=own\n"
        #expect(try load(files) { $0.files = ["sub/compose.yaml"] }.project.services[0].image == "i:own--")
    }

    @Test(
        "are the process's alone with COMPOSE_DISABLE_ENV_FILE",
        arguments: [("1", "i:--"), ("T", "i:--"), ("true", "i:--"), ("0", "i:sub-sub-"), ("", "i:sub-sub-")])
    func disabled(value: String, image: String) throws {
        #expect(try Self.image(["COMPOSE_DISABLE_ENV_FILE": value]) == image)
        #expect(
            try Self.image(["COMPOSE_DISABLE_ENV_FILE": value]) { $0.environmentFiles = ["one.env"] }
                == "i:one-one-")
    }

    @Test("are not guessed from what cannot be meant")
    func mistakes() {
        #expect(throws: LoadFailure.self) { try Self.image(["COMPOSE_DISABLE_ENV_FILE": "maybe"]) }
        #expect(throws: LoadFailure.self) { try Self.image { $0.environmentFiles = ["no.env"] } }
        #expect(throws: LoadFailure.self) { try Self.image(["COMPOSE_ENV_FILES": "no.env"]) }
    }

    @Test("know where they are from: the process, a line of a file, the project's name")
    func sources() throws {
        let text = "# first\nA=own\nB=\"two\nlines\"\nC=$A\n"
        let compose = "services: {s: {image: i}}\nname: Shop\n"
        let loaded = try load(["compose.yaml": compose, ".env": text], environment: ["A": "process"])
        let json = renderEnvironment(of: loaded)
        let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: [String: Any]]
        let lines = (object ?? [:]).sorted { $0.key < $1.key }.map { name, entry in
            let place = entry["file"].map { " \($0):\(entry["line"] ?? "")" } ?? ""
            return "\(name)=\(entry["value"] ?? "") \(entry["source"] ?? "")\(place)"
        }
        #expect(
            lines == [
                "A=process environment", "B=two\nlines file .env:3", "C=process file .env:5",
                "COMPOSE_PROJECT_NAME=shop file compose.yaml:2", "HOME=/home/u environment",
            ])
        let named = try load(["compose.yaml": compose]) { $0.projectName = "p" }
        #expect(named.variableSources["COMPOSE_PROJECT_NAME"] == .program)
    }

    @Test("give the project's name, profiles and files what they say")
    func meaning() throws {
        let text = "services: {s: {image: \"$COMPOSE_PROJECT_NAME\", profiles: [x]}}"
        let files = [
            "c.yaml": text, ".env": "COMPOSE_FILE=c.yaml\nCOMPOSE_PROFILES=x\nCOMPOSE_PROJECT_NAME=named\n",
        ]
        let loaded = try load(files)
        #expect(loaded.project.name == "named")
        #expect(loaded.project.services.map(\.image) == ["named"])
        #expect(try load(files) { $0.profiles = ["y"] }.project.services.isEmpty)
        #expect(try load(files) { $0.projectName = "given" }.environment["COMPOSE_PROJECT_NAME"] == "given")
    }

    @Test("are warned of once each when they are not set, at the first place")
    func unset() throws {
        let text = """
            services:
              a: {image: "i$NO", user: "$NO", hostname: "${OTHER}"}
              b: {image: "${NO}x", user: "${SET:-}", hostname: "${SET-}${SET:+$ALT}"}
            """
        let found = try load(["compose.yaml": text, "compose.override.yaml": "services: {a: {user: $NO}}"])
        #expect(
            found.diagnostics.map(\.location) == [
                Location(file: "compose.yaml", line: 2, column: 14),
                Location(file: "compose.yaml", line: 2, column: 45),
            ])
    }
}
