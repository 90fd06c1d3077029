import Queueing

/// The rules of the queue put to work on one office in memory: it finds tickets and heads of lines and leaves every
/// decision to `Ticket`, `Counter` and `CallingPolicy`.
struct QueueUnderTest {
  let policy: CallingPolicy
  var now: Timestamp
  var day: ServiceDay
  /// Today's tickets, in order of arrival.
  var tickets: [Ticket] = []
  var counters: [Counter]
  private var nextArrival: Int64 = 1
  private var ordinals: [Int]

  init(policy: CallingPolicy, now: Timestamp) {
    self.policy = policy
    self.now = now
    day = ServiceDay(of: now, startMinute: 0)
    counters = zip(SmallOffice.counters, SmallOffice.ownServices).map { id, services in
      Counter(id: id, services: services.map { SmallOffice.services[$0] })
    }
    ordinals = SmallOffice.services.map { _ in 0 }
  }

  var arrivals: Range<Int64> {
    nextArrival - Int64(tickets.count)..<nextArrival
  }

  func index(of arrival: Int64) -> Int {
    Int(arrival - arrivals.lowerBound)
  }

  func held(by counter: Int) -> Ticket? {
    tickets.first { $0.state.holder == SmallOffice.counters[counter] }
  }

  /// The tickets a counter is offered, in order of arrival.
  func line(of counter: Int) -> [Ticket] {
    tickets.filter { ticket in
      guard ticket.state == .waiting else { return false }
      return ticket.directedTo.map { $0 == counters[counter].id }
        ?? counters[counter].services.contains(ticket.service)
    }
  }

  func hasWaitedTooLong(_ ticket: Ticket) -> Bool {
    policy.maxWait.map { now.milliseconds - ticket.issuedAt.milliseconds >= Int64($0 + 1) * 1000 } ?? false
  }

  /// Carries the command out and gives the choice of a `callNext`; of a refused one nothing remains.
  mutating func apply(_ command: QueueCommand) throws(Refusal) -> CallChoice? {
    var copy = self
    let choice = try copy.carryOut(command)
    self = copy
    return choice
  }

  private mutating func carryOut(_ command: QueueCommand) throws(Refusal) -> CallChoice? {
    switch command {
    case .issue(let service, let isPriority):
      ordinals[service] += 1
      let number = TicketNumber(series: SmallOffice.letters[service], ordinal: ordinals[service])
      let issue = TicketIssue(
        ticket: TicketID(day: day, number: number), service: SmallOffice.services[service],
        priority: isPriority ? SmallOffice.elderly : nil, village: nil, origin: .kiosk)
      tickets.append(Ticket(issuing: issue, arrival: nextArrival, at: now))
      nextArrival += 1
    case .callNext(let counter):
      try counters[counter].mayCall(holding: held(by: counter)?.id)
      guard
        let choice = policy.choose(
          among: heads(for: counter), normalsSincePriority: counters[counter].normalsSincePriority, at: now)
      else { return nil }
      try call(choice.arrival, at: counter, reason: choice.reason)
      return choice
    case .call(let arrival, let counter):
      try counters[counter].mayCall(holding: held(by: counter)?.id)
      guard arrivals.contains(arrival) else { return nil }
      try call(arrival, at: counter, reason: .staffChoice)
    case .recall(let counter): try move(.recall, at: counter)
    case .start(let counter): try move(.start, at: counter)
    case .finish(let counter): try move(.finish, at: counter)
    case .noShow(let counter): try move(.noShow, at: counter)
    case .park(let counter, let seconds): try move(.park(due: now.adding(seconds: seconds)), at: counter)
    case .transferToService(let counter, let service):
      try move(.transfer(to: .service(SmallOffice.services[service])), at: counter)
    case .transferToCounter(let counter, let target):
      guard counters[target].state != .closed else {
        throw .counterClosed(counters[target].id, state: .closed)
      }
      try move(.transfer(to: .counter(SmallOffice.counters[target])), at: counter)
    case .undo(let counter):
      let call = try counters[counter].takeUndo(at: now)
      try tickets[index(of: call.ticket)].make(.undoCall(previous: call.previous), at: now)
    case .comeBack(let arrival):
      guard arrivals.contains(arrival) else { return nil }
      try tickets[index(of: arrival)].make(.comeBack, at: now)
    case .returnDue:
      for index in tickets.indices {
        guard case .parked(let due) = tickets[index].state, due <= now else { continue }
        try tickets[index].make(.comeBack, at: now)
      }
    case .cancel(let arrival):
      guard arrivals.contains(arrival) else { return nil }
      let holder = tickets[index(of: arrival)].state.holder
      try tickets[index(of: arrival)].make(.cancel, at: now)
      if let counter = counters.firstIndex(where: { $0.id == holder }) { counters[counter].confirmCall() }
    case .open(let counter, let member, let services):
      counters[counter].open(
        member: member.map { SmallOffice.members[$0] }, services: services.map { SmallOffice.services[$0] })
    case .pause(let counter):
      try counters[counter].pause()
    case .close(let counter):
      try counters[counter].close(holding: held(by: counter)?.id)
      for index in tickets.indices where tickets[index].directedTo == counters[counter].id {
        guard MoveName.releaseDirection.legalFrom.contains(tickets[index].state.name) else { continue }
        try tickets[index].make(.releaseDirection, at: now)
      }
    case .advance(let milliseconds):
      now.milliseconds += Int64(milliseconds)
    case .nextDay:
      for index in tickets.indices where tickets[index].state.name.isLive {
        try tickets[index].make(.expire(reason: .dayEnd), at: now)
      }
      tickets = []
      day = ServiceDay(of: now, startMinute: 0).advanced(by: 1)
      now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 7 * 3600)
      ordinals = ordinals.map { _ in 0 }
      for (counter, services) in SmallOffice.ownServices.enumerated() {
        counters[counter].beginDay(services: services.map { SmallOffice.services[$0] })
      }
    }
    return nil
  }

  /// The first ordinary and the first priority ticket of each line; the latest first, since a store finds them line by
  /// line and a decision may not count on their order.
  private func heads(for counter: Int) -> [LineHead] {
    struct Place: Hashable {
      let service: ServiceID?
      let isPriority: Bool
    }
    var seen: Set<Place> = []
    let heads: [LineHead] = line(of: counter).compactMap { ticket in
      let isPriority = ticket.priority != nil
      let service = ticket.directedTo == nil ? ticket.service : nil
      guard seen.insert(Place(service: service, isPriority: isPriority)).inserted else { return nil }
      return LineHead(arrival: ticket.arrival, issuedAt: ticket.issuedAt, isPriority: isPriority)
    }
    return heads.reversed()
  }

  private mutating func call(_ arrival: Int64, at counter: Int, reason: CallReason) throws(Refusal) {
    let before = tickets[index(of: arrival)]
    try tickets[index(of: arrival)].make(
      .call(at: counters[counter].id, by: counters[counter].member, reason: reason), at: now)
    counters[counter].noteCall(of: before, at: now)
  }

  private mutating func move(_ move: TicketMove, at counter: Int) throws(Refusal) {
    guard let ticket = held(by: counter) else { throw .nothingHeld(counters[counter].id, move.name) }
    try tickets[index(of: ticket.arrival)].make(move, at: now)
    counters[counter].confirmCall()
  }
}
