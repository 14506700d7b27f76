@testable import BerthLoader

/// A text without `$` stays, one with every `$` doubled is what it was, and every reading is the same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzInterpolation(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    let variables = ["A": "value", "B": "", "C": "$A ${A}", "_1": "}"]
    let template = Template(lookup: { variables[$0] })
    let first = Result { try template.substitute(text) }
    let second = Result { try template.substitute(text) }
    precondition((try? first.get()) == (try? second.get()), "two readings differ")
    if !text.utf8.contains(UInt8(ascii: "$")) { precondition((try? first.get()) == text, "changed") }
    let doubled = text.components(separatedBy: "$").joined(separator: "$$")
    precondition((try? template.substitute(doubled)) == text, "the doubled text is read as another")
    // Without variables nothing is replaced by what they could hold.
    if let replaced = try? Template(lookup: { _ in nil }).substitute(text) {
        precondition(replaced.utf8.count <= text.utf8.count, "a text grows without variables")
    }
    return 0
}
