import BerthLoader

/// Files that are only in memory, by their absolute paths.
struct MemoryFiles: FileSource {
    /// Why a file cannot be read.
    struct Missing: Error, CustomStringConvertible {
        var description: String { "open: No such file or directory" }
    }

    var files: [String: String]
    var input = ""

    init(_ files: [String: String], input: String = "") {
        self.files = files
        self.input = input
    }

    func contents(ofFile path: String) throws -> [UInt8] {
        guard let text = files[path] else { throw Missing() }
        return Array(text.utf8)
    }

    func exists(_ path: String) -> Bool { files[path] != nil || isDirectory(path) }

    func isDirectory(_ path: String) -> Bool {
        path == "/" || files.keys.contains { $0.hasPrefix("\(path)/") }
    }

    func standardInput() throws -> [UInt8] { Array(input.utf8) }
}
