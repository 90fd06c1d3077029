import Queueing

/// What the kiosk shows at one instant, in the words it shows.
package struct KioskScene: Hashable, Sendable {
  /// A button that leads on.
  package struct Choice: Hashable, Sendable {
    package let icon: Icon?
    /// Stands in the tile of a choice without an icon, and beside one with it.
    package let letter: String?
    package let name: String
    /// What it holds, where it is a group.
    package let members: [String]
    /// How many wait and how long, or why no numbers are given out and when they are again.
    package let details: [String]
    /// `nil` for what cannot be chosen now.
    package let action: KioskAction?
    /// Leads to no number now, but to why.
    package let isClosed: Bool

    init(
      icon: Icon?, letter: String?, name: String, members: [String] = [], details: [String], action: KioskAction?,
      isClosed: Bool = false
    ) {
      self.icon = icon
      self.letter = letter
      self.name = name
      self.members = members
      self.details = details
      self.action = action
      self.isClosed = isClosed
    }
  }

  package struct Entry: Hashable, Sendable {
    package let icon: Icon
    package let name: String
    package let text: String
  }

  package struct Confirmation: Hashable, Sendable {
    package let service: Choice
    package let priorityIcon: Icon
    package let priority: String
    package let button: String
    /// `nil` while the number is being taken.
    package let action: KioskAction?
  }

  package struct Result: Hashable, Sendable {
    package let heading: String
    package let number: String
    package let service: String
    package let priority: String?
    /// A large figure and what it counts.
    package let figures: [[String]]
    package let place: String
    package let slip: String
    package let slipIcon: Icon
    /// Nothing will be printed: the number has to be remembered.
    package let isToRemember: Bool
    /// What the QR code holds, and what it is for.
    package let code: String?
    package let codeCaption: String
    /// `Xong (6)`.
    package let done: String
  }

  package struct Message: Hashable, Sendable {
    package let icon: Icon
    package let isFault: Bool
    package let title: String
    package let detail: String
    package let button: String?
    package let action: KioskAction?
  }

  package enum Page: Hashable, Sendable {
    case choices([Choice])
    case priority([Choice], no: String, basis: String)
    case entries([Entry])
    case confirmation(Confirmation)
    case result(Result)
    case message(Message)
    case slide(Slide, invitation: String)
  }

  package let centre: String
  /// `09:14`; `nil` while the clock is not trusted.
  package let clock: String?
  /// `Thứ Hai` and `23/11/2026`, with the clock.
  package let weekday: String?
  package let date: String?
  package let title: String
  package let page: Page
  /// At the foot, where no button is.
  package let hint: String?
  package let back: String?
  /// `nil` while help is on its way.
  package let help: String?
  package let language: String?
  package let textSize: String?
  package let notices: [String]
  /// The one whose turn it is.
  package let notice: String?
  package let hasLargeText: Bool
  /// That it is one, on every page and all the time; `nil` where it counts.
  package let demonstration: String?

  /// How long each has its turn.
  static let noticeSeconds: Int64 = 8
  /// Letters that fit on the strip of a page; what is longer is told in parts, each in its turn.
  private static let noticeLength = (usual: 180, large: 136)

  package init(of session: KioskSession, office: KioskOffice, now: Duration) {
    var maker = KioskSceneMaker(session: session, office: office, now: now)
    maker.make()
    centre = office.centre
    clock = office.isClockTrusted ? office.wallTime.clockText : nil
    weekday = office.isClockTrusted ? maker.words.weekday(of: office.wallTime.civilDay) : nil
    date = office.isClockTrusted ? office.wallTime.civilDay.vietnameseText : nil
    title = maker.title
    page = maker.page
    hint = maker.hint
    back = maker.hasBack ? maker.words.back : nil
    help = maker.hasHelp ? maker.words.help : nil
    language = maker.hasManner ? maker.words.otherLanguage : nil
    textSize = maker.hasManner ? session.hasLargeText ? maker.words.usualText : maker.words.largeText : nil
    let said = office.said.map { maker.words.say($0.vietnamese, $0.english) }
    let length = session.hasLargeText ? Self.noticeLength.large : Self.noticeLength.usual
    notices = maker.isAtHome ? (said.map { [$0] } ?? []) + office.notices.flatMap { $0.parts(atMost: length) } : []
    let turn = now.components.seconds / Self.noticeSeconds
    // What was said to whoever stands here does not wait for its turn.
    notice = notices.isEmpty ? nil : said ?? notices[Int(turn % Int64(notices.count))]
    hasLargeText = session.hasLargeText
    demonstration = office.isDemonstration ? maker.words.demonstration : nil
  }
}

private struct KioskSceneMaker {
  let session: KioskSession
  let office: KioskOffice
  let instant: Duration
  let words: KioskWords
  var title = ""
  var page = KioskScene.Page.choices([])
  var hint: String?
  var hasBack = false
  var hasHelp = true
  var hasManner = true
  var isAtHome = false

  init(session: KioskSession, office: KioskOffice, now: Duration) {
    self.session = session
    self.office = office
    instant = now
    words = KioskWords(language: session.language)
  }

  private var isEnglish: Bool { session.language == .english }

  mutating func make() {
    if session.isResting(office: office, now: instant), let slide = office.slide {
      title = office.centre
      hasManner = false
      isAtHome = true
      page = .slide(slide, invitation: words.invitation)
      return
    }
    switch session.step {
    case .home: home()
    case .group(let index) where index < office.groups.count:
      title = words.groupTitle
      hasBack = true
      page = .choices(office.groups[index].map(choice(for:)))
    case .group: home()
    case .priority(let service):
      title = words.priorityTitle
      hasBack = true
      hint = office.service(service).map(name(of:))
      page = .priority(
        office.priorityClasses.map { found in
          KioskScene.Choice(
            icon: Icon(priority: found.id), letter: nil, name: isEnglish ? found.english ?? found.name : found.name,
            details: [], action: .priority(found.id))
        }, no: words.noPriority, basis: words.basis)
    case .basis:
      title = words.basis
      hasBack = true
      page = .entries(
        office.priorityClasses.map { found in
          KioskScene.Entry(
            icon: Icon(priority: found.id), name: isEnglish ? found.english ?? found.name : found.name,
            text: found.basis)
        })
    case .confirm(let service, let priority):
      hasBack = true
      confirmation(service, priority, isTaking: false)
    case .issuing(let request):
      hasHelp = false
      hasManner = false
      confirmation(request.service, request.priority, isTaking: true)
    case .result(let ticket): result(ticket)
    case .unavailable(let service, let closing):
      title = office.centre
      hasBack = true
      page = .message(message(about: .closed(closing), service: service))
    case .refused(let request, let refusal):
      title = office.centre
      hasBack = true
      page = .message(message(about: refusal, service: request.service))
    case .help(let help, let over):
      title = office.centre
      hasHelp = false
      hasBack = help != .calling
      if case .home = over { isAtHome = true }
      page = .message(message(about: help))
    case .idle:
      title = office.centre
      hasManner = false
      page = .message(
        KioskScene.Message(
          icon: .clock, isFault: false, title: words.idleTitle, detail: words.idleDetail(seconds: secondsLeft ?? 0),
          button: words.stay, action: .stay))
    }
  }

  private var secondsLeft: Int? { session.secondsLeft(office: office, now: instant) }

  // MARK: Pages

  private mutating func home() {
    isAtHome = true
    title = words.homeTitle
    guard office.isWritable else {
      title = office.centre
      page = .message(
        KioskScene.Message(
          icon: .warning, isFault: true, title: words.storeTitle, detail: words.storeDetail, button: nil, action: nil))
      return
    }
    if case .closed(let closing) = office.opening {
      title = office.centre
      page = .message(closed(closing))
      return
    }
    hint =
      switch office.printer {
      case .out: words.noPaperHint
      case .faulty: words.faultyPrinterHint
      case .ready, .none: words.homeHint
      }
    let groups = office.groups
    if groups.count == 1 {
      page = .choices(office.services.map(choice(for:)))
    } else {
      page = .choices(
        groups.enumerated().map { index, services in
          KioskScene.Choice(
            icon: .group, letter: nil, name: "\(services.first?.letter ?? "")–\(services.last?.letter ?? "")",
            members: services.map(name(of:)),
            details: [words.waiting(services.reduce(0) { $0 + $1.waiting })], action: .group(index))
        })
    }
  }

  private mutating func confirmation(_ service: ServiceID, _ priority: PriorityClassID?, isTaking: Bool) {
    title = words.confirmTitle
    let chosen = office.service(service).map(choice(for:))
    let priorityName = priority.flatMap(office.priorityClass).map { isEnglish ? $0.english ?? $0.name : $0.name }
    page = .confirmation(
      KioskScene.Confirmation(
        service: chosen
          ?? KioskScene.Choice(icon: nil, letter: nil, name: service.text, details: [], action: nil),
        priorityIcon: priority.map(Icon.init(priority:)) ?? .people,
        priority: priorityName.map(words.priority) ?? words.regular,
        button: isTaking ? words.taking : words.take, action: isTaking ? nil : .take))
  }

  private mutating func result(_ ticket: KioskTicket) {
    title = office.centre
    hasManner = false
    var figures = [
      ticket.ahead > 0 ? [ticket.ahead.groupedText, words.ahead] : [words.nearly]
    ]
    if let minutes = ticket.minutes, ticket.ahead > 0 { figures.append([minutes.spanText, words.minutes]) }
    let (slip, icon): (String, Icon) =
      switch ticket.slip {
      case .none: (words.noPrinter, .camera)
      case .printing: (words.printing, .printer)
      case .printed: (words.printed, .check)
      case .failed: (office.printer == .out ? words.noPaper : words.notPrinted, .camera)
      }
    page = .result(
      KioskScene.Result(
        heading: words.resultTitle, number: ticket.number,
        service: office.service(ticket.service).map(name(of:)) ?? ticket.service.text,
        priority: ticket.priority.flatMap(office.priorityClass).map {
          words.priority(isEnglish ? $0.english ?? $0.name : $0.name)
        },
        figures: figures, place: words.place(office.waitingPlace), slip: slip, slipIcon: icon,
        isToRemember: ticket.slip == .none || ticket.slip == .failed,
        code: ticket.token.flatMap { token in office.publicURL.map { "\($0)/t/\(token)" } },
        codeCaption: words.follow, done: secondsLeft.map { "\(words.done) (\($0))" } ?? words.done))
  }

  // MARK: Pieces

  private func name(of service: KioskOffice.Service) -> String {
    isEnglish ? service.english ?? service.name : service.name
  }

  private func choice(for service: KioskOffice.Service) -> KioskScene.Choice {
    let details: [String?] =
      if let closing = service.closing {
        [words.unavailable(closing), opensAt(closing).map { words.reopens($0, now: office.wallTime) }]
      } else {
        [
          words.waiting(service.waiting),
          service.minutes.map { words.range($0, isShort: session.hasLargeText) },
        ]
      }
    return KioskScene.Choice(
      icon: Icon(service: service.id), letter: service.letter, name: name(of: service),
      details: details.compactMap(\.self), action: .service(service.id), isClosed: service.closing != nil)
  }

  private func closed(_ closing: Closing) -> KioskScene.Message {
    KioskScene.Message(
      icon: .closed, isFault: false, title: words.closedTitle,
      detail: words.reason(closing) + reopening(closing), button: nil, action: nil)
  }

  /// The office is open and one service is not.
  private func unavailable(_ service: ServiceID, _ closing: Closing) -> KioskScene.Message {
    let name = office.service(service).map(name(of:)) ?? service.text
    return KioskScene.Message(
      icon: .closed, isFault: false, title: "\(name): \(words.unavailable(closing).lowercased())",
      detail: words.explanation(closing) + reopening(closing), button: nil, action: nil)
  }

  private func reopening(_ closing: Closing) -> String {
    words.opens(opensAt(closing), now: office.wallTime)
  }

  /// `nil` also while the clock is wrong, which would name a wrong time.
  private func opensAt(_ closing: Closing) -> Timestamp? { office.isClockTrusted ? closing.opensAt : nil }

  private func message(about refusal: KioskRefusal, service: ServiceID) -> KioskScene.Message {
    switch refusal {
    case .closed(let closing) where [.paused, .capReached].contains(closing.reason):
      return unavailable(service, closing)
    case .closed(let closing): return closed(closing)
    case .burst:
      return KioskScene.Message(
        icon: .clock, isFault: false, title: words.burstTitle, detail: words.burstDetail, button: nil, action: nil)
    case .store:
      return KioskScene.Message(
        icon: .warning, isFault: true, title: words.storeTitle, detail: words.storeDetail, button: nil, action: nil)
    case .trouble:
      return KioskScene.Message(
        icon: .warning, isFault: true, title: words.troubleTitle, detail: words.troubleDetail, button: words.again,
        action: .again)
    }
  }

  private func message(about help: KioskSession.Help) -> KioskScene.Message {
    switch help {
    case .calling:
      KioskScene.Message(
        icon: .help, isFault: false, title: words.helpCalling, detail: "", button: nil, action: nil)
    case .called:
      KioskScene.Message(
        icon: .check, isFault: false, title: words.helpCalled, detail: words.helpCalledDetail, button: nil, action: nil)
    case .failed:
      KioskScene.Message(
        icon: .warning, isFault: true, title: words.helpFailed, detail: words.helpFailedDetail, button: nil,
        action: nil)
    }
  }
}
