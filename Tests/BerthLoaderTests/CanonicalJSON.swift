import BerthLoader
import Foundation
import YAMLTree

/// What `config --format json` has for an attribute of service `s`, the first of the texts' keys; keys sorted.
///
/// The texts are the attributes of `s` in a file and in those that are merged over it.
func canonicalJSON(_ attributes: String...) throws -> String {
    var files: [String: String] = [:]
    var names: [String] = []
    for (position, text) in attributes.enumerated() {
        names.append("\(position).yaml")
        files["\(position).yaml"] =
            position == 0 ? "services: {s: {image: i, \(text)}, t: {image: i}}" : "services: {s: {\(text)}}"
    }
    let loaded = try load(files) { $0.files = names }
    let json = Data(renderConfig(loaded.canonical, format: .json).utf8)
    let tree = try JSONSerialization.jsonObject(with: json) as? [String: Any]
    let service = (tree?["services"] as? [String: Any])?["s"] as? [String: Any]
    guard let value = service?[String(attributes[0].prefix { $0 != ":" })] else { return "" }
    return try singleLine(value)
}

/// What `config --format json` has at a path of the project `p`, whose file this is; keys sorted.
func projectJSON(_ file: String, at path: String) throws -> String {
    let loaded = try load("name: p\n" + file)
    var value: Any? = try JSONSerialization.jsonObject(
        with: Data(renderConfig(loaded.canonical, format: .json).utf8))
    for key in path.split(separator: ".") { value = (value as? [String: Any])?[String(key)] }
    return try value.map(singleLine) ?? ""
}

/// A tree as JSON in one line, keys sorted.
func sortedJSON(_ node: Node) throws -> String {
    try singleLine(
        JSONSerialization.jsonObject(with: Data(emitJSON(node).utf8), options: .fragmentsAllowed))
}

private func singleLine(_ value: Any) throws -> String {
    let text = try JSONSerialization.data(
        withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed, .withoutEscapingSlashes])
    return String(decoding: text, as: UTF8.self)
}
