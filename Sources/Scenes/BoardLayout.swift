import Queueing

extension Layout {
  /// The call board on a panel: who is called now, who was before, how many wait.
  package init(_ scene: BoardScene, on panel: Panel) {
    var page = BoardPage(scene: scene, stage: Stage(panel: panel, theme: .standard))
    page.compose()
    self = page.stage.layout()
  }
}

private struct BoardPage {
  let scene: BoardScene
  var stage: Stage

  private var theme: Theme { stage.theme }
  private var isPortrait: Bool { stage.panel.isPortrait }

  mutating func compose() {
    var page = stage.bounds
    header(in: page.cutTop(stage.px(isPortrait ? 208 : 116)))
    for alert in alerts {
      banner(alert, in: page.cutTop(stage.px(bannerHeight(for: alert.text))))
    }
    footer(in: page.cutBottom(stage.px(76)))
    let margin = stage.px(Space.margin)
    var body = page.inset(margin, stage.px(24))
    let gap = stage.px(24)
    if isPortrait {
      newest(in: body.cutTop(body.height * 37 / 100, gap: gap))
      if !scene.earlier.isEmpty { earlier(in: body.cutTop(stage.px(164), gap: gap)) }
      waiting(in: body)
    } else {
      var left = body.cutLeft(body.width * 57 / 100, gap: stage.px(40))
      if !scene.earlier.isEmpty { earlier(in: left.cutBottom(stage.px(150), gap: gap)) }
      newest(in: left)
      waiting(in: body)
    }
  }

  // MARK: Bars

  private mutating func header(in frame: Rect) {
    stage.plane(frame, fill: theme.bar, radius: 0)
    var bar = frame.inset(stage.px(Space.margin), stage.px(14))
    if isPortrait {
      let centre = bar.cutTop(bar.height * 54 / 100)
      stage.text(
        scene.centre, in: centre, size: 44, bold: true, colour: theme.barText, lines: 2)
      stage.text(
        scene.clock, in: bar.cutRight(stage.px(220)), size: 60, bold: true, colour: theme.barText, align: .trailing)
      stage.text(scene.date, in: bar, size: 38, colour: theme.barQuiet)
    } else {
      stage.text(
        scene.clock, in: bar.cutRight(stage.px(190)), size: 68, bold: true, colour: theme.barText, align: .trailing)
      stage.text(
        scene.date, in: bar.cutRight(stage.px(390)), size: 36, colour: theme.barQuiet, align: .trailing)
      stage.text(scene.centre, in: bar, size: 44, bold: true, colour: theme.barText, lines: 2)
    }
  }

  private struct Alert {
    let icon: Icon
    let text: String
    let fill: Colour
    let colour: Colour
  }

  /// Bars at most: beyond these the number could not be read from afar.
  private static let bannerLimit = 2

  /// In units, for one line, for two, and for what is set smaller even so.
  private func bannerHeight(for text: String) -> Double {
    let line = isPortrait ? 44 : 80
    return text.count <= line ? 64 : text.count <= 2 * line ? 112 : 130
  }

  /// What must not be missed, each on a bar of its own.
  private var alerts: [Alert] {
    let stale = scene.stale.map { Alert(icon: .warning, text: $0, fill: theme.fault, colour: theme.faultText) }
    // What is told for as long as it is so gives its place to the pages that take turns.
    let told =
      scene.slide == nil || scene.notices.isEmpty
      ? nil
      : Alert(
        icon: .info, text: scene.notices.prefix(Self.noticeLimit).joined(separator: " "), fill: theme.turnMist,
        colour: theme.turnInk)
    // Without a call the news fills the place of the number.
    let closed =
      scene.isOpen || scene.newest == nil
      ? nil : Alert(icon: .clock, text: scene.opening, fill: theme.chip, colour: theme.chipText)
    return [stale, told, closed].compactMap(\.self).prefix(Self.bannerLimit).map(\.self)
  }

  private mutating func banner(_ alert: Alert, in frame: Rect) {
    stage.plane(frame, fill: alert.fill, radius: 0)
    var line = frame.inset(stage.px(Space.margin), 0)
    stage.icon(alert.icon, in: line.cutLeft(stage.px(44), gap: stage.px(20)), colour: alert.colour)
    stage.text(
      alert.text, in: line, size: 38, floor: isPortrait ? 26 : 24, bold: true, colour: alert.colour,
      lines: 3)
  }

  private mutating func footer(in frame: Rect) {
    stage.plane(frame, fill: theme.card, radius: 0)
    var rule = frame
    stage.plane(rule.cutTop(max(1, stage.px(2))), fill: theme.cardLine, radius: 0)
    var line = frame.inset(stage.px(Space.margin), stage.px(4))
    let half = line.cutLeft(line.width / 2)
    // That it is closed stands above, where there is room for it.
    let stands = !scene.isOpen && (scene.newest == nil || alerts.contains { $0.text == scene.opening })
    stage.text(stands ? "" : scene.opening, in: half, size: TypeScale.body, floor: 26, bold: true, colour: theme.text)
    stage.text(scene.serving, in: line, size: TypeScale.body, colour: theme.quiet, align: .trailing)
  }

  // MARK: Calls

  private mutating func newest(in frame: Rect) {
    guard let call = scene.newest else { return quietCard(in: frame) }
    stage.plane(
      frame, fill: scene.isOnBeat ? theme.turnMist : theme.card, line: scene.isFresh ? theme.turn : theme.cardLine,
      lineWidth: scene.isFresh ? 8 : 2)
    var inside = frame.inset(stage.px(44), stage.px(26))
    stage.text(
      BoardScene.callHeading, in: inside.cutTop(stage.px(58)), size: 46, bold: true, colour: theme.quiet)
    let band = inside.cutBottom(min(stage.px(132), inside.height * 34 / 100), gap: stage.px(20))
    _ = inside.cutTop(stage.px(12))
    // A number of five characters takes the whole width.
    let isWide = call.number.count > 4
    stage.text(
      call.number, in: isWide ? inside.inset(stage.px(-24), 0) : inside, size: 460, floor: 120, bold: true,
      colour: theme.number, align: isPortrait || isWide ? .centre : .leading, figure: true)
    stage.plane(band, fill: theme.turn)
    stage.text(
      call.counter, in: band.inset(stage.px(36), stage.px(4)), size: 104, floor: 48, bold: true, colour: theme.turnInk,
      align: .centre, lines: 2, keepingEnd: true)
  }

  /// Before the first call of the day.
  private mutating func quietCard(in frame: Rect) {
    stage.plane(frame, fill: theme.card, line: theme.cardLine)
    var inside = frame.centred(width: frame.width - stage.px(120), height: min(frame.height, stage.px(420)))
    stage.icon(
      scene.isOpen ? .people : .clock, in: inside.cutTop(stage.px(140), gap: stage.px(24)), colour: theme.buttonLine)
    stage.text(
      scene.isOpen ? BoardScene.noCallText : scene.opening, in: inside, size: 76, floor: 44, bold: true,
      colour: theme.number, align: .centre, at: .top, lines: 3)
  }

  private mutating func earlier(in frame: Rect) {
    let cells = frame.grid(columns: Board.callLimit - 1, rows: 1, gap: stage.px(20))
    // Of one width, so that a number that moves on is not set anew.
    let width = (cells.map(\.width).min() ?? 0) - 2 * stage.px(14)
    for (cell, call) in zip(cells, scene.earlier) {
      stage.plane(cell, fill: theme.card, line: theme.cardLine, radius: 20)
      var inside = cell.centred(width: width, height: cell.height - 2 * stage.px(14))
      stage.text(
        call.counter, in: inside.cutBottom(inside.height * 55 / 100), size: 38, floor: 24, bold: true,
        colour: theme.quiet, align: .centre, lines: 2, keepingEnd: true, peers: .counters)
      stage.text(
        call.number, in: inside, size: 62, floor: 36, bold: true, colour: theme.number, align: .centre, figure: true,
        peers: .numbers)
    }
  }

  // MARK: Who waits

  /// Rows of people waiting at most; what is beyond shares the last.
  private static let rowLimit = 9

  private mutating func waiting(in frame: Rect) {
    var column = frame
    // One notice needs room for three lines.
    if let slide = scene.slide {
      show(slide, in: column.cutBottom(stage.px(isPortrait ? 230 : 250), gap: stage.px(Space.gap)))
    } else if !scene.notices.isEmpty {
      notices(in: column.cutBottom(noticeHeight, gap: stage.px(Space.gap)))
    }
    var heading = column.cutTop(stage.px(60), gap: stage.px(4))
    let (people, minutes) = columns(of: &heading)
    stage.text(BoardScene.waitingHeading, in: heading, size: 44, bold: true, colour: theme.quiet)
    stage.text(
      BoardScene.peopleHeading, in: people, size: 30, floor: 26, colour: theme.quiet, align: .trailing, at: .bottom)
    if let minutes {
      stage.text(
        BoardScene.minutesHeading, in: minutes, size: 30, floor: 26, colour: theme.quiet, align: .trailing, at: .bottom)
    }
    let rows = foldedLines
    guard !rows.isEmpty else { return }
    let height = min(stage.px(isPortrait ? 128 : 112), column.height / rows.count)
    for (index, line) in rows.enumerated() {
      if index > 0 {
        stage.plane(
          Rect(x: column.x, y: column.y, width: column.width, height: max(1, stage.px(2))), fill: theme.cardLine,
          radius: 0)
      }
      row(line, in: column.cutTop(height).inset(0, stage.px(4)))
    }
  }

  /// Cuts off where it stands how many wait, and for how long where that is known of any line.
  private func columns(of row: inout Rect) -> (people: Rect, minutes: Rect?) {
    let people = row.cutRight(stage.px(92), gap: stage.px(12))
    guard scene.lines.contains(where: { $0.minutes != nil }) else { return (people, nil) }
    return (people, row.cutRight(stage.px(128), gap: stage.px(12)))
  }

  private mutating func row(_ line: BoardScene.Line, in frame: Rect) {
    var cell = frame
    let chip = cell.cutLeft(stage.px(54), gap: stage.px(16))
    if !line.letter.isEmpty {
      let tile = chip.centred(width: chip.width, height: min(stage.px(52), chip.height))
      stage.plane(tile, fill: theme.chip, radius: 14)
      stage.text(line.letter, in: tile, size: 36, floor: 28, bold: true, colour: theme.chipText, align: .centre)
    }
    let (people, minutes) = columns(of: &cell)
    if let minutes, let range = line.minutes {
      stage.text(
        range.spanText, in: minutes, size: 34, floor: 26, colour: theme.quiet, align: .trailing, peers: .figures)
    }
    stage.text(
      line.waiting.groupedText, in: people, size: 52, floor: 36, bold: true,
      colour: line.waiting > 0 ? theme.text : theme.quiet, align: .trailing, figure: true)
    stage.text(line.name, in: cell, size: 36, floor: 26, colour: theme.text, lines: 2, peers: .names)
  }

  /// The lines as they fit: beyond the limit the rest is added up.
  private var foldedLines: [BoardScene.Line] {
    guard scene.lines.count > Self.rowLimit else { return scene.lines }
    let rest = scene.lines.dropFirst(Self.rowLimit - 1)
    return scene.lines.prefix(Self.rowLimit - 1) + [
      BoardScene.Line(
        letter: "…", name: "\(rest.count) việc khác", waiting: rest.reduce(0) { $0 + $1.waiting }, minutes: nil)
    ]
  }

  private static let noticeLimit = 2
  /// Letters above which a notice needs more room.
  private static let longNotice = 110

  private var noticeHeight: Int {
    let shown = scene.notices.prefix(Self.noticeLimit)
    let isLong = shown.contains { $0.count > Self.longNotice }
    return stage.px(40) + shown.count
      * stage.px(isPortrait ? isLong ? 130 : 96 : isLong ? 172 : scene.notices.count > 1 ? 104 : 148)
  }

  private mutating func show(_ slide: Slide, in frame: Rect) {
    stage.plane(frame, fill: theme.chip, radius: 20)
    var inside = frame.inset(stage.px(24), stage.px(14))
    if slide.code != nil || slide.image != nil {
      let side = min(inside.height, inside.width / 3)
      let cell = inside.cutRight(side, gap: stage.px(20)).centred(width: side, height: side)
      if let code = slide.code {
        stage.code(code, in: cell)
      } else if let image = slide.image {
        stage.image(image, in: cell)
      }
    }
    stage.text(
      slide.title, in: inside.cutTop(stage.lines(1, 34)), size: 34, floor: 26, bold: true, colour: theme.chipText)
    // From six metres nobody reads more.
    let lines = slide.lines.prefix(2)
    for (cell, line) in zip(inside.grid(columns: 1, rows: lines.count, gap: stage.px(6)), lines) {
      stage.text(line, in: cell, size: 30, floor: 24, colour: theme.text, lines: 3, peers: .sentences)
    }
  }

  private mutating func notices(in frame: Rect) {
    stage.plane(frame, fill: theme.chip, radius: 20)
    var inside = frame.inset(stage.px(28), stage.px(16))
    let icon = inside.cutLeft(stage.px(48), gap: stage.px(20))
    stage.icon(.info, in: icon, colour: theme.buttonLine)
    let shown = Array(scene.notices.prefix(Self.noticeLimit))
    for (cell, notice) in zip(inside.grid(columns: 1, rows: shown.count, gap: stage.px(8)), shown) {
      stage.text(notice, in: cell, size: 34, floor: 28, colour: theme.text, lines: 4, peers: .sentences)
    }
  }
}
