import Queueing
import Records
import Storage
import Testing

@testable import FrontDesk

@Suite struct CounterUseCaseTests {
  @Test func `A counter opens with who sits there and what it serves`() async throws {
    let front = try await FrontOffice.ready(open: [])
    #expect(try await front.reception.counters().map(\.state) == [.closed, .closed, .closed])
    let open = try await front.reception.open("1", member: "an", services: nil, by: front.staff)
    #expect(open.state == .open)
    #expect(open.name == "Quầy 1")
    #expect(open.member?.text == "an")
    #expect(open.services == ["ho-tich", "dat-dai"])
    let other = try await front.reception.open(
      "1", member: nil, services: ["vneid", "ho-tich", "vneid"], by: front.staff)
    #expect(other.services == ["vneid", "ho-tich"])
    #expect(other.member == nil)
    #expect(try await front.reception.counters().first == other)
    let closed = try await front.reception.close("1", by: front.staff)
    #expect(closed.state == .closed)
    #expect(closed.services == ["ho-tich", "dat-dai"], "a closed counter is back to its own services")
    try await front.expectProven()
  }

  @Test func `A wrong field of an opening is named`() async throws {
    let front = try await FrontOffice.ready(open: [])
    let (reception, staff) = (front.reception, front.staff)
    #expect(
      await problemFields { try await reception.open("1", member: "ai-do", services: nil, by: staff) } == ["member"])
    #expect(
      await problemFields { try await reception.open("1", member: "cuc", services: nil, by: staff) } == ["member"],
      "whose time in the register is over")
    #expect(await problemFields { try await reception.open("1", member: nil, services: [], by: staff) } == ["services"])
    #expect(
      await problemFields { try await reception.open("1", member: nil, services: ["vneid", "x"], by: staff) }
        == ["services[1]"])
  }

  @Test func `A counter that is none is not found, whatever is asked of it`() async throws {
    let front = try await FrontOffice.ready()
    let (reception, staff) = (front.reception, front.staff)
    let asks: [@Sendable () async throws -> Void] = [
      { _ = try await reception.open("9", member: nil, services: nil, by: staff) },
      { _ = try await reception.pause("9", reason: nil, by: staff) },
      { _ = try await reception.close("9", by: staff) },
      { _ = try await reception.callNext("9", current: nil, by: staff) },
      { _ = try await reception.call("9", ticket: "A001", by: staff) },
      { _ = try await reception.recall("9", by: staff) },
      { _ = try await reception.start("9", by: staff) },
      { _ = try await reception.noShow("9", by: staff) },
      { _ = try await reception.park("9", minutes: 5, by: staff) },
      { _ = try await reception.transfer("9", service: "vneid", toCounter: nil, by: staff) },
      { _ = try await reception.undo("9", by: staff) },
      { _ = try await reception.finish("9", assistance: nil, by: staff) },
    ]
    for ask in asks {
      await #expect(throws: RequestProblem.noSuchCounter("9")) { try await ask() }
    }
  }

  @Test func `A counter that holds nobody has nothing to move`() async throws {
    let front = try await FrontOffice.ready()
    let (reception, staff) = (front.reception, front.staff)
    let asks: [(MoveName, @Sendable () async throws -> Void)] = [
      (.recall, { _ = try await reception.recall("1", by: staff) }),
      (.start, { _ = try await reception.start("1", by: staff) }),
      (.noShow, { _ = try await reception.noShow("1", by: staff) }),
      (.park, { _ = try await reception.park("1", minutes: 5, by: staff) }),
      (.transfer, { _ = try await reception.transfer("1", service: "vneid", toCounter: nil, by: staff) }),
      (.finish, { _ = try await reception.finish("1", assistance: nil, by: staff) }),
    ]
    for (move, ask) in asks {
      try await expectRefusal(.nothingHeld("1", move), at: front) { try await ask() }
    }
  }

  @Test func `Only an open counter calls`() async throws {
    let front = try await FrontOffice.ready(open: ["1"])
    try await front.take("vneid")
    try await expectRefusal(.counterClosed("2", state: .closed), at: front) { try await front.next("2") }
    try await expectRefusal(.counterClosed("2", state: .closed), at: front) {
      try await front.reception.call("2", ticket: "D001", by: front.staff)
    }
    try await expectRefusal(.counterClosed("2", state: .closed), at: front) {
      try await front.reception.pause("2", reason: nil, by: front.staff)
    }
    _ = try await front.reception.pause("1", reason: "Nghỉ", by: front.staff)
    try await expectRefusal(.counterClosed("1", state: .paused), at: front) { try await front.next() }
  }

  @Test func `A pause keeps the person served`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.take()
    try await front.next()
    let paused = try await front.reception.pause("1", reason: nil, by: front.staff)
    #expect(paused.state == .paused)
    #expect(paused.ticket?.number == "A001")
    try await expectRefusal(.counterClosed("1", state: .paused), at: front) { try await front.next(current: .noShow) }
    #expect(try await front.finish().state == .finished)
    try await front.expectProven()
  }

  @Test func `A counter back from a pause is as it was, unless it is said otherwise`() async throws {
    let front = try await FrontOffice.ready(open: [])
    _ = try await front.reception.open("1", member: "an", services: ["vneid"], by: front.staff)
    _ = try await front.reception.pause("1", reason: nil, by: front.staff)
    let resumed = try await front.reception.open("1", member: nil, services: nil, by: front.staff)
    #expect(resumed.member?.text == "an")
    #expect(resumed.services == ["vneid"])
    _ = try await front.reception.pause("1", reason: nil, by: front.staff)
    let changed = try await front.reception.open("1", member: "binh", services: ["ho-tich"], by: front.staff)
    #expect(changed.member?.text == "binh")
    #expect(changed.services == ["ho-tich"])
    try await front.expectProven()
  }

  @Test func `A called ticket carries why it was called, by whom and where`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    front.clock.pass(seconds: 60)
    let call = try #require(try await front.next())
    #expect(call.reason == CallAnswer.Reason(code: .arrival, text: "Đến lượt theo thứ tự lấy số"))
    #expect(call.ticket.state == .called)
    #expect(call.ticket.counter == "1")
    #expect(call.ticket.calledAt == Moment(front.clock.now))
    #expect(call.ticket.ahead == nil)
    #expect(try await front.reception.counters().first?.ticket == call.ticket)
    front.clock.pass(seconds: 5)
    let recalled = try await front.reception.recall("1", by: front.staff)
    #expect(recalled.recalls == 1)
    #expect(recalled.calledAt == call.ticket.calledAt)
    front.clock.pass(seconds: 5)
    let started = try await front.reception.start("1", by: front.staff)
    #expect(started.state == .serving)
    #expect(started.startedAt == Moment(front.clock.now))
    try await expectRefusal(.illegalMove(.start, ticket: call.ticket.id, state: .serving), at: front) {
      try await front.reception.start("1", by: front.staff)
    }
    try await expectRefusal(.illegalMove(.recall, ticket: call.ticket.id, state: .serving), at: front) {
      try await front.reception.recall("1", by: front.staff)
    }
    try await expectRefusal(.illegalMove(.noShow, ticket: call.ticket.id, state: .serving), at: front) {
      try await front.reception.noShow("1", by: front.staff)
    }
    front.clock.pass(seconds: 300)
    let finished = try await front.finish()
    #expect(finished.state == .finished)
    #expect(finished.finishedAt == Moment(front.clock.now))
    #expect(finished.assistanceId == nil)
    try await front.expectProven()
  }

  @Test func `Finishing a called ticket implies its start at the call`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    front.clock.pass(seconds: 30)
    let finished = try await front.finish()
    #expect(finished.startedAt == finished.calledAt)
  }

  @Test
  func `Calling the next while somebody is held is refused with that ticket, unless it is said what becomes of it`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let tickets = [try await front.take(), try await front.take(), try await front.take()]
    try await front.next()
    try await expectRefusal(.counterBusy("1", ticket: tickets[0].id), at: front) { try await front.next() }
    try await expectRefusal(.counterBusy("1", ticket: tickets[0].id), at: front) {
      try await front.reception.call("1", ticket: "A002", by: front.staff)
    }
    try await expectRefusal(.counterBusy("1", ticket: tickets[0].id), at: front) {
      try await front.reception.close("1", by: front.staff)
    }
    #expect(try await front.next(current: .noShow)?.ticket.id == tickets[1].id)
    #expect(try await front.state(tickets[0]) == .noShow)
    #expect(try await front.next(current: .park)?.ticket.id == tickets[2].id)
    let parked = try await front.reception.ticket(tickets[1].id.text)
    #expect(parked.state == .parked)
    #expect(parked.dueAt == Moment(front.clock.now.adding(seconds: Desk.defaultParkMinutes * 60)))
    #expect(try await front.next(current: .noShow) == nil, "nobody waits any more, and who was held is dealt with")
    #expect(try await front.state(tickets[2]) == .noShow)
    try await front.expectProven()
  }

  @Test func `Somebody being served cannot be called absent`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await front.take()
    try await front.next()
    _ = try await front.reception.start("1", by: front.staff)
    try await expectRefusal(.illegalMove(.noShow, ticket: ticket.id, state: .serving), at: front) {
      try await front.next(current: .noShow)
    }
  }

  @Test func `One priority ticket is called after every two ordinary ones, the first at once`() async throws {
    let front = try await FrontOffice.ready()
    for priority in [nil, nil, nil, nil, nil, "elderly", "elderly", "elderly"] as [String?] {
      try await front.take(priority: priority)
    }
    var order: [String] = []
    var reasons: [CallReason] = []
    while let call = try await front.next() {
      order.append(call.ticket.number)
      reasons.append(call.reason.code)
      try await front.finish()
    }
    #expect(order == ["A006", "A001", "A002", "A007", "A003", "A004", "A008", "A005"])
    #expect(
      reasons == [
        .priorityTurn, .arrival, .arrival, .priorityTurn, .arrival, .arrival, .priorityTurn, .arrival,
      ])
  }

  @Test func `Under the strict policy priority goes first, but nobody waits past the limit for it`() async throws {
    let front = try await FrontOffice.ready(Sample.office(policy: CallingPolicy(mode: .strict, maxWait: 1800)))
    try await front.take()
    try await front.take(priority: "elderly")
    let call = try await front.next()
    #expect(call?.ticket.number == "A002")
    #expect(call?.reason.code == .priorityFirst)
    try await front.finish()
    front.clock.pass(seconds: 1801)
    try await front.take(priority: "elderly")
    let overdue = try await front.next()
    #expect(overdue?.ticket.number == "A001")
    #expect(overdue?.reason.code == .maxWait)
  }

  @Test func `A counter calls only from the lines it serves`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2"])
    try await front.take("vneid")
    try await front.take("ho-tich")
    #expect(try await front.next("1")?.ticket.number == "A001")
    #expect(try await front.next("2")?.ticket.number == "D001")
  }

  @Test func `Staff may choose a ticket, by its number or its id`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2"])
    for _ in 0..<3 { try await front.take() }
    let chosen = try await front.reception.call("1", ticket: "a003", by: front.staff)
    #expect(chosen.number == "A003")
    let reasons = try await front.journal().last?.body
    #expect(reasons == #"{"counter":"1","member":"an","reason":"staff-choice","ticket":"2026-11-23-a003"}"#)
    #expect(try await front.reception.call("2", ticket: "2026-11-23-a001", by: front.staff).number == "A001")
    await #expect(throws: RequestProblem.noSuchTicket("2026-11-23-a777")) {
      _ = try await front.finish("1")
      return try await front.reception.call("1", ticket: "A777", by: front.staff)
    }
  }

  @Test func `A transfer keeps number and arrival and changes the line`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2"])
    let moved = try await front.take()
    front.clock.pass(seconds: 60)
    try await front.take("vneid")
    try await front.next("1")
    _ = try await front.reception.start("1", by: front.staff)
    let transferred = try await front.reception.transfer("1", service: "vneid", toCounter: nil, by: front.staff)
    #expect(transferred.number == "A001")
    #expect(transferred.issuedAt == moved.issuedAt)
    #expect(transferred.state == .waiting)
    #expect(transferred.service == "vneid")
    #expect(transferred.ahead == 0)
    #expect(try await front.reception.services().map(\.waiting) == [0, 0, 2])
    #expect(try await front.next("1") == nil)
    #expect(try await front.serve("2") == "A001")
    #expect(try await front.serve("2") == "D001")
    try await front.expectProven()
  }

  @Test func `A ticket directed to a counter is called there and nowhere else`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2", "3"])
    try await front.take()
    try await front.take()
    try await front.next("1")
    let directed = try await front.reception.transfer("1", service: nil, toCounter: "2", by: front.staff)
    #expect(directed.counter == "2")
    #expect(directed.ahead == 0)
    #expect(try await front.serve("1") == "A002")
    #expect(try await front.next("3") == nil)
    #expect(try await front.next("2")?.ticket.number == "A001", "though counter 2 does not serve its service")
    try await front.expectProven()
  }

  @Test func `Nobody is sent to a counter that is closed or none, or to two places`() async throws {
    let front = try await FrontOffice.ready()
    let (reception, staff) = (front.reception, front.staff)
    try await front.take()
    try await front.next()
    let end = try await front.store.read { try $0.chainEnd() }
    try await expectRefusal(.counterClosed("2", state: .closed), at: front) {
      try await reception.transfer("1", service: nil, toCounter: "2", by: staff)
    }
    #expect(
      await problemFields { try await reception.transfer("1", service: nil, toCounter: "9", by: staff) } == ["counter"])
    #expect(
      await problemFields { try await reception.transfer("1", service: "x", toCounter: nil, by: staff) } == ["service"])
    #expect(
      await problemFields { try await reception.transfer("1", service: nil, toCounter: nil, by: staff) } == ["service"])
    #expect(
      await problemFields { try await reception.transfer("1", service: "vneid", toCounter: "3", by: staff) }
        == ["service"])
    #expect(try await front.store.read { try $0.chainEnd() } == end, "a refusal left something behind")
    #expect(try await front.reception.counters()[0].ticket?.state == .called)
  }

  @Test func `A counter that closes gives back whom it alone would have called, also who is away`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2", "3"])
    let tickets = [
      try await front.take(), try await front.take(), try await front.take(), try await front.take(),
      try await front.take(),
    ]
    for _ in tickets {
      try await front.next("1")
      _ = try await front.reception.transfer("1", service: nil, toCounter: "2", by: front.staff)
    }
    // A001 stays away, A002 is parked, A003 is being served elsewhere by choice, A004 and A005 wait.
    try await front.next("2")
    _ = try await front.reception.noShow("2", by: front.staff)
    try await front.next("2")
    _ = try await front.reception.park("2", minutes: 10, by: front.staff)
    _ = try await front.reception.call("3", ticket: "A003", by: front.staff)
    _ = try await front.reception.close("2", by: front.staff)
    #expect(try await front.serve("1") == "A004")
    _ = try await front.reception.comeBack(tickets[0].id.text, by: front.staff)
    #expect(try await front.serve("1") == "A001")
    front.clock.pass(seconds: 601)
    try await front.reception.passTime()
    #expect(try await front.serve("1") == "A002")
    _ = try await front.reception.transfer("3", service: "dat-dai", toCounter: nil, by: front.staff)
    #expect(try await front.serve("1") == "A003")
    #expect(try await front.serve("1") == "A005")
    try await front.expectProven()
  }

  @Test func `Releasing a direction does not make another counter's call final`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2", "3"])
    try await front.take()
    try await front.next("1")
    _ = try await front.reception.transfer("1", service: nil, toCounter: "2", by: front.staff)
    _ = try await front.reception.call("3", ticket: "A001", by: front.staff)
    _ = try await front.reception.close("2", by: front.staff)
    _ = try await front.reception.undo("3", by: front.staff)
    #expect(try await front.next("1")?.ticket.number == "A001")
    try await front.expectProven()
  }

  @Test func `A parked person comes back in time, at the old place`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await front.take()
    try await front.next()
    let parked = try await front.reception.park("1", minutes: 10, by: front.staff)
    #expect(parked.state == .parked)
    #expect(parked.dueAt == Moment(front.clock.now.adding(seconds: 600)))
    front.clock.pass(seconds: 599)
    try await front.reception.passTime()
    #expect(try await front.state(ticket) == .parked)
    front.clock.pass(seconds: 1)
    try await front.reception.passTime()
    let back = try await front.reception.ticket(ticket.id.text)
    #expect(back.state == .waiting)
    #expect(back.dueAt == nil)
    #expect(back.ahead == 0)
    #expect(try await front.journal().last?.kind == "ticket-returned")
    let end = try await front.store.read { try $0.chainEnd() }
    try await front.reception.passTime()
    #expect(try await front.store.read { try $0.chainEnd() } == end, "time that does nothing leaves nothing")
    #expect(try await front.serve() == "A001")
  }

  @Test(arguments: [0, -1, 241, Int.max, Int.min])
  func `A parking time outside the range is refused`(minutes: Int) async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    try await front.next()
    #expect(
      await problemFields { try await front.reception.park("1", minutes: minutes, by: front.staff) } == ["minutes"])
  }

  @Test func `An accidental call is undone without a trace on board, streak and line`() async throws {
    let front = try await FrontOffice.ready()
    for priority in [nil, "elderly", nil] as [String?] { try await front.take(priority: priority) }
    #expect(try await front.serve() == "A002")
    let before = try await front.reception.board()
    front.clock.pass(seconds: 3)
    let call = try #require(try await front.next())
    front.clock.pass(seconds: 10)
    let undone = try await front.reception.undo("1", by: front.staff)
    #expect(undone.id == call.ticket.id)
    #expect(undone.state == .waiting)
    #expect(undone.calledAt == nil && undone.counter == nil)
    let after = try await front.reception.board()
    #expect(after.calls == before.calls)
    #expect(after.lines == before.lines)
    let streak = try await front.store.read { try $0.counter("1")?.normalsSincePriority }
    #expect(streak == 0)
    try await expectRefusal(.nothingToUndo("1"), at: front) { try await front.reception.undo("1", by: front.staff) }
    #expect(try await front.next()?.ticket.id == call.ticket.id)
    try await front.expectProven()
  }

  @Test func `An undone second call leaves the ticket as the first one left it`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "3"])
    let ticket = try await front.take()
    try await front.next("1")
    _ = try await front.reception.noShow("1", by: front.staff)
    let first = try await front.reception.board().calls
    _ = try await front.reception.comeBack(ticket.id.text, by: front.staff)
    front.clock.pass(seconds: 30)
    try await front.next("3")
    #expect(try await front.reception.board().calls.map(\.counter) == ["3"])
    let undone = try await front.reception.undo("3", by: front.staff)
    #expect(try await front.reception.board().calls == first)
    #expect(undone.calledAt == Moment(Sample.morning))
    try await front.expectProven()
  }

  @Test func `A call is undone within ten seconds and before anything else is done with it`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<3 { try await front.take() }
    try await expectRefusal(.nothingToUndo("1"), at: front) { try await front.reception.undo("1", by: front.staff) }
    try await front.next()
    front.clock.pass(seconds: 11)
    try await expectRefusal(.undoTooLate("1", seconds: 11), at: front) {
      try await front.reception.undo("1", by: front.staff)
    }
    try await front.finish()
    try await expectRefusal(.nothingToUndo("1"), at: front) { try await front.reception.undo("1", by: front.staff) }
    try await front.next()
    _ = try await front.reception.recall("1", by: front.staff)
    try await expectRefusal(.nothingToUndo("1"), at: front) { try await front.reception.undo("1", by: front.staff) }
    try await front.expectProven()
  }

  @Test func `A counter that left the configuration is closed at the start and gives back whom it held`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "3"])
    let held = try await front.take()
    try await front.take()
    try await front.next("3")
    try front.store.close()
    let smaller = try FrontOffice(Sample.office(counters: 2), folder: front.folder)
    try await smaller.reception.seed(members: Sample.members, villages: Sample.villages)
    #expect(try await smaller.state(held) == .waiting)
    #expect(try await smaller.reception.board().countersOpen == 1)
    #expect(try await smaller.next("1")?.ticket.id == held.id)
    try await smaller.expectProven()
  }
}
