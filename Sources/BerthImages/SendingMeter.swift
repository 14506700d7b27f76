internal import LinuxSystem

/// Finds out how much of each blob a process has read, from the places of its open files (proc_pid_fdinfo(5)).
///
/// What it reads it sends: only a few buffers lie in between.
struct SendingMeter: Sendable {
    /// The layers as they are known now.
    private(set) var layers: [PullProgress.Layer]
    private let directory: String
    private let process: String

    /// Starts with the layers of a manifest, whose blobs a process sends.
    init(_ layers: [PullProgress.Layer], of blobs: BlobStore, _ pid: Int32) {
        self.layers = layers
        directory = blobs.directory
        process = "/proc/\(pid)"
    }

    /// Looks at the process, and returns whether so much was sent that it is worth telling.
    mutating func look() -> Bool {
        let before = layers.reduce(0) { $0 + $1.received }
        let size = layers.reduce(0) { $0 + $1.size }
        for (digest, place) in places() {
            guard let index = layers.firstIndex(where: { $0.digest == "sha256:\(digest)" }) else { continue }
            layers[index].received = max(layers[index].received, min(place, layers[index].size))
        }
        let sent = layers.reduce(0) { $0 + $1.received } - before
        return sent > 0 && sent * 200 >= size
    }

    /// The places in the blobs that the process has open.
    private func places() -> [(digest: String, place: Int)] {
        // The process may end, or close a file, between two looks.
        let descriptors = (try? directoryEntries("\(process)/fd")) ?? []
        return descriptors.compactMap { number in
            // As above.
            guard let file = try? readSymbolicLink("\(process)/fd/\(number)"),
                let information = try? readText("\(process)/fdinfo/\(number)"),
                file.hasPrefix("\(directory)/"),
                let line = information.split(separator: "\n").first(where: { $0.hasPrefix("pos:") }),
                let place = Int(line.dropFirst(4).drop(while: \.isWhitespace))
            else { return nil }
            return (String(file.dropFirst(directory.utf8.count + 1)), place)
        }
    }
}
