internal import FoundationEssentials
internal import LinuxSystem

extension RuntimeSpec {
    /// The text of `config.json`: the same for the same value, with sorted keys.
    public func text() throws -> String { try encoded(self) }

    /// Writes `config.json` into the directory of a bundle.
    public func write(toBundle directory: String) throws {
        try writeFile("\(directory)/config.json", text(), mode: 0o600)
    }

    /// Reads `config.json` from the directory of a bundle.
    public init(bundle directory: String) throws {
        self = try JSONDecoder().decode(RuntimeSpec.self, from: Data(readFile("\(directory)/config.json")))
    }
}

extension RuntimeSpec.Process {
    /// The text of the process specification for the `exec` of a runtime.
    func text() throws -> String { try encoded(self) }
}

private func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
}
