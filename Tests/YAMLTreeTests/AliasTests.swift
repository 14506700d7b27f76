import Testing

@testable import YAMLTree

@Suite("Anchors, aliases and merge keys")
struct AliasTests {
    /// The steps of a value with their places.
    private func way(_ node: Node?) -> [String] {
        (node?.via ?? []).map { step in
            switch step {
            case .alias(let range): "alias \(span(range))"
            case .mergeKey(let range): "merge \(span(range))"
            case .replaced(let old): "replaced \(span(old.range))"
            case .brought, .variable, .implied: "\(step)"
            }
        }
    }

    @Test("an alias has the anchor's value and place, and says who used it, as does all that is inside")
    func provenance() throws {
        let node = try load("a: &x {k: [1]}\nb: *x\n")
        #expect(node["a"] == node["b"])
        #expect(node["b"].map { span($0.range) } == "1:4-1:15")
        #expect(way(node["b"]) == ["alias 2:4-2:6"])
        #expect(way(node["b"]?["k"]) == ["alias 2:4-2:6"])
        #expect(way(node["b"]?["k"]?.sequence?.first) == ["alias 2:4-2:6"])
        #expect(way(node["a"]) == [] && way(node["a"]?["k"]) == [])
    }

    @Test("steps follow each other from the anchor to the last use")
    func chain() throws {
        let node = try load("a: &x 1\nb: &y {k: *x, l: 2}\nc: *y\n")
        #expect(way(node["c"]?["k"]) == ["alias 2:11-2:13", "alias 3:4-3:6"])
        #expect(way(node["c"]?["l"]) == ["alias 3:4-3:6"])
    }

    @Test("a value that stands where a merge key would put another one keeps that one")
    func overriding() throws {
        let node = try load("a: &a {x: 1, y: {z: 1}}\nb: {<<: *a, x: 2}\nc: {y: 3, <<: [*a, {y: 4}]}\n")
        #expect(way(node["b"]?["x"]) == ["replaced 1:11-1:12"])
        #expect(way(node["b"]?["y"]?["z"]) == ["merge 2:9-2:11"])
        #expect(way(node["c"]?["y"]) == ["replaced 1:17-1:23", "replaced 3:24-3:25"])
        #expect(way(node["a"]?["x"]) == [])
    }

    @Test("steps do not count for equality")
    func equality() {
        let one = Node.int(1)
        #expect(one == one.adding(.implied) && one == one.implying(.int(1)))
        #expect(one != one.becoming(.int(2)))
    }

    @Test("an anchor can be redefined; an alias means the last one before it")
    func redefinition() throws {
        #expect(try load("[&x 1, *x, &x 2, *x]") == load("[1, 1, 2, 2]"))
    }

    @Test("an alias can be a key")
    func aliasKey() throws {
        #expect(try load("{&k name: 1, x: {*k : 2}}") == load("{name: 1, x: {name: 2}}"))
    }

    @Test("scalars, sequences and nested aliases expand")
    func nested() throws {
        let node = try load("a: &a [1, &b 2]\nc: &c [*a, *b]\nd: *c\n")
        #expect(node["d"] == .sequence([.sequence([.int(1), .int(2)]), .int(2)]))
    }

    @Test(
        "merging",
        arguments: [
            ("a: &a {x: 1, y: 2}\nb: {<<: *a, z: 3}", "{x: 1, y: 2, z: 3}"),
            ("a: &a {x: 1, y: 2}\nb: {<<: *a, x: 3}", "{x: 3, y: 2}"),
            ("a: &a {x: 1, y: 2}\nb: {x: 3, <<: *a}", "{x: 3, y: 2}"),
            ("a: &a {x: 1}\nc: &c {x: 2, y: 3}\nb: {<<: [*a, *c]}", "{x: 1, y: 3}"),
            ("a: &a {x: 1}\nc: &c {<<: *a, y: 3}\nb: {<<: *c}", "{x: 1, y: 3}"),
            ("a: &a {x: {p: 1}}\nb: {<<: *a, x: {q: 2}}", "{x: {q: 2}}"),
            ("b: {<<: {x: 1}}", "{x: 1}"), ("b: {<<: []}", "{}"), ("b: {!!merge <<: {x: 1}}", "{x: 1}"),
            ("b: {'<<': 1}", "{'<<': 1}"), ("b: {!!str <<: 1}", "{'<<': 1}"),
        ])
    func merging(text: String, expected: String) throws {
        #expect(try load(text)["b"] == load(expected))
    }

    @Test("a merged value says where it was merged, its key where it was written")
    func mergeProvenance() throws {
        let node = try load("a: &a {x: 1}\nb:\n  <<: *a\nc:\n  <<: [*a]\nd:\n  <<: {y: 1}\n")
        let merged = try #require(node["b"]?.mapping?.entry("x"))
        #expect(span(merged.keyRange) == "1:8-1:9")
        #expect(span(merged.value.range) == "1:11-1:12")
        #expect(way(merged.value) == ["merge 3:7-3:9"])
        #expect(way(node["c"]?["x"]) == ["alias 5:8-5:10"])
        #expect(way(node["d"]?["y"]) == ["merge 7:3-7:5"])
    }

    @Test(
        "what is wrong is said with both places",
        arguments: [
            ("a: *x", #"f:1:4: alias "*x" has no anchor "&x" before it: check the name"#),
            (
                "a: &x [*x]",
                """
                f:1:8: alias "*x" stands inside the value it names
                  f:1:4: the anchor is here
                """
            ),
            (
                "a: &x {<<: *x}",
                """
                f:1:12: alias "*x" stands inside the value it names
                  f:1:4: the anchor is here
                f:1:12: merge key "<<" takes a mapping or a list of mappings
                """
            ),
            ("a: {<<: 1}", #"f:1:9: merge key "<<" takes a mapping or a list of mappings"#),
            ("a: {<<: [1]}", #"f:1:9: merge key "<<" takes a mapping or a list of mappings"#),
            ("a: &x {k: 1}\n---\nb: *x", #"f:3:4: alias "*x" has no anchor "&x" before it: check the name"#),
            (
                "a: &a {x: 1}\nb:\n  <<: *a\n  <<: *a\n",
                """
                f:4:3: merge key "<<" stands twice: write one with a list, "<<: [*a, *b]"
                  f:3:3: first defined here
                """
            ),
        ])
    func mistakes(text: String, expected: String) {
        #expect(errors(text) == expected)
    }
}
