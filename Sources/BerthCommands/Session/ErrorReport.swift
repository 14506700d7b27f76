import ArgumentParser
import BerthModel
import LinuxSystem
import TerminalUI

/// Prints why a command ended early, and returns the exit status.
func report(_ error: any Error) -> Int32 {
    let report = ErrorReport(error)
    do {
        let output: DescriptorOutput = report.isResult ? try .standardOutput() : try .standardError()
        if !report.text.isEmpty { try output.write(report.text + "\n") }
    } catch {
        // There is nowhere left to complain.
        return report.status == 0 ? 1 : report.status
    }
    return report.status
}

/// What is printed about an error, and the exit status that it leads to.
struct ErrorReport: Sendable, Hashable {
    /// The lines without a line feed at the end; empty for none.
    var text = ""
    /// True when the text is what was asked for.
    var isResult = false
    /// The exit status.
    var status: Int32

    /// Tells an error apart.
    init(_ error: any Error) {
        switch error {
        case let end as CommandLineEnd:
            text = end.text
            isResult = !end.isMistake
            status = end.isMistake ? Failure.Kind.usage.exitStatus : 0
        case let code as ExitCode:
            status = code.rawValue
        case let list as FailureList:
            text = list.failures.map { "berth: \($0)" }.joined(separator: "\n")
            status = Failure.Kind.runtime.exitStatus
        case let failure as ExecFailure:
            // The runtime has told why on the same standard error.
            status = failure.status
        case is CancellationError:
            status = Failure.Kind.interrupted.exitStatus
        case let failure as Failure:
            text = "berth: \(failure)"
            status = failure.kind.exitStatus
        case let unreadable as UnreadableProject:
            text = unreadable.text
            status = Failure.Kind.invalidFile.exitStatus
        case let failed as SystemError where failed.isBrokenPipe:
            // Whoever read the output has seen enough: end as the signal would have ended it.
            status = 128 + SignalNumber.brokenPipe
        default:
            text = "berth: \(error)"
            status = Failure.Kind.runtime.exitStatus
        }
    }
}

/// Numbers of signal(7) that exit statuses are made of.
private enum SignalNumber {
    static let brokenPipe: Int32 = 13
}

extension SystemError {
    /// True when the reader of a pipe is gone (EPIPE).
    fileprivate var isBrokenPipe: Bool { code == 32 }
}
