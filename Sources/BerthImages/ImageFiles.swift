internal import BerthModel
public import LinuxSystem

extension ImageStore {
    /// What an image has at a path, following symbolic links within the image; nil when it has nothing there.
    ///
    /// It is read out of the layers, so that nothing has to be mounted.
    public func status(of path: String, in image: Image) throws -> FileStatus? {
        try LayeredFiles(directories: image.configuration.diffIDs.reversed().map(layers.path)).status(
            of: path)
    }

    /// Mounts the files of an image on a directory, which is made; nobody can write to them.
    public func mountFiles(of image: Image, on directory: String) async throws {
        try await unpack(image)
        var lower = image.configuration.diffIDs.reversed().map(layers.path)
        // The kernel takes no overlay of less than two directories; an image without layers has no files.
        if lower.count == 1 { lower.append(layers.emptyLayer) }
        do throws(SystemError) {
            try makeDirectories(directory)
            if !lower.isEmpty { try OverlayMount(lower: lower).mount(on: directory) }
        } catch {
            throw Failure(.runtime, "cannot mount the files of image \"\(image.id)\"", cause: error)
        }
    }
}

/// Directories over one another, as an overlay shows them (Documentation/filesystems/overlayfs.rst).
struct LayeredFiles: Sendable {
    /// The directories, the topmost first.
    let directories: [String]

    /// What is at a path below the common root, following symbolic links; nil when nothing is, or they go round.
    func status(of path: String) throws(SystemError) -> FileStatus? {
        var parts = path.split(separator: "/").map(String.init)[...]
        var walked: [String] = []
        var links = 0
        var status = try look(at: [])
        while let part = parts.popFirst() {
            if part == "." { continue }
            if part == ".." {
                _ = walked.popLast()
                status = try look(at: walked)
                continue
            }
            guard status?.kind == .directory, let (found, link) = try find(walked + [part]) else {
                return nil
            }
            guard let link else {
                walked.append(part)
                status = found
                continue
            }
            links += 1
            if links > 40 { return nil }
            if link.hasPrefix("/") {
                walked = []
                status = try look(at: [])
            }
            parts = (link.split(separator: "/").map(String.init) + parts)[...]
        }
        return status
    }

    private func look(at path: [String]) throws(SystemError) -> FileStatus? { try find(path)?.status }

    /// What is at a path without symbolic links, with the content of a link.
    private func find(_ path: [String]) throws(SystemError) -> (status: FileStatus, link: String?)? {
        for directory in directories {
            let place = ([directory] + path).joined(separator: "/")
            if let status = try linkStatus(place) {
                if status.isWhiteout { return nil }
                return (status, status.kind == .symbolicLink ? try readSymbolicLink(place) : nil)
            }
            if try hides(path, in: directory) { return nil }
        }
        return nil
    }

    /// True when a directory on the way to a path keeps what is in the layers below from being seen.
    private func hides(_ path: [String], in directory: String) throws(SystemError) -> Bool {
        var place = directory
        for part in path.dropLast() {
            place += "/\(part)"
            guard let status = try linkStatus(place) else { return false }
            if status.kind != .directory { return true }
            if try extendedAttribute("trusted.overlay.opaque", of: place) == [UInt8(ascii: "y")] {
                return true
            }
        }
        return false
    }
}
