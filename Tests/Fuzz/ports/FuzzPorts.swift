@testable import BerthLoader
import YAMLTree

/// A short port becomes one long port for each port of its range, and those stay as they are.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPorts(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let node = Node.string(text)
    var doubts: [Malformed] = []
    guard let short = try? PortText(text) else {
        precondition((try? longPorts(node, &doubts)) == nil, "expands what cannot be read")
        return 0
    }
    // Ranges are expanded the same way however long they are.
    guard short.target.count <= 100, let long = try? longPorts(node, &doubts) else { return 0 }
    precondition(long.count == short.target.count, "\(long.count) ports of \(short.target)")
    for (port, number) in zip(long, short.target) {
        precondition(port["target"]?.value == .int(Int64(number)), "out of order")
        let published = port["published"]?.string
        precondition((published == nil) == (short.published == nil), "published from nowhere")
        if short.target.count > 1, let first = short.published?.lowerBound {
            precondition(published == "\(first + number - short.target.lowerBound)", "not side by side")
        }
        precondition((try? longPorts(port, &doubts)) == [port], "a long form changes")
    }
    return 0
}
