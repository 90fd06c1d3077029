package import Scenes

/// The widths that thermal printers have, in dots a row.
package enum PaperWidth: Int, CaseIterable, Sendable {
  /// 58 mm paper.
  case dots384 = 384
  case dots432 = 432
  /// 80 mm paper at 180 dots an inch.
  case dots512 = 512
  /// 80 mm paper at 203 dots an inch.
  case dots576 = 576
}

/// Draws paper slips.
///
/// Not `Sendable`: who owns it draws one slip at a time, on whatever thread. Fonts stay loaded between slips; nothing
/// else does.
package final class SlipRenderer {
  private let typesetter: Typesetter

  package init() throws(DrawingError) {
    typesetter = try Typesetter()
  }

  /// The slip as black dots; as long as its content.
  package func render(_ slip: SlipScene, width: PaperWidth) throws(DrawingError) -> Bitmap1 {
    var sheet = SlipSheet(width: width.rawValue, typesetter: typesetter)
    try sheet.compose(slip)
    return try sheet.draw()
  }
}

/// The marks of one slip while they are being placed, from the top of the paper down.
private struct SlipSheet {
  private enum Mark {
    case text(Paragraph, x: Double, y: Double, Ink)
    case number(Numeral, x: Double, y: Double)
    case bar(Box, radius: Double)
    case code(QRMatrix, x: Int, y: Int, scale: Int)
  }

  private let width: Int
  private let typesetter: Typesetter
  private var marks: [Mark] = []
  /// Where the next mark begins.
  private var y = 0.0

  /// White at either side, which printers that are a little out of true need.
  private static let margin = 12
  /// 20 mm at 8 dots a millimetre.
  private static let capHeight = 160.0
  /// Em size in dots that tired eyes still read: 2.75 mm.
  private static let smallestSize = 22.0
  /// A phone reads modules of half a millimetre; larger ones only cost paper.
  private static let moduleDots = 4...7
  /// What a code may take of the paper's length, in dots.
  private static let codeSide = 230

  init(width: Int, typesetter: Typesetter) {
    self.width = width
    self.typesetter = typesetter
  }

  private var textWidth: Int { width - 2 * Self.margin }
  /// 58 mm paper takes smaller letters and the code above its caption.
  private var isNarrow: Bool { width < 512 }
  private var scale: Double { isNarrow ? 0.84 : 1 }

  private func style(_ size: Double, bold: Bool = false, lines: Int = 2) -> TextStyle {
    TextStyle(size: max(size * scale, Self.smallestSize), isBold: bold, maxLines: lines)
  }

  mutating func compose(_ slip: SlipScene) throws(DrawingError) {
    y = 8
    for banner in [slip.demo, slip.reprint].compactMap(\.self) {
      try addBar(banner, style(32, bold: true, lines: 1), fullWidth: true)
      y += 10
    }
    try add(slip.centre, style(28, bold: true))
    y += 14
    try add(slip.heading, style(28))
    y += 14
    let number = try typesetter.numeral(slip.number, capHeight: Self.capHeight, width: Double(textWidth))
    marks.append(.number(number, x: (Double(width) - number.width) / 2, y: y))
    y = (y + number.height + 16).rounded(.up)
    try add(slip.service, style(38, bold: true, lines: 3))
    if let priority = slip.priority {
      y += 8
      try addBar(priority, style(28, bold: true), fullWidth: false)
    }
    y += 16
    addRule()
    y += 10
    try add(slip.ahead, style(38, bold: true, lines: 1))
    if let range = slip.range { try add(range, style(30)) }
    y += 4
    try add(slip.place, style(30, lines: 3))
    y += 12
    addRule()
    let foot = [(slip.issued, style(26)), (slip.privacy, style(24, lines: 4))]
    if let code = slip.code {
      try add(code, beside: [(code.caption, style(28, bold: true, lines: 3))] + foot)
    } else {
      y += 12
      for (text, style) in foot { try add(text, style) }
    }
    if let notice = slip.notice {
      y += 8
      addRule()
      y += 10
      try add(notice, style(26, lines: 6))
    }
    y += 12
  }

  func draw() throws(DrawingError) -> Bitmap1 {
    let surface = try InkSurface(width: width, height: Int(y.rounded(.up)))
    for mark in marks {
      switch mark {
      case .text(let paragraph, let x, let y, let ink): surface.draw(paragraph, x: x, y: y, ink: ink)
      case .number(let number, let x, let y): surface.draw(number, x: x, y: y)
      case .bar(let box, let radius): surface.fill(box, radius: radius)
      case .code(let code, let x, let y, let scale): surface.draw(code, x: x, y: y, scale: scale)
      }
    }
    return try surface.bitmap()
  }

  /// Adds a paragraph over the whole width.
  private mutating func add(_ text: String, _ style: TextStyle) throws(DrawingError) {
    let paragraph = try typesetter.paragraph(text, style, width: textWidth)
    y = place(paragraph, centredIn: Double(width), from: 0, y: y)
  }

  /// Places a paragraph by its lines, or by its ink where that reaches further, and says where it ends.
  private mutating func place(
    _ paragraph: Paragraph, centredIn space: Double, from x: Double, y: Double, ink: Ink = .black
  ) -> Double {
    let top = min(paragraph.logical.y, paragraph.ink.y)
    let bottom = max(paragraph.logical.maxY, paragraph.ink.maxY)
    let left = x + (space - paragraph.logical.width) / 2 - paragraph.logical.x
    marks.append(.text(paragraph, x: left.rounded(), y: (y - top).rounded(), ink))
    return y + (bottom - top).rounded(.up)
  }

  /// Adds white words on a black bar.
  private mutating func addBar(_ text: String, _ style: TextStyle, fullWidth: Bool) throws(DrawingError) {
    let padding = 22.0 * scale
    let paragraph = try typesetter.paragraph(text, style, width: textWidth - Int(2 * padding))
    let barWidth = fullWidth ? Double(textWidth) : (paragraph.logical.width + 2 * padding).rounded(.up)
    let barHeight = (paragraph.logical.height + 8).rounded(.up)
    let x = ((Double(width) - barWidth) / 2).rounded()
    marks.append(.bar(Box(x: x, y: y, width: barWidth, height: barHeight), radius: 10))
    _ = place(paragraph, centredIn: barWidth, from: x, y: y + 4, ink: .white)
    y += barHeight
  }

  private mutating func addRule() {
    marks.append(.bar(Box(x: Double(Self.margin), y: y, width: Double(textWidth), height: 2), radius: 0))
    y += 2
  }

  /// Adds a code with its caption and further lines: beside it on broad paper, below it on narrow.
  private mutating func add(_ code: SlipScene.Code, beside texts: [(String, TextStyle)]) throws(DrawingError) {
    let matrix = try QRMatrix(payload: code.payload)
    let side = matrix.sideWithQuietZone
    let scale = min(max(Self.codeSide / side, Self.moduleDots.lowerBound), Self.moduleDots.upperBound)
    guard side * scale <= width else { throw .codeTooLong(bytes: code.payload.utf8.count) }
    let block = Double(side * scale)
    let top = y.rounded(.up)
    let left = isNarrow ? ((Double(width) - block) / 2).rounded() : 0
    let quiet = QRMatrix.quietZone * scale
    marks.append(.code(matrix, x: Int(left) + quiet, y: Int(top) + quiet, scale: scale))
    if isNarrow {
      y = top + block
      for (text, style) in texts {
        try add(text, style)
        y += 4
      }
    } else {
      let space = textWidth - Int(block) + Self.margin
      var paragraphs: [Paragraph] = []
      for (text, style) in texts { paragraphs.append(try typesetter.paragraph(text, style, width: space)) }
      let gap = 8.0
      let height = paragraphs.reduce(gap * Double(paragraphs.count - 1)) { $0 + $1.logical.height }
      var line = top + max(Double(quiet), (block - height) / 2)
      for paragraph in paragraphs {
        line = place(paragraph, centredIn: Double(space), from: block, y: line) + gap
      }
      y = max(top + block, line)
    }
  }
}
