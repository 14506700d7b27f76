/// What an entry whose name starts with `.wh.` says of the layers below (OCI image specification,
/// "Whiteouts").
enum Whiteout: Hashable, Sendable {
    /// Nothing of that name is seen any more.
    case hides(EntryPath)
    /// Nothing of the entry's directory is seen any more.
    case hidesContents
    /// A note that the file system which made the layer left for itself.
    case ignored

    /// Reads the name of an entry; nil when it is an ordinary one.
    init?(_ path: EntryPath) throws(LayerError) {
        guard path.name.starts(with: ".wh.".utf8) else { return nil }
        if path.name.elementsEqual(".wh..wh..opq".utf8) {
            self = .hidesContents
        } else if path.name.starts(with: ".wh..wh.".utf8) {
            self = .ignored
        } else {
            let hidden = path.name.dropFirst(4)
            if hidden.isEmpty || hidden.elementsEqual(".".utf8) || hidden.elementsEqual("..".utf8) {
                throw .invalidWhiteout(entry: path.text)
            }
            self = .hides(path.sibling(hidden))
        }
    }
}
