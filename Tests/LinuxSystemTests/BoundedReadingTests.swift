import Foundation
import Testing

@testable import LinuxSystem

@Suite("Reading what may be anything", .timeLimit(.minutes(10)))
struct BoundedReadingTests {
    /// The reason why a path is not read.
    private func refusal(
        _ path: String, upTo limit: Int = 1 << 20, patience: Duration = .milliseconds(50)
    ) -> String {
        do throws(BoundedReadingError) {
            return "\(try readFile(path, upTo: limit, patience: patience).count) bytes"
        } catch {
            return error.description
        }
    }

    private func withFifo(_ body: (String) throws -> Void) throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-reading-")
        // What is left in /tmp harms nobody.
        defer { try? removeTree(directory) }
        let path = "\(directory)/fifo"
        try #require(unsafe mkfifo(path, 0o600) == 0)
        try body(path)
    }

    @Test("a file may have as many bytes as the limit, and not one more")
    func limit() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-reading-")
        defer { try? removeTree(directory) }
        try writeFile("\(directory)/a", String(repeating: "x", count: 100_000))
        #expect(refusal("\(directory)/a", upTo: 100_000) == "100000 bytes")
        #expect(refusal("\(directory)/a", upTo: 99_999) == "it has more than 99999 bytes")
    }

    @Test(
        "what cannot be read says why",
        arguments: [
            ("/dev/zero", "it has more than 1048576 bytes"), ("/tmp", "Is a directory"),
            ("/nowhere/a", "No such file or directory"), ("/dev/null", "0 bytes"),
        ])
    func kinds(path: String, expected: String) { #expect(refusal(path) == expected) }

    @Test("a file of procfs, which tells no size, is read")
    func procfs() throws {
        #expect(try readFile("/proc/self/status", upTo: 1 << 20).starts(with: Array("Name:".utf8)))
    }

    @Test("a loop of symbolic links is refused")
    func loop() throws {
        let directory = try makeTemporaryDirectory(prefix: "/tmp/berth-reading-")
        defer { try? removeTree(directory) }
        try makeSymbolicLink("\(directory)/a", to: "b")
        try makeSymbolicLink("\(directory)/b", to: "a")
        #expect(refusal("\(directory)/a") == "Too many levels of symbolic links")
    }

    @Test("a fifo that nobody writes to is given up")
    func unwritten() throws {
        try withFifo { #expect(refusal($0) == "it is a pipe that nobody writes to") }
    }

    @Test("a fifo is read to its end, though its writer comes late and pauses")
    func late() throws {
        try withFifo { path in
            Thread.detachNewThread {
                usleep(100_000)
                let writer = FileHandle(forWritingAtPath: path)
                usleep(100_000)
                writer?.write(Data("a\n".utf8))
                usleep(100_000)
                writer?.write(Data("b\n".utf8))
                // Closing cannot fail in a way that the reader would not see.
                try? writer?.close()
            }
            #expect(refusal(path, patience: .seconds(60)) == "4 bytes")
        }
    }

    @Test("a writer that has opened a fifo may take longer than the patience")
    func slow() throws {
        try withFifo { path in
            let both = try OwnedDescriptor.fifo(path)
            let writer = try #require(FileHandle(forWritingAtPath: path))
            _ = consume both
            Thread.detachNewThread {
                usleep(300_000)
                writer.write(Data("a\n".utf8))
                // Closing cannot fail in a way that the reader would not see.
                try? writer.close()
            }
            #expect(refusal(path, patience: .milliseconds(10)) == "2 bytes")
        }
    }

    @Test("a pipe of the shell is read through /dev/fd, also when its writer is gone")
    func substitution() throws {
        let pipe = Foundation.Pipe()
        try pipe.fileHandleForWriting.write(contentsOf: Data("services:".utf8))
        try pipe.fileHandleForWriting.close()
        #expect(refusal("/dev/fd/\(pipe.fileHandleForReading.fileDescriptor)") == "9 bytes")
    }

    @Test("standard input is bounded too")
    func endless() throws {
        let file = try OwnedDescriptor.reading("/dev/zero")
        #expect(throws: BoundedReadingError.tooLarge(limit: 1000)) { try file.readToEnd(upTo: 1000) }
    }
}
