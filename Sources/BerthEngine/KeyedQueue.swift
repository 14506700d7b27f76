/// Runs the bodies of one key one after the other, and those of different keys side by side.
actor KeyedQueue {
    private var busy: Set<String> = []
    private let signal = ChangeSignal()

    /// Runs a body once no other body of the same key runs.
    func run<Value: Sendable>(_ key: String, _ body: @Sendable () async throws -> Value) async throws -> Value
    {
        while true {
            let generation = signal.generation
            if busy.insert(key).inserted { break }
            try await signal.change(after: generation)
        }
        defer {
            busy.remove(key)
            signal.fire()
        }
        return try await body()
    }
}
