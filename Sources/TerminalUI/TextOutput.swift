public import LinuxSystem

/// Where text goes: standard output, standard error, or a test.
public protocol TextOutput: Sendable {
    /// Writes bytes as they are, as one piece.
    func write(_ bytes: [UInt8]) throws
}

extension TextOutput {
    /// Writes a text as UTF-8.
    public func write(_ text: String) throws { try write(Array(text.utf8)) }

    /// Writes lines, each with a line feed.
    public func writeLines(_ lines: [String]) throws {
        if !lines.isEmpty { try write(lines.joined(separator: "\n") + "\n") }
    }
}

/// An open file or terminal of this process.
public final class DescriptorOutput: TextOutput {
    private let descriptor: OwnedDescriptor
    /// True when it is a terminal.
    public let isTerminal: Bool

    /// Standard output.
    public static func standardOutput() throws -> DescriptorOutput { try DescriptorOutput(duplicating: 1) }
    /// Standard error.
    public static func standardError() throws -> DescriptorOutput { try DescriptorOutput(duplicating: 2) }

    private init(duplicating number: Int32) throws(SystemError) {
        descriptor = try .duplicating(number)
        isTerminal = LinuxSystem.isTerminal(number)
    }

    /// Writes bytes and waits until they are taken.
    public func write(_ bytes: [UInt8]) throws { try descriptor.write(bytes) }

    /// The terminal's size; nil when it is none.
    public var size: TerminalSize? { TerminalSize(of: descriptor.number) }
}
