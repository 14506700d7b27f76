internal import CArchive
internal import Digest
import Glibc
internal import LinuxSystem

/// The bytes of a file with its gzip or zstd compression undone, read once from the start to the end.
@safe final class UncompressedStream {
    private let archive: OpaquePointer
    private var digest = SHA256()
    private let limit: Int
    private var taken = 0
    /// The reason why the file could not be read on, once that happened.
    private(set) var failure: LayerError?

    /// Opens a file and finds out how it is compressed; its content may take so many bytes of the disk.
    init(_ path: String, limit: Int) throws(LayerError) {
        self.limit = limit
        guard let reader = unsafe archive_read_new() else { throw .unreadable("out of memory") }
        unsafe archive = reader
        unsafe archive_read_support_filter_gzip(archive)
        unsafe archive_read_support_filter_zstd(archive)
        unsafe archive_read_support_format_raw(archive)
        if unsafe archive_read_open_filename(archive, path, 256 * 1024) != ARCHIVE_OK {
            let code = unsafe archive_errno(archive)
            throw .system(entry: "", SystemError(code: code, call: "open", subject: path))
        }
        var entry: OpaquePointer?
        if unsafe archive_read_next_header(archive, &entry) != ARCHIVE_OK {
            throw .unreadable(unsafe archiveMessage(archive))
        }
    }

    deinit { unsafe archive_read_free(archive) }

    /// The next bytes, valid until the next call; empty at the end, nil after a failure.
    func next() -> UnsafeRawBufferPointer? {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        let result = unsafe archive_read_data_block(archive, &start, &count, &offset)
        if result == ARCHIVE_EOF { return unsafe UnsafeRawBufferPointer(start: nil, count: 0) }
        guard result == ARCHIVE_OK else {
            failure = .unreadable(unsafe archiveMessage(archive))
            return nil
        }
        do throws(LayerError) { try take(count) } catch { return nil }
        let block = unsafe UnsafeRawBufferPointer(start: start, count: count)
        unsafe digest.update(block)
        return unsafe block
    }

    /// Reads what is left and returns the SHA-256 of all uncompressed bytes in hexadecimal.
    func finishDigest() throws(LayerError) -> String {
        while let block = unsafe next() {
            if unsafe block.isEmpty { return digest.finalizeHex() }
        }
        throw failure ?? .unreadable("unknown error")
    }

    /// Counts what the content takes of the disk; throws when it is more than it may be.
    func take(_ count: Int) throws(LayerError) {
        let (sum, overflows) = taken.addingReportingOverflow(count)
        guard !overflows, sum <= limit else {
            failure = .tooLarge(limit: limit)
            throw .tooLarge(limit: limit)
        }
        taken = sum
    }
}

/// What libarchive says of its last failure.
func archiveMessage(_ archive: OpaquePointer) -> String {
    guard let text = unsafe archive_error_string(archive) else { return "unknown error" }
    return unsafe String(cString: text)
}
