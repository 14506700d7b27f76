import BerthLoader
import Foundation
import Testing
import YAMLTree

/// Every attribute of the format in each of its forms: loaded, printed and loaded again.
@Suite("Every attribute")
struct AttributeTests {
    private static let samples = (try? AttributeTable.read().samples) ?? []

    @Test(
        "is recorded when that is asked for",
        .enabled(if: ProcessInfo.processInfo.environment["RECORD"] == "1", "RECORD=1 asks for it"))
    func recording() throws {
        let stays = Self.samples.map { sample in
            (sample.testDescription, (try? sample.load(sample.file)).flatMap(sample.value) ?? "?")
        }
        try AttributeTable.record(Dictionary(stays, uniquingKeysWith: { $1 }))
        Issue.record("recorded \(stays.count) samples")
    }

    @Test("keeps its value through load, print and load", arguments: samples)
    func survival(of sample: AttributeTable.Sample) throws {
        let loaded = try sample.load(sample.file)
        #expect(sample.value(in: loaded) == sample.stays)
        let yaml = try sample.load(renderConfig(loaded.canonical, format: .yaml))
        #expect(yaml.canonical == loaded.canonical)
        guard sample.survivesJSON else { return }
        let json = try sample.load(renderConfig(loaded.canonical, format: .json))
        #expect(json.canonical == loaded.canonical)
    }

    @Test("is in the typed project", arguments: samples)
    func typing(of sample: AttributeTable.Sample) throws {
        let without = try #require(Self.projectsWithoutSample[sample.fileWithout])
        #expect(try (Self.typed(sample, sample.file) != without) == sample.isTyped)
    }

    /// The typed projects of the files from which samples are missing; few, for samples differ in their own part.
    private static let projectsWithoutSample: [String: Data] = {
        var projects: [String: Data] = [:]
        for sample in samples where projects[sample.fileWithout] == nil {
            projects[sample.fileWithout] = try? typed(sample, sample.fileWithout)
        }
        return projects
    }()

    /// The typed project as JSON without places and digests.
    private static func typed(_ sample: AttributeTable.Sample, _ file: String) throws -> Data {
        let project = try JSONEncoder().encode(sample.load(file).project)
        let object = try #require(withoutPlaces(JSONSerialization.jsonObject(with: project)))
        return try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
    }

    private static func withoutPlaces(_ value: Any) -> Any? {
        if let list = value as? [Any] { return list.compactMap(withoutPlaces) }
        guard let object = value as? [String: Any] else { return value }
        if object["line"] != nil, object["column"] != nil { return nil }
        let ignored = ["configHash", "attributeLocations"]
        return object.filter { !ignored.contains($0.key) }.compactMapValues(withoutPlaces)
    }
}

@Suite("The table of attributes")
struct AttributeTableTests {
    private static let schema = fileBesideCheckout("reference/compose-schema.json")

    @Test(
        "has every path of the schema",
        .enabled(if: schema != nil, "the schema is not beside this checkout"))
    func schemaPaths() throws {
        let root = try JSONSerialization.jsonObject(with: Data(contentsOf: #require(Self.schema)))
        var walk = SchemaWalk(root: try #require(root as? [String: Any]))
        walk.visit(walk.root, path: "")
        #expect(walk.paths.count >= 394)
        let paths = Set(try AttributeTable.read().paths)
        #expect(walk.paths.subtracting(paths).sorted() == [])
        #expect(walk.paths.subtracting(Self.shapePaths).sorted() == [], "our shapes lack these")
    }

    @Test("has the paths of our shapes, each once and with a sample")
    func shapePaths() throws {
        let table = try AttributeTable.read()
        #expect(Self.shapePaths.subtracting(table.paths).sorted() == [])
        #expect(Set(table.paths).subtracting(Self.shapePaths).sorted() == [])
        #expect(Set(table.paths).count == table.paths.count)
        #expect(Set(table.paths).subtracting(table.samples.map(\.path)).sorted() == [])
    }

    private static let shapePaths = Set(
        attributePatterns.map { pattern in
            pattern.reduce("") { path, step in
                switch step {
                case .key(let key): path.isEmpty ? key : "\(path).\(key)"
                case .anyKey: "\(path).*"
                case .anyItem: "\(path)[]"
                }
            }
        })
}

/// Collects the paths of a JSON schema.
private struct SchemaWalk {
    let root: [String: Any]
    var paths: Set<String> = []

    mutating func visit(_ schema: [String: Any], path: String) {
        if let name = (schema["$ref"] as? String)?.split(separator: "/").last,
            let definition = (root["$defs"] as? [String: Any])?[String(name)] as? [String: Any]
        {
            visit(definition, path: path)
        }
        for keyword in ["oneOf", "anyOf", "allOf"] {
            for choice in schema[keyword] as? [[String: Any]] ?? [] { visit(choice, path: path) }
        }
        for (name, value) in schema["properties"] as? [String: Any] ?? [:] {
            note(value, path: path.isEmpty ? name : "\(path).\(name)")
        }
        for (pattern, value) in schema["patternProperties"] as? [String: Any] ?? [:] where pattern != "^x-" {
            note(value, path: "\(path).*")
        }
        if schema["additionalProperties"] is [String: Any], let value = schema["additionalProperties"] {
            note(value, path: "\(path).*")
        }
        if let items = schema["items"] as? [String: Any] { visit(items, path: "\(path)[]") }
    }

    private mutating func note(_ value: Any, path: String) {
        paths.insert(path)
        if let schema = value as? [String: Any] { visit(schema, path: path) }
    }
}

extension AttributeTable.Sample {
    /// Loads a file beside the files that samples name.
    func load(_ text: String) throws -> LoadedProject {
        let files = [
            "compose.yaml": text, "a.env": "A=1\n", "raw.env": "A='1'\n", "a.labels": "L=1\n",
            "inc/compose.yaml": "services: {inc: {image: \"i:${I:-none}\", volumes: [\"./d:/d\"]}}",
            "inc/more.yaml": "services: {inc: {user: more}}", "inc/i.env": "I=2\n",
        ]
        return try BerthLoaderTests.load(files, environment: ["KEY": "key"]) { $0.profiles = ["*"] }
    }

    /// What the canonical tree has where the sample is looked for, as JSON in one line.
    func value(in loaded: LoadedProject) -> String? {
        var node: Node? = loaded.canonical
        var parent = ""
        for step in steps {
            switch step {
            case "[]": node = node?.sequence?.first
            case "*" where parent == "services": node = node?["s"]
            case "*": node = node?.mapping?.entries.first { $0.key != "default" }?.value
            default: node = node?[step]
            }
            parent = step
        }
        return node.map(line)
    }

    private func line(_ node: Node) -> String {
        switch node.content {
        case .scalar: emitJSON(node)
        case .sequence(let items): "[" + items.map(line).joined(separator: ", ") + "]"
        case .mapping(let mapping):
            "{" + mapping.entries.map { "\"\($0.key)\": \(line($0.value))" }.joined(separator: ", ") + "}"
        }
    }
}
