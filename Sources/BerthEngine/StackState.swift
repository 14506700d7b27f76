public import BerthModel
public import BerthStore

/// The containers of one stack as its supervisor knows them; the only writer of their records.
///
/// Every change is recorded before it is announced, and whoever waits for a condition looks at the records again
/// after each change: nothing polls.
public actor StackState {
    /// The project's name.
    public nonisolated let project: String
    private let store: Store
    private let announce: @Sendable (ContainerEvent) -> Void
    private let now: @Sendable () -> Double
    private var records: [String: ContainerRecord]
    private let signal = ChangeSignal()

    /// Takes over what is recorded of a stack.
    public init(
        project: String, store: Store, now: @escaping @Sendable () -> Double,
        announce: @escaping @Sendable (ContainerEvent) -> Void
    ) throws {
        self.project = project
        self.store = store
        self.announce = announce
        self.now = now
        records = Dictionary(
            try store.containers(project: project).map { ($0.status.id, $0) }, uniquingKeysWith: { $1 })
    }

    /// All containers, sorted by service and number.
    public var containers: [ContainerRecord] {
        records.values.sorted {
            ($0.status.service, $0.status.number, $0.status.id) < (
                $1.status.service, $1.status.number, $1.status.id
            )
        }
    }

    /// The container of an id.
    public func container(_ id: String) -> ContainerRecord? { records[id] }

    /// The container of a name.
    public func container(named name: String) -> ContainerRecord? {
        records.values.first { $0.status.name == name }
    }

    /// Records a new container with an address on each of its networks, which `choose` gives in view of the taken ones.
    public func insert(
        _ intent: ContainerRecord, choose: @Sendable (InterfaceRecord, Set<String>) throws -> String
    ) throws -> ContainerRecord {
        let record = try store.insert(intent, choose: choose)
        records[record.status.id] = record
        signal.fire()
        return record
    }

    /// Changes the record of a container and announces it with the given action, if any.
    ///
    /// A container that is gone is left alone.
    @discardableResult
    public func update(
        _ id: String, announcing action: ContainerEvent.Action? = nil,
        _ change: @Sendable (inout ContainerRecord) -> Void
    ) throws -> ContainerRecord? {
        guard var record = records[id] else { return nil }
        change(&record)
        try store.save(record)
        records[id] = record
        if let action { announce(ContainerEvent(action, record.status, time: now())) }
        signal.fire()
        return record
    }

    /// Forgets a container.
    public func remove(_ id: String) throws {
        guard let record = records[id] else { return }
        try store.removeContainer(id)
        records[id] = nil
        announce(ContainerEvent(.destroy, record.status, time: now()))
        signal.fire()
    }

    /// Suspends until `check` gives a value, looking at the containers now and after every change.
    public func first<Value: Sendable>(
        where check: @Sendable ([ContainerRecord]) throws -> Value?
    ) async throws -> Value {
        while true {
            let generation = signal.generation
            if let value = try check(containers) { return value }
            try await signal.change(after: generation)
        }
    }
}
