package import Queueing

/// What a touch asks for.
package enum KioskAction: Hashable, Sendable {
  case group(Int)
  case service(ServiceID)
  case priority(PriorityClassID)
  case noPriority
  /// The legal basis of the priority classes.
  case basis
  /// Take the number.
  case take
  /// The same request once more.
  case again
  case back
  /// Done, or anywhere on the result.
  case home
  /// Still here.
  case stay
  case help
  case language
  case largeText
}

/// A number that is asked for. The key makes sure that however often it is sent, one ticket comes of it.
package struct KioskRequest: Hashable, Sendable {
  package let service: ServiceID
  package let priority: PriorityClassID?
  package let key: String

  package init(service: ServiceID, priority: PriorityClassID?, key: String) {
    self.service = service
    self.priority = priority
    self.key = key
  }
}

package enum KioskEvent: Hashable, Sendable {
  case touch(KioskAction)
  /// Nothing but the passing of time.
  case time
  case issued(key: String, KioskTicket)
  case refused(key: String, KioskRefusal)
  /// How the slip of the shown number stands now.
  case slip(KioskTicket.Slip)
  case helpCalled
  case helpFailed
}

package enum KioskEffect: Hashable, Sendable {
  case issue(KioskRequest)
  case callHelp(key: String)
}

/// One person after another at the kiosk: what the screen asks, and what follows from the answers.
///
/// Events and the time come in, effects go out; it never waits for anything. `now` is the time since any fixed moment
/// of a clock that never goes back.
package struct KioskSession: Hashable, Sendable {
  package enum Language: Hashable, Sendable {
    case vietnamese, english
  }

  package enum Help: Hashable, Sendable {
    case calling, called, failed
  }

  /// What somebody is in the middle of.
  package enum Step: Hashable, Sendable {
    case home
    case group(Int)
    case priority(ServiceID)
    case basis(ServiceID)
    case confirm(ServiceID, PriorityClassID?)
    /// Why a service that was chosen gives no numbers.
    case unavailable(ServiceID, Closing)
    case issuing(KioskRequest)
    case refused(KioskRequest, KioskRefusal)
    case result(KioskTicket)
    indirect case help(Help, over: Step)
    indirect case idle(over: Step)
  }

  package private(set) var step = Step.home
  package private(set) var language = Language.vietnamese
  package private(set) var hasLargeText = false
  /// When this step was entered, and when somebody last touched anything.
  private var enteredAt: Duration
  private var touchedAt: Duration
  /// Makes the keys of this run unlike those of any other.
  private let seed: String
  private var requests = 0

  /// Nobody answers for so long: somebody has left.
  package static let idleAfter = Duration.seconds(60)
  /// And so long they are asked whether they are still there.
  package static let countdown = Duration.seconds(10)
  /// Nobody has come to the first page for so long: it shows the centre's notices.
  package static let restAfter = Duration.seconds(45)
  /// The number stays so long, and so long where there is no paper or where reading takes its time.
  package static let resultFor = Duration.seconds(8)
  package static let resultWithoutPaperFor = Duration.seconds(20)
  package static let messageFor = Duration.seconds(12)
  /// No answer to a request in so long is none.
  package static let patience = Duration.seconds(10)
  /// The second tap of a double tap lands on a page its owner has not seen.
  package static let settling = Duration.milliseconds(350)
  package static let resultSettling = Duration.milliseconds(1000)

  /// - Parameter seed: different for each start of the daemon.
  package init(seed: String, now: Duration) {
    self.seed = seed
    enteredAt = now
    touchedAt = now
  }

  /// Takes an event in; what is to be done about it is returned.
  package mutating func take(_ event: KioskEvent, office: KioskOffice, now: Duration) -> [KioskEffect] {
    pass(to: now, office: office)
    switch event {
    case .time:
      // Whoever holds a card before the scanner is there, though nothing was touched.
      if office.said != nil, isResting(office: office, now: now) { touchedAt = now }
      return []
    case .touch(let action): return touch(action, office: office, now: now)
    case .issued(let key, let ticket):
      if case .issuing(let request) = step, request.key == key { enter(.result(ticket), now) }
      // The number exists: it is shown even to who was told that it takes too long.
      if case .refused(let request, .trouble) = step, request.key == key { enter(.result(ticket), now) }
    case .refused(let key, let refusal):
      if case .issuing(let request) = step, request.key == key { enter(.refused(request, refusal), now) }
    case .slip(let slip):
      if case .result(var ticket) = step, ticket.slip != slip {
        ticket.slip = slip
        step = .result(ticket)
      }
    case .helpCalled:
      if case .help(.calling, let over) = step { enter(.help(.called, over: over), now) }
    case .helpFailed:
      if case .help(.calling, let over) = step { enter(.help(.failed, over: over), now) }
    }
    return []
  }

  /// Whether it shows notices until somebody comes.
  package func isResting(office: KioskOffice, now: Duration) -> Bool {
    guard case .home = step, office.isServing, office.slide != nil else { return false }
    return language == .vietnamese && !hasLargeText && now - max(touchedAt, enteredAt) >= Self.restAfter
  }

  /// Whole seconds until the step ends by itself; `nil` when it does not, or not soon.
  package func secondsLeft(office: KioskOffice, now: Duration) -> Int? {
    guard let limit = limit(office: office), limit <= Self.resultWithoutPaperFor else { return nil }
    switch step {
    case .issuing: return nil
    default:
      let left = (limit - (now - enteredAt)).components
      return max(0, Int(left.seconds) + (left.attoseconds > 0 ? 1 : 0))
    }
  }

  // MARK: Time

  /// How long the step lasts by itself, counted from its beginning; `nil` is for ever.
  private func limit(office: KioskOffice) -> Duration? {
    switch step {
    case .home, .group, .priority, .basis, .confirm: nil
    case .issuing, .help(.calling, _): Self.patience
    case .refused, .unavailable, .help: Self.messageFor
    case .result(let ticket):
      ticket.slip == .failed || ticket.slip == .none || hasLargeText ? Self.resultWithoutPaperFor : Self.resultFor
    case .idle: Self.countdown
    }
  }

  private mutating func pass(to now: Duration, office: KioskOffice) {
    if let limit = limit(office: office), now - enteredAt >= limit {
      switch step {
      case .issuing(let request): return enter(.refused(request, .trouble), now)
      case .help(.calling, let over): return enter(.help(.failed, over: over), now)
      case .help(_, let over) where !over.isAtRest: return enter(over, now)
      default: return begin(now)
      }
    }
    let isQuestion: Bool
    switch step {
    case .group, .priority, .basis, .confirm: isQuestion = true
    case .home: isQuestion = language != .vietnamese || hasLargeText
    case .issuing, .refused, .unavailable, .result, .help, .idle: isQuestion = false
    }
    guard isQuestion, now - max(touchedAt, enteredAt) >= Self.idleAfter else { return }
    // Time that nobody looked at counts too: after a long sleep nobody is asked any more.
    if now - max(touchedAt, enteredAt) >= Self.idleAfter + Self.countdown { return begin(now) }
    enter(.idle(over: step), now)
  }

  // MARK: Touches

  private mutating func touch(_ action: KioskAction, office: KioskOffice, now: Duration) -> [KioskEffect] {
    let settling = if case .result = step { Self.resultSettling } else { Self.settling }
    guard now - enteredAt >= settling else { return [] }
    let isWaking = isResting(office: office, now: now)
    touchedAt = now
    // Whoever touches a notice wants to see what else there is.
    if isWaking, action != .help {
      enteredAt = now
      return []
    }
    switch (step, action) {
    case (.issuing, _), (.help(.calling, _), _): return []
    case (.idle(let over), _) where action != .help: enter(over, now)
    case (.result, .home), (.refused, .home), (.unavailable, .home), (.help, .home): begin(now)
    case (.help(_, let over), .back), (.help(_, let over), .stay): enter(over, now)
    case (.help(.called, _), .help): return []
    case (_, .help):
      let over: Step
      switch step {
      case .help(_, let below), .idle(let below): over = below
      default: over = step
      }
      enter(.help(.calling, over: over), now)
      return [.callHelp(key: nextKey())]
    case (_, .language):
      language = language == .vietnamese ? .english : .vietnamese
      enteredAt = now
    case (_, .largeText):
      hasLargeText.toggle()
      enteredAt = now
    default: return answer(action, office: office, now: now)
    }
    return []
  }

  /// The way to a number: each page has its own answers, and no other means anything.
  private mutating func answer(_ action: KioskAction, office: KioskOffice, now: Duration) -> [KioskEffect] {
    switch (step, action) {
    case (.home, .group(let index)) where office.isServing && office.groups.count > 1 && index < office.groups.count:
      enter(.group(index), now)
    case (.home, .service(let id)) where office.groups.count == 1: choose(id, office: office, now: now)
    case (.group, .service(let id)): choose(id, office: office, now: now)
    case (.priority(let service), .noPriority): enter(.confirm(service, nil), now)
    case (.priority(let service), .priority(let id)) where office.priorityClass(id) != nil:
      enter(.confirm(service, id), now)
    case (.priority(let service), .basis): enter(.basis(service), now)
    case (.basis(let service), .back): enter(.priority(service), now)
    case (.confirm(let service, let priority), .take):
      let request = KioskRequest(service: service, priority: priority, key: nextKey())
      enter(.issuing(request), now)
      return [.issue(request)]
    case (.refused(let request, .trouble), .again):
      enter(.issuing(request), now)
      return [.issue(request)]
    case (.confirm(let service, _), .back) where !office.priorityClasses.isEmpty: enter(.priority(service), now)
    case (.confirm(let service, _), .back), (.priority(let service), .back), (.unavailable(let service, _), .back):
      enter(origin(of: service, office), now)
    case (.group, .back), (.refused, .back), (.result, .back): begin(now, keepingManner: true)
    default: break
    }
    return []
  }

  private mutating func choose(_ id: ServiceID, office: KioskOffice, now: Duration) {
    guard office.isServing, let service = office.service(id) else { return }
    if let closing = service.closing { return enter(.unavailable(id, closing), now) }
    enter(office.priorityClasses.isEmpty ? .confirm(id, nil) : .priority(id), now)
  }

  /// The page on which a service is chosen.
  private func origin(of service: ServiceID, _ office: KioskOffice) -> Step {
    let groups = office.groups
    guard groups.count > 1 else { return .home }
    return groups.firstIndex { $0.contains { $0.id == service } }.map { .group($0) } ?? .home
  }

  private mutating func enter(_ step: Step, _ now: Duration) {
    self.step = step
    enteredAt = now
  }

  /// The next person begins anew.
  private mutating func begin(_ now: Duration, keepingManner: Bool = false) {
    enter(.home, now)
    if !keepingManner {
      language = .vietnamese
      hasLargeText = false
    }
  }

  private mutating func nextKey() -> String {
    requests += 1
    return "kiosk-\(seed)-\(requests)"
  }
}

extension KioskSession.Step {
  /// Nothing is lost when somebody leaves here.
  fileprivate var isAtRest: Bool {
    switch self {
    case .home, .result, .refused, .unavailable: true
    default: false
    }
  }
}
