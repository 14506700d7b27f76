import Glibc
internal import LinuxSystem

/// Writes entries below a directory, each relative to a descriptor of its parent, so that nothing in the
/// archive can make it write anywhere else.
final class TreeWriter {
    /// What is made of names that start with `.wh.`.
    enum Names: Sendable {
        /// They are whiteouts of a layer.
        case ofLayer
        /// They are names like all others.
        case plain
    }

    private let root: ConfinedDirectory
    private let names: Names
    private var parent: (path: [UInt8], descriptor: SharedDescriptor)?
    /// Written last, because every file made in a directory changes its time.
    private var directoryTimes: [(path: EntryPath, modified: timespec)] = []

    /// Starts to write below a directory that is there.
    init(_ directory: String, names: Names) throws(LayerError) {
        do throws(SystemError) { root = try ConfinedDirectory(directory) } catch {
            throw .system(entry: "", error)
        }
        self.names = names
    }

    /// Writes one entry; what was written before in its place is replaced.
    func write(_ entry: LayerEntry, from entries: TarEntries) throws(LayerError) {
        if names == .ofLayer, let whiteout = try Whiteout(entry.path) {
            return try writeWhiteout(whiteout, at: entry.path)
        }
        // Whoever reads a file of an archive would read the device, or wait for the pipe.
        if names == .plain, case .node = entry.kind { throw .unknownKind(entry: entry.path.text) }
        if case .directory = entry.kind { return try writeDirectory(entry) }
        if entry.path.isRoot { throw .leavesDirectory(entry: entry.path.text) }
        let place = try place(of: entry.path)
        try making(entry.path) { () throws(SystemError) in try clear(place) }
        switch entry.kind {
        case .directory: break
        case .file(let size): try writeFile(entry, size: size, at: place, from: entries)
        case .hardLink(let target): try writeHardLink(entry.path, to: target, at: place)
        case .symbolicLink, .node: try making(entry.path) { () throws(SystemError) in try place.make(entry) }
        }
    }

    /// Gives the directories their times.
    func finish() throws(LayerError) {
        for (path, modified) in directoryTimes {
            try making(path) { () throws(SystemError) in
                do throws(SystemError) {
                    let directory = SharedDescriptor(try root.directory(path.bytes))
                    try setModificationTime(directory.number, modified)
                } catch  where [ENOENT, ENOTDIR, ELOOP].contains(error.code) {
                    // A later entry took its place, and with it the time.
                }
            }
        }
    }
}

// MARK: - Kinds of entries

extension TreeWriter {
    private func writeDirectory(_ entry: LayerEntry) throws(LayerError) {
        let directory = try entry.path.isRoot ? place(of: entry.path).parent : makeDirectory(entry.path)
        try making(entry.path) { () throws(SystemError) in try setAttributes(directory.number, entry) }
        directoryTimes.append((entry.path, entry.modified))
    }

    private func makeDirectory(_ path: EntryPath) throws(LayerError) -> SharedDescriptor {
        let place = try place(of: path)
        return try making(path) { () throws(SystemError) in
            let before = try place.kind()
            if before != .directory { try place.remove() }
            return try open(path.bytes, at: place, before: before)
        }
    }

    /// Opens a directory, and makes it first where nothing or a whiteout was.
    private func open(_ path: [UInt8], at place: Place, before: Place.Kind) throws(SystemError)
        -> SharedDescriptor
    {
        if before != .directory {
            try place.makeDirectory()
            try place.setMode(0o755)
        }
        let directory = SharedDescriptor(try root.directory(path))
        // A whiteout of this name hid what the layers below have there; the new directory goes on with that.
        if before == .whiteout { try setOpaque(directory.number) }
        return directory
    }

    private func writeFile(_ entry: LayerEntry, size: Int, at place: Place, from entries: TarEntries)
        throws(LayerError)
    {
        let file = try making(entry.path) { () throws(SystemError) in try place.makeFile() }
        var end = 0
        var holes = 0
        while let part = try unsafe entries.nextPart() {
            try making(entry.path) { () throws(SystemError) in
                try unsafe writeAll(part.bytes, to: file.number, at: part.offset)
            }
            holes += unsafe max(0, part.offset - end)
            end = unsafe part.offset + part.bytes.count
        }
        try entries.take(holes + max(0, size - end))
        try making(entry.path) { () throws(SystemError) in
            if end != size { try truncate(file.number, to: size) }
            try setAttributes(file.number, entry)
            try setModificationTime(file.number, entry.modified)
        }
    }

    private func writeHardLink(_ path: EntryPath, to target: EntryPath, at place: Place) throws(LayerError) {
        do throws(SystemError) {
            let directory = SharedDescriptor(try root.directory(target.parent))
            try place.link(Place(parent: directory, name: target.name))
        } catch  where error.isNotFound || error.code == ENOTDIR {
            throw .missingLinkTarget(entry: path.text, target: target.text)
        } catch  where error.code == ELOOP {
            throw .throughSymbolicLink(entry: target.text)
        } catch {
            throw .system(entry: path.text, error)
        }
    }

    private func writeWhiteout(_ whiteout: Whiteout, at path: EntryPath) throws(LayerError) {
        let place = try place(of: path)
        try making(path) { () throws(SystemError) in
            switch whiteout {
            case .ignored: break
            case .hidesContents: try setOpaque(place.parent.number)
            case .hides(let hidden): try hide(Place(parent: place.parent, name: hidden.name), hidden)
            }
        }
    }

    /// A whiteout speaks of the layers below only: what this layer has under that name stays.
    private func hide(_ place: Place, _ path: EntryPath) throws(SystemError) {
        switch try place.kind() {
        case .nothing: try place.makeWhiteout()
        case .directory:
            let directory = SharedDescriptor(try root.directory(path.bytes))
            try setOpaque(directory.number)
        case .whiteout, .other: break
        }
    }
}

// MARK: - Places

extension TreeWriter {
    /// The place of an entry; directories above it that no entry made yet are made.
    private func place(of path: EntryPath) throws(LayerError) -> Place {
        if let parent, parent.path == path.parent {
            return Place(parent: parent.descriptor, name: path.name)
        }
        let directory = try making(path) { () throws(SystemError) in try openMaking(path.parent) }
        parent = (path.parent, directory)
        return Place(parent: directory, name: path.name)
    }

    private func openMaking(_ path: [UInt8]) throws(SystemError) -> SharedDescriptor {
        do throws(SystemError) {
            return SharedDescriptor(try root.directory(path))
        } catch  where (error.isNotFound || error.code == ENOTDIR) && !path.isEmpty {
            let slash = path.lastIndex(of: UInt8(ascii: "/"))
            let name = Array(path[(slash.map { $0 + 1 } ?? 0)...])
            let place = Place(parent: try openMaking(Array(path[..<(slash ?? 0)])), name: name)
            let before = try place.kind()
            if before == .whiteout { try place.remove() }
            return try open(path, at: place, before: before)
        }
    }

    private func clear(_ place: Place) throws(SystemError) {
        // The descriptor of a directory that goes must not be used for the next entries.
        if try place.kind() == .directory { parent = nil }
        try place.remove()
    }

    private func making<Value>(_ path: EntryPath, _ body: () throws(SystemError) -> Value) throws(LayerError)
        -> Value
    {
        do throws(SystemError) { return try body() } catch {
            if error.code == ELOOP { throw .throughSymbolicLink(entry: path.text) }
            throw .system(entry: path.text, error)
        }
    }
}
