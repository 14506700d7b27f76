/// What a builder writes, line by line, as the steps of the build (the output of buildah 1.2x and 1.3x).
struct BuildTranscript: Sendable {
    /// The step that is running.
    private(set) var step: BuildStep?
    /// What was written since it began.
    private(set) var output: [String] = []
    /// The builder's own last words; nil when it did not fail.
    private(set) var error: String?
    private var isCached = false
    private let recipe: Dockerfile?
    private let labels: Int

    /// Reads the steps of a recipe, to which the builder adds one for each label.
    init(_ recipe: Dockerfile? = nil, labels: Int = 0) {
        self.recipe = recipe
        self.labels = labels
    }

    /// Takes a line in and tells what it means.
    mutating func read(_ line: String) -> [BuildEvent] {
        if let next = nextStep(in: line) {
            let ended = end()
            if next.number > next.count { return ended }
            let events = ended + [.began(next)]
            step = next
            output = []
            isCached = false
            return events
        }
        if line.hasPrefix("--> ") {
            if line.hasPrefix("--> Using cache") { isCached = true }
            return []
        }
        if line.hasPrefix("Error: ") || line.hasPrefix("error building") {
            error = line.hasPrefix("Error: ") ? String(line.dropFirst(7)) : line
            return []
        }
        if isRoutine(line) { return [] }
        output.append(line)
        return [.output(step, line)]
    }

    /// Ends the running step: the build succeeded.
    mutating func end() -> [BuildEvent] {
        defer { step = nil }
        return step.map { [.ended($0, isCached: isCached)] } ?? []
    }

    private func nextStep(in line: String) -> BuildStep? {
        guard let match = line.wholeMatch(of: /(?:\[(\d+)\/(\d+)\] )?STEP (\d+)\/(\d+): (.*)/),
            let number = Int(match.3), let count = Int(match.4)
        else { return nil }
        var step = BuildStep(
            stage: match.1.flatMap { Int($0) } ?? 1, stageCount: match.2.flatMap { Int($0) } ?? 1,
            number: number, count: count,
            text: match.5.split(whereSeparator: \.isWhitespace).joined(separator: " "))
        if step.stage == step.stageCount { step.count -= labels }
        guard let recipe, let instruction = recipe.instruction(stage: step.stage, step: number) else {
            return step
        }
        // The builder tells the id of an image instead of the name that is written.
        if instruction.keyword == "FROM" { step.text = "FROM \(instruction.text)" }
        step.stageName = recipe.stages[step.stage - 1].name
        return step
    }

    /// True for what the builder writes at the end of every build.
    private func isRoutine(_ line: String) -> Bool {
        line.wholeMatch(of: /(\[\d+\/\d+\] )?COMMIT( .*)?|Successfully tagged .*|[0-9a-f]{64}/) != nil
    }
}
