import LinuxSystem

/// The files of this computer, read as the process may read them.
public struct HostFiles: FileSource, Sendable {
    /// The bytes that are read of a file; more are refused, as a device without an end has.
    private static let largest = 64 << 20

    /// Creates the source; it opens nothing by itself.
    public init() {}

    /// The whole content.
    public func contents(ofFile path: String) throws -> [UInt8] { try readFile(path, upTo: Self.largest) }

    /// True when something can be reached at the path.
    public func exists(_ path: String) -> Bool { fileExists(path) }

    /// True when the path leads to a directory.
    public func isDirectory(_ path: String) -> Bool {
        // What cannot be looked at cannot be used as a directory either.
        (try? fileStatus(path)?.kind) == .directory
    }

    /// Everything up to the end of standard input.
    public func standardInput() throws -> [UInt8] {
        try OwnedDescriptor.duplicating(0).readToEnd(upTo: Self.largest)
    }
}
