import BerthModel
import Testing
import YAMLTree

@testable import BerthLoader

@Suite("Mounts, volumes, configs and secrets in canonical form")
struct StorageFormTests {
    @Test(
        "mounts have their long form",
        arguments: [
            ("{type: bind, source: ./a, target: /t}", #"{"source":"/p/shop/a","target":"/t","type":"bind"}"#),
            (
                "{type: bind, source: /a, target: /t, bind: {recursive: readonly, selinux: Z}}",
                #"{"bind":{"create_host_path":true,"recursive":"readonly","selinux":"Z"},"source":"/a","target":"/t","type":"bind"}"#
            ),
            (
                "{type: volume, target: /t, volume: {labels: [a=1, b], subpath: x, nocopy: 'false'}}",
                #"{"target":"/t","type":"volume","volume":{"labels":{"a":"1","b":""},"subpath":"x"}}"#
            ),
            (
                "{type: tmpfs, target: /t, tmpfs: {size: 1k, mode: 0o1777}}",
                #"{"target":"/t","tmpfs":{"mode":1023,"size":"1024"},"type":"tmpfs"}"#
            ),
            (
                "{type: tmpfs, target: /t, tmpfs: {size: 0, mode: 0}}",
                #"{"target":"/t","tmpfs":{},"type":"tmpfs"}"#
            ),
            (
                "{type: image, source: alpine, target: /t, image: {subpath: etc}, read_only: 'true'}",
                #"{"image":{"subpath":"etc"},"read_only":true,"source":"alpine","target":"/t","type":"image"}"#
            ),
            (
                "{type: cluster, source: a, target: /t, consistency: cached}",
                #"{"consistency":"cached","source":"a","target":"/t","type":"cluster"}"#
            ),
            ("{type: npipe, source: a, target: b}", #"{"source":"a","target":"b","type":"npipe"}"#),
        ])
    func mounts(item: String, json: String) throws {
        #expect(try canonicalJSON("volumes: [\(item)]") == "[\(json)]")
    }

    @Test(
        "configs and secrets have a source, a place and permissions in octal digits",
        arguments: [
            ("configs", "[f]", #"[{"source":"f"}]"#),
            (
                "configs", "[{source: f, target: /t, uid: '1', gid: '2', mode: 0440}]",
                #"[{"gid":"2","mode":"0440","source":"f","target":"/t","uid":"1"}]"#
            ),
            ("configs", "[{source: f, mode: 440}]", #"[{"mode":"0670","source":"f"}]"#),
            ("configs", "[f, {source: g, target: /f}]", #"[{"source":"g","target":"/f"}]"#),
            ("secrets", "[f]", #"[{"source":"f","target":"/run/secrets/f"}]"#),
            (
                "secrets", "[{source: f, target: x, mode: '0400'}]",
                #"[{"mode":"0400","source":"f","target":"x"}]"#
            ),
            (
                "secrets", "[f, {source: g, target: /run/secrets/f}, g]",
                #"[{"source":"g","target":"/run/secrets/f"},{"source":"g","target":"/run/secrets/g"}]"#
            ),
        ])
    func references(attribute: String, items: String, json: String) throws {
        let file = """
            services: {s: {image: i, \(attribute): \(items)}}
            \(attribute): {f: {file: ./f}, g: {file: g}}
            """
        #expect(try projectJSON(file, at: "services.s.\(attribute)") == json)
    }

    @Test(
        "configs and secrets of a project have a name and an absolute path",
        arguments: [
            ("configs", "{file: ./f}", #"{"file":"/p/shop/f","name":"p_x"}"#),
            (
                "configs", "{content: \"a$$b\", labels: [l=1]}",
                #"{"content":"a$$b","labels":{"l":"1"},"name":"p_x"}"#
            ),
            (
                "configs", "{environment: HOME, template_driver: t}",
                #"{"environment":"HOME","name":"p_x","template_driver":"t"}"#
            ),
            ("configs", "{external: true}", #"{"external":true,"name":"x"}"#),
            ("secrets", "{file: ~/f, name: n}", #"{"file":"/home/u/f","name":"n"}"#),
            ("secrets", "{environment: NOPE}", #"{"environment":"NOPE","name":"p_x"}"#),
            (
                "secrets", "{driver: d, driver_opts: {a: 1}}",
                #"{"driver":"d","driver_opts":{"a":"1"},"name":"p_x"}"#
            ),
            ("secrets", "{external: {name: y}}", #"{"external":true,"name":"y"}"#),
        ])
    func definitions(section: String, definition: String, json: String) throws {
        let file = "services: {s: {image: i, \(section): [x]}}\n\(section): {x: \(definition)}"
        #expect(try projectJSON(file, at: "\(section).x") == json)
        let unused = try load("services: {s: {image: i}}\n\(section): {x: \(definition)}")
        #expect(unused.canonical[section] == nil)
    }

    @Test(
        "the device of a bound volume is a path",
        arguments: [
            ("{driver: local, driver_opts: {type: none, o: bind, device: ./d, n: 1}}", "/p/shop/d"),
            ("{driver: local, driver_opts: {o: 'bind,ro', device: ./d}}", "./d"),
            ("{driver_opts: {o: bind, device: ./d}}", "./d"),
        ])
    func boundVolume(definition: String, device: String) throws {
        let file = "services: {s: {image: i, volumes: [data:/d]}}\nvolumes: {data: \(definition)}"
        #expect(try projectJSON(file, at: "volumes.data.driver_opts.device") == "\"\(device)\"")
    }

    @Test(
        "two files merge by the place in the container",
        arguments: [
            (
                "secrets: [{source: a}, b]", "secrets: [{source: b, target: /run/secrets/a}]", "secrets",
                #"[{"source":"b","target":"/run/secrets/a"},{"source":"b","target":"/run/secrets/b"}]"#
            ),
            ("tmpfs: ['/t:size=1']", "tmpfs: ['/t:size=2']", "tmpfs", #"["/t:size=2"]"#),
            (
                "volumes: [/a]", "volumes: [{type: tmpfs, target: /a}]", "volumes",
                #"[{"target":"/a","type":"tmpfs"}]"#
            ),
        ])
    func merging(base: String, override: String, attribute: String, json: String) throws {
        let loaded = try load([
            "compose.yaml": "services: {s: {image: i, \(base)}}\nsecrets: {a: {file: a}, b: {file: b}}",
            "compose.override.yaml": "services: {s: {\(override)}}",
        ])
        let value = try #require(loaded.canonical["services"]?["s"]?[attribute])
        #expect(try sortedJSON(value) == json)
    }

    @Test("everything is in the typed project")
    func model() throws {
        let project = try load(
            """
            services:
              s:
                image: i
                configs: [c, {source: e, target: /e, uid: "1", gid: "2", mode: 0400}]
                secrets: [k, {source: o, target: x}]
                volumes:
                  - {type: image, source: a, target: /a, image: {subpath: etc}}
                  - {type: bind, source: /b, target: /b, bind: {recursive: disabled, selinux: z}}
                volumes_from: [t:ro, container:x]
              t: {image: i}
            configs: {c: {content: text}, e: {environment: HOME}}
            secrets: {k: {file: k}, o: {external: true}}
            """, environment: ["HOME": "/home/u"]
        ).project
        #expect(
            project.configs.map(\.source) == [
                .content("text"), .environment(variable: "HOME", value: "/home/u"),
            ])
        #expect(project.secrets.map(\.source) == [.file("/p/shop/k"), .external])
        let service = project.services[0]
        #expect(service.configs.map(\.target) == ["/c", "/e"])
        #expect(
            service.configs[1].user == "1" && service.configs[1].group == "2"
                && service.configs[1].mode == 0o400)
        #expect(service.secrets.map(\.target) == ["/run/secrets/k", "/run/secrets/x"])
        #expect(service.mounts[0].source == .image("a") && service.mounts[0].subpath == "etc")
        #expect(service.mounts[1].recursion == .disabled && service.mounts[1].relabelling == "z")
        #expect(service.sharedVolumes.map(\.owner) == [.service("t"), .container("x")])
        #expect(service.sharedVolumes.map(\.isReadOnly) == [true, false])
    }
}
