import Drawing
import Glibc
import Scenes
import SystemIO

/// What the thread of `ScreenHost` does and owns.
final class ScreenKeeper {
  /// A screen of the configuration, and the panel it has.
  private final class Station {
    let plan: ScreenHost.Plan
    var glass: (any Glass)?
    var picture: Picture?
    var wanted: Layout?
    /// Nothing of what is on the panel is to be relied on.
    var isWhole = true
    var filter: FingerFilter?
    var pressed: Target?
    /// What the keys mean, since they were used.
    var focus: Target?

    init(_ plan: ScreenHost.Plan) { self.plan = plan }

    /// The panel as the picture stands on it.
    func panel(of glass: any Glass) -> Panel {
      let isTurned = plan.rotation.swapsSides
      let (width, height) = isTurned ? (glass.height, glass.width) : (glass.width, glass.height)
      let told = glass.millimetres.map { Double(isTurned ? $0.height : $0.width) }
      // Some monitors tell their proportions instead of their size.
      let believed = told.flatMap { ScreenKeeper.densities.contains(Double(width) / $0) ? $0 : nil }
      return Panel(width: width, height: height, millimetres: plan.millimetres ?? believed)
    }
  }

  private enum Place {
    case monitor(KMSCard, KMSCard.Connector)
    case framebuffer(String)

    var name: String {
      switch self {
      case .monitor(_, let connector): connector.name
      case .framebuffer(let path): path
      }
    }
  }

  /// Pixels a millimetre that panels have: from a television of 75 inches to a notebook with four thousand.
  static let densities = 0.9...12.0
  private static let cardPaths = (0..<16).map { "/dev/dri/card\($0)" }
  private static let framebufferPaths = (0..<8).map { "/dev/fb\($0)" }

  private let host: ScreenHost
  private let settings: ScreenHost.Console
  private let loop: ReadinessLoop
  /// In the order in which they choose: who says what it wants, then who takes touches.
  private let stations: [Station]
  private var painter: ScenePainter?
  private var cards: [String: KMSCard] = [:]
  private var cardFailures: [String: SystemError] = [:]
  private var terminal: VirtualTerminal?
  private var hands: Hands?

  init(host: ScreenHost, console: ScreenHost.Console, loop: ReadinessLoop) {
    self.host = host
    settings = console
    self.loop = loop
    stations = host.plans.enumerated().sorted { one, other in
      let ranks = [one, other].map { ($1.isParticular ? 0 : 1, $1.takesTouch ? 0 : 1, $0) }
      return ranks[0] < ranks[1]
    }.map { Station($1) }
  }

  /// Until the loop is stopped.
  func run() throws {
    defer { giveBack() }
    repeat {
      let mail = host.takeMail()
      for change in mail.switches { follow(change) }
      for card in cards.values { finishFlips(of: card) }
      readHands()
      if mail.isLookDue {
        look()
        // Fonts are loaded while others still read what there is to show.
        if stations.contains(where: { $0.glass != nil }) { _ = try? preparedPainter() }
      }
      for station in stations {
        if let layout = mail.layouts[station.plan.id] { station.wanted = layout }
        draw(station)
      }
    } while try loop.wait() != nil
  }

  private func giveBack() {
    hands = nil
    for station in stations {
      station.glass = nil
      host.note(.absent, of: station.plan.id)
    }
    cards = [:]
    try? terminal?.release()
  }

  // MARK: The console

  private var isShown: Bool { terminal?.isShown ?? true }

  private func follow(_ change: ScreenHost.ConsoleSwitch) {
    guard let terminal else { return }
    switch change {
    case .leave:
      closeHands()
      for station in stations {
        station.glass?.forget()
        station.pressed = nil
        if let glass = station.glass { host.note(.hidden(on: glass.name), of: station.plan.id) }
      }
      for card in cards.values { card.dropMaster() }
      terminal.leave()
    case .comeBack:
      terminal.comeBack()
      for station in stations {
        station.glass?.forget()
        station.isWhole = true
        if let glass = station.glass {
          host.note(.shown(on: glass.name, station.panel(of: glass)), of: station.plan.id)
        }
      }
    }
  }

  /// Takes the console for pictures, where the machine has one: else its cursor blinks in them.
  private func takeConsole() {
    guard terminal == nil, host.machine.hasConsole() else { return }
    do {
      terminal = try VirtualTerminal(
        note: settings.note, leaveSignal: settings.leaveSignal, comeBackSignal: settings.comeBackSignal)
      host.note(trouble: nil)
    } catch {
      host.note(trouble: error.description)
    }
  }

  private func isTaken(_ plan: ScreenHost.Plan) -> Bool {
    guard terminal == nil, plan.output == .auto else { return false }
    switch VirtualTerminal.use(besides: settings.note) {
    case .nobody: return false
    case .loggedIn: return settings.isGuest
    case .pictures: return true
    }
  }

  // MARK: Panels

  private func look() {
    let now = ContinuousClock.now
    let before = isShown
    try? terminal?.check()
    if isShown != before { follow(isShown ? .comeBack : .leave) }
    findCards()
    for station in stations {
      guard let glass = station.glass else { continue }
      do throws(SystemError) {
        try glass.check(now: now)
        // A framebuffer that was there before the driver of the card is not shown any more.
        if station.plan.output == .auto, glass is FramebufferGlass, !cards.isEmpty { lose(station, .absent) }
      } catch {
        lose(station, error.code == ENODEV ? .absent : .failed(error.description))
      }
    }
    for station in stations where station.glass == nil { settle(station) }
    if isShown, let station = touched, station.glass != nil {
      if hands == nil { openHands(station) }
    } else {
      closeHands()
    }
  }

  private func findCards() {
    for (path, card) in cards where (try? card.connectors()) == nil { cards[path] = nil }
    let wanted = stations.contains { $0.plan.output != .framebuffer }
    guard wanted else { return }
    cardFailures = [:]
    let named = stations.compactMap { $0.plan.output == .framebuffer ? nil : $0.plan.device }
    for path in Set(Self.cardPaths + named).sorted() where cards[path] == nil && fileExists(path) {
      do {
        guard let card = try KMSCard(path) else { continue }
        try loop.add(card.file.number)
        cards[path] = card
      } catch {
        cardFailures[path] = error
      }
    }
  }

  private func place(for plan: ScreenHost.Plan) throws(SystemError) -> Place? {
    if plan.output != .framebuffer {
      let inUse = stations.compactMap { ($0.glass as? KMSGlass)?.connector }
      for path in cards.keys.sorted() where plan.device == nil || plan.device == path {
        guard let card = cards[path] else { continue }
        let connector = try card.connectors().first { connector in
          connector.isConnected && !inUse.contains(connector)
            && (plan.connector == nil || plan.connector == connector.name)
        }
        if let connector { return .monitor(card, connector) }
      }
      if let failure = cardFailures.min(by: { $0.key < $1.key })?.value { throw failure }
      guard plan.output == .auto, cards.isEmpty, plan.connector == nil else { return nil }
    }
    let inUse = stations.compactMap { ($0.glass as? FramebufferGlass)?.name }
    let paths = plan.device.map { [$0] } ?? Self.framebufferPaths
    return paths.first { !inUse.contains($0) && fileExists($0) }.map { .framebuffer($0) }
  }

  private func settle(_ station: Station) {
    let plan = station.plan
    do throws(SystemError) {
      guard let place = try place(for: plan) else { return host.note(.absent, of: plan.id) }
      guard !isTaken(plan) else { return host.note(.taken, of: plan.id) }
      takeConsole()
      guard isShown else { return host.note(.hidden(on: place.name), of: plan.id) }
      let glass: any Glass =
        switch place {
        case .monitor(let card, let connector): try KMSGlass(connector, of: card)
        case .framebuffer(let path): try host.machine.framebuffer(path)
        }
      let panel = station.panel(of: glass)
      guard Panel.widths.contains(panel.width), Panel.heights.contains(panel.height),
        panel.width * panel.height <= Panel.mostPixels
      else {
        throw SystemError("dùng", "\(glass.name) \(panel.width)×\(panel.height)", code: ERANGE)
      }
      glass.forget()
      station.glass = glass
      station.filter = FingerFilter(panel)
      station.isWhole = true
      host.note(.shown(on: glass.name, panel), of: plan.id)
    } catch {
      guard error.code == EBUSY else { return host.note(.failed(error.description), of: plan.id) }
      // Only who was a card's master while it was opened may become it again: it is opened anew.
      for (path, card) in cards where !card.isMaster { cards[path] = nil }
      host.note(.taken, of: plan.id)
    }
  }

  private func lose(_ station: Station, _ condition: ScreenHost.Condition) {
    station.glass = nil
    station.picture = nil
    station.pressed = nil
    station.focus = nil
    host.note(condition, of: station.plan.id)
  }

  private func finishFlips(of card: KMSCard) {
    for pipe in card.finishedFlips() {
      for case let glass as KMSGlass in stations.compactMap(\.glass) where glass.card === card && glass.pipe == pipe {
        glass.flipIsDone()
      }
    }
  }

  private func draw(_ station: Station) {
    guard isShown, let glass = station.glass, !glass.isBusy, var layout = station.wanted else { return }
    let panel = station.panel(of: glass)
    guard layout.width == panel.width, layout.height == panel.height else { return }
    if let focus = station.focus, !layout.targets.contains(focus) { station.focus = layout.firstFocus }
    if let ring = station.pressed ?? station.focus, layout.targets.contains(ring) { layout = layout.ringed(ring) }
    do {
      let painter = try preparedPainter()
      let picture = try station.picture ?? Picture(width: panel.width, height: panel.height)
      station.picture = picture
      var changed = try painter.paint(layout, on: picture)
      if station.isWhole { changed = [layout.bounds] }
      guard !changed.isEmpty else { return }
      try glass.show(picture, changed: changed, rotation: station.plan.rotation)
      station.isWhole = false
    } catch {
      lose(station, .failed("\(error)"))
    }
  }

  private func preparedPainter() throws(DrawingError) -> ScenePainter {
    if let painter { return painter }
    let made = try ScenePainter()
    painter = made
    return made
  }

  // MARK: Fingers and keys

  /// The screen in front of which they are.
  private var touched: Station? { stations.first { $0.plan.takesTouch } }

  private func openHands(_ station: Station) {
    do {
      let opened = try Hands(calibration: station.plan.calibration)
      try loop.add(opened.descriptor)
      hands = opened
    } catch {
      host.note(trouble: error.description)
    }
  }

  /// Nobody tells any more when a finger that lies on the glass is lifted.
  private func closeHands() {
    guard hands != nil else { return }
    hands = nil
    guard let station = touched else { return }
    station.pressed = nil
    _ = station.filter?.take(.cancel, at: .now)
  }

  private func readHands() {
    guard let hands, let station = touched, let glass = station.glass else { return }
    do {
      let reports = try hands.read(width: glass.width, height: glass.height, rotation: station.plan.rotation)
      for report in reports {
        switch report {
        case .finger(let report): take(report, station)
        case .key(let press): take(press, station)
        }
      }
    } catch {
      closeHands()
      host.note(trouble: error.description)
    }
  }

  private func take(_ report: FingerFilter.Report, _ station: Station) {
    let now = ContinuousClock.now
    guard let layout = station.wanted, let outcome = station.filter?.take(report, at: now) else { return }
    switch outcome {
    case .nothing: break
    case .press(let point):
      station.focus = nil
      station.pressed = layout.target(atX: point.x, y: point.y)
    case .lift: station.pressed = nil
    case .touch(let point):
      station.pressed = nil
      host.report(.touched(station.plan.id, x: point.x, y: point.y, at: now))
    }
    draw(station)
  }

  private func take(_ press: Hands.KeyPress, _ station: Station) {
    guard let layout = station.wanted else { return }
    switch (press, station.focus) {
    // The first key shows where one is.
    case (.step, nil), (.press, nil): station.focus = layout.firstFocus
    case (.step(let step), let focus?): station.focus = layout.focus(after: focus, step)
    case (.press, let focus?): touch(focus, station)
    case (.back, _):
      let way = layout.targets.first { $0.action == .back } ?? layout.targets.first { $0.action == .home }
      if let way { touch(way, station) }
    }
    draw(station)
  }

  private func touch(_ target: Target, _ station: Station) {
    let frame = target.frame
    host.report(
      .touched(station.plan.id, x: frame.x + frame.width / 2, y: frame.y + frame.height / 2, at: .now))
  }
}

extension ScreenHost.Plan {
  /// Whether it says which panel it wants.
  fileprivate var isParticular: Bool { output != .auto || device != nil || connector != nil }
}
