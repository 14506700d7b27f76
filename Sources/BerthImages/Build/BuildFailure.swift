internal import BerthModel
internal import LinuxSystem

/// Why a build failed, from what the builder wrote, with the place in the recipe.
func buildFailure(_ transcript: BuildTranscript, _ source: BuildSource, end: ProcessEnd, log: String)
    -> Failure
{
    let reason =
        transcript.output.lazy.compactMap(runtimeFailure).first ?? transcript.error ?? transcript.output.last
        ?? "buildah ended with status \(end.status)"
    let remedy = "the whole log is in \(log)"
    guard let step = transcript.step else { return Failure(.runtime, reason, remedy: remedy) }
    var location: Location?
    if let instruction = source.recipe?.instruction(stage: step.stage, step: step.number),
        step.text.uppercased().hasPrefix(instruction.keyword)
    {
        location = source.place(of: instruction)
    }
    return Failure(.runtime, "\(step.text): \(shortened(reason))", at: location, remedy: remedy)
}

/// The builder's words without the step, which is told already.
private func shortened(_ reason: String) -> String {
    for mark in ["while running runtime: ", "\": "] {
        if let range = reason.firstRange(of: mark) { return String(reason[range.upperBound...]) }
    }
    return reason
}

/// Why the runtime could not run a step, as runc or crun says it; nil for a line about something else.
private func runtimeFailure(_ line: String) -> String? {
    guard line.hasPrefix("error running container: "), let range = line.firstRange(of: "]: ") else {
        return nil
    }
    let words = line[range.upperBound...]
    return String(
        words.firstRange(of: "level=error msg=\"").map { words[$0.upperBound...].dropLast() } ?? words)
}
