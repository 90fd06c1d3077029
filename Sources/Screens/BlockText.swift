/// Ticket numbers in letters of 5 × 7 dots, each dot drawn as a block of cells.
struct BlockText {
  /// How large a dot is: columns wide, half rows high.
  struct Dot {
    let columns: Int
    let halfRows: Int
  }

  let text: String
  let dot: Dot

  var width: Int { Self.width(of: text, dot) }
  var height: Int { Self.height(dot) }

  private init(_ text: String, dot: Dot) {
    self.text = text
    self.dot = dot
  }

  /// The largest that fits, or `nil` when none does. A cell is about twice as high as wide, so a dot of one column by
  /// half a row is square; without half blocks a dot is as high as whole rows.
  init?(_ text: String, width: Int, height: Int, glyphs: TerminalAbility.Glyphs, largest: Int = 8) {
    let square = (1...largest).reversed().map { columns in
      Dot(columns: columns, halfRows: glyphs == .blocks ? columns : (columns + 1) / 2 * 2)
    }
    // Tall letters are easier to read from afar than tiny ones.
    let dots = square.dropLast() + [Dot(columns: 1, halfRows: 2)] + square.suffix(1)
    guard let dot = dots.first(where: { Self.width(of: text, $0) <= width && Self.height($0) <= height }) else {
      return nil
    }
    self.init(text, dot: dot)
  }

  private static func width(of text: String, _ dot: Dot) -> Int {
    let advance = glyphColumns + 1
    return max(0, text.count * advance - 1) * dot.columns
  }

  private static func height(_ dot: Dot) -> Int {
    (glyphRows * dot.halfRows + 1) / 2
  }

  /// Draws with the upper left corner at `row`, `column`. `digits` paints blocks, `dots` cells without a glyph.
  func draw(on grid: inout TextGrid, row: Int, column: Int, digits: Paint, dots: Paint) {
    for cellRow in 0..<height {
      for cellColumn in 0..<width {
        let upper = isInk(halfRow: 2 * cellRow, column: cellColumn)
        let lower = isInk(halfRow: 2 * cellRow + 1, column: cellColumn)
        guard upper || lower else { continue }
        let place = (rows: row + cellRow..<row + cellRow + 1, columns: column + cellColumn..<column + cellColumn + 1)
        switch (grid.ability.glyphs, grid.ability.colour) {
        case (.blocks, _):
          let block: Character = upper && lower ? "█" : upper ? "▀" : "▄"
          grid.fill(rows: place.rows, columns: place.columns, digits, character: block)
        case (.ascii, .none):
          grid.fill(rows: place.rows, columns: place.columns, digits, character: "#")
        case (.ascii, _):
          grid.fill(rows: place.rows, columns: place.columns, dots)
        }
      }
    }
  }

  private func isInk(halfRow: Int, column: Int) -> Bool {
    let dotRow = halfRow / dot.halfRows
    let dotColumn = column / dot.columns
    let advance = Self.glyphColumns + 1
    let index = text.index(text.startIndex, offsetBy: dotColumn / advance)
    guard dotRow < Self.glyphRows, dotColumn % advance < Self.glyphColumns, let glyph = Self.glyphs[text[index]]
    else { return false }
    // Five bits a row, the highest is the leftmost.
    return glyph[dotRow] >> UInt8(Self.glyphColumns - 1 - dotColumn % advance) & 1 == 1
  }

  private static let glyphColumns = 5
  private static let glyphRows = 7

  private static let glyphs: [Character: [UInt8]] = [
    "0": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "1": [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "2": [0b01110, 0b10001, 0b00001, 0b00110, 0b01000, 0b10000, 0b11111],
    "3": [0b01110, 0b10001, 0b00001, 0b00110, 0b00001, 0b10001, 0b01110],
    "4": [0b00010, 0b00110, 0b01010, 0b10010, 0b11111, 0b00010, 0b00010],
    "5": [0b11111, 0b10000, 0b11110, 0b00001, 0b00001, 0b10001, 0b01110],
    "6": [0b01110, 0b10000, 0b11110, 0b10001, 0b10001, 0b10001, 0b01110],
    "7": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b01000, 0b01000],
    "8": [0b01110, 0b10001, 0b10001, 0b01110, 0b10001, 0b10001, 0b01110],
    "9": [0b01110, 0b10001, 0b10001, 0b10001, 0b01111, 0b00001, 0b01110],
    "A": [0b01110, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    "B": [0b11110, 0b10001, 0b10001, 0b11110, 0b10001, 0b10001, 0b11110],
    "C": [0b01110, 0b10001, 0b10000, 0b10000, 0b10000, 0b10001, 0b01110],
    "D": [0b11110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b11110],
    "E": [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b11111],
    "F": [0b11111, 0b10000, 0b10000, 0b11110, 0b10000, 0b10000, 0b10000],
    "G": [0b01110, 0b10001, 0b10000, 0b10111, 0b10001, 0b10001, 0b01110],
    "H": [0b10001, 0b10001, 0b10001, 0b11111, 0b10001, 0b10001, 0b10001],
    "I": [0b01110, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110],
    "J": [0b00111, 0b00010, 0b00010, 0b00010, 0b00010, 0b10010, 0b01100],
    "K": [0b10001, 0b10010, 0b10100, 0b11000, 0b10100, 0b10010, 0b10001],
    "L": [0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b10000, 0b11111],
    "M": [0b10001, 0b11011, 0b10101, 0b10101, 0b10001, 0b10001, 0b10001],
    "N": [0b10001, 0b11001, 0b10101, 0b10101, 0b10011, 0b10001, 0b10001],
    "O": [0b01110, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "P": [0b11110, 0b10001, 0b10001, 0b11110, 0b10000, 0b10000, 0b10000],
    "Q": [0b01110, 0b10001, 0b10001, 0b10001, 0b10101, 0b10010, 0b01101],
    "R": [0b11110, 0b10001, 0b10001, 0b11110, 0b10100, 0b10010, 0b10001],
    "S": [0b01111, 0b10000, 0b10000, 0b01110, 0b00001, 0b00001, 0b11110],
    "T": [0b11111, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100, 0b00100],
    "U": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01110],
    "V": [0b10001, 0b10001, 0b10001, 0b10001, 0b10001, 0b01010, 0b00100],
    "W": [0b10001, 0b10001, 0b10001, 0b10101, 0b10101, 0b11011, 0b10001],
    "X": [0b10001, 0b10001, 0b01010, 0b00100, 0b01010, 0b10001, 0b10001],
    "Y": [0b10001, 0b10001, 0b01010, 0b00100, 0b00100, 0b00100, 0b00100],
    "Z": [0b11111, 0b00001, 0b00010, 0b00100, 0b01000, 0b10000, 0b11111],
  ]
}
