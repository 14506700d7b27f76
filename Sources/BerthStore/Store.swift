public import BerthModel
internal import LinuxSystem
internal import Synchronization

/// The state of all stacks of an installation: one SQLite database that supervisors and commands share.
///
/// Every call is one transaction. Records are kept whole as JSON beside the columns that must be unique or searched:
/// a record is always read and written as one value, and a new optional field needs no migration.
public final class Store: Sendable {
    private let database: Mutex<Database>

    /// Opens the database of an installation, creating it when it is new.
    public init(_ installation: Installation) throws {
        try makeDirectories(installation.root, mode: 0o711)
        // Two that make a new database one of write-ahead logging at the same time fail, whatever their patience
        // (sqlite.org/wal.html): one comes after the other.
        let turn = try FileLock.blocking("\(installation.database)-opening")
        defer { withExtendedLifetime(turn) {} }
        let database = try Database.opening(installation.database)
        try migrate(database)
        self.database = Mutex(database)
    }

    // MARK: Stacks

    /// The stacks that exist, sorted by project.
    public func stacks() throws -> [StackRecord] { try all("SELECT record FROM stacks ORDER BY project") }

    /// The stack of a project.
    public func stack(_ project: String) throws -> StackRecord? {
        try one("SELECT record FROM stacks WHERE project = ?", .text(project))
    }

    /// Records a stack, replacing what was recorded of it.
    public func save(_ stack: StackRecord) throws {
        try run(
            "INSERT OR REPLACE INTO stacks (project, record) VALUES (?, ?)", .text(stack.project.name),
            .text(try encode(stack)))
    }

    /// Forgets a stack; its containers and networks must be gone.
    public func removeStack(_ project: String) throws {
        try run("DELETE FROM stacks WHERE project = ?", .text(project))
    }

    // MARK: Containers

    /// The containers of a project, sorted by service and number.
    public func containers(project: String) throws -> [ContainerRecord] {
        try all(
            "SELECT record FROM containers WHERE project = ? ORDER BY service, number", .text(project))
    }

    /// The containers of all projects, sorted by project, service and number.
    public func containers() throws -> [ContainerRecord] {
        try all("SELECT record FROM containers ORDER BY project, service, number")
    }

    /// The container of a name, whatever project it is of.
    public func container(named name: String) throws -> ContainerRecord? {
        try one("SELECT record FROM containers WHERE name = ?", .text(name))
    }

    /// Records a new container with an address on each of its networks; throws a conflict when its name is taken.
    ///
    /// `choose` gives the address of an interface in view of those that are taken on its network; the whole
    /// is one transaction, so that no two containers of any process get the same one.
    public func insert(
        _ container: ContainerRecord, choose: @Sendable (InterfaceRecord, Set<String>) throws -> String
    ) throws -> ContainerRecord {
        try database.withLock { database in
            try database.transaction { database in
                var container = container
                for index in container.interfaces.indices {
                    let interface = container.interfaces[index]
                    let taken = try database.query(
                        "SELECT address FROM addresses WHERE network = ?", [.text(interface.network)])
                    container.interfaces[index].address = try choose(interface, Set(taken))
                }
                try insertRows(of: container, into: database)
                return container
            }
        }
    }

    /// Replaces what is recorded of a container.
    public func save(_ container: ContainerRecord) throws {
        try run(
            "UPDATE containers SET name = ?, record = ? WHERE id = ?", .text(container.status.name),
            .text(try encode(container)), .text(container.status.id))
    }

    /// Forgets a container and frees its addresses.
    public func removeContainer(_ id: String) throws {
        try run("DELETE FROM containers WHERE id = ?", .text(id))
    }

    // MARK: Networks

    /// The networks of all projects, sorted by name.
    public func networks() throws -> [NetworkRecord] { try all("SELECT record FROM networks ORDER BY name") }

    /// The networks of a project, sorted by name.
    public func networks(project: String) throws -> [NetworkRecord] {
        try all("SELECT record FROM networks WHERE project = ? ORDER BY name", .text(project))
    }

    /// Records a network that `make` describes in view of all others.
    ///
    /// The whole is one transaction: two stacks never choose the same subnet. Throws a conflict when the name is
    /// taken.
    public func insertNetwork(
        _ make: @Sendable ([NetworkRecord]) throws -> NetworkRecord
    ) throws -> NetworkRecord {
        try database.withLock { database in
            try database.transaction { database in
                let network = try make(
                    try decode(database.query("SELECT record FROM networks ORDER BY name")))
                try database.query(
                    "INSERT INTO networks (id, name, project, record) VALUES (?, ?, ?, ?)",
                    [
                        .text(network.id), .text(network.name), .text(network.project),
                        .text(try encode(network)),
                    ])
                return network
            }
        }
    }

    /// Forgets a network.
    public func removeNetwork(_ id: String) throws { try run("DELETE FROM networks WHERE id = ?", .text(id)) }

    // MARK: Volumes

    /// The volumes of a project, anonymous ones too, sorted by name.
    public func volumes(project: String) throws -> [VolumeRecord] {
        try all("SELECT record FROM volumes WHERE project = ? ORDER BY name", .text(project))
    }

    /// The volumes of all projects, sorted by name.
    public func volumes() throws -> [VolumeRecord] { try all("SELECT record FROM volumes ORDER BY name") }

    /// The volume of a name, whatever project it is of.
    public func volume(named name: String) throws -> VolumeRecord? {
        try one("SELECT record FROM volumes WHERE name = ?", .text(name))
    }

    /// Records a volume, replacing what was recorded of it.
    public func save(_ volume: VolumeRecord) throws {
        try run(
            "INSERT OR REPLACE INTO volumes (name, project, record) VALUES (?, ?, ?)", .text(volume.name),
            .text(volume.project), .text(try encode(volume)))
    }

    /// Forgets a volume.
    public func removeVolume(_ name: String) throws {
        try run("DELETE FROM volumes WHERE name = ?", .text(name))
    }

    // MARK: Access

    private func all<Record: Decodable>(_ sql: String, _ parameter: Parameter...) throws -> [Record] {
        let rows = try database.withLock { try $0.query(sql, parameter) }
        return try decode(rows)
    }

    private func one<Record: Decodable>(_ sql: String, _ parameter: Parameter) throws -> Record? {
        let rows = try database.withLock { try $0.query(sql, [parameter]) }
        let records: [Record] = try decode(rows)
        return records.first
    }

    private func run(_ sql: String, _ parameters: Parameter...) throws {
        _ = try database.withLock { try $0.query(sql, parameters) }
    }
}

private func insertRows(of container: ContainerRecord, into database: borrowing Database) throws {
    let status = container.status
    try database.query(
        "INSERT INTO containers (id, project, service, number, name, record) VALUES (?, ?, ?, ?, ?, ?)",
        [
            .text(status.id), .text(status.project), .text(status.service), .number(Int64(status.number)),
            .text(status.name), .text(try encode(container)),
        ])
    for interface in container.interfaces {
        try database.query(
            "INSERT INTO addresses (network, address, container) VALUES (?, ?, ?)",
            [.text(interface.network), .text(interface.address), .text(status.id)])
    }
}

/// The schema, a step a version (`PRAGMA user_version`); steps are only ever added.
private let migrations = [
    """
    CREATE TABLE stacks (project TEXT PRIMARY KEY, record TEXT NOT NULL);
    CREATE TABLE containers (
        id TEXT PRIMARY KEY, project TEXT NOT NULL, service TEXT NOT NULL, number INTEGER NOT NULL,
        name TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
    CREATE INDEX containers_of_project ON containers (project);
    CREATE TABLE addresses (
        network TEXT NOT NULL, address TEXT NOT NULL,
        container TEXT NOT NULL REFERENCES containers (id) ON DELETE CASCADE, PRIMARY KEY (network, address));
    CREATE TABLE networks (
        id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, project TEXT NOT NULL, record TEXT NOT NULL);
    CREATE TABLE volumes (name TEXT PRIMARY KEY, project TEXT NOT NULL, record TEXT NOT NULL);
    """
]

private func migrate(_ database: borrowing Database) throws {
    if try version(database) == migrations.count { return }
    try database.transaction { database in
        // Another process may have been first between the look and the lock.
        for (index, step) in migrations.enumerated().dropFirst(try version(database)) {
            try database.execute(step)
            try database.execute("PRAGMA user_version = \(index + 1)")
        }
    }
}

private func version(_ database: borrowing Database) throws -> Int {
    Int(try database.query("PRAGMA user_version").first ?? "") ?? 0
}

private func encode(_ record: some Encodable) throws -> String {
    String(decoding: try encodeJSON(record), as: UTF8.self)
}

private func decode<Record: Decodable>(_ rows: [String]) throws -> [Record] {
    try rows.map { try decodeJSON(Record.self, Array($0.utf8)) }
}
