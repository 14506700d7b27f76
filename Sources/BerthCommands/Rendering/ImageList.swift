import BerthImages
import TerminalUI

/// One name of an image, or an image without a name.
struct ImageRow: Sendable, Hashable, Encodable {
    /// The repository, or `<none>`.
    let repository: String
    /// The tag, or `<none>`.
    let tag: String
    /// The whole id with its algorithm.
    let id: String
    /// Seconds since 1970; nil when the image does not say.
    let created: Double?
    /// Bytes of its layers as they are stored.
    let size: Int

    /// The first twelve digits of the id.
    var shortID: String { String((id.split(separator: ":").last ?? "").prefix(12)) }

    /// A row for each name of an image.
    static func rows(of image: Image) -> [ImageRow] {
        func row(_ repository: String, _ tag: String?) -> ImageRow {
            ImageRow(
                repository: repository, tag: tag ?? "<none>", id: image.id,
                created: image.configuration.created,
                size: image.size)
        }
        return image.references.isEmpty
            ? [row("<none>", nil)] : image.references.map { row($0.familiarName, $0.tag) }
    }

    private enum CodingKeys: String, CodingKey {
        case repository = "Repository"
        case tag = "Tag"
        case id = "ID"
        case created = "Created"
        case size = "Size"
    }

    /// Writes the keys of the reference's `images --format json`.
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(repository, forKey: .repository)
        try object.encode(tag, forKey: .tag)
        try object.encode(id, forKey: .id)
        try object.encodeIfPresent(created.map(timestampText), forKey: .created)
        try object.encode(size, forKey: .size)
    }
}

/// The table of `images`.
func imageTable(_ rows: [ImageRow], now: Double) -> [String] {
    var table = Table(["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"])
    for row in rows {
        let created = row.created.map { timeAgo($0, now: now) } ?? "N/A"
        table.append([row.repository, row.tag, row.shortID, created, byteText(row.size)])
    }
    return table.lines()
}
