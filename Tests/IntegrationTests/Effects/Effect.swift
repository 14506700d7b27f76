import Foundation
import Testing

/// What attributes of the format do to a container, as the kernel or a process in the container sees it.
///
/// The same effects are looked for in containers of the reference, where it is installed (`make compare`).
struct Effect: Sendable, CustomTestStringConvertible {
    /// Where a probe is run.
    enum Place: Sendable {
        /// In the container of service `s`.
        case container
        /// On the host, where `$PID` is the first process of service `s`.
        case host
        /// What `up` writes to standard error; the probe is not run, and `up` must fail.
        case refusal
        /// What `up` writes to standard error; the probe is not run, and `up` must succeed.
        case warning
    }

    /// The paths of the attributes, as `Golden/attributes.txt` of the loader's tests names them.
    var attributes: [String]
    /// What the service `s` has, in YAML; `image` and `command` are added where they are missing.
    let service: String
    /// What the file has beside services, in YAML.
    var file = ""
    /// Files beside the Compose file, by path.
    var files: [String: String] = [:]
    /// Where the probe is run.
    var place: Place = .container
    /// A line of shell.
    var probe = ""
    /// A regular expression for the whole output, without its last line break.
    let expected: String
    /// Why it is not looked for here; nil where it is.
    var obstacle: String?

    /// The attributes and the output.
    var testDescription: String { "\(attributes.joined(separator: " ")): \(expected)" }

    /// What a probe in the container writes, for attributes of a service given without `services.*.`.
    static func inside(
        _ attributes: String..., service: String, _ probe: String, is expected: String
    ) -> Effect {
        Effect(
            attributes: attributes.map { "services.*.\($0)" }, service: service, probe: probe,
            expected: expected)
    }

    /// What a probe on the host writes, for attributes of a service given without `services.*.`.
    static func onHost(
        _ attributes: String..., service: String, _ probe: String, is expected: String
    ) -> Effect {
        Effect(
            attributes: attributes.map { "services.*.\($0)" }, service: service, place: .host, probe: probe,
            expected: expected)
    }

    /// The Compose file.
    func compose(image: String) -> String {
        let lines = service.split(separator: "\n").map { "    \($0)" }
        let has = { (key: String) in lines.contains { $0.hasPrefix("    \(key):") } }
        return
            (["services:", "  s:"] + lines
            + (has("image") ? [] : ["    image: \(image)"])
            + (has("command") || has("entrypoint") ? [] : ["    command: sleep 1d"])
            + (has("stop_signal") ? [] : ["    stop_signal: KILL"])
            + [file, ""]).joined(separator: "\n")
    }

    /// True when an output is what is expected.
    func matches(_ output: String) throws -> Bool {
        let text = output.hasSuffix("\n") ? String(output.dropLast()) : output
        return try Regex(expected).dotMatchesNewlines().wholeMatch(in: text) != nil
    }
}

/// Everything that is looked for.
let effects: [Effect] = [
    processEffects,
    metadataEffects,
    resourceEffects,
    fileEffects,
    loggingEffects,
    privilegeEffects,
    deviceEffects,
    namespaceEffects,
    networkEffects,
    buildEffects,
    storageEffects,
].flatMap(\.self)
