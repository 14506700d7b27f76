import Foundation
import Testing

@Suite("Layers")
struct LayeringTests {
    @Test("a target imports only what its layer allows", arguments: programFiles)
    func imports(file: SourceFile) throws {
        let layer = try #require(layers.first { $0.target == file.target }, "no layer for \(file.target)")
        let foreign = Set(file.imports).subtracting(layer.imports).subtracting(commonModules)
        #expect(foreign.isEmpty, "\(file.target) must not import \(foreign.sorted())")
    }

    @Test("the table names a target after all that it imports")
    func order() {
        var below: Set<String> = []
        for layer in layers {
            let later = layer.imports.intersection(layers.map(\.target)).subtracting(below)
            #expect(later.isEmpty, "\(layer.target) imports \(later.sorted()) from above")
            below.insert(layer.target)
        }
    }

    @Test("the package declares the targets of the table, and no dependency beyond it")
    func package() throws {
        let text = try String(contentsOf: clone.appending(path: "Package.swift"), encoding: .utf8)
        let declaration = /(?:module|system)\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/
        var declared: Set<String> = ["CLinux", "berth"]
        for match in text.matches(of: declaration) {
            let target = String(match.1)
            let layer = try #require(layers.first { $0.target == target }, "no layer for \(target)")
            let dependencies = (match.2 ?? "").matches(of: /"(\w+)"/).map { String($0.1) }
            let excess = Set(dependencies).subtracting(layer.imports)
            #expect(excess.isEmpty, "Package.swift lets \(target) use \(excess.sorted())")
            declared.insert(target)
        }
        #expect(declared == Set(layers.map(\.target)))
    }

    @Test("the loader reaches the computer through one file")
    func loader() {
        let touching = programFiles.filter {
            $0.target == "BerthLoader" && $0.imports.contains("LinuxSystem")
        }
        #expect(touching.map(\.name) == ["HostFiles"])
    }

    @Test("docs/architecture.md speaks of every target")
    func documentation() throws {
        let text = try String(contentsOf: clone.appending(path: "docs/architecture.md"), encoding: .utf8)
        #expect(layers.map(\.target).filter { !text.contains("`\($0)`") } == [])
    }
}
