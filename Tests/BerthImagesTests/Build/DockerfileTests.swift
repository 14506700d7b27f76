import Testing

@testable import BerthImages

@Suite("Recipes")
struct DockerfileTests {
    @Test("are instructions with their lines; continued lines are one, and comments between them are none")
    func instructions() {
        let recipe = Dockerfile(
            "# syntax=docker/dockerfile:1\nARG A=1\n\nfrom a:${A} AS One\nRUN x && \\\n  # why\n\n  y\n  copy . /\r\n"
        )
        #expect(recipe.arguments.map(\.text) == ["A=1"])
        let lines = recipe.stages.flatMap(\.instructions).map { "\($0.line) \($0.keyword) \($0.text)" }
        #expect(lines == ["4 FROM a:${A} AS One", "5 RUN x &&   y", "9 COPY . /"])
        #expect(recipe.stages.first?.name == "one")
        #expect(recipe.instruction(stage: 1, step: 2)?.line == 5)
        #expect(recipe.instruction(stage: 1, step: 4) == nil)
        #expect(recipe.instruction(stage: 0, step: 1) == nil)
    }

    @Test("have another sign for continued lines when they say so")
    func escape() {
        let recipe = Dockerfile("# escape=`\nFROM a\nRUN x `\n y\\\nRUN z\n")
        #expect(recipe.stages[0].instructions.map(\.text) == ["a", "x  y\\", "z"])
    }

    @Test(
        "have here-documents, whose lines are no instructions",
        arguments: [
            "RUN <<EOF\nFROM b\nEOF", "RUN <<-\"EOF\"\nFROM b\n\tEOF", "COPY <<a <<b /x/\n1\na\nFROM b\nb",
            "RUN cat <<EOF > /x\nFROM b\nEOF",
        ])
    func documents(text: String) {
        let recipe = Dockerfile("FROM a\n\(text)\nUSER c\n")
        #expect(recipe.stages.count == 1)
        #expect(recipe.stages[0].instructions.map(\.keyword).last == "USER")
        #expect(recipe.firstDocument?.line == 2)
    }

    @Test("have no here-document where << means something else", arguments: ["$((1<<2))", "<<<text", "a <<"])
    func noDocuments(text: String) {
        #expect(Dockerfile("FROM a\nRUN echo \(text)\n").firstDocument == nil)
    }

    @Test("that are none have no stages", arguments: ["", "# only a comment\n", "RUN x\n"])
    func none(text: String) { #expect(Dockerfile(text).stages.isEmpty) }

    @Test("may have instructions that there are not")
    func unknown() {
        #expect(Dockerfile("FROM a\nMAINTAINER b\nRUNN c\n").firstUnknown?.line == 3)
        #expect(Dockerfile("FROM a\nonbuild run c\n").firstUnknown == nil)
    }

    @Test("use the images of the stages that the target needs, by their names")
    func images() {
        let recipe = Dockerfile(
            """
            ARG BASE=base ARG2
            ARG TAG=${BASE}-1
            FROM --platform=$BUILDPLATFORM ${BASE}:${TAG:-x} AS build
            RUN --mount=type=bind,from=tools:2,target=/t true
            FROM scratch AS unneeded
            COPY --from=never:1 / /
            FROM build AS middle
            FROM given
            COPY --from=middle /a /a
            COPY --from=0 /a /a
            COPY --from=${BASE}:${TAG:-x} /a /a
            """)
        let images = { (target: String?, arguments: [String: String]) in
            recipe.usedImages(target: target, arguments: arguments, contexts: ["given"])
                .map { "\($0.line) \($0.text) \($0.name)" }
        }
        #expect(images(nil, [:]) == ["3 ${BASE}:${TAG:-x} base:base-1", "4 tools:2 tools:2"])
        #expect(images(nil, ["BASE": "b"]).first == "3 ${BASE}:${TAG:-x} b:b-1")
        #expect(images("UNNEEDED", [:]) == ["6 never:1 never:1"])
        #expect(Dockerfile("").usedImages(target: nil, arguments: [:], contexts: []) == [])
    }

    @Test(
        "have variables with defaults",
        arguments: [
            ("$A-${A}", "1-1"), ("${B:-two}", "two"), ("${B:-${A}}x", "1x"), ("${A:+yes}${B:+no}", "yes"),
            ("\\$A", "$A"), ("\"$A\"", "1"), ("$", "$"), ("${A", "1"), ("${A:?e}b", "1b"), ("$B", ""),
        ])
    func variables(text: String, expected: String) { #expect(expandVariables(text, ["A": "1"]) == expected) }
}
