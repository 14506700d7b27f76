internal import BerthModel
internal import LinuxSystem

/// Why a build failed, from what the builder wrote, with the place in the recipe.
func buildFailure(_ transcript: BuildTranscript, _ source: BuildSource, end: ProcessEnd, log: String)
    -> Failure
{
    let reason = transcript.error ?? transcript.output.last ?? "buildah ended with status \(end.status)"
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
