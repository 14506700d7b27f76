import BerthLoader
import Foundation
import Testing

/// A project with mistakes in values that were brought from elsewhere.
struct BroughtMistake: Sendable, CustomStringConvertible {
    let way: String
    let files: [String: String]

    var description: String { way }
}

@Suite("A finding about a value that came from elsewhere shows both places")
struct TwoPlacesTests {
    static let mistakes = [
        BroughtMistake(
            way: "alias",
            files: [
                "compose.yaml": """
                x-check: &check {interval: soon, retires: 3}
                x-needs: &needs [cahce]
                x-scale: &scale ${N:-many}
                x-networks: &networks {bcak: {}}
                services:
                  web:
                    image: i
                    healthcheck: *check
                    depends_on: *needs
                    scale: *scale
                    networks: *networks
                  cache: {image: i}
                networks: {back: {}}
                """
            ]),
        BroughtMistake(
            way: "merge-key",
            files: [
                "compose.yaml": """
                x-base: &base {imgae: i, ports: ["80:x"], volumes: [dta:/d]}
                services:
                  web: {<<: *base, image: i}
                volumes: {data: {}}
                """
            ]),
        BroughtMistake(
            way: "extends",
            files: [
                "compose.yaml": """
                services:
                  web:
                    extends: {file: base.yaml, service: base}
                    depends_on: {base: {condition: started}}
                  again:
                    extends: web
                """,
                "base.yaml": """
                services:
                  base:
                    image: i
                    user: 5
                    stop_grace_period: 10
                    networks: [back]
                """,
            ]),
        BroughtMistake(
            way: "include",
            files: [
                "compose.yaml": """
                include: [db/compose.yaml]
                services:
                  web: {image: i}
                """,
                "db/compose.yaml": """
                services:
                  db:
                    image: [i]
                    mem_limit: much
                    depends_on: [wbe]
                    user: ${NOBODY}
                    extends: {file: base.yaml, service: bse}
                """,
                "db/base.yaml": "services: {base: {image: i, user: $USER_ID}}\n",
            ]),
        BroughtMistake(
            way: "include-of-no-yaml",
            files: [
                "compose.yaml": "include: [a.yaml]\nservices: {web: {image: i}}\n",
                "a.yaml": "include: [b.yaml]\nservices: {a: {extends: {file: c.yaml, service: c}}}\n",
                "b.yaml": "services: {b: {image: [}}\n",
                "c.yaml": "services: {c: {image: \"i${\", user: \"${C_USER}\"}}\n",
            ]),
        BroughtMistake(
            way: "override",
            files: [
                "compose.yaml": """
                services:
                  web:
                    image: i
                    restart: always
                    stop_grace_period: 10s
                    environment: {A: a}
                    ports: [80]
                """,
                "compose.override.yaml": """
                services:
                  web:
                    restart: sometimes
                    stop_grace_period: 20x
                    environment: {A: [b]}
                    ports: !override [81x]
                """,
            ]),
        BroughtMistake(
            way: "variable",
            files: [
                ".env": "# comment\nGRACE=soon\n",
                "compose.yaml": """
                services:
                  web:
                    image: i
                    stop_grace_period: ${GRACE}
                    stop_signal: ${HOME}
                    scale: ${COUNT:-many}
                    container_name: ${NAME}-
                """,
            ]),
        BroughtMistake(
            way: "several",
            files: [
                "compose.yaml": """
                include: [inner.yaml]
                services: {}
                """,
                "inner.yaml": """
                x-grace: &grace {stop_grace_period: soon}
                services:
                  base: {image: i, <<: *grace}
                  web: {extends: base}
                """,
            ]),
    ]

    @Test("whatever brought it", arguments: mistakes)
    func places(mistake: BroughtMistake) throws {
        let found = findings(mistake.files) + "\n"
        #expect(try golden("brought/\(mistake.way).txt", recording: found) == found)
    }
}
