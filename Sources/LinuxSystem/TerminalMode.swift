internal import CLinux
import Glibc
import Synchronization

/// The size of a terminal in character cells.
public struct TerminalSize: Sendable, Hashable {
    /// The number of lines.
    public let rows: Int
    /// The number of cells in a line.
    public let columns: Int

    /// Names a size.
    public init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
    }

    /// The size of the terminal behind a descriptor; nil when it is none or does not know its size.
    public init?(of descriptor: Int32) {
        var rows: UInt16 = 0
        var columns: UInt16 = 0
        guard unsafe clinux_window_size(descriptor, &rows, &columns) == 0, rows > 0, columns > 0 else {
            return nil
        }
        self.init(rows: Int(rows), columns: Int(columns))
    }
}

/// True when a descriptor is a terminal (isatty(3)).
public func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

/// A terminal that hands every key to the program as it is (cfmakeraw(3)) until it is restored.
///
/// Restoring happens at the latest when this object goes; a second restore does nothing.
public final class RawTerminal: Sendable {
    private let descriptor: Int32
    // termios is a plain value of numbers; the lock makes restoring once only.
    private let saved: Mutex<termios?>

    /// Switches a terminal to raw mode; fails with ENOTTY when the descriptor is none.
    public init(_ descriptor: Int32) throws(SystemError) {
        var settings = termios()
        try check("tcgetattr") { unsafe tcgetattr(descriptor, &settings) }
        saved = Mutex(settings)
        self.descriptor = descriptor
        unsafe cfmakeraw(&settings)
        let raw = settings
        try Self.apply(raw, to: descriptor)
    }

    /// Gives the terminal the settings that it had.
    public func restore() throws(SystemError) {
        let settings = saved.withLock { saved in
            defer { saved = nil }
            return saved
        }
        if let settings { try Self.apply(settings, to: descriptor) }
    }

    private static func apply(_ settings: termios, to descriptor: Int32) throws(SystemError) {
        var settings = settings
        try check("tcsetattr") { unsafe tcsetattr(descriptor, TCSADRAIN, &settings) }
    }

    deinit {
        // Nobody is left to be told; the terminal may be gone.
        try? restore()
    }
}
