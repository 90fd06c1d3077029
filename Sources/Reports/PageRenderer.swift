import Drawing
import Foundation
import Scenes

/// The report as pages in the layout of the stock template: NĐ 30/2020/NĐ-CP, phụ lục I. Lengths in points.
struct PageRenderer {
  private static let pageWidth = 595.3
  private static let pageHeight = 841.9
  /// 20, 20, 30 and 15 mm.
  private static let top = 56.7
  private static let bottom = 841.9 - 56.7
  private static let left = 85.05
  private static let right = 595.3 - 42.55
  private static let width = right - left
  private static let numberTop = 28.35

  private static let body = ParagraphStyle(size: 14, alignment: .justified, firstLineIndent: 36, lineSpacing: 1.1)
  private static let cellSize = 12.0

  private let pages: PDFPages
  private var y = PageRenderer.top
  private var page = 1

  static func render(_ report: Report) throws -> Data {
    var renderer = PageRenderer(
      pages: try PDFPages(width: pageWidth, height: pageHeight, title: "Báo cáo: \(report.subject)"))
    try renderer.write(report)
    renderer.pages.endPage()
    return Data(try renderer.pages.finish())
  }

  private init(pages: PDFPages) {
    self.pages = pages
  }

  // MARK: - Pages

  private mutating func newPage() throws {
    pages.endPage()
    page += 1
    y = Self.top
    let number = try pages.set(
      [TextSpan("\(page)")], ParagraphStyle(size: 13, alignment: .centre), width: Self.width)
    pages.draw(number, x: Self.left, y: Self.numberTop)
  }

  /// Begins a page when less than this is left on it.
  private mutating func need(_ height: Double) throws {
    if y + height > Self.bottom, y > Self.top { try newPage() }
  }

  /// A paragraph that may go on over the page; neither one line alone below nor one alone above.
  private mutating func write(
    _ spans: [TextSpan], _ style: ParagraphStyle, before: Double, isWhole: Bool = false,
    keepingWith next: Double = 0
  ) throws {
    let paragraph = try pages.set(spans, style, width: Self.width)
    let lines = paragraph.lineHeights
    let orphans = (isWhole ? lines[...] : lines.prefix(2)).reduce(0, +)
    try need(before + orphans + next)
    y += before
    var index = 0
    while index < lines.count {
      let start = index
      var end = y
      while index < lines.count, end + lines[index] <= Self.bottom + 0.01 {
        end += lines[index]
        index += 1
      }
      if index == lines.count - 1, index - start > 2 {
        index -= 1
        end -= lines[index]
      }
      if index == start {
        try newPage()
        continue
      }
      pages.draw(paragraph, lines: start..<index, x: Self.left, y: y)
      y = end
      if index < lines.count { try newPage() }
    }
  }

  private mutating func rule(centre: Double, length: Double) {
    y += 3
    pages.rule(fromX: centre - length / 2, fromY: y, toX: centre + length / 2, toY: y, width: 0.75)
    y += 2
  }

  // MARK: - Report

  private mutating func write(_ report: Report) throws {
    try writeHead(report)
    let centred = ParagraphStyle(size: 14, alignment: .centre)
    try write([TextSpan("BÁO CÁO", isBold: true)], centred, before: 12)
    try write([TextSpan(report.subject, isBold: true)], centred, before: 0)
    rule(centre: Self.left + Self.width / 2, length: 130)
    if let addressee = report.addressee {
      try write([TextSpan("Kính gửi: \(addressee)")], centred, before: 12)
      y += 6
    }
    try write(report.opening)
    for section in report.sections {
      // A heading stays with the first lines of what it is over.
      try write([TextSpan(section.heading, isBold: true)], Self.body, before: 6, keepingWith: 42)
      for paragraph in section.paragraphs { try write(paragraph) }
    }
    // Nobody signs a page on which nothing stands: the block is preceded by the closing sentence.
    let signatures = try signatureBlock(of: report)
    try write([TextSpan(report.closing)], Self.body, before: 6, isWhole: true, keepingWith: signatures.height)
    try write(signatures)
    try newPage()
    try writeAppendix(report)
  }

  private mutating func write(_ paragraph: Report.Paragraph) throws {
    let spans = paragraph.runs.map { run in
      if case .gap = run { TextSpan(run.text, isBold: true, isItalic: true) } else { TextSpan(run.text) }
    }
    // What leads up to something stays with the beginning of it.
    try write(spans, Self.body, before: 6, keepingWith: paragraph.text.last == ":" ? 42 : 0)
  }

  private mutating func writeHead(_ report: Report) throws {
    let leftWidth = 184.3
    let rightX = Self.left + leftWidth
    let rightWidth = Self.width - leftWidth
    let start = y
    let columns: [(x: Double, width: Double, lines: [TextSpan], size: [Double], rule: Double)] = [
      (
        Self.left, leftWidth,
        [
          TextSpan("ỦY BAN NHÂN DÂN", isBold: true), TextSpan(report.profile.unit.full.uppercased(), isBold: true),
        ], [13, 13], 70
      ),
      (
        rightX, rightWidth,
        [
          TextSpan("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", isBold: true),
          TextSpan("Độc lập - Tự do - Hạnh phúc", isBold: true),
        ], [12.5, 14], 174
      ),
    ]
    var end = start
    for column in columns {
      y = start
      for (line, size) in zip(column.lines, column.size) {
        let text = try pages.set([line], ParagraphStyle(size: size, alignment: .centre), width: column.width)
        pages.draw(text, x: column.x, y: y)
        y += text.height
      }
      rule(centre: column.x + column.width / 2, length: column.rule)
      end = max(end, y)
    }
    y = end + 3
    let number = try pages.set(
      [TextSpan(report.numberLine)], ParagraphStyle(size: 13, alignment: .centre), width: leftWidth)
    let place = try pages.set(
      [TextSpan(report.placeLine, isItalic: true)], ParagraphStyle(size: 14, alignment: .centre), width: rightWidth)
    pages.draw(number, x: Self.left, y: y)
    pages.draw(place, x: rightX, y: y)
    y += max(number.height, place.height)
  }

  /// Recipients and signature side by side.
  private struct SignatureBlock {
    let label: SetParagraph
    let recipients: [SetParagraph]
    let titles: [SetParagraph]
    let signer: SetParagraph

    static let before = 12.0
    static let roomToSign = 72.0
    static let leftWidth = 212.6

    var rightHeight: Double { titles.map(\.height).reduce(0, +) + Self.roomToSign + signer.height }
    var height: Double {
      Self.before + max(rightHeight, label.height + recipients.map(\.height).reduce(0, +))
    }
  }

  private func signatureBlock(of report: Report) throws -> SignatureBlock {
    let (left, right) = (SignatureBlock.leftWidth, Self.width - SignatureBlock.leftWidth)
    let centred = ParagraphStyle(size: 14, alignment: .centre)
    return SignatureBlock(
      label: try pages.set(
        [TextSpan("Nơi nhận:", isBold: true, isItalic: true)], ParagraphStyle(size: 12), width: left),
      recipients: try report.profile.printedRecipients.enumerated().map { index, recipient in
        let end = index == report.profile.printedRecipients.count - 1 ? "." : ";"
        return try pages.set([TextSpan("- \(recipient)\(end)")], ParagraphStyle(size: 11), width: left)
      },
      titles: try (["TM. ỦY BAN NHÂN DÂN"] + report.profile.signerTitles).map {
        try pages.set([TextSpan($0, isBold: true)], centred, width: right)
      },
      signer: try pages.set([TextSpan(report.profile.signer ?? "", isBold: true)], centred, width: right))
  }

  /// Never parted by a page.
  private mutating func write(_ block: SignatureBlock) throws {
    try need(block.height)
    y += SignatureBlock.before
    let start = y
    pages.draw(block.label, x: Self.left, y: y)
    y += block.label.height
    for recipient in block.recipients {
      pages.draw(recipient, x: Self.left, y: y)
      y += recipient.height
    }
    y = start
    for title in block.titles {
      pages.draw(title, x: Self.left + SignatureBlock.leftWidth, y: y)
      y += title.height
    }
    pages.draw(block.signer, x: Self.left + SignatureBlock.leftWidth, y: y + SignatureBlock.roomToSign)
    y = start + block.rightHeight
  }

  // MARK: - Appendix

  private mutating func writeAppendix(_ report: Report) throws {
    let centred = ParagraphStyle(size: 14, alignment: .centre)
    try write([TextSpan("PHỤ LỤC", isBold: true)], centred, before: 0)
    try write([TextSpan("SỐ LIỆU HỖ TRỢ NGƯỜI DÂN", isBold: true)], centred, before: 0)
    try write([TextSpan(report.attachmentLine, isItalic: true)], centred, before: 3)
    try write([TextSpan(report.onlineDefinition)], Self.body, before: 6)
    // First, where there is always room for it: a picture goes over to the next page whole and leaves a gap behind.
    if let table = report.chartTable, let chart = report.chart {
      let title = "Biểu đồ: \(table.title.lowercasedFirst)"
      try write([TextSpan(title, isBold: true)], ParagraphStyle(size: 13), before: 10, keepingWith: chart.height + 4)
      try pages.draw(chart, x: Self.left, y: y + 4, width: Self.width)
      y += chart.height + 8
    }
    let grids =
      report.tables.filter { !$0.rows.isEmpty }.map(Grid.init)
      + report.breakdowns.filter { !$0.rows.isEmpty }.map(Grid.init)
    let empty = try report.emptyTables.map { text in
      try pages.set([TextSpan(text, isItalic: true)], Self.remark, width: Self.width)
    }
    let proof = try pages.set([TextSpan(report.proof.text)], Self.remark, width: Self.width)
    // Nor does the proof stand on a page of its own.
    let rest = 10 + proof.height + (empty.map { 10 + $0.height } ?? 0)
    for (index, grid) in grids.enumerated() {
      try write(grid, keepingWith: index == grids.count - 1 ? rest : 0)
    }
    for paragraph in [empty, proof].compactMap(\.self) {
      try need(10 + paragraph.height)
      pages.draw(paragraph, x: Self.left, y: y + 10)
      y += 10 + paragraph.height
    }
  }

  private static let remark = ParagraphStyle(size: 13)

  /// A table as it is set: ordinals, names, and numbers to the right.
  private struct Grid {
    let title: String
    let heads: [String]
    let rows: [[String]]
    let total: [String]
    let note: String?
    /// Of the columns of numbers; the names have what is left.
    let widths: [Double]

    static let ordinalWidth = 35.0

    init(_ table: Report.Table) {
      let texts = { (row: Report.Table.Row) in
        [row.name, row.turns.groupedText, row.online.groupedText, row.share]
      }
      title = table.title
      heads = [table.heading, "Số lượt", "Trực tuyến", "Tỷ lệ"]
      rows = table.rows.map(texts)
      total = texts(table.total)
      note = table.note
      widths = [65, 75, 60]
    }

    init(_ breakdown: Report.Breakdown) {
      let texts = { (row: Report.Breakdown.Row) in [row.name] + breakdown.texts(of: row) }
      title = breakdown.title
      heads = [breakdown.heading] + breakdown.columns.map(\.title)
      rows = breakdown.rows.map(texts)
      total = texts(breakdown.total)
      note = breakdown.note
      widths = breakdown.columns.map { _ in 54 }
    }

    var columns: [(width: Double, alignment: ParagraphStyle.Alignment)] {
      let names = PageRenderer.width - Self.ordinalWidth - widths.reduce(0, +)
      return [(Self.ordinalWidth, .centre), (names, .left)] + widths.map { ($0, .right) }
    }
  }

  private static let padding = 5.0

  /// A row in its cells.
  private struct SetRow {
    let cells: [SetParagraph]
    var height: Double { (cells.map(\.height).max() ?? 0) + 3 }
  }

  private func set(
    _ texts: [String], _ columns: [(width: Double, alignment: ParagraphStyle.Alignment)], isHead: Bool = false,
    isBold: Bool = false
  ) throws -> SetRow {
    SetRow(
      cells: try zip(texts, columns).map { text, column in
        try pages.set(
          [TextSpan(text, isBold: isHead || isBold)],
          ParagraphStyle(size: Self.cellSize, alignment: isHead ? .centre : column.alignment),
          width: column.width - 2 * Self.padding)
      })
  }

  /// - Parameter next: height of what has to stand on the same page as the end of it.
  private mutating func write(_ grid: Grid, keepingWith next: Double) throws {
    let columns = grid.columns
    let head = try set(["TT"] + grid.heads, columns, isHead: true)
    let rows = try grid.rows.enumerated().map { try set(["\($0 + 1)"] + $1, columns) }
    let total = try set([""] + grid.total, columns, isBold: true)
    let note = try grid.note.map {
      try pages.set([TextSpan($0, isItalic: true)], ParagraphStyle(size: 11), width: Self.width)
    }
    let end = total.height + (note.map { 3 + $0.height } ?? 0) + next
    // The title stays with the head and the first row, and a short table in one piece.
    let isShort = rows.count <= TemplateFiller.wholeRows
    let first = isShort ? rows.map(\.height).reduce(0, +) + end : rows[0].height
    try write(
      [TextSpan(grid.title, isBold: true)], ParagraphStyle(size: 13), before: 10, keepingWith: 4 + head.height + first)
    y += 4
    draw(head, columns)
    for (index, row) in rows.enumerated() {
      // The sum is never alone on its page.
      try draw(row, columns, keepingWith: index == rows.count - 1 ? end : 0, under: head)
    }
    draw(total, columns)
    guard let note else { return }
    pages.draw(note, x: Self.left, y: y + 3)
    y += 3 + note.height
  }

  /// - Parameter head: repeated above the row when it begins a page.
  private mutating func draw(
    _ row: SetRow, _ columns: [(width: Double, alignment: ParagraphStyle.Alignment)], keepingWith next: Double,
    under head: SetRow
  ) throws {
    if y + row.height + next > Self.bottom {
      try newPage()
      draw(head, columns)
    }
    draw(row, columns)
  }

  private mutating func draw(_ row: SetRow, _ columns: [(width: Double, alignment: ParagraphStyle.Alignment)]) {
    let height = row.height
    var x = Self.left
    for (cell, column) in zip(row.cells, columns) {
      pages.draw(cell, x: x + Self.padding, y: y + 1.5)
      pages.rule(fromX: x, fromY: y, toX: x, toY: y + height, width: 0.5)
      x += column.width
    }
    pages.rule(fromX: x, fromY: y, toX: x, toY: y + height, width: 0.5)
    pages.rule(fromX: Self.left, fromY: y, toX: x, toY: y, width: 0.5)
    y += height
    pages.rule(fromX: Self.left, fromY: y, toX: x, toY: y, width: 0.5)
  }
}
