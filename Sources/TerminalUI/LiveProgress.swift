internal import LinuxSystem

/// Progress drawn in place on a terminal, with the time that each thing takes.
public actor LiveProgress: ProgressDisplay {
    private let output: DescriptorOutput
    private let title: String
    private let styling: Styling
    private let started = ContinuousClock.now
    private var board = ProgressBoard()
    private var region = LiveRegion()

    /// Prepares the display; nothing is drawn before the first thing is shown.
    public init(_ output: DescriptorOutput, title: String, styling: Styling) {
        self.output = output
        self.title = title
        self.styling = styling
    }

    /// Notes how a thing stands and draws.
    public func show(_ item: ProgressItem) throws {
        board.record(item, at: ContinuousClock.now - started)
        try draw()
    }

    /// Writes a line above the drawing.
    public func note(_ line: String) throws { try output.write(region.insert(above: line)) }

    /// How long a drawing stands before the times and signs in it are out of date.
    private static let frame = Duration.milliseconds(100)

    /// Draws again ten times a second, for the times and signs of what is worked on, until it is cancelled.
    public func keepDrawing() async throws {
        while true {
            try await Task.sleep(for: Self.frame)
            try draw()
        }
    }

    /// Draws a last time, leaves the lines where they are, and gives the cursor back.
    public func finish() throws {
        try draw()
        try output.write(region.finish())
    }

    private func draw() throws {
        // A terminal that went away has no size; what is drawn then is not seen.
        let size = output.size ?? TerminalSize(rows: 24, columns: 80)
        let now = ContinuousClock.now - started
        try output.write(
            region.show(drawProgress(board, title: title, size: size, now: now, styling: styling)))
    }
}
