/// Where the loader finds its files; the real one reads the host's file system, tests keep theirs in memory.
public protocol FileSource {
    /// The bytes of a file; what it throws is printed as the reason.
    func contents(ofFile path: String) throws -> [UInt8]
    /// True when there is something at the path, of whatever kind.
    func exists(_ path: String) -> Bool
    /// True when the path leads to a directory.
    func isDirectory(_ path: String) -> Bool
    /// All of standard input, for `-f -`.
    func standardInput() throws -> [UInt8]
}
