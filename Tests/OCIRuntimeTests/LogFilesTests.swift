import LinuxSystem
import Testing

@testable import OCIRuntime

@Suite("The files of a log")
struct LogFilesTests {
    private func withLog(_ body: (LogFiles, String) throws -> Void) throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-files-")
        defer { try? removeTree(directory) }
        try body(LogFiles("\(directory)/c.log"), directory)
    }

    @Test("go by number, whatever the clock does; of removed ones the unfinished lines stay")
    func files() throws {
        try withLog { files, directory in
            let time = "2026-11-21T00:00:01.000000000+00:00"
            for (moment, end) in [(5.0, "F a"), (4.0, "P b"), (9.0, "F c")] {
                try writeFile(files.path, "\(time) stdout F x\n\(time) stderr \(end)\n")
                try files.close(at: moment)
            }
            #expect(try files.full().map(\.number) == [5_000_000, 5_000_001, 9_000_000])
            try files.removeOldest(keeping: 1, patience: 9)
            #expect(try directoryEntries(directory) == ["c.log.5000001.begun", "c.log.9000000"])
            #expect(try readText("\(directory)/c.log.5000001.begun") == "\(time) stderr P b\n")
            try files.removeOldest(keeping: 0, patience: 9)
            #expect(try directoryEntries(directory) == [])
        }
    }

    @Test("that a reader is at stay with those after them, but not without end")
    func patience() throws {
        try withLog { files, directory in
            for moment in 1...6 {
                try writeFile(files.path, "")
                try files.close(at: Double(moment))
            }
            let reader = try OwnedDescriptor.reading("\(files.path).3000000")
            try reader.markAsRead()
            try files.removeOldest(keeping: 1, patience: 9)
            #expect(try files.full().map(\.number) == [3, 4, 5, 6].map { $0 * 1_000_000 })
            try files.removeOldest(keeping: 1, patience: 1)
            #expect(try files.full().map(\.number) == [5_000_000, 6_000_000])
        }
    }
}
