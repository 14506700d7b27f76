internal import CSQLite

/// An SQLite result code with the text and statement it came from (sqlite.org/rescode.html).
public struct StoreError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The extended result code.
    public let code: Int32
    /// What SQLite says about it.
    public let message: String
    /// The statement or file it was tried on.
    public let subject: String

    /// `state database: UNIQUE constraint failed: containers.name (insert into …)`.
    public var description: String { "state database: \(message) (\(subject))" }
    /// True when a row with the same key is there already.
    public var isConflict: Bool { code & 0xff == SQLITE_CONSTRAINT }
}

/// One connection to an SQLite database; used by one thread at a time.
@safe struct Database: ~Copyable {
    private let handle: OpaquePointer

    private init(adopting handle: OpaquePointer) { unsafe self.handle = handle }

    /// Opens or creates a database in WAL mode: readers never wait, and a crash loses no finished transaction.
    static func opening(_ path: String) throws(StoreError) -> Database {
        let database = unsafe Database(adopting: try openHandle(path))
        // Several supervisors write to one database; each transaction takes microseconds.
        unsafe sqlite3_busy_timeout(database.handle, 30_000)
        try database.execute(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON")
        return database
    }

    deinit { unsafe sqlite3_close_v2(handle) }

    /// Runs statements without results.
    func execute(_ sql: String) throws(StoreError) {
        let code = unsafe sqlite3_exec(handle, sql, nil, nil, nil)
        if code != SQLITE_OK { throw failure(code, sql) }
    }

    /// Runs a body as one transaction that no other process interrupts; undone when the body throws.
    func transaction<Value>(_ body: (borrowing Database) throws -> Value) throws -> Value {
        try execute("BEGIN IMMEDIATE")
        do {
            let value = try body(self)
            try execute("COMMIT")
            return value
        } catch {
            try execute("ROLLBACK")
            throw error
        }
    }

    /// Runs one statement with text and number parameters and returns the first column of each row.
    @discardableResult
    func query(_ sql: String, _ parameters: [Parameter] = []) throws(StoreError) -> [String] {
        var statement: OpaquePointer?
        let prepared = unsafe sqlite3_prepare_v2(handle, sql, -1, &statement, nil)
        guard prepared == SQLITE_OK else { throw failure(prepared, sql) }
        defer { unsafe sqlite3_finalize(statement) }
        for (index, parameter) in parameters.enumerated() {
            unsafe parameter.bind(to: statement, at: Int32(index + 1))
        }
        var rows: [String] = []
        while true {
            switch unsafe sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(unsafe columnText(statement))
            case SQLITE_DONE: return rows
            case let code: throw failure(code, sql)
            }
        }
    }

    private func failure(_ code: Int32, _ sql: String) -> StoreError {
        StoreError(
            code: unsafe sqlite3_extended_errcode(handle),
            message: unsafe String(cString: sqlite3_errmsg(handle)),
            subject: sql)
    }
}

private func openHandle(_ path: String) throws(StoreError) -> OpaquePointer {
    var handle: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &handle, flags, nil)
    if code == SQLITE_OK, let handle = unsafe handle { return unsafe handle }
    let message = unsafe String(cString: sqlite3_errstr(code))
    unsafe sqlite3_close_v2(handle)
    throw StoreError(code: code, message: message, subject: path)
}

/// A value bound to a statement.
enum Parameter {
    case text(String)
    case number(Int64)

    fileprivate func bind(to statement: OpaquePointer?, at index: Int32) {
        switch self {
        case .text(let text):
            // SQLITE_TRANSIENT, a cast that C writes as a macro: SQLite copies the text.
            let transient = unsafe unsafeBitCast(-1, to: sqlite3_destructor_type.self)
            unsafe sqlite3_bind_text(statement, index, text, -1, transient)
        case .number(let number): unsafe sqlite3_bind_int64(statement, index, number)
        }
    }
}

private func columnText(_ statement: OpaquePointer?) -> String {
    unsafe sqlite3_column_text(statement, 0).map { unsafe String(cString: $0) } ?? ""
}
