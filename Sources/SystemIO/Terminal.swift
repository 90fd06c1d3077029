import Glibc

/// What can be asked of a descriptor that may be a terminal.
package enum Terminal {
  package struct Size: Hashable, Sendable {
    package var columns: Int
    package var rows: Int

    package init(columns: Int, rows: Int) {
      self.columns = columns
      self.rows = rows
    }
  }

  package static func isTerminal(_ descriptor: CInt) -> Bool {
    isatty(descriptor) == 1
  }

  /// The window's size in characters; `nil` when the descriptor is no terminal or its terminal does not know.
  package static func size(of descriptor: CInt) -> Size? {
    var window = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0, window.ws_col > 0, window.ws_row > 0 else { return nil }
    return Size(columns: Int(window.ws_col), rows: Int(window.ws_row))
  }

  /// Whether colour helps there: a terminal, and nobody has asked for none (`NO_COLOR`, see no-color.org).
  package static func wantsColour(
    _ descriptor: CInt, environment: (String) -> String? = environmentVariable
  ) -> Bool {
    isTerminal(descriptor) && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }
}
