/// Waits until a condition holds, and throws when it still does not after `limit`; `what` says what was awaited.
///
/// For conditions of the kernel or of other programs that announce themselves to nobody.
public func eventually(
    within limit: Duration = .seconds(30), _ what: String, condition: () async throws -> Bool
) async throws {
    let start = ContinuousClock.now
    while true {
        if try await condition() { return }
        if start.duration(to: .now) > limit { throw TestFailure("not within \(limit): \(what)") }
        try await Task.sleep(for: .milliseconds(10))
    }
}

/// Runs `body`, and throws when it has not ended after `limit`; it is cancelled then.
func within<Value: Sendable>(
    _ limit: Duration, _ what: String, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            return nil
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() ?? nil else {
            throw TestFailure("not finished within \(limit): \(what)")
        }
        return value
    }
}
