/// Builds a message and remembers where names stand, so that later ones can point to them (RFC 1035, 4.1.4).
struct DNSWriter {
    /// What was written so far.
    private(set) var bytes: [UInt8] = []
    private var places: [DNSName: Int] = [:]

    /// Appends a number in network order.
    mutating func append(_ number: some FixedWidthInteger) { bytes += bigEndianBytes(number) }

    /// Appends bytes as they are.
    mutating func append(_ raw: [UInt8]) { bytes += raw }

    /// Appends a name; the longest tail of it that was written before becomes a pointer.
    ///
    /// Not so without `compressing`, for data in which older software must find the whole name (RFC 2782).
    mutating func append(_ name: DNSName, compressing: Bool = true) {
        for index in name.labels.indices {
            let tail = name.dropFirst(index)
            if let place = places[tail] {
                if compressing { return append(0xc000 | UInt16(place)) }
            } else if bytes.count < 0x4000 {  // A pointer has 14 bits.
                places[tail] = bytes.count
            }
            bytes.append(UInt8(name.labels[index].count))
            bytes += name.labels[index]
        }
        bytes.append(0)
    }

    /// Appends 16 bits with the number of bytes that the body writes, then those bytes.
    mutating func appendCounted(_ body: (inout DNSWriter) -> Void) {
        let place = bytes.count
        append(UInt16(0))
        body(&self)
        put(UInt16(bytes.count - place - 2), at: place)
    }

    /// Overwrites 16 bits that were written before.
    mutating func put(_ number: UInt16, at place: Int) {
        bytes.replaceSubrange(place..<place + 2, with: bigEndianBytes(number))
    }

    /// Appends records as long as each ends within `limit`, and returns how many did.
    ///
    /// When one did not, no further name may be appended: it could point to what was taken out again.
    mutating func append(_ records: [DNSRecord], within limit: Int) -> Int {
        for (index, record) in records.enumerated() {
            let length = bytes.count
            record.write(to: &self)
            guard bytes.count > limit else { continue }
            bytes.removeLast(bytes.count - length)
            return index
        }
        return records.count
    }
}
