@testable import BerthLoader

/// A duration reads back from what is printed of it, and every number of nanoseconds is kept.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzDurations(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    if let read = try? DurationText(String(decoding: bytes, as: UTF8.self)) { check(read) }
    let number = bytes.prefix(8).reduce(Int64(0)) { $0 << 8 | Int64($1) }
    if let read = try? DurationText("\(number)ns") {
        precondition(read.nanoseconds == number, "\(number)ns became \(read.nanoseconds)")
        check(read)
    } else {
        precondition(number.magnitude > 9_223_372_036_000_000_000, "\(number)ns is refused")
    }
    return 0
}

/// Printing and reading again must give the same.
private func check(_ read: DurationText) {
    let again = try? DurationText(read.text)
    precondition(again == read, "\(read.nanoseconds) is printed as \(read.text)")
    precondition(again?.text == read.text, "\(read.text) is printed in another way the second time")
}
