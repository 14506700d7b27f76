import Testing

@testable import YAMLTree

@Suite("A mapping keeps order and finds keys")
struct MappingTests {
    private func numbered(_ count: Int) -> Mapping {
        Mapping((0..<count).map { Mapping.Entry(key: "k\($0)", keyRange: .nowhere, value: .int(Int64($0))) })
    }

    @Test("small and large mappings behave alike", arguments: [0, 1, 11, 12, 13, 14, 100])
    func sizes(count: Int) {
        var mapping = numbered(count)
        #expect(mapping.count == count)
        #expect(mapping.isEmpty == (count == 0))
        for index in 0..<count { #expect(mapping["k\(index)"] == .int(Int64(index))) }
        #expect(mapping["other"] == nil)
        mapping["new"] = .bool(true)
        #expect(Array(mapping.keys).last == "new")
        for index in 0..<count where index.isMultiple(of: 2) {
            #expect(mapping.remove("k\(index)") == .int(Int64(index)))
        }
        #expect(mapping.remove("k0") == nil)
        let odd = (0..<count).filter { !$0.isMultiple(of: 2) }.map { "k\($0)" }
        #expect(Array(mapping.keys) == odd + ["new"])
        for key in odd { #expect(mapping[key] != nil) }
    }

    @Test("setting a key keeps its position")
    func replaces() {
        var mapping = numbered(20)
        mapping["k3"] = .string("x")
        mapping.set(Mapping.Entry(key: "k4", keyRange: .nowhere, value: .string("y")))
        #expect(mapping.entries[3].value == .string("x"))
        #expect(mapping.entries[4].value == .string("y"))
        #expect(mapping.count == 20)
        mapping["k3"] = nil
        #expect(mapping.entry("k3") == nil)
        #expect(mapping.entry("k19")?.value == .int(19))
    }

    @Test("entries are changed, removed and sorted in bulk")
    func bulk() {
        var mapping = numbered(20)
        for key in Array(mapping.keys) where key.hasPrefix("k1") { mapping[key] = nil }
        mapping.updateValues { key, value in value = .string(key + "!") }
        mapping.sortByKey()
        #expect(Array(mapping.keys) == ["k0", "k2", "k3", "k4", "k5", "k6", "k7", "k8", "k9"])
        #expect(mapping["k2"] == .string("k2!"))
    }

    @Test("a sort puts keys by rank, then by their bytes, and says whether it did anything")
    func ranks() {
        var mapping = Mapping()
        for key in ["b", "é", "last", "a", "first"] { mapping[key] = .null() }
        #expect(mapping.sort { ["first": 0, "last": 2][$0] ?? 1 })
        #expect(Array(mapping.keys) == ["first", "a", "b", "é", "last"])
        #expect(!mapping.sort { ["first": 0, "last": 2][$0] ?? 1 })
    }

    @Test("keys are found after entries were taken out", arguments: [10, 20])
    func kept(count: Int) {
        var mapping = numbered(count)
        mapping.keep { $0.key.hasSuffix("1") || $0.key.hasSuffix("2") }
        #expect(mapping["k1"] != nil && mapping["k2"] != nil && mapping["k3"] == nil)
        #expect(mapping.count == count / 5)
    }

    @Test("a walk changes and takes out children; a walk that changes nothing keeps the node shared")
    func walk() throws {
        let node = try load("{a: 1, b: [x, y, z], c: 2}")
        var same = node
        same.updateChildren { _, child in child.updateChildren { _, _ in } }
        #expect(same.isCopy(of: node))
        var changed = node
        changed.filterChildren { step, child in
            child.filterChildren { step, _ in step != .item(1) }
            return step != .key("a")
        }
        #expect(try changed == load("{b: [x, z], c: 2}"))
        #expect(try node == load("{a: 1, b: [x, y, z], c: 2}"))
    }

    @Test("equality ignores the order of keys, the style and the place")
    func equality() throws {
        #expect(try load("{a: 1, b: [x]}") == load("b:\n - 'x'\na: 0x1\n"))
        #expect(try load("{a: 1}") != load("{a: '1'}"))
        #expect(try load("{a: 1}") != load("{a: 1, b: 1}"))
        #expect(try load("[1, 2]") != load("[2, 1]"))
        #expect(try load("[]") != load("{}"))
    }

    @Test("nodes give what they hold and nil for the rest")
    func accessors() throws {
        let node = Node.mapping(["a": .null(), "b": .sequence([.bool(true)]), "c": .float(1.5), "a": .int(2)])
        #expect(node["a"]?.value == .int(2))
        #expect(Array(try #require(node.mapping).keys) == ["a", "b", "c"])
        #expect(node["b"]?.sequence?.count == 1)
        #expect(node["b"]?["x"] == nil)
        #expect(node["c"]?.scalar?.text == "1.5")
        #expect(node.sequence == nil && node.scalar == nil && node.string == nil && !node.isNull)
        #expect(Node.null().isNull && Node.null().mapping == nil)
    }
}
