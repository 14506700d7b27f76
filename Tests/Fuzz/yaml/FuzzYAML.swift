import YAMLTree

/// Whatever loads must read back equal after it is written, as YAML and as JSON.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzYAML(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    var limits = YAMLLimits()
    limits.aliasedNodes = 1000
    limits.depth = 100
    do throws(YAMLErrors) {
        for document in try loadYAML(bytes, file: "input", limits: limits) {
            let written = emitYAML(document)
            let read = try loadYAML(written, file: "written")
            precondition(read == [document], "reads back different:\n\(written)")
            _ = emitJSON(document)
        }
    } catch {
        precondition(error.errors.allSatisfy { $0.range.file == "input" }, "cannot be read back: \(error)")
    }
    return 0
}
