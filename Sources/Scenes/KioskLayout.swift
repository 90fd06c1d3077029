extension Layout {
  /// The touch kiosk on a panel; what can be touched is placed with what is shown.
  package init(_ scene: KioskScene, on panel: Panel) {
    var page = KioskPage(
      scene: scene,
      stage: Stage(
        panel: panel, theme: scene.hasLargeText ? .lowVision : .standard, textScale: scene.hasLargeText ? 1.28 : 1))
    page.compose()
    self = page.stage.layout()
  }
}

private struct KioskPage {
  let scene: KioskScene
  var stage: Stage

  private var theme: Theme { stage.theme }
  private var isPortrait: Bool { stage.panel.isPortrait }
  private var gap: Int { stage.apart(Space.gap) }

  /// Room for the longest notice, whichever has its turn: no button moves under a finger.
  private var noticeRows: Int {
    let columns = (isPortrait ? 48 : 92) * (scene.hasLargeText ? 3 : 4) / 4
    let most = isPortrait ? 4 : scene.demonstration != nil && scene.hasLargeText ? 1 : 2
    return min(((scene.notices.map(\.count).max() ?? 0) + columns - 1) / columns, most)
  }

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
    header(
      in: page.cutTop(
        isPortrait
          ? stage.px(scene.demonstration == nil ? 104 : 92) + stage.reach(104)
          : max(stage.px(156), stage.reach(92) + stage.px(40))))
    footer(in: page.cutBottom(stage.reach(104) + 2 * stage.apart(26)))
    var body = page.inset(stage.px(Space.margin), 0)
    _ = body.cutTop(stage.apart(36))
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

  private mutating func header(in frame: Rect) {
    stage.plane(frame, fill: theme.bar, radius: 0)
    if theme == .lowVision {
      var rule = frame
      stage.plane(rule.cutBottom(stage.px(4)), fill: theme.buttonLine, radius: 0)
    }
    var bar = frame.inset(stage.px(Space.margin), stage.px(14))
    // Large letters need the room of what the page can do without.
    let isPlain = !scene.isTitled || scene.hasLargeText
    if isPortrait, isPlain {
      if scene.language != nil {
        let button = bar.cutRight(stage.px(280), gap: gap)
        language(in: button.centred(width: button.width, height: stage.reach(92)))
      }
      stage.text(
        scene.title, in: bar, size: scene.isTitled ? 56 : 46, floor: 36, bold: true, colour: theme.barText, lines: 3)
    } else if isPortrait {
      var first = bar.cutTop(stage.reach(92))
      language(in: first.cutRight(stage.px(280), gap: gap))
      stage.text(scene.centre, in: first, size: 34, floor: 26, colour: theme.barQuiet, lines: 2)
      stage.text(scene.title, in: bar, size: 58, floor: 40, bold: true, colour: theme.barText, lines: 2)
    } else {
      if scene.language != nil {
        let button = bar.cutRight(stage.px(280), gap: gap)
        language(in: button.centred(width: button.width, height: stage.reach(92)))
      }
      if let clock = scene.clock, !(scene.isTitled && scene.hasLargeText) {
        let cell = bar.cutRight(stage.px(170), gap: stage.px(12))
        stage.text(clock, in: cell, size: 56, bold: true, colour: theme.barText, align: .trailing)
      }
      if !isPlain {
        stage.text(scene.centre, in: bar.cutTop(stage.px(48)), size: 34, floor: 28, colour: theme.barQuiet)
      }
      stage.text(
        scene.title, in: bar, size: scene.isTitled ? 62 : 48, floor: 40, bold: true, colour: theme.barText)
    }
  }

  private mutating func language(in frame: Rect) {
    guard let language = scene.language else { return }
    stage.plane(frame, fill: theme.bar, line: theme.barText, lineWidth: 3, radius: 18)
    label(language, icon: .language, in: frame, size: TypeScale.body, colour: theme.barText)
    stage.target(frame, .language)
  }

  private mutating func footer(in frame: Rect) {
    var line = frame.inset(stage.px(Space.margin), (frame.height - stage.reach(104)) / 2)
    if let help = scene.help {
      button(help, icon: .help, .help, in: line.cutRight(stage.px(isPortrait ? 380 : 480), gap: gap))
    }
    if let textSize = scene.textSize {
      button(textSize, icon: .textSize, .largeText, in: line.cutRight(stage.px(isPortrait ? 264 : 300), gap: gap))
    }
    if case .result(let result) = scene.page {
      let done = line.cutLeft(stage.px(isPortrait ? 400 : 440), gap: gap)
      primary(result.done, icon: .check, .home, in: done, size: 44)
    } else if let back = scene.back {
      button(back, icon: .back, .back, in: line.cutLeft(stage.px(isPortrait ? 284 : 300), gap: gap))
    }
    if isPortrait, scene.back == nil, scene.textSize != nil {
      clock(in: line)
    } else if let hint = scene.hint {
      stage.text(hint, in: line, size: TypeScale.body, floor: 28, colour: theme.quiet, lines: 2)
    }
  }

  private mutating func clock(in frame: Rect) {
    guard let clock = scene.clock, let date = scene.date else { return }
    var cell = frame
    stage.text(date, in: cell.cutBottom(cell.height * 46 / 100), size: 34, floor: 26, colour: theme.quiet)
    stage.text(clock, in: cell, size: 46, floor: 36, bold: true, colour: theme.text)
  }

  private mutating func strip(_ text: String, in frame: Rect) {
    stage.plane(frame, fill: theme.chip, radius: 16)
    var line = frame.inset(stage.px(24), 0)
    stage.icon(.info, in: line.cutLeft(stage.px(40), gap: stage.px(16)), colour: theme.chipText)
    stage.text(text, in: line, size: 34, floor: 26, colour: theme.chipText, lines: noticeRows)
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
    if isPortrait, let hint = scene.hint, scene.back == nil {
      let line = area.cutBottom(stage.lines(1, TypeScale.body), gap: stage.px(Space.small))
      stage.text(hint, in: line, size: TypeScale.body, floor: 28, colour: theme.quiet, align: .centre)
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
      var inside = frame.inset(stage.px(32 * growth), stage.px(28 * growth))
      let side = stage.px(116 * growth)
      var column = inside.cutLeft(side, gap: stage.px(26 * growth))
      tile(choice, in: column.cutTop(side, gap: stage.px(8)), isActive: isActive)
      letter(of: choice, in: column.cutTop(stage.px(70 * growth)), align: .centre, growth: growth)
      words(of: choice, in: inside, detailLines: detailLines, growth: growth)
    } else {
      var inside = frame.inset(stage.px(Space.inside), stage.px(30))
      let side = min(stage.px(124 * growth), inside.height * 36 / 100)
      var top = inside.cutTop(side, gap: stage.px(20))
      tile(choice, in: top.cutLeft(side, gap: stage.px(20)), isActive: isActive)
      letter(of: choice, in: top.cutTop(stage.px(70 * growth)), align: .trailing, growth: growth)
      words(of: choice, in: inside, detailLines: detailLines, growth: growth)
    }
  }

  private mutating func letter(
    of choice: KioskScene.Choice, in frame: Rect, align: TextBlock.Alignment, growth: Double
  ) {
    guard choice.icon != nil, let letter = choice.letter else { return }
    stage.text(letter, in: frame, size: 46 * growth, floor: 30, bold: true, colour: theme.quiet, align: align)
  }

  private mutating func words(of choice: KioskScene.Choice, in frame: Rect, detailLines: Int, growth: Double) {
    var inside = frame
    var details = inside.cutBottom(
      min(inside.height * 45 / 100, stage.lines(Double(detailLines), TypeScale.body * growth)), gap: stage.px(10))
    let height = details.height / detailLines
    for detail in choice.details {
      stage.text(
        detail, in: details.cutTop(height), size: TypeScale.body * growth, floor: 27, colour: theme.quiet,
        peers: .details)
    }
    stage.text(
      choice.name, in: inside, size: TypeScale.title * growth, floor: TypeScale.body, bold: true, colour: theme.text,
      at: .top, lines: 6, peers: .names)
  }

  /// Everything a group holds stands on it, a line each.
  private mutating func group(_ choice: KioskScene.Choice, in frame: Rect) {
    plane(of: choice, in: frame)
    var inside = frame.inset(stage.px(32), stage.px(28))
    let side = min(stage.px(isPortrait ? 140 : 104), inside.height * (isPortrait ? 40 : 24) / 100)
    if isPortrait {
      var column = inside.cutLeft(stage.px(200), gap: stage.px(32))
      let icon = column.cutTop(side, gap: stage.px(12))
      tile(choice, in: icon.centred(width: side, height: side), isActive: choice.action != nil && !choice.isClosed)
      stage.text(
        choice.name, in: column.cutTop(stage.lines(1, 56)), size: 56, floor: 40, bold: true, colour: theme.number,
        align: .centre)
    } else {
      var top = inside.cutTop(side, gap: stage.px(16))
      tile(choice, in: top.cutLeft(side, gap: stage.px(26)), isActive: choice.action != nil && !choice.isClosed)
      stage.text(choice.name, in: top, size: 64, floor: 40, bold: true, colour: theme.number)
    }
    let detail = inside.cutBottom(min(inside.height / 5, stage.lines(1, TypeScale.body)), gap: stage.px(12))
    stage.text(
      choice.details.joined(separator: " · "), in: detail, size: TypeScale.body, floor: 27, colour: theme.quiet,
      peers: .details)
    let line = min(inside.height / max(1, choice.members.count), stage.lines(1.4, 40))
    for member in choice.members {
      stage.text(
        member, in: inside.cutTop(line), size: TypeScale.strong, floor: 28, bold: true, colour: theme.text,
        peers: .names)
    }
  }

  // MARK: Questions

  private mutating func priority(_ choices: [KioskScene.Choice], no: String, basis: String, in frame: Rect) {
    var area = frame
    if isPortrait, let hint = scene.hint {
      stage.text(
        hint, in: area.cutTop(stage.lines(1, TypeScale.strong), gap: stage.px(12)), size: TypeScale.strong, floor: 30,
        bold: true, colour: theme.quiet)
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
      choice.name, in: inside, size: TypeScale.title, floor: 32, bold: true, colour: theme.text, lines: 2, peers: .names
    )
    if let action = choice.action { stage.target(frame, action) }
  }

  private mutating func list(_ entries: [KioskScene.Entry], in frame: Rect) {
    var area = frame
    let height = min(stage.px(isPortrait ? 260 : 170), (area.height + gap) / max(1, entries.count) - gap)
    for entry in entries {
      let card = area.cutTop(height, gap: gap)
      stage.plane(card, fill: theme.card, line: theme.cardLine)
      var inside = card.inset(stage.px(28), stage.px(10))
      let side = min(stage.px(84), inside.height)
      let cell = inside.cutLeft(side, gap: stage.px(28))
      stage.icon(entry.icon, in: cell.centred(width: side, height: side), colour: theme.buttonLine)
      let name = inside.cutTop(inside.height * (isPortrait ? 42 : 54) / 100)
      stage.text(
        entry.name, in: name, size: TypeScale.strong, floor: 30, bold: true, colour: theme.text, at: .bottom,
        peers: .names)
      stage.text(
        entry.text, in: inside, size: 34, floor: 26, colour: theme.quiet, at: .top, lines: 3, peers: .details)
    }
  }

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
        confirmation.service.name, in: block, size: 72, floor: 44, bold: true, colour: theme.number, align: .centre,
        at: .top, lines: 3)
    } else {
      let cell = inside.cutLeft(side, gap: stage.px(48))
      tile(confirmation.service, in: cell.centred(width: side, height: side))
      stage.text(
        confirmation.service.name, in: inside, size: TypeScale.display, floor: 44, bold: true, colour: theme.number,
        lines: 3)
    }
  }

  private mutating func fact(_ text: String, icon: Icon, in frame: Rect) {
    var line = frame
    let side = stage.px(isPortrait ? 60 : 52)
    stage.icon(icon, in: line.cutLeft(side, gap: stage.px(24)), colour: theme.buttonLine)
    stage.text(
      text, in: line, size: isPortrait ? 50 : 42, floor: 32, colour: theme.text, lines: 2, peers: .details)
  }

  // MARK: Result

  private mutating func show(_ result: KioskScene.Result, in frame: Rect) {
    stage.elsewhere = .home
    var area = frame
    if isPortrait {
      number(of: result, in: area.cutTop(area.height * (result.isToRemember ? 55 : 42) / 100, gap: gap))
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
      slip(
        of: result,
        in: inside.cutBottom(stage.lines(2, TypeScale.strong) + stage.px(28), gap: stage.px(18)))
    }
    if let priority = result.priority, !isBare {
      stage.text(
        priority, in: inside.cutBottom(stage.lines(1, 36)), size: 36, floor: 28, colour: theme.quiet, align: .centre)
    }
    stage.text(
      result.service, in: inside.cutBottom(stage.lines(result.service.count > 30 ? 2 : 1.2, 48), gap: stage.px(20)),
      size: 48, floor: 34, bold: true, colour: theme.text,
      align: .centre, lines: 2)
    stage.text(
      result.number, in: inside.inset(stage.px(16), stage.px(8)), size: 560 / stage.textScale, floor: 120, bold: true,
      colour: theme.number, align: .centre,
      figure: true)
  }

  private mutating func facts(of result: KioskScene.Result, in frame: Rect) {
    var area = frame
    let cells = area.cutTop(
      stage.lines(1, scene.hasLargeText ? 56 : 72) + stage.lines(1, TypeScale.body) + stage.px(36), gap: gap
    )
    .grid(columns: result.figures.count, rows: 1, gap: gap)
    for (cell, figure) in zip(cells, result.figures) {
      stage.plane(cell, fill: theme.card, line: theme.cardLine)
      var inside = cell.inset(stage.px(20), stage.px(14))
      if figure.count > 1 {
        stage.text(
          figure[1], in: inside.cutBottom(stage.lines(1, TypeScale.body)), size: TypeScale.body, floor: 26,
          colour: theme.quiet, align: .centre)
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
        min(stage.px(isPortrait || isUrgent ? 290 : 216), area.height * (scene.hasLargeText ? 54 : 58) / 100), gap: gap)
      stage.plane(block, fill: theme.card, line: theme.cardLine)
      block = block.inset(stage.px(12), stage.px(12))
      let cell = block.cutLeft(block.height, gap: stage.px(20))
      stage.code(code, in: cell)
      stage.text(
        result.codeCaption, in: block.inset(stage.px(12), 0), size: 36, floor: 28, colour: theme.text, lines: 4)
    }
    let place = isPortrait ? area.cutTop(min(area.height, stage.px(220))) : area
    stage.plane(place, fill: isUrgent ? theme.chip : theme.turn)
    stage.text(
      result.place, in: place.inset(stage.px(32), stage.px(8)), size: 46, floor: 30, bold: true,
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
      result.slip, in: line, size: TypeScale.strong, floor: 30, bold: result.isToRemember, colour: colour, lines: 3)
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
      slide.title, in: inside.cutTop(stage.lines(isPortrait ? 2 : 1.2, 72), gap: stage.px(16)), size: 72, floor: 48,
      bold: true, colour: theme.number, lines: 2)
    for (cell, line) in zip(inside.grid(columns: 1, rows: slide.lines.count, gap: stage.px(12)), slide.lines) {
      stage.text(line, in: cell, size: 48, floor: 34, colour: theme.text, lines: 3, peers: .sentences)
    }
  }

  // MARK: Messages

  private mutating func show(_ message: KioskScene.Message, in frame: Rect) {
    let hasButton = message.button != nil
    let card = frame.centred(
      width: min(frame.width, stage.px(isPortrait ? 984 : 1360)),
      height: min(frame.height, stage.px((isPortrait ? 900 : 620) + (hasButton ? 160 : 0))))
    stage.plane(
      card, fill: theme.card, line: message.isFault ? theme.fault : theme.cardLine, lineWidth: message.isFault ? 6 : 2)
    var inside = card.inset(stage.px(64), stage.px(56))
    if let button = message.button, let action = message.action {
      primary(button, icon: nil, action, in: inside.cutBottom(stage.reach(150), gap: gap))
    }
    let side = stage.px(150)
    let (title, detail) = (stage.lines(isPortrait ? 2 : 1.5, 68), stage.lines(2.2, 44))
    let height = side + stage.px(28) + title + stage.px(12) + detail
    var block = inside.centred(width: inside.width, height: min(inside.height, height))
    let fit = Double(block.height) / Double(max(1, height))
    stage.icon(
      message.icon, in: block.cutTop(Int(Double(side) * fit), gap: Int(Double(stage.px(28)) * fit)),
      colour: message.isFault ? theme.fault : theme.buttonLine)
    stage.text(
      message.title, in: block.cutTop(Int(Double(title) * fit), gap: Int(Double(stage.px(12)) * fit)), size: 68,
      floor: 44, bold: true, colour: theme.number, align: .centre, lines: 2)
    stage.text(message.detail, in: block, size: 44, floor: 32, colour: theme.text, align: .centre, at: .top, lines: 3)
  }
}

extension KioskScene {
  /// The title asks something; otherwise it is the centre's own name.
  fileprivate var isTitled: Bool { title != centre }
}
