public import BerthControl
public import BerthModel
internal import LinuxSystem

/// Connects to the supervisor of a stack, starting one when there is none.
///
/// Needs root.
///
/// Several commands at once start one supervisor between them.
public func connectToSupervisor(of project: String, in installation: Installation) async throws
    -> ControlClient
{
    let place = StackPlace(project: project, installation: installation)
    if let client = try await connectIfThere(place) { return client }
    try makeDirectories(place.directory, mode: 0o700)
    let lock = try await FileLock.waiting(for: place.startLock)
    defer { withExtendedLifetime(lock) {} }
    if let client = try await connectIfThere(place) { return client }
    try await startGuardian(place)
    return try await ControlClient.connect(place.socket)
}

/// Waits, when a request has brought a stack down, until its supervisor and guardian have ended.
///
/// Then the last files of them are removed. Returns at once while the stack is there.
public func awaitSupervisorEnd(of project: String, in installation: Installation) async throws {
    let place = StackPlace(project: project, installation: installation)
    guard !fileExists(place.directory) else { return }
    let starting = try await FileLock.waiting(for: place.startLock)
    let guarding = try await FileLock.waiting(for: place.lock)
    defer { withExtendedLifetime((starting, guarding)) {} }
    try removeFile(place.lock)
    try removeFile(place.startLock)
}

/// Connects to the supervisor of a stack; nil when none listens.
private func connectIfThere(_ place: StackPlace) async throws -> ControlClient? {
    do { return try await ControlClient.connect(place.socket) } catch let failure as Failure
        where failure.kind == .notFound
    { return nil }
}

/// Starts guardian and supervisor and returns when the supervisor listens.
private func startGuardian(_ place: StackPlace) async throws {
    let pipe = try Pipe()
    let nothing = try OwnedDescriptor.reading("/dev/null")
    let log = try OwnedDescriptor.appending(place.log, mode: 0o600)
    var description = ProcessDescription(try programPath(), [guardianWord, place.project])
    description.descriptors = [
        (nothing.number, 0), (nothing.number, 1), (log.number, 2),
        (pipe.writer.number, StackPlace.readinessDescriptor),
    ]
    description.environment =
        processEnvironment().filter { !$0.hasPrefix("BERTH_ROOT=") && !$0.hasPrefix("BERTH_RUNTIME_DIR=") }
        + [
            "BERTH_ROOT=\(place.installation.root)", "BERTH_RUNTIME_DIR=\(place.installation.runtime)",
        ]
    description.directory = "/"
    description.group = .ownSession
    let guardian = try spawn(description)
    let answer = try await answer(on: pipe.closingWriter(), or: place)
    switch answer {
    case .listening: return
    case .otherGuardian:
        // The supervisor of a guardian that was there came back; ours still waits for the lock.
        try guardian.kill()
    case .failed(let reason):
        throw Failure(
            .runtime, "the supervisor of project \"\(place.project)\" did not start: \(reason)",
            remedy: "see \(place.log)")
    }
}

private enum StartAnswer: Sendable {
    case listening
    case otherGuardian
    case failed(String)
}

/// What becomes of a start: our guardian says on the pipe that it has the lock and then that its supervisor is
/// ready, or another guardian keeps the lock and its supervisor listens.
private func answer(on reader: SharedDescriptor, or place: StackPlace) async throws -> StartAnswer {
    guard var text = try await firstWord(on: reader, or: place) else { return .otherGuardian }
    while text == StackPlace.guardingWord {
        let more = try await reader.nextBytes()
        if more.isEmpty { return .failed("it ended") }
        text += String(decoding: more, as: UTF8.self)
    }
    if text == StackPlace.guardingWord + StackPlace.readyWord { return .listening }
    if text.hasPrefix(StackPlace.guardingWord) { text.removeFirst(StackPlace.guardingWord.count) }
    return .failed(text.isEmpty ? "it ended" : text)
}

/// The first text from our guardian; nil when the supervisor of another one was there before it.
private func firstWord(on reader: SharedDescriptor, or place: StackPlace) async throws -> String? {
    let watch = try FileWatch()
    try watch.add(place.directory, for: [.created, .written, .arrived])
    let heard: [UInt8]? = try await race(
        { try await reader.nextBytes() },
        {
            while try await connectIfThere(place) == nil { _ = try await watch.next() }
            return nil
        })
    // Our own supervisor listens after our guardian has spoken: what listens while the pipe is empty is another's.
    let bytes = try heard ?? reader.bytesAtHand()
    return bytes.map { String(decoding: $0, as: UTF8.self) }
}
