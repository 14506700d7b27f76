@testable import BerthLoader
import YAMLTree

/// The parts of a short mount make the whole again, and its long form stays as it is.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzVolumes(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let short = try? VolumeText(text) else { return 0 }
    let modes = short.modes.isEmpty ? nil : short.modes.joined(separator: ",")
    let whole = [short.source, short.target, modes].compactMap(\.self).joined(separator: ":")
    precondition(Array(whole.utf8) == Array(text.utf8), "\(text) became \(whole)")
    var doubts: [Malformed] = []
    guard let long = try? longMount(.string(text), &doubts) else { return 0 }
    precondition(long["target"]?.string == short.target)
    precondition((try? longMount(long, &doubts)) == long, "a long form changes")
    return 0
}
