import BerthModel
import LinuxSystem
import Synchronization
import TerminalUI
import Testing

@testable import BerthCommands

@Suite("Interruptions")
struct InterruptionTests {
    @Test("go to whoever deals with them, and to nobody otherwise") func receivers() async {
        let interruptions = Interruptions()
        #expect(!interruptions.deliver(.interrupt))
        let seen = Mutex<[SignalEvent]>([])
        await interruptions.received { signal in
            seen.withLock { $0.append(signal) }
            return signal == .interrupt
        } _: {
            #expect(interruptions.deliver(.interrupt))
            #expect(!interruptions.deliver(.terminate), "a receiver need not take every signal")
        }
        #expect(!interruptions.deliver(.interrupt))
        #expect(seen.withLock { $0 } == [.interrupt, .terminate])
    }
}

@Suite("The decision on an image")
struct ImageDecisionTests {
    @Test(
        "names what is done and why",
        arguments: [
            (.missing, true, "image redis: use (it is here)"),
            (.missing, false, "image redis: pull (it is not here)"),
            (.always, true, "image redis: pull (its pull policy is always)"),
            (.never, true, "image redis: use (it is here, its pull policy is never)"),
            (.never, false, "image redis: fail (it is not here, its pull policy is never)"),
            (.every(.seconds(60)), false, "image redis: pull (it is not here)"),
        ] as [(PullPolicy, Bool, String)])
    func decides(policy: PullPolicy, isHere: Bool, text: String) {
        #expect(imageDecision("redis", policy, isHere: isHere) == text)
    }
}

@Suite("The list of images")
struct ImageListTests {
    @Test("is a table as docker has it") func table() throws {
        let rows = [
            ImageRow(
                repository: "redis", tag: "7", id: "sha256:0123456789abcdef0123", created: 1_000_000,
                size: 117_000_000),
            ImageRow(
                repository: "<none>", tag: "<none>", id: "sha256:fedcba9876543210", created: nil, size: 5),
        ]
        #expect(
            imageTable(rows, now: 1_000_000 + 3 * 86400) == [
                "REPOSITORY   TAG       IMAGE ID       CREATED      SIZE",
                "redis        7         0123456789ab   3 days ago   117MB",
                "<none>       <none>    fedcba987654   N/A          5B",
            ])
        #expect(
            try jsonLine(rows[0])
                == #"{"Created":"1970-01-12 13:46:40 +0000 UTC","ID":"sha256:0123456789abcdef0123","#
                + #""Repository":"redis","Size":117000000,"Tag":"7"}"#)
    }
}
