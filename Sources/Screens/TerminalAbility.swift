/// A terminal's size in character cells.
package struct TerminalSize: Hashable, Sendable {
  package let columns: Int
  package let rows: Int

  package init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}

/// What a terminal can show beyond letters.
package struct TerminalAbility: Hashable, Sendable {
  package enum Colour: Hashable, Sendable {
    /// No escape sequence within a line at all.
    case none
    case sixteen
    /// The sixteen of the Linux console, whose yellow is brown as a ground.
    case console
    case truecolour
  }

  package enum Glyphs: Hashable, Sendable {
    /// The letters a text is written in and ASCII, nothing else: the font may have 256 glyphs.
    case ascii
    /// Also half blocks and lines.
    case blocks
  }

  package let colour: Colour
  package let glyphs: Glyphs

  package init(colour: Colour, glyphs: Glyphs) {
    self.colour = colour
    self.glyphs = glyphs
  }

  package static let plain = TerminalAbility(colour: .none, glyphs: .blocks)
  package static let truecolour = TerminalAbility(colour: .truecolour, glyphs: .blocks)
  package static let sixteen = TerminalAbility(colour: .sixteen, glyphs: .blocks)
  package static let linuxConsole = TerminalAbility(colour: .console, glyphs: .ascii)
  package static let dumb = TerminalAbility(colour: .none, glyphs: .ascii)

  /// Judges by `TERM`, `COLORTERM` and `NO_COLOR` (https://no-color.org: set and not empty).
  package init(environment: [String: String]) {
    let term = environment["TERM"] ?? ""
    switch term {
    case "", "dumb": self = .dumb
    case "linux": self = .linuxConsole
    default: self = ["truecolor", "24bit"].contains(environment["COLORTERM"] ?? "") ? .truecolour : .sixteen
    }
    if !(environment["NO_COLOR"] ?? "").isEmpty {
      self.init(colour: .none, glyphs: glyphs)
    }
  }
}
