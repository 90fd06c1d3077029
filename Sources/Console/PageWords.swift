import FrontDesk
import Queueing
import Records
import Scenes

// What the templates are filled with: words and numbers as people read them.

/// A choice of a list; chosen beforehand or not.
struct ChoiceWords {
  let code: String
  let name: String
  var isChosen = false
  /// Of an activity that runs online to some degree.
  var takesLevel = false
}

struct LineWords {
  let letter: String
  let name: String
  let waiting: String
  var wait: String?
}

extension WaitRange {
  /// `khoảng 10–20 phút`.
  fileprivate var words: String { "khoảng \((fromMinutes...max(fromMinutes, toMinutes)).minutesText)" }
}

extension Office {
  func serviceName(_ id: ServiceID) -> String {
    service(id)?.name ?? id.text
  }

  func counterName(_ id: CounterID) -> String {
    counter(id)?.name ?? "Quầy \(id)"
  }

  func lineWords(_ service: Service, waiting: Int, estimate: WaitRange? = nil) -> LineWords {
    LineWords(
      letter: service.letter, name: service.name, waiting: waiting.groupedText, wait: estimate?.words)
  }
}

// MARK: - Board

struct BoardWords {
  struct Call {
    let id: String
    let number: String
    let counter: String
  }

  let centre: String
  let clock: String
  let date: String
  let notices: [String]
  let newest: Call?
  let earlier: [Call]
  let hasEarlier: Bool
  let lines: [LineWords]
  let closed: String?
  let counters: String

  init(_ board: Board, of office: Office) {
    centre = office.name
    clock = board.asOf.clockText
    let today = ServiceDay(of: board.asOf, startMinute: 0)
    date = "\(today.weekday.vietnameseName), \(today.vietnameseText)"
    notices =
      (board.isClockTrusted ? [] : ["\(BoardScene.untrustedText): giờ ghi ở đây có thể sai."]) + board.notices
    let calls = board.calls.map {
      Call(
        id: "\($0.number)-\($0.calledAt.milliseconds)", number: $0.number.text, counter: office.counterName($0.counter))
    }
    newest = calls.first
    earlier = Array(calls.dropFirst())
    hasEarlier = !earlier.isEmpty
    lines = office.services.map { service in
      let line = board.lines.first { $0.service == service.id }
      return office.lineWords(service, waiting: line?.waiting ?? 0, estimate: line?.estimate)
    }
    switch board.opening {
    case .open: closed = nil
    case .closed(let closing): closed = board.isClockTrusted ? closing.text(seenAt: board.asOf) : closing.why
    }
    counters =
      board.countersOpen == 0 ? "Chưa quầy nào mở" : "\(board.countersOpen.groupedText) quầy đang phục vụ"
  }
}

// MARK: - A citizen's own ticket

struct TicketWords {
  struct Ticket {
    let number: String
    let service: String
    let counter: String
    let ahead: String
    let wait: String?
    /// That no more numbers are given out, when this one is good all the same.
    let closing: String?
    let due: String
    /// Changes with each call and recall, so that each rings.
    let turn: String
    let isWaiting: Bool
    let isCalled: Bool
    let isServing: Bool
    let isParked: Bool
    let isAbsent: Bool
    let isFinished: Bool
    let isOver: Bool
    let overTitle: String
    let overText: String
    let canRate: Bool
    let hasRated: Bool
  }

  let centre: String
  let demo: Bool
  let token: String
  let ticket: Ticket

  init(_ followed: FollowedTicket, token: String, now: Timestamp, of office: Office) {
    let answer = followed.ticket
    centre = office.name
    demo = office.alwaysOpen
    self.token = token
    let (overTitle, overText) = Self.end(of: answer)
    ticket = Ticket(
      number: answer.number, service: office.serviceName(answer.service),
      counter: answer.counter.map(office.counterName) ?? "",
      ahead: answer.ahead.map { $0 == 0 ? "Ông/bà là người tiếp theo" : "Còn \($0.groupedText) người phía trước" }
        ?? "",
      wait: answer.estimate?.words,
      closing: followed.closing.map { "\($0.text(seenAt: now)). Ông/bà đã có số nên vẫn được gọi." },
      due: answer.dueAt?.timestamp.clockText ?? "",
      turn: "\(answer.calledAt?.timestamp.milliseconds ?? 0)-\(answer.recalls)",
      isWaiting: answer.state == .waiting, isCalled: answer.state == .called, isServing: answer.state == .serving,
      isParked: answer.state == .parked, isAbsent: answer.state == .noShow, isFinished: answer.state == .finished,
      isOver: [.cancelled, .expired].contains(answer.state), overTitle: overTitle, overText: overText,
      canRate: answer.state == .finished && followed.rating == nil, hasRated: followed.rating != nil)
  }

  /// Why a number is worth nothing any more, and what to do now.
  private static func end(of answer: TicketAnswer) -> (title: String, text: String) {
    let again = "Nếu vẫn cần làm thủ tục, mời ông/bà lấy số mới."
    switch (answer.state, answer.endReason) {
    case (.cancelled, let reason?):
      let known = CancellationReason(rawValue: reason)
      return ("Số này đã hủy vì \(known?.text ?? "lý do đột xuất")", known?.advice ?? again)
    case (.cancelled, nil):
      return ("Số này đã hủy", again)
    case (_, ExpiryReason.skipped.rawValue?):
      return ("Số này đã qua lượt", "Hàng chờ đã đi tiếp từ một số sau. Mời ông/bà gặp cán bộ để được giúp.")
    default:
      return ("Số này đã hết hiệu lực", "Ngày làm việc đã kết thúc. \(again)")
    }
  }
}

// MARK: - Counter

struct ConsoleWords {
  struct Held {
    let id: String
    let number: String
    let state: String
    /// When that began, milliseconds since 1970, for a clock that runs.
    let since: String?
    let reason: String
    let waited: String
    let service: String
    let priority: String?
    let village: String?
    let isCalled: Bool
    /// Until when the call can be taken back, milliseconds since 1970.
    let undoUntil: String?
    /// What is asked about the help while somebody is served.
    let record: RecordWords?
  }

  struct Next {
    let number: String
    let reason: String
    let waited: String
    let service: String
  }

  struct Parked {
    let id: String
    let number: String
    let due: String
    let canCall: Bool
  }

  struct Absent {
    let id: String
    let number: String
    let called: String
  }

  struct Named {
    let id: String
    let name: String
    /// Why no number is given out for it.
    var closed: String?
  }

  struct HelpCall {
    let id: String
    let screen: String
    let at: String
  }

  struct Desk {
    let others: String?
    /// What is wrong with the machine.
    let troubles: [String]
    /// What staff ordered about giving out numbers for who is served here.
    let orders: [String]
    let helpCalls: [HelpCall]
    /// What came of a card or a slip that was shown here a moment ago.
    let message: String?
    /// Whether there is any of these.
    let isTold: Bool
    let isClosed: Bool
    let isPaused: Bool
    let isFree: Bool
    let held: Held?
    let next: Next?
    let lines: [LineWords]
    let parked: [Parked]
    let hasParked: Bool
    let absent: [Absent]
    let hasAbsent: Bool
    let recorded: [RecordedWords]
    let hasRecorded: Bool
    let services: [Named]
    /// Whether who looks may give a number where none are given, and there is such a service.
    let canOverride: Bool
    let otherCounters: [Named]
    let priorities: [ChoiceWords]
    let villages: [ChoiceWords]
    let helped: String
    let helpedText: String
    let meanText: String?
  }

  let centre: String
  let demo: Bool
  let plain: Bool
  let id: String
  let counterName: String
  let name: String
  let member: String
  let commandToken: String
  let clock: String
  let desk: Desk

  /// What is around a counter apart from its own desk.
  struct Surroundings {
    let others: [String]
    let troubles: [String]
    let message: String?
    let commandToken: String
    let isPlain: Bool
  }

  init(_ desk: CounterDesk, for signedIn: SignedIn, in surroundings: Surroundings, of office: Office) {
    centre = office.name
    demo = office.alwaysOpen
    plain = surroundings.isPlain
    id = desk.counter.id.text
    counterName = desk.counter.name
    name = signedIn.name
    member = signedIn.member.text
    commandToken = surroundings.commandToken
    clock = desk.asOf.clockText
    let held = desk.held.map { Self.held($0, in: desk, of: office) }
    let isOpen = desk.counter.state == .open
    let isFree = isOpen && held == nil
    let working = desk.member.flatMap { $0.id == signedIn.member ? nil : $0.name }
    let others = Set(surroundings.others + [working].compactMap(\.self)).sorted()
    let helpCalls =
      isOpen
      ? desk.helpCalls.map { HelpCall(id: String($0.id), screen: $0.screen, at: $0.calledAt.timestamp.clockText) } : []
    let orders = Self.orders(for: desk, of: office)
    self.desk = Desk(
      others: others.isEmpty ? nil : others.joined(separator: ", "), troubles: surroundings.troubles, orders: orders,
      helpCalls: helpCalls, message: surroundings.message,
      isTold: !(others + surroundings.troubles + orders).isEmpty || !helpCalls.isEmpty || surroundings.message != nil,
      isClosed: desk.counter.state == .closed, isPaused: desk.counter.state == .paused && held == nil, isFree: isFree,
      held: held,
      next: isFree
        ? desk.next.map {
          Next(
            number: $0.ticket.number, reason: $0.reason.text, waited: Self.waited($0.ticket, until: desk.asOf),
            service: office.serviceName($0.ticket.service))
        } : nil,
      lines: office.services.filter { desk.counter.services.contains($0.id) }.map { service in
        office.lineWords(service, waiting: desk.lines.first { $0.service == service.id }?.waiting ?? 0)
      },
      parked: desk.parked.map {
        Parked(
          id: $0.id.text, number: $0.number, due: $0.dueAt?.timestamp.clockText ?? "", canCall: isFree)
      }, hasParked: !desk.parked.isEmpty,
      absent: desk.absent.map {
        Absent(id: $0.id.text, number: $0.number, called: $0.calledAt?.timestamp.clockText ?? "")
      }, hasAbsent: !desk.absent.isEmpty, recorded: desk.recorded.map { RecordedWords($0) },
      hasRecorded: !desk.recorded.isEmpty,
      services: office.services.map { service in
        Named(
          id: service.id.text, name: service.name,
          closed: desk.closings[service.id].map { $0.text(seenAt: desk.asOf) })
      }, canOverride: signedIn.role >= .supervisor && !desk.closings.isEmpty,
      otherCounters: office.counters.filter { $0.id != desk.counter.id }.map { Named(id: $0.id.text, name: $0.name) },
      priorities: office.priorityClasses.map { ChoiceWords(code: $0.id.text, name: $0.name) },
      villages: desk.villages.inReadingOrder.map { ChoiceWords(code: $0.id.text, name: $0.name) },
      helped: (desk.served + desk.helpedElsewhere).groupedText, helpedText: "người ông/bà đã giúp hôm nay",
      meanText: desk.served == 0
        ? nil : "trung bình \((max(60, desk.servedSeconds / desk.served) + 30) / 60) phút")
  }

  /// An order about the whole office once, one about a service with its name.
  private static func orders(for desk: CounterDesk, of office: Office) -> [String] {
    let closings = desk.counter.services.compactMap { id in desk.closings[id].map { (id, $0) } }
    let ofAll = closings.first { $0.1.reason == .staff }.map { [$0.1.text(seenAt: desk.asOf)] } ?? []
    let ofOne = closings.filter { $0.1.reason == .paused }.map { id, closing in
      "\(office.serviceName(id)): \(closing.text(seenAt: desk.asOf))"
    }
    return ofAll + ofOne
  }

  private static func waited(_ ticket: TicketAnswer, until now: Timestamp) -> String {
    "chờ\u{A0}\((max(0, now.seconds(since: ticket.issuedAt.timestamp)) / 60).groupedText)\u{A0}phút"
  }

  private static func held(_ person: CounterDesk.Person, in desk: CounterDesk, of office: Office) -> Held {
    let ticket = person.ticket
    let isServing = ticket.state == .serving
    let since = isServing ? ticket.startedAt : ticket.calledAt
    let priority = ticket.priority.flatMap { id in office.priorityClass(id)?.name }
    // Past sixty by law; of other classes nothing is known of the age.
    let age: AgeBand = ticket.priority?.text == "elderly" ? .from60 : .unknown
    return Held(
      id: ticket.id.text, number: ticket.number, state: isServing ? "Đang phục vụ" : "Đang gọi",
      since: since.map { String($0.timestamp.milliseconds) }, reason: person.reason.text,
      waited: waited(ticket, until: ticket.calledAt?.timestamp ?? desk.asOf),
      service: office.serviceName(ticket.service), priority: priority, village: person.village?.name,
      isCalled: ticket.state == .called,
      undoUntil: desk.undoUntil.flatMap { desk.asOf < $0 ? String($0.milliseconds) : nil },
      record: isServing
        ? RecordWords(
          usualActivities: desk.usualActivities, villages: desk.villages, usualVillages: desk.usualVillages,
          home: person.village?.id, age: age) : nil)
  }
}

struct CountersWords {
  struct Counter {
    let id: String
    let name: String
    let state: String
  }

  let centre: String
  let plain: Bool
  let name: String
  let role: String
  /// Whether the administration is open to them.
  let isKeeper: Bool
  let commandToken: String
  let counters: [Counter]
}

struct SignInWords {
  let centre: String
  let plain: Bool
  let form: String
  let heading: String
  let isSignIn: Bool
  let isChange: Bool
  let name: String
  let commandToken: String
}
