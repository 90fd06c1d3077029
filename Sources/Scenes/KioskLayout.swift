extension Layout {
  /// The touch kiosk on a panel; what can be touched is placed with what is shown.
  package init(_ scene: KioskScene, on panel: Panel) {
    var page = KioskPage(
      scene: scene,
      stage: Stage(
        panel: panel, theme: scene.hasLargeText ? .lowVision : .standard,
        textScale: scene.hasLargeText ? TypeScale.large : 1))
    page.compose()
    self = page.stage.layout()
  }
}

private struct KioskPage {
  let scene: KioskScene
  var stage: Stage

  private var theme: Theme { stage.theme }
  private var isPortrait: Bool { stage.panel.isPortrait }
  private var isLarge: Bool { scene.hasLargeText }
  private var gap: Int { stage.apart(isLarge ? 22 : Space.gap) }

  /// Room for the longest notice, whichever has its turn: no button moves under a finger.
  private var noticeRows: Int {
    let columns = (isPortrait ? 48 : 92) * (isLarge ? 3 : 4) / 4
    return min(((scene.notices.map(\.count).max() ?? 0) + columns - 1) / columns, isPortrait ? 4 : 2)
  }

  /// Large words on a narrow button stand in two lines.
  private var footHeight: Int { stage.reach(isPortrait && isLarge ? 146 : 104) }

  mutating func compose() {
    var page = stage.bounds
    if let demonstration = scene.demonstration {
      // Of the same size in large text: it is no answer to anybody, and takes room from those.
      let line = page.cutTop(stage.px(52))
      stage.plane(line, fill: theme.turnMist, radius: 0)
      stage.text(
        demonstration, in: line.inset(stage.px(Space.margin), 0), size: TypeScale.body / stage.textScale, bold: true,
        colour: theme == .lowVision ? theme.chipText : theme.turnInk, align: .centre)
    }
    header(in: page.cutTop(headerHeight))
    footer(in: page.cutBottom(footHeight + 2 * stage.apart(isLarge ? 20 : 26)))
    var body = page.inset(stage.px(Space.margin), 0)
    _ = body.cutTop(stage.apart(isLarge ? 24 : 36))
    if let notice = scene.notice {
      strip(notice, in: body.cutTop(stage.lines(Double(noticeRows), 34) + stage.px(18), gap: gap))
    }
    switch scene.page {
    case .choices(let choices): tiles(choices, in: body)
    case .priority(let choices, let no, let basis): priority(choices, no: no, basis: basis, in: body)
    case .entries(let entries): list(entries, in: body)
    case .confirmation(let confirmation): confirm(confirmation, in: body)
    case .result(let result): show(result, in: body)
    case .message(let message): show(message, in: body)
    case .slide(let slide, let invitation): show(slide, invitation, in: body)
    }
  }

  // MARK: Bars

  /// Large letters need the room of what the page can do without.
  private var isPlain: Bool { !scene.isTitled || isLarge }

  /// Lines of the title across a portrait.
  private var titleLines: Int {
    scene.title.count <= Self.titleLine ? 1 : 2
  }

  /// Letters of a title that fit on a line across a portrait.
  private static let titleLine = 31

  private var headerHeight: Int {
    if !isPortrait {
      return isLarge
        ? max(stage.px(126), stage.reach(92) + stage.px(20)) : max(stage.px(156), stage.reach(92) + stage.px(40))
    }
    let usual = stage.px(scene.demonstration == nil ? 104 : 92) + stage.reach(104)
    guard scene.isTitled else { return usual }
    if isLarge { return max(usual, stage.lines(Double(titleLines + 1), TypeScale.title + 10) + stage.px(28)) }
    return max(usual, firstRow + stage.lines(Double(titleLines), 58) + stage.px(32))
  }

  /// The centre, in two lines, beside the button for the language.
  private var firstRow: Int { max(stage.reach(92), stage.lines(2, TypeScale.body)) }

  private mutating func header(in frame: Rect) {
    stage.plane(frame, fill: theme.bar, radius: 0)
    if theme == .lowVision {
      var rule = frame
      stage.plane(rule.cutBottom(stage.px(4)), fill: theme.buttonLine, radius: 0)
    }
    var bar = frame.inset(stage.px(Space.margin), stage.px(isLarge ? 10 : 14))
    if isPortrait, isPlain {
      if scene.language != nil {
        let button = bar.cutRight(stage.px(280), gap: gap)
        language(in: button.centred(width: button.width, height: stage.reach(92)))
      }
      stage.text(
        scene.title, in: bar, size: scene.isTitled ? TypeScale.heading : TypeScale.title,
        floor: scene.isTitled ? TypeScale.leastHeading : TypeScale.body, bold: true, colour: theme.barText, lines: 3)
    } else if isPortrait {
      var first = bar.cutTop(firstRow)
      let button = first.cutRight(stage.px(280), gap: gap)
      language(in: button.centred(width: button.width, height: stage.reach(92)))
      stage.text(scene.centre, in: first, size: TypeScale.body, colour: theme.barQuiet, lines: 2)
      stage.text(
        scene.title, in: bar, size: 58, floor: TypeScale.leastHeading, bold: true, colour: theme.barText, lines: 2)
    } else {
      if scene.language != nil {
        let button = bar.cutRight(stage.px(isLarge ? 344 : 280), gap: gap)
        language(in: button.centred(width: button.width, height: stage.reach(92)))
      }
      if let clock = scene.clock, !(scene.isTitled && isLarge) {
        let cell = bar.cutRight(stage.px(170), gap: stage.px(12))
        stage.text(clock, in: cell, size: 56, bold: true, colour: theme.barText, align: .trailing)
      }
      if !isPlain {
        stage.text(scene.centre, in: bar.cutTop(stage.px(48)), size: TypeScale.body, colour: theme.barQuiet)
      }
      stage.text(
        scene.title, in: bar, size: scene.isTitled ? 62 : 48,
        floor: scene.isTitled ? TypeScale.leastHeading : TypeScale.body, bold: true, colour: theme.barText)
    }
  }

  private mutating func language(in frame: Rect) {
    guard let language = scene.language else { return }
    stage.plane(frame, fill: theme.bar, line: theme.barText, lineWidth: 3, radius: 18)
    // Narrow, there is room for the words alone.
    let icon: Icon? = isPortrait && isLarge ? nil : .language
    label(language, icon: icon, in: frame, size: TypeScale.body, colour: theme.barText)
    stage.target(frame, .language)
  }

  private mutating func footer(in frame: Rect) {
    var line = frame.inset(stage.px(Space.margin), (frame.height - footHeight) / 2)
    let (help, textSize, back): (Double, Double, Double) =
      isPortrait ? isLarge ? (344, 300, 286) : (396, 258, 258) : (480, 300, 300)
    let gap = isPortrait ? stage.apart(22) : gap
    if let text = scene.help { button(text, icon: .help, .help, in: line.cutRight(stage.px(help), gap: gap)) }
    if let text = scene.textSize {
      button(text, icon: .textSize, .largeText, in: line.cutRight(stage.px(textSize), gap: gap))
    }
    if case .result(let result) = scene.page {
      let done = line.cutLeft(stage.px(isPortrait ? 400 : 440), gap: gap)
      primary(result.done, icon: .check, .home, in: done, size: 44)
    } else if let text = scene.back {
      button(text, icon: .back, .back, in: line.cutLeft(stage.px(back), gap: gap))
    }
    // Words need the height of the bar rather than that of its buttons.
    line = Rect(x: line.x, y: frame.y, width: line.width, height: frame.height)
    if isPortrait, scene.back == nil, scene.textSize != nil {
      clock(in: line.inset(0, stage.px(20)))
    } else if !isPortrait, let hint = scene.hint {
      stage.text(hint, in: line, size: TypeScale.body, colour: theme.quiet, lines: 2)
    }
  }

  private mutating func clock(in frame: Rect) {
    guard let clock = scene.clock, let weekday = scene.weekday, let date = scene.date else { return }
    // Large letters leave no room for the day.
    if isLarge {
      return stage.text(clock, in: frame, size: TypeScale.title, floor: 40, bold: true, colour: theme.text)
    }
    var cell = frame
    stage.text(date, in: cell.cutBottom(cell.height / 2), size: TypeScale.body, colour: theme.quiet, at: .top)
    stage.text("\(clock), \(weekday)", in: cell, size: TypeScale.body, colour: theme.text, at: .bottom)
  }

  private mutating func strip(_ text: String, in frame: Rect) {
    stage.plane(frame, fill: theme.chip, radius: 16)
    var line = frame.inset(stage.px(24), 0)
    stage.icon(.info, in: line.cutLeft(stage.px(40), gap: stage.px(16)), colour: theme.chipText)
    stage.text(text, in: line, size: TypeScale.body, colour: theme.chipText, lines: noticeRows)
  }

  // MARK: Buttons

  /// An outlined button.
  private mutating func button(_ text: String, icon: Icon?, _ action: KioskAction, in frame: Rect) {
    stage.plane(frame, fill: theme.card, line: theme.buttonLine, lineWidth: 3)
    label(text, icon: icon, in: frame, size: TypeScale.body, colour: theme.buttonText, peers: .buttons)
    stage.target(frame, action)
  }

  /// The one thing to do next.
  private mutating func primary(_ text: String, icon: Icon?, _ action: KioskAction?, in frame: Rect, size: Double = 52)
  {
    if let action {
      stage.plane(frame, fill: theme.primary)
      label(text, icon: icon, in: frame, size: size, colour: theme.primaryText)
      stage.target(frame, action)
    } else {
      stage.plane(frame, fill: theme.chip)
      label(text, icon: icon, in: frame, size: size, colour: theme.chipText)
    }
  }

  private mutating func label(
    _ text: String, icon: Icon?, in frame: Rect, size: Double, colour: Colour, peers: Peers? = nil
  ) {
    stage.label(
      text, icon: icon, in: frame.inset(stage.px(20), stage.px(6)), size: size, colour: colour, peers: peers)
  }

  /// The square beside a name: an icon, or the letter of the numbers.
  private mutating func tile(_ choice: KioskScene.Choice, in frame: Rect, isActive: Bool = true) {
    let fill = isActive ? theme.primary : theme.chip
    let colour = isActive ? theme.primaryText : theme.chipText
    stage.plane(frame, fill: fill, radius: 26)
    if let icon = choice.icon {
      stage.icon(icon, in: frame.inset(frame.width * 14 / 100, frame.height * 14 / 100), colour: colour)
    } else {
      stage.text(choice.letter ?? "", in: frame, size: 64, floor: 40, bold: true, colour: colour, align: .centre)
    }
  }

  // MARK: Home

  private mutating func tiles(_ choices: [KioskScene.Choice], in frame: Rect) {
    let columns =
      isPortrait
      ? choices.count > 3 ? 2 : 1 : choices.count > 4 || choices.count == 3 ? 3 : max(1, min(2, choices.count))
    let rows = max(1, (choices.count + columns - 1) / columns)
    var area = frame
    let isGrouped = choices.contains { !$0.members.isEmpty }
    // A few choices are larger, without filling the screen.
    let growth = isGrouped ? 1 : columns * rows <= 2 ? 1.4 : columns * rows <= (isPortrait ? 3 : 4) ? 1.2 : 1
    if rows == 1, !isPortrait, !isGrouped {
      area = area.centred(width: area.width, height: min(area.height, stage.px(500)))
    }
    if isPortrait, rows < 3 { area = area.cutTop(min(area.height, rows * stage.px(500))) }
    // Large letters under a notice need the room for the answers.
    if isPortrait, let hint = scene.hint, scene.back == nil, !isLarge || scene.notice == nil {
      let rows = stage.lineCount(of: hint, size: TypeScale.body, in: area.width)
      let line = area.cutBottom(stage.lines(Double(min(2, rows)), TypeScale.body), gap: stage.px(Space.small))
      stage.text(hint, in: line, size: TypeScale.body, colour: theme.quiet, align: .centre, lines: 2)
    }
    let detailLines = max(1, choices.map(\.details.count).max() ?? 1)
    for (cell, choice) in zip(area.grid(columns: columns, rows: rows, gap: gap), choices) {
      if choice.members.isEmpty {
        card(choice, in: cell, detailLines: detailLines, growth: growth)
      } else {
        group(choice, in: cell)
      }
    }
  }

  private mutating func plane(of choice: KioskScene.Choice, in frame: Rect) {
    let isActive = choice.action != nil
    stage.plane(
      frame, fill: isActive && !choice.isClosed ? theme.card : theme.idleCard,
      line: isActive ? theme.buttonLine : theme.cardLine, lineWidth: 3, radius: 28)
    if let action = choice.action { stage.target(frame, action) }
  }

  /// - Parameter growth: by how much it is larger than one of six.
  private mutating func card(_ choice: KioskScene.Choice, in frame: Rect, detailLines: Int, growth: Double) {
    plane(of: choice, in: frame)
    let isActive = choice.action != nil && !choice.isClosed
    // A broad card has its icon beside the words, a tall one above them.
    if frame.width * 4 > frame.height * 5 {
      // The words come first where there is little room, as under a notice.
      let spare = (frame.height - stage.lines(2, TypeScale.body) - leastHeight(details: detailLines)) / 2
      let edge = min(stage.px((isLarge ? 20 : 28) * growth), max(stage.px(8), spare))
      var inside = frame.inset(stage.px((isLarge ? 22 : 32) * growth), edge)
      let side = min(stage.px((isLarge ? 88 : 116) * growth), inside.height * 56 / 100)
      var column = inside.cutLeft(side, gap: stage.px((isLarge ? 20 : 26) * growth))
      tile(choice, in: column.cutTop(side, gap: stage.px(4)), isActive: isActive)
      letter(of: choice, in: column.cutTop(stage.px(70 * growth)), align: .centre, growth: growth)
      words(of: choice, in: inside, detailLines: detailLines, growth: growth)
    } else {
      var inside = frame.inset(stage.px(isLarge ? 24 : Space.inside), stage.px(isLarge ? 16 : 30))
      let least = stage.lines(2, TypeScale.title * growth) + leastHeight(details: detailLines) + stage.px(20)
      let side = min(stage.px(124 * growth), max(stage.px(72), inside.height - least))
      var top = inside.cutTop(side, gap: stage.px(isLarge ? 12 : 20))
      tile(choice, in: top.cutLeft(side, gap: stage.px(20)), isActive: isActive)
      letter(of: choice, in: top.cutTop(stage.px(70 * growth)), align: .trailing, growth: growth)
      words(of: choice, in: inside, detailLines: detailLines, growth: growth)
    }
  }

  private mutating func letter(
    of choice: KioskScene.Choice, in frame: Rect, align: TextBlock.Alignment, growth: Double
  ) {
    guard choice.icon != nil, let letter = choice.letter else { return }
    stage.text(
      letter, in: frame, size: TypeScale.title * growth / stage.textScale, floor: TypeScale.body / stage.textScale,
      bold: true, colour: theme.quiet, align: align)
  }

  /// What is told under a name needs so much, with the distance from it.
  private func leastHeight(details: Int) -> Int { stage.lines(Double(details), TypeScale.body) + stage.px(6) }

  private mutating func words(of choice: KioskScene.Choice, in frame: Rect, detailLines: Int, growth: Double) {
    var inside = frame
    // Larger than they need be only where the name has its two lines.
    let wanted = stage.lines(Double(detailLines), TypeScale.body * growth)
    let room = inside.height - stage.lines(2, TypeScale.title * growth) - stage.px(6)
    let height = max(min(wanted, room), min(stage.lines(Double(detailLines), TypeScale.body), inside.height / 2))
    var details = inside.cutBottom(height, gap: stage.px(6))
    for detail in choice.details {
      stage.text(
        detail, in: details.cutTop(height / detailLines), size: TypeScale.body * growth, floor: TypeScale.body,
        colour: theme.quiet, peers: .details)
    }
    stage.text(
      choice.name, in: inside, size: TypeScale.title * growth, floor: TypeScale.body, bold: true, colour: theme.text,
      at: .top, lines: 6, peers: .names)
  }

  /// Everything a group holds stands on it, one under the other.
  private mutating func group(_ choice: KioskScene.Choice, in frame: Rect) {
    plane(of: choice, in: frame)
    var inside = frame.inset(stage.px(isLarge ? 24 : 32), stage.px(isLarge ? 12 : 28))
    let side = min(stage.px(isPortrait ? 140 : isLarge ? 72 : 104), inside.height * (isPortrait ? 40 : 24) / 100)
    let isActive = choice.action != nil && !choice.isClosed
    if isPortrait {
      var column = inside.cutLeft(stage.px(200), gap: stage.px(32))
      let icon = column.cutTop(side, gap: stage.px(12))
      tile(choice, in: icon.centred(width: side, height: side), isActive: isActive)
      stage.text(
        choice.name, in: column.cutTop(stage.lines(1, 56)), size: 56, floor: 40, bold: true, colour: theme.number,
        align: .centre)
    } else {
      var top = inside.cutTop(side, gap: stage.px(isLarge ? 10 : 16))
      tile(choice, in: top.cutLeft(side, gap: stage.px(26)), isActive: isActive)
      stage.text(choice.name, in: top, size: 64, floor: 40, bold: true, colour: theme.number)
    }
    let detail = inside.cutBottom(stage.lines(1, TypeScale.body), gap: stage.px(6))
    stage.text(
      choice.details.joined(separator: " · "), in: detail, size: TypeScale.body, colour: theme.quiet, peers: .details)
    let lines = choice.members.map { stage.lineCount(of: $0, size: TypeScale.body, in: inside.width) }.max() ?? 1
    let height = min(
      inside.height / max(1, choice.members.count),
      max(stage.lines(1.4, TypeScale.strong), stage.lines(Double(min(2, lines)), TypeScale.body)))
    // Large names take two lines each, and points tell where one begins.
    let point = isLarge && !isPortrait ? "• " : ""
    for member in choice.members {
      stage.text(
        point + member, in: inside.cutTop(height), size: TypeScale.strong, floor: TypeScale.body, bold: true,
        colour: theme.text, lines: 2, peers: .names)
    }
  }

  // MARK: Questions

  private mutating func priority(_ choices: [KioskScene.Choice], no: String, basis: String, in frame: Rect) {
    var area = frame
    if isPortrait, let hint = scene.hint {
      stage.text(
        hint, in: area.cutTop(stage.lines(1, TypeScale.strong), gap: stage.px(12)), size: TypeScale.strong,
        floor: TypeScale.body, bold: true, colour: theme.quiet)
    }
    primary(no, icon: nil, .noPriority, in: area.cutTop(stage.reach(isPortrait ? 180 : 136), gap: gap))
    // The legal basis takes the place after the last class.
    let columns = isPortrait && choices.count < 8 ? 1 : 2
    let rows = (choices.count + columns) / columns
    let height = min(area.height, rows * stage.px(isPortrait ? 230 : 190))
    let cells = area.cutTop(height).grid(columns: columns, rows: rows, gap: gap)
    for (cell, choice) in zip(cells, choices) { option(choice, in: cell) }
    guard cells.count > choices.count else { return }
    let cell = cells[choices.count]
    stage.plane(cell, fill: theme.chip, line: theme.buttonLine, lineWidth: 3)
    label(basis, icon: .info, in: cell, size: TypeScale.strong, colour: theme.chipText)
    stage.target(cell, .basis)
  }

  private mutating func option(_ choice: KioskScene.Choice, in frame: Rect) {
    stage.plane(frame, fill: theme.card, line: theme.buttonLine, lineWidth: 3)
    var inside = frame.inset(stage.px(24), stage.px(12))
    let side = min(stage.px(96), inside.height)
    let cell = inside.cutLeft(side, gap: stage.px(28))
    tile(choice, in: cell.centred(width: side, height: side))
    stage.text(
      choice.name, in: inside, size: TypeScale.title, floor: TypeScale.body, bold: true, colour: theme.text, lines: 2,
      peers: .names)
    if let action = choice.action { stage.target(frame, action) }
  }

  private mutating func list(_ entries: [KioskScene.Entry], in frame: Rect) {
    // Nothing to be touched: closer together than buttons.
    let gap = stage.px(Space.small)
    let columns = isPortrait || entries.count <= Self.listLimit ? 1 : 2
    let rows = max(1, (entries.count + columns - 1) / columns)
    let height = min(stage.px(isPortrait ? 300 : 180), (frame.height + gap) / rows - gap)
    var area = frame
    let cells = area.cutTop(rows * (height + gap) - gap).grid(columns: columns, rows: rows, gap: gap)
    for (card, entry) in zip(cells, entries) {
      stage.plane(card, fill: theme.card, line: theme.cardLine)
      var inside = card.inset(stage.px(isLarge ? 20 : 28), stage.px(6))
      let side = min(stage.px(isPortrait && isLarge ? 64 : 84), inside.height)
      let cell = inside.cutLeft(side, gap: stage.px(isLarge ? 20 : 28))
      stage.icon(entry.icon, in: cell.centred(width: side, height: side), colour: theme.buttonLine)
      let name = inside.cutTop(inside.height * (isPortrait && !isLarge ? 44 : 50) / 100)
      stage.text(
        entry.name, in: name, size: TypeScale.strong, floor: TypeScale.body, bold: true, colour: theme.text,
        at: .bottom, lines: 2, peers: .names)
      stage.text(
        entry.text, in: inside, size: TypeScale.body, colour: theme.quiet, at: .top, lines: 3, peers: .details)
    }
  }

  /// Entries that stand one under the other across a landscape.
  private static let listLimit = 5

  // MARK: Confirmation

  private mutating func confirm(_ confirmation: KioskScene.Confirmation, in frame: Rect) {
    var area = frame
    let button = area.cutBottom(stage.reach(isPortrait ? 190 : 168), gap: gap)
    primary(
      confirmation.button, icon: confirmation.action == nil ? .clock : .check, confirmation.action, in: button, size: 64
    )
    stage.plane(area, fill: theme.card, line: theme.cardLine)
    var inside = area.inset(stage.px(64), stage.px(44))
    let height = stage.lines(1.3, isPortrait ? 52 : 44)
    let figures = inside.cutBottom(height, gap: stage.px(8))
    let priority = inside.cutBottom(height, gap: stage.px(8))
    fact(confirmation.service.details.joined(separator: " · "), icon: .clock, in: figures)
    fact(confirmation.priority, icon: confirmation.priorityIcon, in: priority)
    let side = stage.px(isPortrait ? 240 : 190)
    if isPortrait {
      let middle = inside.centred(
        width: inside.width, height: min(inside.height, side + stage.lines(2, TypeScale.display) + stage.px(28)))
      var block = middle
      tile(confirmation.service, in: block.cutTop(side, gap: stage.px(28)).centred(width: side, height: side))
      stage.text(
        confirmation.service.name, in: block, size: 72, floor: TypeScale.leastHeading, bold: true,
        colour: theme.number, align: .centre, at: .top, lines: 3)
    } else {
      let cell = inside.cutLeft(side, gap: stage.px(48))
      tile(confirmation.service, in: cell.centred(width: side, height: side))
      stage.text(
        confirmation.service.name, in: inside, size: TypeScale.display, floor: TypeScale.leastHeading, bold: true,
        colour: theme.number, lines: 3)
    }
  }

  private mutating func fact(_ text: String, icon: Icon, in frame: Rect) {
    var line = frame
    let side = stage.px(isPortrait ? 60 : 52)
    stage.icon(icon, in: line.cutLeft(side, gap: stage.px(24)), colour: theme.buttonLine)
    stage.text(
      text, in: line, size: isPortrait ? 50 : 42, floor: TypeScale.body, colour: theme.text, lines: 2, peers: .details)
  }

  // MARK: Result

  private mutating func show(_ result: KioskScene.Result, in frame: Rect) {
    stage.elsewhere = .home
    var area = frame
    if isPortrait {
      number(of: result, in: area.cutTop(area.height * (result.isToRemember ? 55 : isLarge ? 45 : 42) / 100, gap: gap))
    } else {
      number(of: result, in: area.cutLeft(area.width * (result.isToRemember ? 60 : 56) / 100, gap: stage.px(40)))
    }
    facts(of: result, in: area)
  }

  private mutating func number(of result: KioskScene.Result, in frame: Rect) {
    stage.plane(
      frame, fill: theme.card, line: result.isToRemember ? theme.turn : theme.cardLine,
      lineWidth: result.isToRemember ? 8 : 2)
    var inside = frame.inset(stage.px(40), stage.px(32))
    // A number that has to be remembered needs the room of what is known anyhow.
    let isBare = result.isToRemember && !isPortrait
    if !isBare {
      stage.text(
        result.heading, in: inside.cutTop(stage.lines(1, 48), gap: stage.px(20)), size: 48, bold: true,
        colour: theme.quiet, align: .centre)
    }
    // What has to be done with the number stands right under it.
    if result.isToRemember {
      let rows = stage.lineCount(of: result.slip, size: TypeScale.body, in: inside.width - stage.px(152))
      let height =
        max(stage.lines(2, TypeScale.strong), stage.lines(Double(min(3, rows)), TypeScale.body)) + stage.px(28)
      slip(of: result, in: inside.cutBottom(height, gap: stage.px(18)))
    }
    if let priority = result.priority, !isBare {
      let rows = min(2, stage.lineCount(of: priority, size: TypeScale.body, in: inside.width))
      stage.text(
        priority, in: inside.cutBottom(stage.lines(Double(rows), 36)), size: 36, floor: TypeScale.body,
        colour: theme.quiet, align: .centre, lines: 2)
    }
    stage.text(
      result.service, in: inside.cutBottom(stage.lines(result.service.count > 30 ? 2 : 1.2, 48), gap: stage.px(20)),
      size: 48, floor: TypeScale.body, bold: true, colour: theme.text, align: .centre, lines: 2)
    stage.text(
      result.number, in: inside.inset(stage.px(16), stage.px(8)), size: 560 / stage.textScale, floor: 120, bold: true,
      colour: theme.number, align: .centre,
      figure: true)
  }

  private mutating func facts(of result: KioskScene.Result, in frame: Rect) {
    var area = frame
    let isStacked = !isPortrait && (isLarge || result.isToRemember)
    let height = stage.lines(1, isLarge ? 56 : 72) + stage.lines(1, TypeScale.body) + stage.px(36)
    let cells = area.cutTop(height, gap: gap).grid(
      columns: isStacked ? 1 : result.figures.count, rows: isStacked ? result.figures.count : 1,
      gap: isStacked ? stage.px(12) : gap)
    for (cell, figure) in zip(cells, result.figures) {
      stage.plane(cell, fill: theme.card, line: theme.cardLine)
      var inside = cell.inset(stage.px(20), stage.px(isStacked ? 2 : 14))
      if figure.count > 1 {
        // Side by side, large words would be too long for half of the width.
        let words =
          isStacked ? inside.cutRight(inside.width * 58 / 100) : inside.cutBottom(stage.lines(1, TypeScale.body))
        stage.text(
          figure[1], in: words, size: TypeScale.body, colour: theme.quiet, align: isStacked ? .leading : .centre)
      }
      stage.text(
        figure[0], in: inside, size: figure.count > 1 ? 76 : 56, floor: 40, bold: true, colour: theme.number,
        align: .centre)
    }
    let isUrgent = result.isToRemember
    if !isUrgent { slip(of: result, in: area.cutBottom(stage.lines(1.4, TypeScale.strong), gap: stage.px(12))) }
    if let code = result.code {
      // Without paper the phone is the only other place for the number.
      var block = area.cutBottom(
        min(stage.px(isPortrait || isUrgent ? 290 : 216), area.height * (isLarge ? 54 : 58) / 100), gap: gap)
      stage.plane(block, fill: theme.card, line: theme.cardLine)
      block = block.inset(stage.px(12), stage.px(12))
      let cell = block.cutLeft(block.height, gap: stage.px(20))
      stage.code(code, in: cell)
      stage.text(
        result.codeCaption, in: block.inset(stage.px(12), 0), size: 36, floor: TypeScale.body, colour: theme.text,
        lines: 4)
    }
    let place = isPortrait ? area.cutTop(min(area.height, stage.px(220))) : area
    stage.plane(place, fill: isUrgent ? theme.chip : theme.turn)
    stage.text(
      result.place, in: place.inset(stage.px(32), stage.px(8)), size: 46, floor: TypeScale.body, bold: true,
      colour: isUrgent ? theme.chipText : theme.turnInk, align: .centre, lines: 4)
  }

  private mutating func slip(of result: KioskScene.Result, in frame: Rect) {
    var line = frame
    if result.isToRemember {
      stage.plane(frame, fill: theme.turn)
      line = frame.inset(stage.px(28), stage.px(10))
    }
    let colour = result.isToRemember ? theme.turnInk : theme.text
    let side = stage.px(result.isToRemember ? 72 : 52)
    stage.icon(result.slipIcon, in: line.cutLeft(side, gap: stage.px(24)), colour: colour)
    stage.text(
      result.slip, in: line, size: TypeScale.strong, floor: TypeScale.body, bold: result.isToRemember, colour: colour,
      lines: 3)
  }

  // MARK: Notices

  private mutating func show(_ slide: Slide, _ invitation: String, in frame: Rect) {
    stage.elsewhere = .stay
    var area = frame
    let band = area.cutBottom(stage.reach(150), gap: gap)
    stage.plane(band, fill: theme.turn)
    stage.text(
      invitation, in: band.inset(stage.px(32), 0), size: 64, floor: 44, bold: true, colour: theme.turnInk,
      align: .centre)
    stage.plane(area, fill: theme.card, line: theme.cardLine)
    var inside = area.inset(stage.px(56), stage.px(44))
    if slide.code != nil || slide.image != nil {
      let side = min(stage.px(420), inside.width / (isPortrait ? 2 : 3), inside.height / (isPortrait ? 3 : 1))
      let cell =
        isPortrait
        ? inside.cutBottom(side, gap: gap).centred(width: side, height: side)
        : inside.cutRight(side, gap: stage.px(48)).centred(width: side, height: side)
      if let code = slide.code {
        stage.code(code, in: cell)
      } else if let image = slide.image {
        stage.image(image, in: cell)
      }
    }
    stage.text(
      slide.title, in: inside.cutTop(stage.lines(isPortrait ? 2 : 1.2, 72), gap: stage.px(16)), size: 72,
      floor: TypeScale.leastHeading, bold: true, colour: theme.number, lines: 2)
    for (cell, line) in zip(inside.grid(columns: 1, rows: slide.lines.count, gap: stage.px(12)), slide.lines) {
      stage.text(line, in: cell, size: 48, floor: TypeScale.body, colour: theme.text, lines: 3, peers: .sentences)
    }
  }

  // MARK: Messages

  private mutating func show(_ message: KioskScene.Message, in frame: Rect) {
    let height = (isPortrait ? 900 : 620) * (isLarge ? 1.2 : 1) + (message.button == nil ? 0 : 160)
    let card = frame.centred(
      width: min(frame.width, stage.px(isPortrait ? 984 : 1360)), height: min(frame.height, stage.px(height)))
    stage.plane(
      card, fill: theme.card, line: message.isFault ? theme.fault : theme.cardLine, lineWidth: message.isFault ? 6 : 2)
    var inside = card.inset(stage.px(64), stage.px(56))
    if let button = message.button, let action = message.action {
      primary(button, icon: nil, action, in: inside.cutBottom(stage.reach(150), gap: gap))
    }
    let side = stage.px(isLarge && !isPortrait ? 110 : 150)
    let titleLines = stage.lineCount(of: message.title, size: TypeScale.heading, in: inside.width)
    let detailLines = stage.lineCount(of: message.detail, size: TypeScale.strong, in: inside.width)
    let title = stage.lines(Double(min(3, titleLines)) + 0.2, TypeScale.heading)
    let detail = message.detail.isEmpty ? 0 : stage.lines(Double(min(4, detailLines)) + 0.2, 44)
    let (below, between) = (stage.px(28), stage.px(12))
    let textHeight = title + between + detail
    // The icon gives way to words.
    let iconSide = max(0, min(side, inside.height - textHeight - below))
    var block = inside.centred(
      width: inside.width, height: min(inside.height, (iconSide > 0 ? iconSide + below : 0) + textHeight))
    if iconSide > 0 {
      stage.icon(
        message.icon, in: block.cutTop(iconSide, gap: below),
        colour: message.isFault ? theme.fault : theme.buttonLine)
    }
    stage.text(
      message.title, in: block.cutTop(title, gap: between), size: 68, floor: TypeScale.leastHeading, bold: true,
      colour: theme.number, align: .centre, lines: 3)
    stage.text(
      message.detail, in: block, size: 44, floor: TypeScale.body, colour: theme.text, align: .centre, at: .top, lines: 4
    )
  }
}

extension KioskScene {
  /// The title asks something; otherwise it is the centre's own name.
  fileprivate var isTitled: Bool { title != centre }
}
