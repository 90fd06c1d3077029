import Queueing
import Testing

@Suite struct TicketMoveTests {
  static let now = Timestamp(milliseconds: 1_800_000_000_000)
  static let counter = CounterID(verified: "1")

  static let moves: [MoveName: TicketMove] = [
    .call: .call(at: counter, by: MemberID("an"), reason: .arrival), .recall: .recall, .start: .start,
    .finish: .finish, .noShow: .noShow, .park: .park(due: now.adding(seconds: 600)), .comeBack: .comeBack,
    .transfer: .transfer(to: .service(ServiceID(verified: "vneid"))), .cancel: .cancel,
    .expire: .expire(reason: .dayEnd),
    .undoCall: .undoCall(
      previous: EarlierCall(calledAt: nil, announcedAt: nil, counter: nil, member: nil, reason: nil)),
    .releaseDirection: .releaseDirection,
  ]

  static let states: [StateName: TicketState] = [
    .waiting: .waiting, .called: .called(counter), .serving: .serving(counter), .parked: .parked(due: now),
    .finished: .finished(counter), .noShow: .noShow(counter), .cancelled: .cancelled,
    .expired: .expired(reason: .dayEnd),
  ]

  /// The whole table: where each legal move leads; what is missing here is illegal.
  static let table: [StateName: [MoveName: StateName]] = [
    .waiting: [.call: .called, .cancel: .cancelled, .expire: .expired, .releaseDirection: .waiting],
    .called: [
      .recall: .called, .start: .serving, .finish: .finished, .noShow: .noShow, .park: .parked, .transfer: .waiting,
      .cancel: .cancelled, .expire: .expired, .undoCall: .waiting, .releaseDirection: .called,
    ],
    .serving: [
      .finish: .finished, .park: .parked, .transfer: .waiting, .expire: .expired, .releaseDirection: .serving,
    ],
    .parked: [.comeBack: .waiting, .cancel: .cancelled, .expire: .expired, .releaseDirection: .parked],
    .finished: [:],
    .noShow: [.comeBack: .waiting, .releaseDirection: .noShow],
    .cancelled: [:],
    .expired: [:],
  ]

  func ticket(_ state: TicketState) -> Ticket {
    let issue = TicketIssue(
      ticket: TicketID(day: ServiceDay(of: Self.now, startMinute: 0), number: TicketNumber(series: "A", ordinal: 5)),
      service: ServiceID(verified: "ho-tich"), priority: nil, village: VillageID("thon-1"), origin: .kiosk)
    var ticket = Ticket(issuing: issue, arrival: 7, at: Self.now.adding(seconds: -300))
    ticket.state = state
    ticket.directedTo = CounterID("2")
    return ticket
  }

  @Test(arguments: StateName.allCases, MoveName.allCases)
  func `Each move leads where the table says, or is refused and changes nothing`(
    state: StateName, name: MoveName
  ) throws {
    let before = ticket(try #require(Self.states[state]))
    let move = try #require(Self.moves[name])
    var after = before
    if let goal = Self.table[state]?[name] {
      try after.make(move, at: Self.now)
      #expect(after.state.name == goal)
    } else {
      #expect(throws: Refusal.illegalMove(name, ticket: before.id, state: state)) {
        try after.make(move, at: Self.now)
      }
      #expect(after == before)
    }
  }

  @Test func `A transfer keeps number, arrival and time of issue`() throws {
    var ticket = ticket(.called(Self.counter))
    let before = ticket
    try ticket.make(.transfer(to: .service(ServiceID(verified: "vneid"))), at: Self.now)
    #expect(ticket.service.text == "vneid")
    #expect(ticket.directedTo == nil)
    #expect((ticket.id, ticket.arrival, ticket.issuedAt) == (before.id, before.arrival, before.issuedAt))
  }

  @Test func `A ticket sent to a counter keeps its service`() throws {
    var ticket = ticket(.serving(Self.counter))
    try ticket.make(.transfer(to: .counter(CounterID(verified: "3"))), at: Self.now)
    #expect(ticket.directedTo?.text == "3")
    #expect(ticket.service.text == "ho-tich")
  }

  @Test func `Finishing a called ticket implies that it was started at its call`() throws {
    var ticket = ticket(.waiting)
    try ticket.make(.call(at: Self.counter, by: nil, reason: .arrival), at: Self.now)
    try ticket.make(.finish, at: Self.now.adding(seconds: 60))
    #expect(ticket.startedAt == Self.now)
    #expect(ticket.finishedAt == Self.now.adding(seconds: 60))
  }

  @Test func `A pause stops new calls and keeps the person served`() throws {
    var counter = Counter(id: Self.counter, services: [])
    let held = ticket(.serving(Self.counter)).id
    #expect(throws: Refusal.counterClosed(Self.counter, state: .closed)) { try counter.mayCall(holding: nil) }
    counter.open(member: nil, services: [])
    try counter.mayCall(holding: nil)
    #expect(throws: Refusal.counterBusy(Self.counter, ticket: held)) { try counter.mayCall(holding: held) }
    #expect(throws: Refusal.counterBusy(Self.counter, ticket: held)) { try counter.close(holding: held) }
    try counter.pause()
    #expect(throws: Refusal.counterClosed(Self.counter, state: .paused)) { try counter.mayCall(holding: nil) }
    #expect(throws: Refusal.counterClosed(Self.counter, state: .paused)) { try counter.pause() }
  }

  @Test func `A call can be taken back for ten seconds and not a millisecond longer`() throws {
    var counter = Counter(id: Self.counter, services: [])
    counter.open(member: nil, services: [])
    counter.noteCall(of: ticket(.waiting), at: Self.now)
    let kept = counter
    #expect(throws: Refusal.undoTooLate(Self.counter, seconds: 10)) {
      try counter.takeUndo(at: Timestamp(milliseconds: Self.now.milliseconds + 10_001))
    }
    #expect(counter == kept)
    #expect(try counter.takeUndo(at: Self.now.adding(seconds: 10)).ticket == 7)
    #expect(throws: Refusal.nothingToUndo(Self.counter)) { try counter.takeUndo(at: Self.now) }
  }
}
