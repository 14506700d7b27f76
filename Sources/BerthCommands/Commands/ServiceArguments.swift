import ArgumentParser

/// The services that a command is about.
struct ServiceArguments: ParsableArguments {
    @Argument(help: ArgumentHelp("The services; all when there are none.", valueName: "service"))
    var names: [String] = []
}

/// The time that containers get to stop.
struct TimeoutOption: ParsableArguments {
    @Option(
        name: [.customShort("t"), .customLong("timeout")],
        help: ArgumentHelp(
            "Seconds that containers get to stop before they are killed.", valueName: "seconds"))
    var seconds: Int?

    /// The time; nil keeps that of each container.
    ///
    /// A negative number waits without end, as in the reference.
    var duration: Duration? {
        seconds.map { $0 < 0 ? .seconds(Int64.max / 2_000_000_000) : .seconds($0) }
    }
}
