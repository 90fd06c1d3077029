import Foundation

/// A text as the characters that fill a terminal's cells: NFC, nothing that moves the cursor.
struct CellText {
  struct Cell {
    let character: Character
    /// 1, or 2 for a wide character.
    let width: Int
  }

  let cells: [Cell]

  var width: Int { cells.reduce(0) { $0 + $1.width } }

  /// - Parameter glyphs: with `.ascii`, dashes, quotes and dots are written with ASCII.
  init(_ text: String, glyphs: TerminalAbility.Glyphs) {
    // Consoles do not put a mark on the letter before it.
    let composed = text.precomposedStringWithCanonicalMapping
    cells = composed.flatMap { character -> [Cell] in
      if character.isWhitespace { return [Cell(character: " ", width: 1)] }
      if glyphs == .ascii, let substitute = Self.substitutes[character] {
        return substitute.map { Cell(character: $0, width: 1) }
      }
      let width = Self.width(of: character)
      return width > 0 ? [Cell(character: character, width: width)] : []
    }
  }

  private init(cells: [Cell]) {
    self.cells = cells
  }

  /// Cut to at most `limit` cells, the last ones “…” when something was cut.
  func fitted(to limit: Int, glyphs: TerminalAbility.Glyphs) -> CellText {
    guard width > limit else { return self }
    let mark = Array(CellText("…", glyphs: glyphs).cells.prefix(max(limit, 0)))
    var kept: [Cell] = []
    var room = limit - mark.count
    for cell in cells {
      guard cell.width <= room else { break }
      kept.append(cell)
      room -= cell.width
    }
    while kept.last?.character == " " { kept.removeLast() }
    return CellText(cells: kept + mark)
  }

  /// Broken at spaces into at most `most` lines of at most `limit` cells each; a longer word is broken within, and the
  /// last line ends in “…” when there is more.
  func wrapped(to limit: Int, lines most: Int = .max, glyphs: TerminalAbility.Glyphs) -> [CellText] {
    let all = wrapped(to: limit)
    guard all.count > most, most > 0 else { return Array(all.prefix(max(0, most))) }
    let space = [Cell(character: " ", width: 1)]
    let rest = CellText(cells: Array(all.dropFirst(most - 1).map(\.cells).joined(separator: space)))
    return all.prefix(most - 1) + [rest.fitted(to: limit, glyphs: glyphs)]
  }

  private func wrapped(to limit: Int) -> [CellText] {
    guard limit >= 2 else { return [] }
    var lines: [[Cell]] = []
    var line: [Cell] = []
    var room = limit
    let take = { (cells: [Cell]) in
      line += cells
      room -= cells.reduce(0) { $0 + $1.width }
    }
    let breakLine = {
      lines.append(line)
      line = []
      room = limit
    }
    for word in cells.split(whereSeparator: { $0.character == " " }).map(Array.init) {
      let width = word.reduce(0) { $0 + $1.width }
      if !line.isEmpty {
        if width + 1 <= room { take([Cell(character: " ", width: 1)]) } else { breakLine() }
      }
      for cell in word {
        if cell.width > room { breakLine() }
        take([cell])
      }
    }
    if !line.isEmpty { lines.append(line) }
    return lines.map(CellText.init(cells:))
  }

  private static let substitutes: [Character: String] = [
    "–": "-", "—": "-", "…": "...", "·": "-", "“": "\"", "”": "\"", "‘": "'", "’": "'",
  ]

  /// 0 for what has no cell of its own (control and format characters, lone marks), 2 for East Asian wide characters
  /// and pictographs, else 1. By the first scalar, since a cluster is shown in the cells of its base.
  private static func width(of character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first else { return 0 }
    switch scalar.properties.generalCategory {
    case .control, .format, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator, .unassigned,
      .surrogate, .privateUse:
      return 0
    default: break
    }
    switch scalar.value {
    case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
      0xff00...0xff60, 0xffe0...0xffe6, 0x20000...0x3fffd:
      return 2
    default:
      return scalar.properties.isEmojiPresentation ? 2 : 1
    }
  }
}
