import Foundation
import Testing

/// The table of samples, `Golden/attributes.txt`, whose head says how it is written.
struct AttributeTable {
    /// A sample of an attribute.
    struct Sample: Sendable, CustomTestStringConvertible {
        /// The path of the attribute in the format: `services.*.ports[].target`.
        let path: String
        /// What is written.
        let text: String
        /// Where it is looked for, when that is not the path itself.
        let place: String?
        /// The flags, without their `!`, each with its reason.
        let flags: [String]
        /// What stays, as JSON in one line.
        let stays: String

        var testDescription: String { "\(path): \(text)" }

        /// True unless the table says that the attribute cannot be read again from JSON.
        var survivesJSON: Bool { !flags.contains { $0.hasPrefix("json") } }

        /// True unless the table says that the typed model has nothing of it.
        var isTyped: Bool { !flags.contains { $0.hasPrefix("model") } }
    }

    /// The paths in order.
    private(set) var paths: [String] = []
    /// The samples in order.
    private(set) var samples: [Sample] = []

    /// The file beside the tests.
    static let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
        path: "Golden/attributes.txt")

    /// The table of the file.
    static func read() throws -> AttributeTable {
        var table = AttributeTable()
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            if line.hasPrefix("#") { continue }
            guard line.hasPrefix("  ") else {
                table.paths.append(String(line))
                continue
            }
            table.samples.append(sample(String(line.dropFirst(2)), of: table.paths.last ?? ""))
        }
        return table
    }

    /// Writes into the file what stays of each sample.
    static func record(_ stays: [String: String]) throws {
        var path = ""
        let lines = try String(contentsOf: file, encoding: .utf8).components(separatedBy: "\n").map { line in
            guard line.hasPrefix("  ") else {
                if !line.isEmpty { path = line }
                return line
            }
            let written = line.components(separatedBy: " -> ")[0]
            let sample = sample(String(line.dropFirst(2)), of: path)
            return "\(written) -> \(stays[sample.testDescription] ?? "?")"
        }
        try lines.joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    }

    private static func sample(_ line: String, of path: String) -> Sample {
        let sides = line.components(separatedBy: " -> ")
        let flagged = sides[0].components(separatedBy: " !")
        let placed = flagged[0].components(separatedBy: " @ ")
        return Sample(
            path: path, text: placed[0], place: placed.count > 1 ? placed[1] : nil,
            flags: Array(flagged.dropFirst()), stays: sides.count > 1 ? sides[1] : "")
    }
}

extension AttributeTable.Sample {
    /// The steps to the attribute; `*` is the service `s` or whatever key there is, `[]` the first item.
    var steps: [String] {
        (place ?? path).components(separatedBy: ".").flatMap { step in
            step.hasSuffix("[]") ? [String(step.dropLast(2)), "[]"] : [step]
        }
    }

    /// A file with the sample, and everything that it may name.
    var file: String { Self.file(topLevel: topLevel, service: topLevel == nil ? text : "") }

    /// The same file without the sample.
    var fileWithout: String { Self.file(topLevel: topLevel.map { ($0.section, "") }, service: "") }

    /// The section of the file that the sample is; nil for a part of a service.
    private var topLevel: (section: String, text: String)? {
        guard !path.hasPrefix("services.*") else { return nil }
        return (path.components(separatedBy: [".", "["])[0], text)
    }

    private static func file(topLevel: (section: String, text: String)?, service: String) -> String {
        let uses = [
            "networks": "networks: [n]", "volumes": "volumes: [\"v:/v\"]", "secrets": "secrets: [k]",
            "configs": "configs: [c]", "models": "models: [m]",
        ]
        let own = [service, topLevel.flatMap { uses[$0.section] } ?? ""].filter { !$0.isEmpty }
        let image = service.hasPrefix("image:") ? [] : ["image: i"]
        let body = service.hasPrefix("{") ? service : "{\((image + own).joined(separator: ", "))}"
        var sections = [
            "name": "name: p",
            "services": "services:\n  s: \(body)\n  t: {image: i, build: ., user: u}",
            "networks": "networks: {n: }", "volumes": "volumes: {v: }",
            "secrets": "secrets: {k: {environment: KEY}}", "configs": "configs: {c: {content: x}}",
            "models": "models: {m: {model: ai/a}}",
        ]
        if let topLevel, !topLevel.text.isEmpty { sections[topLevel.section] = topLevel.text }
        return sections.sorted { $0.key < $1.key }.map(\.value).joined(separator: "\n")
    }
}
