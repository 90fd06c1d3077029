package import Queueing

/// An office made of the rules alone: it plays whole days without a store, some thousand times faster than one with a
/// store would, and keeps what an office learns from one day to the next.
package struct Rehearsal: Sendable {
  package let office: Office
  /// The tickets of the day that is played, or was played last, in the order of arrival. The series count as one here,
  /// so that a number says where its ticket stands.
  package private(set) var tickets: [Ticket] = []
  package private(set) var picture: QueuePicture
  private var counters: [CounterID: Counter] = [:]
  /// The ticket each counter holds, as an index.
  private var held: [CounterID: Int] = [:]
  private var now = Timestamp(milliseconds: 0)

  package init(office: Office, picture: QueuePicture = QueuePicture()) {
    self.office = office
    self.picture = picture
  }

  /// Plays a day to its end.
  ///
  /// - Parameter onIssue: is told of each ticket as it is issued, with the picture that its promise was made from.
  package mutating func play(
    _ day: ServiceDay, _ playback: Playback, onIssue: (Ticket, QueuePicture) -> Void = { _, _ in }
  ) throws(Refusal) {
    var playback = playback
    tickets = []
    held = [:]
    picture = QueuePicture(knowledge: picture.knowledge)
    counters = Dictionary(
      office.counters.map { ($0.id, Counter(id: $0.id, services: $0.services)) }
    ) { first, _ in first }
    while let step = playback.next() {
      now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: playback.secondOfDay)
      switch step {
      case .open(let id), .resume(let id):
        change(id) { $0.open(member: nil, services: $0.services) }
      case .pause(let id):
        try change(id) { counter throws(Refusal) in try counter.pause() }
      case .close(let id):
        let held = held[id].map { tickets[$0].id }
        try change(id) { counter throws(Refusal) in try counter.close(holding: held) }
      case .issue(let visit):
        let before = picture
        let ticket = issue(playback.visits[visit], on: day)
        playback.issued(ticket.id, to: visit)
        onIssue(ticket, before)
      case .callNext(let id):
        playback.called(try callNext(id), at: id)
      case .start(let id): try make(.start, heldBy: id)
      case .noShow(let id): try make(.noShow, heldBy: id)
      case .park(let id, let minutes): try make(.park(due: now.adding(seconds: minutes * 60)), heldBy: id)
      case .transfer(let id, let service): try make(.transfer(to: .service(service)), heldBy: id)
      case .finish(let id, _): try make(.finish, heldBy: id)
      case .comeBack(let id): try make(.comeBack, of: id.number.ordinal - 1)
      case .cancel(let id): try make(.cancel, of: id.number.ordinal - 1)
      }
    }
  }

  private mutating func change<Failure: Error>(
    _ id: CounterID, _ body: (inout Counter) throws(Failure) -> Void
  ) throws(Failure) {
    guard var counter = counters[id] else { return }
    try body(&counter)
    counters[id] = counter
    picture.note(counter)
  }

  private mutating func issue(_ visit: SimulatedVisit, on day: ServiceDay) -> Ticket {
    let range = picture.forecast(
      for: .newcomer(to: visit.service, isPriority: visit.priority != nil), policy: office.policy, at: now)?.range
    let letter = office.service(visit.service)?.letter ?? "Z"
    let number = TicketNumber(series: letter, ordinal: tickets.count + 1)
    let issue = TicketIssue(
      ticket: TicketID(day: day, number: number), service: visit.service, priority: visit.priority,
      village: visit.village, origin: .kiosk, promised: range)
    let ticket = Ticket(issuing: issue, arrival: Int64(tickets.count + 1), at: now)
    tickets.append(ticket)
    picture.note(ticket)
    return ticket
  }

  private mutating func callNext(_ id: CounterID) throws(Refusal) -> TicketID? {
    guard var counter = counters[id] else { return nil }
    try counter.mayCall(holding: held[id].map { tickets[$0].id })
    let choice = office.policy.choose(
      among: picture.heads(for: id), normalsSincePriority: counter.normalsSincePriority, at: now)
    guard let choice else { return nil }
    let ticket = tickets[Int(choice.arrival) - 1]
    try make(.call(at: id, by: nil, reason: choice.reason), of: Int(choice.arrival) - 1)
    counter.noteCall(of: ticket, at: now)
    counters[id] = counter
    picture.note(counter)
    return ticket.id
  }

  private mutating func make(_ move: TicketMove, heldBy id: CounterID) throws(Refusal) {
    guard let index = held[id] else { throw .nothingHeld(id, move.name) }
    try make(move, of: index)
  }

  private mutating func make(_ move: TicketMove, of index: Int) throws(Refusal) {
    let ticket = tickets[index]
    var moved = ticket
    try moved.make(move, at: now)
    tickets[index] = moved
    if let holder = ticket.state.holder { held[holder] = nil }
    if let holder = moved.state.holder { held[holder] = index }
    picture.note(move, from: ticket, to: moved, at: now)
  }
}
