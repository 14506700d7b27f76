/// Rows in columns as wide as their widest cell and the gap; the last column is not padded.
public struct Table: Sendable {
    /// The titles.
    public let header: [String]
    /// The cells of each row, as many as there are titles.
    public private(set) var rows: [[String]] = []
    private let minimumWidth: Int
    private let gap = 3

    /// Creates a table; every column but the last takes at least so many cells, the gap among them.
    public init(_ header: [String], minimumWidth: Int = 10) {
        self.header = header
        self.minimumWidth = minimumWidth
    }

    /// Adds a row.
    public mutating func append(_ row: [String]) {
        precondition(row.count == header.count, "a row has a cell for every title")
        rows.append(row)
    }

    /// The header and the rows, a line each.
    public func lines() -> [String] {
        let all = [header] + rows
        let widths = header.indices.dropLast().map { column in
            max(minimumWidth, gap + (all.map { displayWidth($0[column]) }.max() ?? 0))
        }
        return all.map { row in
            zip(row, widths).map { padded($0, to: $1) }.joined() + (row.last ?? "")
        }
    }
}
