/// The place of an entry below the root of an archive, as a directory and a name in it.
///
/// Bytes and not text, because a name in an archive need not be UTF-8.
struct EntryPath: Hashable, Sendable {
    /// The directory, without a slash at either end; empty for the root.
    let parent: [UInt8]
    /// The name in it; empty for the root itself.
    let name: [UInt8]

    /// Reads a path as archives have it: absolute ones and "." are taken as relative to the root.
    init(_ path: [UInt8]) throws(LayerError) {
        let parts = path.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
        if parts.contains([UInt8(ascii: "."), UInt8(ascii: ".")]) {
            throw .leavesDirectory(entry: String(decoding: path, as: UTF8.self))
        }
        name = parts.last.map { Array($0) } ?? []
        parent = Array(parts.dropLast().joined(separator: [UInt8(ascii: "/")]))
    }

    private init(parent: [UInt8], name: [UInt8]) {
        self.parent = parent
        self.name = name
    }

    /// True for the directory that holds everything.
    var isRoot: Bool { name.isEmpty }

    /// The whole path, without a slash at either end.
    var bytes: [UInt8] { parent.isEmpty ? name : parent + [UInt8(ascii: "/")] + name }

    /// The path as text, for messages.
    var text: String { isRoot ? "." : String(decoding: bytes, as: UTF8.self) }

    /// The same directory with another name in it.
    func sibling(_ name: ArraySlice<UInt8>) -> EntryPath { EntryPath(parent: parent, name: Array(name)) }
}
