import DeviceInterface
import LinuxSystem
import Testing

@Suite("Devices by name")
struct DeviceCatalogueTests {
    private let json = """
        {"cdiVersion": "0.6.0", "kind": "vendor.com/gpu",
         "containerEdits": {"env": ["ALL=1"], "additionalGids": [44],
          "hooks": [{"hookName": "createContainer", "path": "/bin/hook", "args": ["hook", "x"], "timeout": 5}]},
         "devices": [
          {"name": "0", "containerEdits": {"deviceNodes": [
            {"path": "/dev/gpu0", "hostPath": "/dev/null", "fileMode": 438, "permissions": "rw", "uid": 7}]}},
          {"name": "10", "containerEdits": {"env": ["TEN=1"]}},
          {"name": "all", "containerEdits": {}}
         ]}
        """
    private let yaml = """
        cdiVersion: "0.5.0"
        kind: vendor.com/gpu
        devices:
        - name: "0"
          containerEdits:
            mounts:
            - {hostPath: /lib/x, containerPath: /lib/y, options: [ro, bind]}
        - name: "2"
          containerEdits: {}
        """

    private func withCatalogue(
        _ files: [String: String], _ body: (DeviceCatalogue) throws -> Void
    ) throws {
        let root = try makeTemporaryDirectory(prefix: "/tmp/berth-cdi-")
        defer { try? removeTree(root) }
        for directory in ["a", "b"] { try makeDirectories("\(root)/\(directory)") }
        for (path, text) in files { try writeFile("\(root)/\(path)", text) }
        try body(DeviceCatalogue(directories: ["\(root)/a", "\(root)/none", "\(root)/b"]))
    }

    @Test("all that a device changes is read, and what its file changes for all comes first and once")
    func edits() throws {
        try withCatalogue(["a/x.json": json]) { catalogue in
            let edits = try #require(catalogue.edits(for: ["vendor.com/gpu=0", "vendor.com/gpu=10"]))
            #expect(edits.environment == ["ALL=1", "TEN=1"])
            #expect(edits.groups == [44])
            let node = try #require(edits.nodes.first)
            #expect(
                [node.path, node.hostPath, node.permissions] == ["/dev/gpu0", "/dev/null", "rw"]
                    && node.mode == 0o666 && node.user == 7 && node.major == nil)
            let hook = try #require(edits.hooks.first)
            #expect(hook.moment == .createContainer && hook.path == "/bin/hook" && hook.timeout == 5)
            #expect(hook.arguments == ["hook", "x"] && edits.hooks.count == 1)
        }
    }

    @Test("the later directory wins, in JSON and YAML alike, and numbers are in their order")
    func directories() throws {
        try withCatalogue(["a/x.json": json, "b/x.yaml": yaml, "b/note.txt": "no"]) { catalogue in
            #expect(catalogue.devices(of: "vendor.com/gpu") == ["0", "2", "10", "all"])
            #expect(catalogue.kinds == ["vendor.com/gpu"])
            let edits = try #require(catalogue.edits(for: ["vendor.com/gpu=0"]))
            #expect(edits.nodes == [] && edits.mounts.map(\.containerPath) == ["/lib/y"])
            #expect(edits.mounts.first?.options == ["ro", "bind"])
        }
    }

    @Test("a device that is not there has no changes; a broken file is told and hides no other")
    func broken() throws {
        try withCatalogue(["a/a.json": "{", "a/b.yaml": "devices: []", "a/x.json": json]) { catalogue in
            #expect(catalogue.edits(for: ["vendor.com/gpu=0", "vendor.com/gpu=1"]) == nil)
            #expect(catalogue.names.count == 3)
            #expect(catalogue.problems.count == 2)
            #expect(catalogue.problems[1].contains("b.yaml: there is no \"kind\""))
        }
    }
}
