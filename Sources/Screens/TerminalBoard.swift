package import Scenes

/// The call board in a terminal: the same facts as on the big screen, in character cells.
package enum TerminalBoard {
  /// One string a row, at most `size.columns` cells wide, with colours where `ability` has them.
  package static func render(_ scene: BoardScene, size: TerminalSize, ability: TerminalAbility) -> [String] {
    var page = BoardPage(scene: scene, grid: TextGrid(size: size, ability: ability))
    page.paint()
    return page.grid.lines()
  }

  package static func frame(_ scene: BoardScene, size: TerminalSize, ability: TerminalAbility) -> TerminalFrame {
    TerminalFrame(lines: render(scene, size: size, ability: ability), size: size)
  }
}

/// Rows and columns of the grid, ends exclusive.
private struct Area {
  var rows: Range<Int>
  var columns: Range<Int>

  var top: Int { rows.lowerBound }
  var left: Int { columns.lowerBound }
  var width: Int { columns.count }
  var height: Int { rows.count }
}

private struct BoardPage {
  let scene: BoardScene
  var grid: TextGrid

  private var columns: Int { grid.size.columns }
  private var isASCII: Bool { grid.ability.glyphs == .ascii }

  /// Columns that the services need beside the newest call.
  private static let servicesWidth = 26
  private static let wideColumns = 72
  private static let wideRows = 18

  init(scene: BoardScene, grid: TextGrid) {
    self.scene = scene
    self.grid = grid
  }

  mutating func paint() {
    if columns >= Self.wideColumns, grid.size.rows >= Self.wideRows { paintWide() } else { paintCompact() }
  }

  // MARK: Bars

  /// The centre on the left, date and clock on the right; in two rows where one is too narrow.
  private func headerHeight(roomy: Bool) -> Int {
    let needed = grid.text(scene.centre).width + grid.text(scene.date).width + scene.clock.count + 6
    if needed > columns { return 2 }
    return roomy ? 3 : 1
  }

  private mutating func paintHeader(height: Int) {
    grid.fill(rows: 0..<height, columns: 0..<columns, .header)
    let (first, second) = height == 2 ? (0, 1) : (height / 2, height / 2)
    let clockStart = columns - 1 - scene.clock.count
    if height == 2 {
      grid.put(scene.centre, row: first, column: 1, limit: columns - 2, .header)
      grid.put(scene.date, row: second, column: 1, limit: clockStart - 2, .headerMute)
    } else {
      grid.put(scene.centre, row: first, column: 1, .header)
      grid.put(scene.date, row: second, endingAt: clockStart - 2, .headerMute)
    }
    grid.put(scene.clock, row: second, column: max(0, clockStart), .header)
  }

  /// What must not be missed, each on a bar of its own.
  private var alerts: [(text: String, paint: Paint)] {
    let closed = scene.isOpen ? nil : scene.opening
    return [scene.stale.map { ("! \($0)", .fault) }, closed.map { ($0, .letter) }].compactMap(\.self)
  }

  private mutating func paintAlert(_ alert: (text: String, paint: Paint), row: Int) {
    grid.fill(rows: row..<row + 1, columns: 0..<columns, alert.paint)
    grid.put(alert.text, row: row, column: 1, limit: columns - 2, alert.paint)
  }

  private mutating func paintFooter(row: Int) {
    // That it is closed stands above, on a bar of its own.
    let opening = grid.text(scene.isOpen ? scene.opening : "")
    let serving = grid.text(scene.serving)
    grid.put(opening, row: row, column: 1, limit: columns - 2, .strong)
    if opening.width + serving.width + 5 <= columns {
      grid.put(serving, row: row, column: columns - 1 - serving.width, .mute)
    }
  }

  private mutating func paintRule(row: Int, columns: Range<Int>) {
    grid.fill(rows: row..<row + 1, columns: columns, .rule, character: isASCII ? "-" : "─")
  }

  // MARK: Wide: the newest call on the left, who waits on the right

  private mutating func paintWide() {
    let rows = grid.size.rows
    let header = headerHeight(roomy: rows >= 32)
    paintHeader(height: header)
    var top = header
    for alert in alerts {
      paintAlert(alert, row: top)
      top += 1
    }
    paintFooter(row: rows - 1)
    paintRule(row: rows - 2, columns: 0..<columns)

    var body = top..<rows - 2
    // What is too long for the column beside the call goes across the page: people may have to leave.
    let beside = columns - callsWidth(height: body.count) - 3
    let isAcross = noticeLines(width: beside, most: body.count).count > noticeRoom(height: body.count)
    if isAcross {
      let lines = noticeLines(width: columns - 2, most: body.count / 3, isSpaced: false)
      body = body.lowerBound..<body.upperBound - lines.count - 1
      paintRule(row: body.upperBound, columns: 0..<columns)
      for (offset, line) in lines.enumerated() {
        grid.put(line, row: body.upperBound + 1 + offset, column: 1, .body)
      }
    }
    let split = callsWidth(height: body.count)
    paintCalls(in: Area(rows: body, columns: 0..<split))
    grid.fill(rows: body, columns: split..<split + 1, .rule, character: isASCII ? "|" : "│")
    paintServices(in: Area(rows: body, columns: split + 2..<columns - 1), hasNotices: !isAcross)
  }

  /// Columns of the newest call: up to two thirds, and more where its digits would else be small.
  private func callsWidth(height: Int) -> Int {
    let usual = columns * 3 / 5
    guard let number = scene.newest?.number else { return usual }
    let glyphs = grid.ability.glyphs
    let most = columns - Self.servicesWidth
    let digits = BlockText(number, width: columns * 2 / 3 - 4, height: height - 6, glyphs: glyphs)
    let isSmall = (digits?.dot.columns ?? 0) < 2
    let wider = isSmall ? BlockText(number, width: most - 4, height: height - 6, glyphs: glyphs) : digits
    return max(usual, min(most, (wider?.width ?? 0) + 4))
  }

  private mutating func paintCalls(in area: Area) {
    guard let newest = scene.newest else {
      paintNoCall(in: area)
      return
    }
    let left = area.left + 2
    let width = area.width - 4
    let list = scene.earlier.count
    // Heading, a blank row above and below the digits, the counter in at least three rows, earlier calls in two.
    let digitsRoom = area.height - 1 - 1 - 1 - 1 - 3 - (list > 0 ? 3 : 0)
    guard let digits = BlockText(newest.number, width: width, height: digitsRoom, glyphs: grid.ability.glyphs) else {
      paintSmallCall(newest, in: area)
      return
    }
    let badge = CounterBadge(newest.counter, grid: grid)
    let isBeside = badge.isLarge && digits.width + 3 + badge.width <= width && badge.height <= digits.height
    let headingRow = area.top + (area.height >= 18 ? 1 : 0)
    let digitsRow = headingRow + 2
    let besideOrBelow = digitsRow + digits.height + 1
    let spare = area.rows.upperBound - besideOrBelow - (list > 0 ? list + 1 : 0)
    let below = isBeside ? nil : badge.height <= spare ? badge : badge.small
    let panelEnd = besideOrBelow + (below.map { $0.height + 1 } ?? 0)
    let panelRows = area.top..<min(panelEnd, area.rows.upperBound)

    grid.fill(rows: panelRows, columns: area.columns, scene.isFresh ? .turn : .panel)
    paintCallHeading(row: headingRow, column: left, limit: width)
    digits.draw(
      on: &grid, row: digitsRow, column: left, digits: scene.isFresh ? .turn : .digits,
      dots: scene.isFresh ? .turnDot : .dot)
    if let below {
      below.draw(on: &grid, row: besideOrBelow, column: left, limit: width, isFresh: scene.isFresh)
    } else {
      let middle = digitsRow + (digits.height - badge.height) / 2
      badge.draw(
        on: &grid, row: middle, column: area.columns.upperBound - 2 - badge.width, limit: width,
        isFresh: scene.isFresh)
    }
    paintEarlier(in: Area(rows: min(panelEnd + 1, area.rows.upperBound)..<area.rows.upperBound, columns: area.columns))
  }

  private mutating func paintNoCall(in area: Area) {
    grid.fill(rows: area.rows, columns: area.columns, .panel)
    let message = grid.text(BoardScene.noCallText)
    let column = area.left + max(2, (area.width - message.width) / 2)
    grid.put(message, row: area.top + area.height / 2, column: column, limit: area.width - 4, .panel)
  }

  private mutating func paintSmallCall(_ newest: BoardScene.Call, in area: Area) {
    grid.fill(rows: area.top..<min(area.top + 3, area.rows.upperBound), columns: area.columns, callPaint)
    paintCallHeading(row: area.top, column: area.left + 2, limit: area.width - 4)
    grid.put(
      "\(newest.number) > \(newest.counter)", row: area.top + 1, column: area.left + 2, limit: area.width - 4, callPaint
    )
    paintEarlier(in: Area(rows: min(area.top + 4, area.rows.upperBound)..<area.rows.upperBound, columns: area.columns))
  }

  private var callPaint: Paint { scene.isFresh ? .turn : .panel }

  /// In capitals while the call is fresh: colour is never the only sign.
  private mutating func paintCallHeading(row: Int, column: Int, limit: Int) {
    let heading = scene.isFresh ? "\(BoardScene.callHeading.uppercased()) !" : BoardScene.callHeading
    grid.put(heading, row: row, column: column, limit: limit, scene.isFresh ? .turn : .panelMute)
  }

  /// A row each where there is room, else side by side in two rows.
  private mutating func paintEarlier(in area: Area) {
    let numberWidth = scene.earlier.map(\.number.count).max() ?? 0
    let left = area.left + 2
    let right = area.columns.upperBound - 2
    if area.height >= scene.earlier.count {
      for (row, call) in zip(area.rows, scene.earlier) {
        grid.put(call.number, row: row, column: left, .strong)
        let column = left + numberWidth + 3
        grid.put(call.counter, row: row, column: column, limit: right - column, .mute)
      }
    } else if area.height >= 2 {
      var column = left
      for call in scene.earlier {
        let counter = grid.text(call.counter)
        let width = max(call.number.count, min(counter.width, 16))
        guard column + width <= right else { break }
        grid.put(call.number, row: area.top, column: column, .strong)
        grid.put(counter, row: area.top + 1, column: column, limit: width, .mute)
        column += width + 3
      }
    }
  }

  // MARK: Services and notices

  private mutating func paintServices(in area: Area, hasNotices: Bool) {
    let headingRow = area.top + (area.height >= 18 ? 1 : 0)
    grid.put(BoardScene.waitingHeading, row: headingRow, column: area.left, limit: area.width, .mute)
    let rows = min(headingRow + 2, area.rows.upperBound)..<area.rows.upperBound
    let notices = hasNotices ? noticeLines(width: area.width, most: noticeRoom(height: area.height)) : []
    let end = paintLines(
      in: Area(rows: rows, columns: area.columns), reserving: notices.isEmpty ? 0 : notices.count + 2)
    if hasNotices { paintNotices(in: Area(rows: min(end, rows.upperBound)..<rows.upperBound, columns: area.columns)) }
  }

  /// Names in as many rows as there are, and says where it ended.
  private mutating func paintLines(in area: Area, reserving: Int) -> Int {
    let countWidth = scene.lines.map { $0.waiting.description.count }.max() ?? 1
    let nameColumn = area.left + 4
    let nameWidth = area.columns.upperBound - nameColumn - countWidth - 1
    let room = area.height - reserving
    // What somebody would wait stands under each name, where there is room for all of them.
    let choices: [(most: Int, gap: Int, waits: Bool)] = [
      (3, 1, true), (3, 0, true), (3, 1, false), (3, 0, false), (2, 0, false), (1, 0, false),
    ]
    let arrangements = choices.map { choice in
      let entries = scene.lines.map { line in
        (
          name: grid.text(line.name).wrapped(to: nameWidth, lines: choice.most, glyphs: grid.ability.glyphs),
          wait: choice.waits ? line.wait : nil
        )
      }
      let height = entries.reduce(-choice.gap) { $0 + max(1, $1.name.count) + ($1.wait == nil ? 0 : 1) + choice.gap }
      return (entries: entries, gap: choice.gap, height: height)
    }
    guard let arrangement = arrangements.first(where: { $0.height <= room }) ?? arrangements.last else {
      return area.top
    }
    let shown = arrangement.height <= room ? scene.lines.count : max(0, room - 1)
    var row = area.top
    for (line, entry) in zip(scene.lines, arrangement.entries).prefix(shown) {
      grid.put(" \(line.letter.isEmpty ? " " : line.letter) ", row: row, column: area.left, .letter)
      for (offset, text) in entry.name.enumerated() {
        grid.put(text, row: row + offset, column: nameColumn, .body)
      }
      grid.put(line.waiting.description, row: row, endingAt: area.columns.upperBound, .strong)
      row += max(1, entry.name.count)
      if let wait = entry.wait {
        grid.put(wait, row: row, column: nameColumn, limit: nameWidth, .mute)
        row += 1
      }
      row += arrangement.gap
    }
    if shown < scene.lines.count, room > 0 {
      let others = scene.lines.dropFirst(shown)
      grid.put("và \(others.count) dịch vụ khác", row: row, column: nameColumn, limit: nameWidth, .mute)
      let waiting = others.reduce(0) { $0 + $1.waiting }
      grid.put(waiting.description, row: row, endingAt: area.columns.upperBound, .strong)
      row += 1
    }
    return row
  }

  /// Rows of notices under who waits.
  private func noticeRoom(height: Int) -> Int { max(3, (height - 2) / 3) }

  /// What does not fit ends in dots.
  private func noticeLines(width: Int, most: Int, isSpaced: Bool = true) -> [CellText] {
    var lines: [CellText] = []
    for notice in scene.notices {
      let gap = isSpaced && !lines.isEmpty ? 1 : 0
      guard lines.count + gap < most else { break }
      let room = most - lines.count - gap
      lines += Array(repeating: grid.text(""), count: gap)
      lines += grid.text(notice).wrapped(to: width, lines: room, glyphs: grid.ability.glyphs)
    }
    return lines
  }

  /// At the foot of the area, under a rule; as much as there is room for.
  private mutating func paintNotices(in area: Area) {
    let lines = noticeLines(width: area.width, most: area.height - 1)
    guard !lines.isEmpty else { return }
    let top = area.rows.upperBound - lines.count
    paintRule(row: top - 1, columns: area.columns)
    for (offset, line) in lines.enumerated() {
      grid.put(line, row: top + offset, column: area.left, .body)
    }
  }

  // MARK: Compact: everything below one another, the least needed left out first

  /// Rows of the compact page; of those that do not fit, the one of the highest rank goes first.
  private struct Section {
    let rank: Int
    let height: Int
    let draw: (inout BoardPage, _ row: Int) -> Void
  }

  private mutating func paintCompact() {
    var sections = compactSections(height: grid.size.rows)
    while sections.reduce(0, { $0 + $1.height }) > grid.size.rows,
      let least = sections.indices.max(by: { sections[$0].rank < sections[$1].rank })
    {
      sections.remove(at: least)
    }
    var row = 0
    for section in sections {
      section.draw(&self, row)
      row += section.height
    }
  }

  private func compactSections(height: Int) -> [Section] {
    let width = columns
    var sections = [
      Section(rank: 3, height: 1) { page, row in
        page.grid.fill(rows: row..<row + 1, columns: 0..<width, .header)
        let clock = page.scene.clock
        page.grid.put(page.scene.centre, row: row, column: 1, limit: width - clock.count - 4, .header)
        page.grid.put(clock, row: row, endingAt: width - 1, .header)
      }
    ]
    for alert in alerts {
      sections.append(Section(rank: 1, height: 1) { page, row in page.paintAlert(alert, row: row) })
    }
    sections += compactCall(height: height)
    if !scene.earlier.isEmpty {
      sections.append(Section(rank: 7, height: 1) { page, row in page.paintEarlierInOneRow(row: row) })
    }
    sections += compactServices(height: height)
    if !scene.notices.isEmpty {
      let lines = noticeLines(width: width - 2, most: max(2, height / 4), isSpaced: false)
      sections.append(
        Section(rank: 4, height: lines.count) { page, row in
          for (offset, line) in lines.enumerated() {
            page.grid.put(line, row: row + offset, column: 1, limit: width - 2, .mute)
          }
        })
    }
    sections.append(Section(rank: 5, height: 1) { page, row in page.paintFooter(row: row) })
    sections.append(
      Section(rank: 6, height: 1) { page, row in
        page.grid.put(page.scene.date, row: row, column: 1, limit: width - 2, .mute)
      })
    return sections
  }

  /// Large digits with the counter beside them from eleven rows on, else one row of text.
  private func compactCall(height: Int) -> [Section] {
    let width = columns
    guard let newest = scene.newest else {
      return [
        Section(rank: 0, height: 1) { page, row in
          page.grid.put(BoardScene.noCallText, row: row, column: 1, limit: width - 2, .panel)
        }
      ]
    }
    let counterWidth = min(grid.text(newest.counter).width + 2, 18)
    guard height >= 11,
      let digits = BlockText(
        newest.number, width: width - counterWidth - 5, height: height / 3, glyphs: grid.ability.glyphs, largest: 2)
    else {
      return [
        Section(rank: 0, height: 1) { page, row in
          page.grid.fill(rows: row..<row + 1, columns: 0..<width, page.callPaint)
          page.grid.put(
            "\(newest.number) > \(newest.counter)", row: row, column: 1, limit: width - 2, page.callPaint)
        }
      ]
    }
    return [
      Section(rank: 0, height: digits.height + 2) { page, row in
        let paint = page.callPaint
        page.grid.fill(rows: row..<row + digits.height + 2, columns: 0..<width, paint)
        page.paintCallHeading(row: row, column: 1, limit: width - 2)
        let isFresh = page.scene.isFresh
        digits.draw(
          on: &page.grid, row: row + 1, column: 1, digits: isFresh ? .turn : .digits, dots: isFresh ? .turnDot : .dot)
        page.grid.put(
          "> \(newest.counter)", row: row + 1 + digits.height / 2, column: digits.width + 3,
          limit: width - digits.width - 4, paint)
      }
    ]
  }

  private mutating func paintEarlierInOneRow(row: Int) {
    var column = 1
    for call in scene.earlier {
      let text = grid.text("\(call.number) \(call.counter)")
      guard column + text.width < columns else { break }
      grid.put(text, row: row, column: column, .mute)
      column += text.width + 3
    }
  }

  /// Services with their names in one or two columns, or, where even that is too high, letters only in one row.
  private func compactServices(height: Int) -> [Section] {
    let width = columns
    let abreast = width >= 50 ? 2 : 1
    let rows = (scene.lines.count + abreast - 1) / abreast
    guard rows > 0 else { return [] }
    if height >= rows + 10 {
      return [
        Section(rank: 2, height: rows + 1) { page, row in
          page.grid.put(BoardScene.waitingHeading, row: row, column: 1, limit: width - 2, .mute)
          let cellWidth = (width - 2) / abreast
          for (index, line) in page.scene.lines.enumerated() {
            let left = 1 + index / rows * cellWidth
            let row = row + 1 + index % rows
            let count = line.waiting.description
            let end = left + cellWidth - (abreast > 1 ? 2 : 0)
            page.grid.put(line.letter, row: row, column: left, .strong)
            page.grid.put(line.name, row: row, column: left + 2, limit: end - left - 3 - count.count, .body)
            page.grid.put(count, row: row, endingAt: end, .strong)
          }
        }
      ]
    }
    let text = scene.lines.map { "\($0.letter) \($0.waiting)" }.joined(separator: "  ")
    return [
      Section(rank: 2, height: 1) { page, row in
        page.grid.put("\(BoardScene.waitingHeading): \(text)", row: row, column: 1, limit: width - 2, .body)
      }
    ]
  }
}

/// The counter of the newest call in a box: its number large under the word before it, or just its name.
private struct CounterBadge {
  private let name: CellText
  private let word: CellText
  private let digits: BlockText?

  var isLarge: Bool { digits != nil }
  var width: Int { max(digits == nil ? name.width : word.width, digits?.width ?? 0) + 2 * Self.padding }
  /// A row of box above and below.
  var height: Int { digits.map { $0.height + 4 } ?? 3 }

  private static let padding = 3

  init(_ counter: String, grid: TextGrid) {
    let number = String(counter.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    name = grid.text(counter)
    word = grid.text(String(counter.dropLast(number.count)))
    digits = number.isEmpty ? nil : BlockText(number, width: 24, height: 7, glyphs: grid.ability.glyphs, largest: 2)
  }

  private init(name: CellText) {
    self.name = name
    word = name
    digits = nil
  }

  /// The name alone, three rows high.
  var small: CounterBadge { CounterBadge(name: name) }

  func draw(on grid: inout TextGrid, row: Int, column: Int, limit: Int, isFresh: Bool) {
    let paint: Paint = isFresh ? .header : .turn
    let width = min(width, limit)
    let rows = row..<row + height
    let columns = column..<column + width
    grid.fill(rows: rows, columns: columns, paint)
    if grid.ability.colour == .none { drawFrame(on: &grid, rows: rows, columns: columns, paint) }
    guard let digits else {
      grid.put(name, row: row + 1, column: column + Self.padding, limit: width - 2 * Self.padding, paint)
      return
    }
    grid.put(word, row: row + 1, column: column + (width - word.width + 1) / 2, limit: width - 2, paint)
    digits.draw(
      on: &grid, row: row + 3, column: column + (width - digits.width) / 2, digits: paint,
      dots: isFresh ? .headerDot : .turnDot)
  }

  /// A line around the box where no colour sets it off.
  private func drawFrame(on grid: inout TextGrid, rows: Range<Int>, columns: Range<Int>, _ paint: Paint) {
    let (across, down, corners): (Character, Character, [Character]) =
      grid.ability.glyphs == .ascii ? ("-", "|", ["+", "+", "+", "+"]) : ("─", "│", ["┌", "┐", "└", "┘"])
    let (top, bottom) = (rows.lowerBound, rows.upperBound - 1)
    let (left, right) = (columns.lowerBound, columns.upperBound - 1)
    for row in [top, bottom] { grid.fill(rows: row..<row + 1, columns: columns, paint, character: across) }
    for column in [left, right] { grid.fill(rows: rows, columns: column..<column + 1, paint, character: down) }
    for (corner, place) in zip(corners, [(top, left), (top, right), (bottom, left), (bottom, right)]) {
      grid.fill(rows: place.0..<place.0 + 1, columns: place.1..<place.1 + 1, paint, character: corner)
    }
  }
}
