import BerthImages
import BerthModel
import TerminalUI

/// Shows how the build of one image goes: the image, and a line a step.
struct BuildDisplay: Sendable {
    private let service: String
    private let image: String
    private let display: any ProgressDisplay

    /// Shows a build on a display.
    init(_ job: BuildJob, _ display: any ProgressDisplay) {
        service = job.service.name
        image = "Image \(job.service.image)"
        self.display = display
    }

    /// Shows that the build begins.
    func begin() async throws { try await display.show(ProgressItem(image, "Building", .working)) }

    /// Shows that the image is built.
    func end() async throws { try await display.show(ProgressItem(image, "Built", .done)) }

    /// Shows that the image was not built.
    func fail() async throws { try await display.show(ProgressItem(image, "Error", .failed)) }

    /// Shows an event.
    func show(_ event: BuildEvent) async throws {
        switch event {
        case .pulling(let image, let progress):
            var item = ProgressItem("[\(service)] \(image)", "Pulling", .working)
            if !progress.layers.isEmpty {
                item.current = progress.received
                item.total = progress.size
            }
            try await display.show(item)
        case .pulled(let image):
            try await display.show(ProgressItem("[\(service)] \(image)", "Pulled", .done))
        case .began(let step): try await display.show(ProgressItem(name(step), step.text, .working))
        case .output(let step?, let line): try await display.show(ProgressItem(name(step), line, .working))
        case .output(nil, let line): try await display.show(ProgressItem(image, line, .working))
        case .ended(let step, let isCached):
            let text = "\(isCached ? "CACHED" : "DONE") \(step.text)"
            try await display.show(ProgressItem(name(step), text, .done))
        case .failed(let step, let output): try await showFailure(step, output)
        }
    }

    /// Shows all that a step wrote, which on a terminal was seen only line by line.
    private func showFailure(_ step: BuildStep?, _ output: [String]) async throws {
        if let step { try await display.show(ProgressItem(name(step), "ERROR \(step.text)", .failed)) }
        if output.isEmpty { return }
        let title = step.map { " > \(name($0)) \($0.text):" } ?? " > \(image):"
        for line in ["------", title] + output + ["------"] { try await display.note(line) }
    }

    /// Such as `[web 2/5]`, `[web base 2/5]`, `[web stage 1 2/5]`.
    private func name(_ step: BuildStep) -> String {
        let stage = step.stageName ?? (step.stageCount > 1 ? "stage \(step.stage)" : nil)
        return
            "[\([service, stage, "\(step.number)/\(step.count)"].compactMap(\.self).joined(separator: " "))]"
    }
}
