import BerthCommands

/// The program.
@main
struct Berth {
    static func main() {
        runBerth(Array(CommandLine.arguments.dropFirst()))
    }
}
