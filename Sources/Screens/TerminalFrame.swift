/// One screenful for a terminal, and what to write to get there from the one before.
package struct TerminalFrame: Hashable, Sendable {
  package let lines: [String]
  package let size: TerminalSize

  package init(lines: [String], size: TerminalSize) {
    self.lines = lines
    self.size = size
  }

  /// Takes the screen over: alternate screen (which the Linux console ignores), no cursor, no wrapping at the margin.
  package static let enter = "\u{1b}[?1049h\u{1b}[?25l\u{1b}[?7l\u{1b}[0m\u{1b}[2J"

  /// Gives the screen back as it was; a console that has only one is left empty.
  package static let leave = "\u{1b}[0m\u{1b}[2J\u{1b}[H\u{1b}[?7h\u{1b}[?25h\u{1b}[?1049l"

  /// Escape sequences that turn `previous` into this frame: only the lines that differ, or everything after a change
  /// of size and at the beginning; empty when nothing changed.
  package func update(from previous: TerminalFrame?) -> String {
    guard let previous, previous.size == size, previous.lines.count == lines.count else {
      return "\u{1b}[0m\u{1b}[2J" + lines.enumerated().map { Self.write($1, row: $0) }.joined()
    }
    return zip(previous.lines, lines).enumerated().map { row, pair in
      pair.0 == pair.1 ? "" : Self.write(pair.1, row: row)
    }.joined()
  }

  /// The old line is erased first: erasing to the end after a full line would take its last character in some
  /// terminals, whose cursor still stands on it.
  private static func write(_ line: String, row: Int) -> String {
    "\u{1b}[\(row + 1);1H\u{1b}[2K" + line
  }
}
