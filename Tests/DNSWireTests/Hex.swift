/// The bytes of annotated hexadecimal text: everything after `#` on a line is a remark.
func hex(_ text: String) -> [UInt8] {
    text.split(separator: "\n")
        .flatMap { $0.prefix { $0 != "#" }.split(separator: " ") }
        .compactMap { UInt8($0, radix: 16) }
}
