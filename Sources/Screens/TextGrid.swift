import Scenes

/// What a cell means; its colours follow from that and from the terminal's ability.
enum Paint: Hashable {
  case body, strong, mute, rule
  case header, headerMute
  /// The white panel of the newest call, and its digits.
  case panel, panelMute, digits
  /// The same while the call is fresh: the accent of “your turn”.
  case turn
  case letter
  case fault
  /// A digit's dot painted as background, where the font has no block.
  case dot, turnDot, headerDot

  /// Select Graphic Rendition parameters; `nil` is the terminal's own.
  func parameters(_ colour: TerminalAbility.Colour) -> String? {
    switch colour {
    case .none: nil
    case .sixteen: sixteen
    case .console: self == .turn ? "1;37;43" : sixteen
    case .truecolour: truecolour
    }
  }

  private var sixteen: String? {
    switch self {
    case .body, .mute, .rule, .panel, .panelMute: nil
    case .strong, .digits: "1"
    case .header, .letter: "1;37;44"
    case .headerMute: "37;44"
    case .turn: "30;43"
    case .fault: "1;37;41"
    case .dot: "7"
    case .turnDot: "40"
    case .headerDot: "47"
    }
  }

  private var truecolour: String {
    let (isBold, text, ground) =
      switch self {
      case .body: (false, Palette.ink, Palette.mist)
      case .strong: (true, Palette.ink, Palette.mist)
      case .mute: (false, Palette.mute, Palette.mist)
      case .rule: (false, Palette.line, Palette.mist)
      case .header: (true, Palette.paper, Palette.deep)
      case .headerMute: (false, Palette.paper, Palette.deep)
      case .panel: (true, Palette.ink, Palette.paper)
      case .panelMute: (false, Palette.mute, Palette.paper)
      case .digits: (false, Palette.deep, Palette.paper)
      case .turn: (true, Palette.turnInk, Palette.turn)
      case .letter: (true, Palette.paper, Palette.blue)
      case .fault: (true, Palette.paper, Palette.fault)
      case .dot: (false, Palette.deep, Palette.deep)
      case .turnDot: (false, Palette.turnInk, Palette.turnInk)
      case .headerDot: (false, Palette.paper, Palette.paper)
      }
    let channels = { (colour: Colour) in "\(colour.red);\(colour.green);\(colour.blue)" }
    return "\(isBold ? "1;" : "")38;2;\(channels(text));48;2;\(channels(ground))"
  }
}

/// Character cells being painted. What would fall outside is left out, so no line is ever too long.
struct TextGrid {
  private struct Cell {
    /// `nil` is the right half of a wide character.
    var character: Character?
    var paint: Paint
  }

  let size: TerminalSize
  let ability: TerminalAbility
  private var cells: [Cell]

  init(size: TerminalSize, ability: TerminalAbility) {
    self.size = size
    self.ability = ability
    cells = Array(repeating: Cell(character: " ", paint: .body), count: max(0, size.columns) * max(0, size.rows))
  }

  func text(_ text: String) -> CellText {
    CellText(text, glyphs: ability.glyphs)
  }

  /// Writes `text` from `column` on, cut with “…” where it would pass `limit` cells.
  mutating func put(_ text: CellText, row: Int, column: Int, limit: Int = .max, _ paint: Paint) {
    guard (0..<size.rows).contains(row), column >= 0 else { return }
    var column = column
    for cell in text.fitted(to: min(limit, size.columns - column), glyphs: ability.glyphs).cells {
      let index = row * size.columns + column
      cells[index] = Cell(character: cell.character, paint: paint)
      if cell.width == 2 { cells[index + 1] = Cell(character: nil, paint: paint) }
      column += cell.width
    }
  }

  mutating func put(_ string: String, row: Int, column: Int, limit: Int = .max, _ paint: Paint) {
    put(text(string), row: row, column: column, limit: limit, paint)
  }

  /// Writes `string` so that it ends before `end`.
  mutating func put(_ string: String, row: Int, endingAt end: Int, _ paint: Paint) {
    let text = text(string)
    put(text, row: row, column: max(0, end - text.width), paint)
  }

  /// Clears an area and paints it.
  mutating func fill(rows: Range<Int>, columns: Range<Int>, _ paint: Paint, character: Character = " ") {
    for row in rows.clamped(to: 0..<max(0, size.rows)) {
      for column in columns.clamped(to: 0..<max(0, size.columns)) {
        cells[row * size.columns + column] = Cell(character: character, paint: paint)
      }
    }
  }

  /// The lines from the top; without trailing blanks where these show nothing.
  func lines() -> [String] {
    (0..<max(0, size.rows)).map { row in
      var line = cells[row * size.columns..<(row + 1) * size.columns]
      while let last = line.last, last.character == " ", last.paint.parameters(ability.colour) == nil {
        line.removeLast()
      }
      var text = ""
      var current: String?
      for cell in line {
        let parameters = cell.paint.parameters(ability.colour)
        if parameters != current {
          text += "\u{1b}[0" + (parameters.map { ";" + $0 } ?? "") + "m"
          current = parameters
        }
        if let character = cell.character { text.append(character) }
      }
      return current == nil ? text : text + "\u{1b}[0m"
    }
  }
}
