internal import LinuxSystem

/// Finds out from the changes in two directories how much of each layer has arrived.
///
/// skopeo writes a blob to a file with a name of its own in the layout's directory, and renames it to its
/// digest when it is whole. Until then, which file is which layer is a guess: the first one that was begun is
/// taken for the first layer that is missing. The rename corrects it, and the sum is right all the time.
struct TransferMeter: Sendable, Hashable {
    /// The layers as they are known now.
    private(set) var layers: [PullProgress.Layer]
    /// The index of the layer that a file is taken for.
    private var layerOfFile: [String: Int] = [:]
    /// Files that were renamed away, by the cookie of the change.
    private var departed: [UInt32: String] = [:]

    /// Starts with the layers of a manifest, some of which may be here already.
    init(_ layers: [PullProgress.Layer]) { self.layers = layers }

    /// A file has grown to a size.
    mutating func grew(_ file: String, to size: Int) {
        guard let index = layerOfFile[file] ?? firstUnassigned() else { return }
        layerOfFile[file] = index
        layers[index].received = min(size, layers[index].size)
    }

    /// A file was removed: its transfer broke, and may begin anew in another one.
    mutating func removed(_ file: String) {
        if let index = layerOfFile.removeValue(forKey: file) { layers[index].received = 0 }
    }

    /// A file was renamed away.
    mutating func left(_ file: String, cookie: UInt32) { departed[cookie] = file }

    /// A file was renamed to the name of a blob.
    mutating func arrived(_ blob: String, cookie: UInt32) {
        guard let file = departed.removeValue(forKey: cookie) else { return }
        let guess = layerOfFile.removeValue(forKey: file)
        guard let index = layers.firstIndex(where: { $0.digest == "sha256:\(blob)" }) else {
            if let guess { layers[guess].received = 0 }
            return
        }
        if let guess, guess != index {
            // The file that was taken for this layer is another one: most likely the one this was taken for.
            let other = layerOfFile.first { $0.value == index }?.key
            if let other { layerOfFile[other] = guess }
            layers[guess].received = other == nil ? 0 : min(layers[index].received, layers[guess].size)
        }
        layers[index].received = layers[index].size
    }

    private func firstUnassigned() -> Int? {
        layers.indices.first { index in
            layers[index].received < layers[index].size && !layerOfFile.values.contains(index)
        }
    }
}

extension TransferMeter {
    private func isWorthTelling(since reported: [PullProgress.Layer]) -> Bool {
        func whole(_ layers: [PullProgress.Layer]) -> Int { layers.filter { $0.received == $0.size }.count }
        func sum(_ layers: [PullProgress.Layer]) -> Int { layers.reduce(0) { $0 + $1.received } }
        let size = layers.reduce(0) { $0 + $1.size }
        return whole(layers) != whole(reported) || abs(sum(layers) - sum(reported)) > size / 200
    }

    /// Reports every layer that has arrived, and every half percent, until the task is cancelled; `pulse` beats with
    /// every change.
    mutating func run(
        _ watch: FileWatch, layout: String, _ pulse: Pulse,
        report: @Sendable ([PullProgress.Layer]) -> Void
    ) async throws {
        var reported = layers
        while true {
            let events = try await watch.next()
            pulse.beat()
            for event in events {
                switch event.change {
                case .created, .written:
                    guard event.name.hasPrefix("oci-put-blob") else { continue }
                    // It may have its final name by now, as a later event tells.
                    if let status = try linkStatus("\(layout)/\(event.name)") {
                        grew(event.name, to: status.size)
                    }
                case .removed: removed(event.name)
                case .left: left(event.name, cookie: event.cookie)
                case .arrived: arrived(event.name, cookie: event.cookie)
                default: continue
                }
            }
            if isWorthTelling(since: reported) {
                report(layers)
                reported = layers
            }
        }
    }
}
