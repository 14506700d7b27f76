import BerthModel
import Foundation
import Testing

@testable import BerthLoader

@Suite("Extends and include")
struct ExtendTests {
    @Test("a service begins with what it extends, over several steps and files")
    func chain() throws {
        let project = try load([
            "compose.yaml": """
            services:
              web:
                extends: {file: common/base.yaml, service: app}
                environment: {B: web}
                ports: ["81:81"]
            """,
            "common/base.yaml": """
            services:
              root: {image: a, environment: {A: root, B: root}, volumes: [./d:/d], ports: ["80:80"]}
              app: {extends: root, user: u, env_file: app.env, command: "a b"}
            """,
            "common/app.env": "C=file\n",
        ]).project
        let web = try #require(project.services.first)
        #expect(project.services.count == 1)
        #expect(web.image == "a" && web.user == "u" && web.command == ["a", "b"])
        #expect(web.environment.map { "\($0.name)=\($0.value)" } == ["A=root", "B=web", "C=file"])
        #expect(web.ports.map(\.target) == [80, 81])
        #expect(
            web.mounts.map(\.source) == [
                .bind(path: "/p/shop/common/d", createHostPath: true, propagation: nil)
            ])
        #expect(web.imageLocation?.description == "common/base.yaml:2:17")
    }

    @Test("!reset and !override reach what is extended")
    func resets() throws {
        let project = try load(
            """
            services:
              base: {image: a, ports: [80], labels: {a: 1, b: 2}, command: [x]}
              web: {extends: base, ports: !override [81], labels: {a: !reset null}, command: !reset null}
            """
        ).project
        #expect(project.services[1].ports.map(\.target) == [81])
        #expect(project.services[1].labels == ["b": "2"])
        #expect(project.services[1].command == nil)
        #expect(project.services[0].ports.map(\.target) == [80])
    }

    @Test(
        "what cannot be extended is told with its place",
        arguments: [
            (
                "web: {image: i, extends: wbe2}\n  web2: {image: i}",
                "2:28: error: service \"web\" extends \"wbe2\", which is not defined; did you mean \"web2\"?"
            ),
            ("a: {extends: b}\n  b: {extends: a}", "2:16: error: a service extends itself: \"a\" extends"),
            ("a: {extends: a}", "2:16: error: a service extends itself: \"a\" extends"),
            (
                "a: {extends: {file: no.yaml, service: x}}",
                "2:23: error: service \"a\" extends a service of \"no.yaml\", which does not exist"
            ),
            (
                "a: {extends: {file: sub, service: x}}",
                "2:23: error: \"sub\" is a directory; name a file in it"
            ),
            (
                "a: {extends: {service: [x]}}",
                "2:26: error: service \"a\": \"extends.service\" must be a text, found a list"
            ),
            (
                "a: {extends: {file: x}}",
                "2:16: error: service \"a\": \"extends\" needs \"service\"; add service:"
            ),
        ])
    func errors(services: String, message: String) {
        let text = findings(["compose.yaml": "services:\n  \(services)\n", "sub/a.yaml": ""])
        #expect(text.hasPrefix("compose.yaml:\(message)"), "\(text)")
    }

    @Test("an included project brings its services, with its own paths and variables")
    func include() throws {
        let loaded = try load(
            [
                "compose.yaml":
                    "include: [sub/compose.yaml]\nservices: {web: {image: w, depends_on: [db]}}\n",
                "compose.override.yaml": "services: {db: {user: over}}\n",
                "sub/compose.yaml": """
                include: [{path: [deep.yaml, deep2.yaml], env_file: deep.env}]
                services: {db: {image: "db:${TAG}-${OUTER}", volumes: [./d:/d, data:/data]}}
                volumes: {data: }
                """,
                "sub/.env": "TAG=1\nOUTER=sub\n", "sub/deep.yaml": "services: {deep: {image: \"x:${TAG}\"}}",
                "sub/deep2.yaml": "services: {deep: {user: \"${D}\"}}", "sub/deep.env": "D=d\nTAG=2\n",
            ], environment: ["OUTER": "process"])
        let services = loaded.project.services
        #expect(services.map(\.name) == ["db", "deep", "web"])
        #expect(services[0].image == "db:1-process" && services[0].user == "over")
        #expect(
            services[0].mounts.first?.source
                == .bind(path: "/p/shop/sub/d", createHostPath: true, propagation: nil))
        #expect(services[1].image == "x:1" && services[1].user == "d")
        #expect(loaded.project.volumes.map(\.name) == ["shop_data"])
    }

    @Test("files that a file names are looked for in the directory of the project it is part of")
    func places() throws {
        let files = [
            "a/compose.yaml": "services: {web: {image: w}}",
            "b/compose.yaml": """
            include: [{path: ../c/compose.yaml, env_file: c.env}]
            services: {db: {extends: {file: base.yaml, service: db}}}
            """,
            "a/base.yaml": "services: {db: {image: d, volumes: [./data:/data]}}",
            "a/c.env": "TAG=7", "c/compose.yaml": "services: {cache: {image: \"c:${TAG-none}\"}}",
        ]
        let project = try load(files) { $0.files = ["a/compose.yaml", "b/compose.yaml"] }.project
        #expect(project.services.map(\.image) == ["c:7", "d", "w"])
        let data = ServiceMount.Source.bind(path: "/p/shop/a/data", createHostPath: true, propagation: nil)
        #expect(project.service(named: "db")?.mounts.map(\.source) == [data])
    }

    @Test(
        "what cannot be included is told with its place",
        arguments: [
            (
                "include: [compose.yaml]",
                "1:11: error: files include each other: compose.yaml -> compose.yaml"
            ),
            (
                "include: [a.yaml]",
                "1:11: error: files include each other: compose.yaml -> a.yaml -> compose.yaml"
            ),
            ("include: [no.yaml]", "1:11: error: included file \"no.yaml\" does not exist"),
            ("include: [sub]", "1:11: error: \"sub\" is a directory; name a file in it"),
            (
                "include: [\"oci://x/y\"]",
                "1:11: error: \"oci://x/y\" cannot be included: only local files can"
            ),
            ("include: b.yaml", "1:10: error: \"include\" must be a list, found the text \"b.yaml\""),
            (
                "include: [b.yaml]\nservices: {b: {image: other}}",
                "2:12: error: \"services.b\" is also defined by an included file"
            ),
        ])
    func includeErrors(text: String, message: String) {
        let files = [
            "compose.yaml": text, "a.yaml": "include: [compose.yaml]\n",
            "b.yaml": "services: {b: {image: b}}\n", "sub/a.yaml": "",
        ]
        let found = findings(files)
        #expect(found.contains(message), "\(found)")
    }

    @Test(
        "an entry of any section conflicts with another one of an included file, and not with its like",
        arguments: [
            ("networks", "{internal: true}", "{internal: false}"), ("volumes", "{name: a}", "{name: b}"),
            ("secrets", "{file: ./k}", "{file: ./l}"), ("configs", "{content: a}", "{content: b}"),
            ("models", "{model: a}", "{model: b}"),
        ])
    func sections(section: String, own: String, other: String) {
        let file = "include: [sub/b.yaml]\nservices: {s: {image: i}}\n\(section): {x: \(own)}"
        let apart = findings(["compose.yaml": file, "sub/b.yaml": "\(section): {x: \(other)}"])
        #expect(
            apart.contains(
                "3:\(section.count + 4): error: \"\(section).x\" is also defined by an included file"))
        let absolute = own.replacingOccurrences(of: "./", with: "/p/shop/")
        let alike = findings(["compose.yaml": file, "sub/b.yaml": "\(section): {x: \(absolute)}"])
        #expect(alike == "")
    }

    @Test("the same definition twice is no conflict")
    func sameTwice() throws {
        let project = try load([
            "compose.yaml": "include: [b.yaml]\nservices: {b: {image: b, ports: [\"80:80\"]}}\n",
            "b.yaml": "services: {b: {image: b, ports: [{target: 80, published: 80}]}}\n",
        ]).project
        #expect(project.services.map(\.name) == ["b"])
    }
}
