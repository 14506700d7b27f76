internal import CLinux
import Glibc

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
