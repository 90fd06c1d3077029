package import Queueing
package import Records

/// Plays the visits of one day at an office: it says what happens next and is told what the office answered.
///
/// It holds no clock and no queue. Who drives it carries each step out at the time it names and reports the answers
/// to `issue` and `callNext`; which of those waiting is called stays the office's decision. A ticket that is none of
/// its own, left by somebody else, is served for a minute without a record.
package struct Playback: Sendable {
  package enum Step: Hashable, Sendable {
    case open(CounterID)
    /// The index of a visit. To be answered with `issued`.
    case issue(Int)
    /// To be answered with `called`.
    case callNext(CounterID)
    case start(CounterID)
    case noShow(CounterID)
    case park(CounterID, minutes: Int)
    /// A parked person is back; the office may have noticed already that the time was due.
    case comeBack(TicketID)
    case transfer(CounterID, to: ServiceID)
    case cancel(TicketID)
    case finish(CounterID, AssistanceDraft?)
    /// The volunteer rests, and comes back to what the counter was open for.
    case pause(CounterID)
    case resume(CounterID)
    case close(CounterID)
  }

  private struct Desk {
    let id: CounterID
    let services: Set<ServiceID>
    var isBusy = false
    var isResting = false
    /// Free, and somebody may have come since it last asked.
    var wantsToCall = true
  }

  package let visits: [SimulatedVisit]
  /// Seconds after local midnight of the latest step.
  package private(set) var secondOfDay: Int
  private var desks: [Desk]
  private var opened = 0
  private var closed = 0
  private var arrived = 0
  private var visitOf: [TicketID: Int] = [:]
  /// Visits that have been called once and are served when called again.
  private var detoured: Set<Int> = []
  /// Those that have not begun, in order.
  private var breaks: ArraySlice<SimulatedBreak>
  /// What has been decided and not yet happened: at most three steps a desk and one a person waiting or away.
  private var agenda: [(second: Int, step: Step)] = []

  /// - Parameters:
  ///   - visits: in order of arrival.
  ///   - breaks: in order of time.
  package init(visits: [SimulatedVisit], counters: [CounterDefinition], breaks: [SimulatedBreak] = []) {
    self.breaks = breaks[...]
    self.visits = visits
    secondOfDay = visits.first?.arrival ?? 0
    desks = counters.map { Desk(id: $0.id, services: Set($0.services)) }
  }

  /// The next step, `nil` when the day is over; the times never decrease.
  package mutating func next() -> Step? {
    if opened < desks.count {
      opened += 1
      return .open(desks[opened - 1].id)
    }
    if let rest = breaks.first(where: { rest in
      rest.second <= secondOfDay && desks.contains { $0.id == rest.counter && !$0.isBusy && !$0.isResting }
    }) {
      return begin(rest)
    }
    if let free = desks.firstIndex(where: { $0.wantsToCall && !$0.isBusy && !$0.isResting }) {
      desks[free].wantsToCall = false
      return .callNext(desks[free].id)
    }
    let due = agenda.indices.min { agenda[$0].second < agenda[$1].second }
    if arrived < visits.count, visits[arrived].arrival <= due.map({ agenda[$0].second }) ?? .max {
      secondOfDay = max(secondOfDay, visits[arrived].arrival)
      arrived += 1
      return .issue(arrived - 1)
    }
    if let due {
      let (second, step) = agenda.remove(at: due)
      secondOfDay = max(secondOfDay, second)
      settle(step)
      return step
    }
    guard closed < desks.count else { return nil }
    closed += 1
    return .close(desks[closed - 1].id)
  }

  private mutating func begin(_ rest: SimulatedBreak) -> Step {
    breaks.removeAll { $0 == rest }
    for desk in desks.indices where desks[desk].id == rest.counter { desks[desk].isResting = true }
    agenda.append((secondOfDay + rest.minutes * 60, .resume(rest.counter)))
    return .pause(rest.counter)
  }

  /// The office gave a ticket to the visit, or none.
  package mutating func issued(_ ticket: TicketID?, to visit: Int) {
    guard let ticket else { return }
    visitOf[ticket] = visit
    if case .leaves(let minutes) = visits[visit].course {
      agenda.append((secondOfDay + minutes * 60, .cancel(ticket)))
    }
    awaken(for: visits[visit].service)
  }

  /// The office called a ticket to the counter, or nobody waited.
  package mutating func called(_ ticket: TicketID?, at counter: CounterID) {
    guard let ticket, let desk = desks.firstIndex(where: { $0.id == counter }) else { return }
    desks[desk].isBusy = true
    agenda.removeAll { $0.step == .cancel(ticket) }
    guard let visit = visitOf[ticket] else {
      agenda.append((secondOfDay + 60, .finish(counter, nil)))
      return
    }
    switch detoured.insert(visit).inserted ? visits[visit].course : .served {
    case .noShow:
      agenda.append((secondOfDay + 90, .noShow(counter)))
    case .parked(let minutes):
      agenda.append((secondOfDay + 60, .park(counter, minutes: minutes)))
      agenda.append((secondOfDay + 60 + minutes * 60, .comeBack(ticket)))
    case .transferred(let service):
      agenda.append((secondOfDay + 60, .transfer(counter, to: service)))
    case .served, .leaves:
      agenda.append((secondOfDay + 20, .start(counter)))
      agenda.append((secondOfDay + 20 + visits[visit].servingSeconds, .finish(counter, visits[visit].help)))
    }
  }

  private mutating func settle(_ step: Step) {
    switch step {
    case .noShow(let counter), .park(let counter, _), .finish(let counter, _):
      release(counter)
    case .transfer(let counter, let service):
      release(counter)
      awaken(for: service)
    case .comeBack(let ticket):
      if let visit = visitOf[ticket] { awaken(for: visits[visit].service) }
    case .resume(let counter):
      for desk in desks.indices where desks[desk].id == counter { desks[desk].isResting = false }
      release(counter)
    case .open, .issue, .callNext, .start, .cancel, .pause, .close:
      break
    }
  }

  private mutating func release(_ counter: CounterID) {
    guard let desk = desks.firstIndex(where: { $0.id == counter }) else { return }
    desks[desk].isBusy = false
    desks[desk].wantsToCall = true
  }

  private mutating func awaken(for service: ServiceID) {
    for desk in desks.indices where desks[desk].services.contains(service) {
      desks[desk].wantsToCall = true
    }
  }
}
