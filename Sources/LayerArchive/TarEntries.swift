internal import CArchive
import Glibc

/// The entries of a tar archive, in order, with libarchive as the reader of the format.
///
/// The process stays in the C locale, in which libarchive hands names on as the bytes they are in the
/// archive; in a UTF-8 locale it would compose accents.
@safe final class TarEntries {
    private let archive: OpaquePointer
    private let stream: UncompressedStream

    /// Starts to read; the stream belongs to this object until the last entry was read.
    init(_ stream: UncompressedStream) throws(LayerError) {
        guard let reader = unsafe archive_read_new() else { throw .unreadable("out of memory") }
        unsafe archive = reader
        self.stream = stream
        unsafe archive_read_support_format_tar(archive)
        let context = unsafe Unmanaged.passUnretained(stream).toOpaque()
        let opened = unsafe archive_read_open(archive, context, nil, readBlock, nil)
        guard opened == ARCHIVE_OK else { throw failure() }
    }

    deinit { unsafe archive_read_free(archive) }

    /// The next entry, whose content is read before the next call; nil at the end.
    func next() throws(LayerError) -> LayerEntry? {
        var header: OpaquePointer?
        let result = unsafe archive_read_next_header(archive, &header)
        if result == ARCHIVE_EOF { return nil }
        // A warning tells of a name outside ASCII, which comes as it is.
        guard result == ARCHIVE_OK || result == ARCHIVE_WARN, let entry = unsafe header else {
            throw failure()
        }
        return try unsafe LayerEntry(entry)
    }

    /// The next part of the current entry's content with its place in the file; nil at the end.
    ///
    /// Between the parts of a sparse file are holes. The bytes are valid until the next call.
    func nextPart() throws(LayerError) -> ContentPart? {
        var start: UnsafeRawPointer?
        var count = 0
        var offset: Int64 = 0
        let result = unsafe archive_read_data_block(archive, &start, &count, &offset)
        if result == ARCHIVE_EOF { return nil }
        guard result == ARCHIVE_OK || result == ARCHIVE_WARN else { throw failure() }
        return unsafe ContentPart(
            bytes: UnsafeRawBufferPointer(start: start, count: count), offset: Int(offset))
    }

    /// Counts what an entry takes of the disk beside its content; throws when the whole is more than it may be.
    func take(_ count: Int) throws(LayerError) { try stream.take(count) }

    private func failure() -> LayerError {
        stream.failure ?? .unreadable(unsafe archiveMessage(archive))
    }
}

/// Bytes of a file and where in it they belong.
@unsafe struct ContentPart {
    /// The bytes, owned by the reader.
    let bytes: UnsafeRawBufferPointer
    /// The distance from the start of the file.
    let offset: Int
}

/// Hands libarchive's tar reader the next bytes of the stream that is its context.
private func readBlock(
    _: OpaquePointer?, context: UnsafeMutableRawPointer?, start: UnsafeMutablePointer<UnsafeRawPointer?>?
) -> Int {
    guard let context = unsafe context, let start = unsafe start else { return -1 }
    let stream = unsafe Unmanaged<UncompressedStream>.fromOpaque(context).takeUnretainedValue()
    guard let block = unsafe stream.next() else { return -1 }
    unsafe start.pointee = block.baseAddress
    return block.count
}
