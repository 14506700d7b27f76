import Digest
import Glibc
import LayerArchive
import LinuxSystem
import TestSupport

/// True when the tests may make devices and change owners.
let mayMakeDevices = geteuid() == 0

/// A layer unpacked into a directory of its own, which goes with this value.
final class Unpacked {
    /// The directory that holds the layer and what is beside it.
    let directory: String
    /// The unpacked layer.
    var tree: String { "\(directory)/tree" }
    /// The blob.
    var blob: String { "\(directory)/blob" }

    /// Makes the directory and the blob, and unpacks nothing yet.
    init(blob bytes: [UInt8]) throws {
        directory = try makeTemporaryDirectory(prefix: "/var/tmp/layer-")
        try makeDirectories(tree)
        try OwnedDescriptor.writing(blob).write(bytes)
    }

    /// Unpacks an archive as a layer with the right digest.
    convenience init(_ tar: TarBuilder) throws {
        try self.init(blob: tar.archive)
        try unpack(diffID: sha256(of: tar.archive))
    }

    deinit { try? removeTree(directory) }

    func unpack(diffID: String) throws(LayerError) {
        try unpackLayer(blob, into: tree, diffID: diffID)
    }

    func text(_ name: String) throws -> String { try readText("\(tree)/\(name)") }
    func status(_ name: String) throws -> FileStatus? { try linkStatus("\(tree)/\(name)") }

    /// The result of stat(1) with a format.
    func stat(_ format: String, _ name: String) async throws -> String {
        let arguments = ["-c", format, "\(tree)/\(name)"]
        return try await run(ProcessDescription("/usr/bin/stat", arguments)).text.split(separator: "\n")
            .joined()
    }

    /// The extended attributes of a file, one `name=0xhex` a line, as getfattr-like text from python's os
    /// module.
    func attributes(_ name: String) async throws -> [String] {
        let script = """
            import os, sys
            for name in sorted(os.listxattr(sys.argv[1], follow_symlinks=False)):
                print(name + "=" + os.getxattr(sys.argv[1], name, follow_symlinks=False).hex())
            """
        let arguments = ["python3", "-c", script, "\(tree)/\(name)"]
        return try await run(ProcessDescription("/usr/bin/env", arguments)).text.split(separator: "\n")
            .map(String.init)
    }
}

/// An archive written by a closure.
func tar(_ build: (inout TarBuilder) -> Void) -> TarBuilder {
    var builder = TarBuilder()
    build(&builder)
    return builder
}
