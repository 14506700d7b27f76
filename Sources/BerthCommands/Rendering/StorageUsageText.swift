import BerthImages
import BerthModel
import BerthStore
import TerminalUI

/// A line of `system df`, with the keys of the reference's JSON.
struct UsageRow: Sendable, Hashable, Encodable {
    /// What is counted.
    let type: String
    /// How many there are.
    let total: Int
    /// How many are in use.
    let active: Int
    /// Their bytes.
    let size: Int
    /// The bytes that would be free again if what is not in use were removed.
    let reclaimable: Int

    /// The bytes and their share of the whole.
    private var reclaimableText: String {
        "\(byteText(reclaimable)) (\(size == 0 ? 0 : reclaimable * 100 / size)%)"
    }

    /// The cells of the table.
    var cells: [String] { [type, "\(total)", "\(active)", byteText(size), reclaimableText] }

    private enum CodingKeys: String, CodingKey {
        case active = "Active"
        case reclaimable = "Reclaimable"
        case size = "Size"
        case total = "TotalCount"
        case type = "Type"
    }

    /// Writes everything as text, as the reference does.
    func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode("\(active)", forKey: .active)
        try object.encode(reclaimableText, forKey: .reclaimable)
        try object.encode(byteText(size), forKey: .size)
        try object.encode("\(total)", forKey: .total)
        try object.encode(type, forKey: .type)
    }
}

extension StorageUsage {
    /// The summary; orphans have a line when there are any.
    var rows: [UsageRow] {
        let unused = images.items.map(\.image).filter { !isUsed($0) }
        let inactive = containers.filter { !$0.isActive }
        let free = volumes.filter { $0.users == 0 }
        let rows = [
            UsageRow(
                type: "Images", total: images.items.count, active: images.items.count - unused.count,
                size: images.size + images.partial, reclaimable: images.reclaimable(without: unused)),
            UsageRow(
                type: "Containers", total: containers.count, active: containers.count - inactive.count,
                size: sum(containers.map(\.size)), reclaimable: sum(inactive.map(\.size))),
            UsageRow(
                type: "Local Volumes", total: volumes.count, active: volumes.count - free.count,
                size: sum(volumes.map(\.size)), reclaimable: sum(free.map(\.size))),
            UsageRow(
                type: "Build Cache", total: builds.layers, active: 0, size: builds.size,
                reclaimable: builds.size),
        ]
        if orphans.isEmpty { return rows }
        let lost = sum(orphans.map(\.size))
        return rows + [
            UsageRow(type: "Orphans", total: orphans.count, active: 0, size: lost, reclaimable: lost)
        ]
    }

    /// The lists of `-v`, each under its title.
    func details(now: Double) -> [String] {
        imageLines(now: now) + containerLines(now: now) + volumeLines
            + ["", "Build cache usage: \(byteText(builds.size))"] + orphanLines
    }

    private func imageLines(now: Double) -> [String] {
        var table = Table([
            "REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE", "SHARED SIZE", "UNIQUE SIZE", "CONTAINERS",
        ])
        for item in images.items {
            let users = containers.count { $0.record.uses(imageID: item.image.id) }
            for row in ImageRow.rows(of: item.image) {
                table.append([
                    row.repository, row.tag, row.shortID, row.created.map { timeAgo($0, now: now) } ?? "N/A",
                    byteText(item.size), byteText(item.shared), byteText(item.size - item.shared), "\(users)",
                ])
            }
        }
        return ["Images space usage:", ""] + table.lines()
    }

    private func containerLines(now: Double) -> [String] {
        var table = Table(["CONTAINER ID", "IMAGE", "LOCAL VOLUMES", "SIZE", "CREATED", "STATUS", "NAMES"])
        for container in containers {
            let status = container.record.status
            table.append([
                String(status.id.prefix(12)), status.image, "\(container.record.volumes.count)",
                byteText(container.size), timeAgo(status.createdAt, now: now), status.statusText(now: now),
                status.name,
            ])
        }
        return ["", "Containers space usage:", ""] + table.lines()
    }

    private var volumeLines: [String] {
        var table = Table(["VOLUME NAME", "LINKS", "SIZE"])
        for volume in volumes {
            table.append([volume.record.name, "\(volume.users)", byteText(volume.size)])
        }
        return ["", "Local Volumes space usage:", ""] + table.lines()
    }

    private var orphanLines: [String] {
        if orphans.isEmpty { return [] }
        var table = Table(["ORPHAN", "SIZE", "PATH"])
        for orphan in orphans { table.append([orphan.kind, byteText(orphan.size), orphan.path]) }
        return ["", "What no record knows:", ""] + table.lines()
    }
}

private func sum(_ sizes: [Int]) -> Int { sizes.reduce(0, +) }
