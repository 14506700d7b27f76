/// What the first bytes of an executable file are (execve(2), elf(5)).
enum ProgramFormat: Sendable, Hashable {
    /// A script, run by the interpreter that its first line names.
    case script(interpreter: String)
    /// A program for a kind of machine, with the path of its dynamic linker if it has one.
    case binary(Machine, interpreter: String?)

    /// A kind of machine by its number in ELF.
    struct Machine: Sendable, Hashable {
        let number: Int

        /// True when this host executes its programs, those of its 32-bit forerunner too.
        var isOurs: Bool {
            #if arch(x86_64)
                [62, 3].contains(number)
            #elseif arch(arm64)
                [183, 40].contains(number)
            #else
                true
            #endif
        }

        /// The name that image platforms have for it.
        var name: String { machineNames[number] ?? "ELF \(number)" }
    }

    /// Reads the first bytes of a file; nil when the kernel itself has no use for them.
    init?(_ head: [UInt8]) {
        if head.starts(with: [0x23, 0x21]) {
            let line = head.dropFirst(2).prefix { $0 != 0x0a }
            let words = line.split(whereSeparator: { $0 == 0x20 || $0 == 0x09 })
            guard let interpreter = words.first else { return nil }
            self = .script(interpreter: String(decoding: interpreter, as: UTF8.self))
        } else if head.starts(with: [0x7f, 0x45, 0x4c, 0x46]), head.count >= 64 {
            let header = ELFHeader(bytes: head)
            self = .binary(Machine(number: header.machine), interpreter: header.interpreter)
        } else {
            return nil
        }
    }

    /// The program that the kernel loads in its place or beside it.
    var interpreter: String? {
        switch self {
        case .script(let interpreter): interpreter
        case .binary(_, let interpreter): interpreter
        }
    }
}

private let machineNames = [
    3: "386", 8: "mips", 20: "ppc", 21: "ppc64", 22: "s390x", 40: "arm", 62: "amd64", 183: "arm64",
    243: "riscv64", 258: "loong64",
]

/// The parts of an ELF header that say what is needed to run the file.
private struct ELFHeader {
    let bytes: [UInt8]

    private var isWide: Bool { bytes[4] == 2 }
    private var isBigEndian: Bool { bytes[5] == 2 }

    var machine: Int { number(at: 18, size: 2) ?? 0 }

    /// The path in the segment of type PT_INTERP; nil without one, or when it is not within the first bytes.
    var interpreter: String? {
        guard let table = isWide ? number(at: 32, size: 8) : number(at: 28, size: 4),
            let size = number(at: isWide ? 54 : 42, size: 2),
            let count = number(at: isWide ? 56 : 44, size: 2)
        else { return nil }
        for index in 0..<count {
            let (entry, overflows) = table.addingReportingOverflow(index * size)
            guard !overflows, let type = number(at: entry, size: 4) else { return nil }
            guard type == 3 else { continue }
            let offset = isWide ? number(at: entry + 8, size: 8) : number(at: entry + 4, size: 4)
            let length = isWide ? number(at: entry + 32, size: 8) : number(at: entry + 16, size: 4)
            guard let offset, let length, length > 1, offset < bytes.count, length <= bytes.count - offset
            else { return nil }
            return String(decoding: bytes[offset..<offset + length - 1], as: UTF8.self)
        }
        return nil
    }

    /// A number in the file's order of bytes; nil when it is not within the first bytes or negative.
    private func number(at offset: Int, size: Int) -> Int? {
        guard offset >= 0, offset <= bytes.count - size else { return nil }
        let part = bytes[offset..<offset + size]
        let ordered = isBigEndian ? Array(part) : part.reversed()
        return Int(exactly: ordered.reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
}
