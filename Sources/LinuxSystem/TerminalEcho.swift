internal import CLinux
import Glibc

/// Reads a line of a terminal or another input, without the end of the line and what follows it.
///
/// With `hidesInput`, a terminal does not show what is typed; it is as before afterwards, also when the task is
/// cancelled. The end of the input ends the line too.
public func readLine(of descriptor: Int32, hidesInput: Bool) async throws -> String {
    let before = hidesInput ? try echoSwitchedOff(descriptor) : nil
    defer {
        if var before {
            // A terminal that went away meanwhile needs no echo.
            unsafe _ = tcsetattr(descriptor, TCSANOW, &before)
        }
    }
    var line: [UInt8] = []
    while true {
        try await Reactor.shared.readable(descriptor)
        let next = try readDescriptor(descriptor, upTo: 1)
        guard let byte = next.first, byte != UInt8(ascii: "\n") else {
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            return String(decoding: line, as: UTF8.self)
        }
        line.append(byte)
    }
}

/// Switches the echo of a terminal off and returns its settings from before; nil for what is no terminal.
private func echoSwitchedOff(_ descriptor: Int32) throws(SystemError) -> termios? {
    var settings = termios()
    guard unsafe tcgetattr(descriptor, &settings) == 0 else { return nil }
    let before = settings
    settings.c_lflag &= ~tcflag_t(ECHO)
    try check("tcsetattr") { unsafe tcsetattr(descriptor, TCSANOW, &settings) }
    return before
}
