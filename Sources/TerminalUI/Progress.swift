/// One thing that is being worked on, as it stands.
public struct ProgressItem: Sendable, Hashable {
    /// How it stands.
    public enum State: Sendable, Hashable {
        case working, done, failed
    }

    /// What tells it from the others and is shown first, such as `Container shop-db-1`.
    public var id: String
    /// What is being done or was done, such as `Creating`.
    public var text: String
    /// How it stands.
    public var state: State
    /// More about it, such as the layer being pulled; empty for nothing.
    public var detail = ""
    /// How much is done, for transfers, in bytes.
    public var current: Int?
    /// How much there is, for transfers, in bytes.
    public var total: Int?

    /// Describes a thing.
    public init(_ id: String, _ text: String, _ state: State) {
        self.id = id
        self.text = text
        self.state = state
    }
}

/// All things of a run in the order in which they began, with their times.
public struct ProgressBoard: Sendable {
    /// A thing and when work on it began and ended, counted from the start of the run.
    public struct Entry: Sendable {
        /// How it stands.
        public var item: ProgressItem
        /// When it began.
        public var began: Duration
        /// When it ended; nil while it is worked on.
        public var ended: Duration?
        /// When the first bytes of its transfer were known, and how many there were.
        var transferBegan: (at: Duration, bytes: Int)?

        /// The bytes a second since the transfer began; nil without a transfer, and while there is too little of it.
        public func rate(at now: Duration) -> Int? {
            guard item.state == .working, let start = transferBegan, let current = item.current else {
                return nil
            }
            let seconds = (now - start.at) / .seconds(1)
            return seconds < 0.5 || current <= start.bytes
                ? nil : Int(Double(current - start.bytes) / seconds)
        }
    }

    /// The things in order.
    public private(set) var entries: [Entry] = []
    private var places: [String: Int] = [:]

    /// Creates an empty board.
    public init() {}

    /// Notes how a thing stands now.
    ///
    /// A thing that ended and is worked on again starts a new count of time.
    public mutating func record(_ item: ProgressItem, at now: Duration) {
        let ended = item.state == .working ? nil : now
        guard let place = places[item.id] else {
            places[item.id] = entries.count
            entries.append(Entry(item: item, began: now, ended: ended))
            noteTransfer(entries.count - 1, now)
            return
        }
        let hadEnded = entries[place].ended != nil
        if hadEnded, item.state == .working { entries[place].began = now }
        entries[place].item = item
        entries[place].ended = ended
        noteTransfer(place, now)
    }

    /// Notes where a transfer begins: with what was there before it, the rate would be too high.
    private mutating func noteTransfer(_ place: Int, _ now: Duration) {
        guard let current = entries[place].item.current, entries[place].item.total != nil else {
            entries[place].transferBegan = nil
            return
        }
        if entries[place].transferBegan == nil { entries[place].transferBegan = (now, current) }
    }

    /// How many things are done.
    public var done: Int { entries.count { $0.item.state == .done } }
}

/// Shows how a run goes; several may speak at once.
public protocol ProgressDisplay: Sendable {
    /// Shows how a thing stands now.
    func show(_ item: ProgressItem) async throws
    /// Shows a line that is not about progress, such as a warning.
    func note(_ line: String) async throws
}
