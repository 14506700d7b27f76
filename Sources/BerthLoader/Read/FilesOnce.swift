/// Files of which each is read once in a load, so that one that changes meanwhile is the same to all services.
final class FilesOnce<Files: FileSource>: FileSource {
    /// Why no more is read.
    private struct TooMuch: Error, CustomStringConvertible {
        let limit: Int
        var description: String { "the files of the project have more than \(limit) bytes together" }
    }

    private let files: Files
    private let limit: Int
    private var bytes = 0
    private var known: [String: Result<[UInt8], any Error>] = [:]

    /// Reads from other files, and gives out at most so many bytes.
    init(_ files: Files, limit: Int) {
        self.files = files
        self.limit = limit
    }

    /// The bytes that the file had when it was first asked for.
    func contents(ofFile path: String) throws -> [UInt8] {
        let content = known[path] ?? Result { try files.contents(ofFile: path) }
        known[path] = content
        bytes += try content.get().count
        guard bytes <= limit else { throw TooMuch(limit: limit) }
        return try content.get()
    }

    /// True when there is something at the path now.
    func exists(_ path: String) -> Bool { files.exists(path) }
    /// True when the path leads to a directory now.
    func isDirectory(_ path: String) -> Bool { files.isDirectory(path) }
    /// All of standard input.
    func standardInput() throws -> [UInt8] { try files.standardInput() }
}
