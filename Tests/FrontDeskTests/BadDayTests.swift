import Foundation
import FrontDesk
import Queueing
import Records
import Storage
import Testing

@Suite(.timeLimit(.minutes(15))) struct BadDayTests {
  private func enter(
    _ front: FrontOffice, _ number: String, at hour: Int, _ minute: Int, service: String = "ho-tich",
    priority: String? = nil
  ) async throws -> TicketAnswer {
    try await front.reception.enter(
      PaperTicket(
        service: service, number: number, issuedAt: Sample.at(Sample.monday, hour, minute).iso8601, priority: priority,
        village: nil), by: front.staff)
  }

  // MARK: Skip

  @Test func `A line that goes on at a number leaves the earlier ones behind and never gives them out`() async throws {
    let front = try await FrontOffice.ready()
    let called = try await front.take()
    try await front.next()
    let passed = [try await front.take(), try await front.take(priority: "elderly")]
    let elsewhere = try await front.take("dat-dai")
    let answer = try await front.reception.skip("ho-tich", to: "A041", reason: "Máy hỏng", by: front.staff)
    #expect(answer.number == "A041")
    #expect(answer.nextIssued == "A042")
    #expect(answer.expired == passed.map(\.number))
    for ticket in passed { #expect(try await front.reception.ticket(ticket.id.text).endReason == "skipped") }
    #expect(try await front.state(called) == .called)
    #expect(try await front.state(elsewhere) == .waiting)
    #expect(try await front.take().number == "A042")
    #expect(try await enter(front, "A041", at: 7, 50).number == "A041")
    #expect(try await front.take().number == "A043")
    // Back to a lower number: what was passed over stays so.
    #expect(try await front.reception.skip("ho-tich", to: "A010", reason: nil, by: front.staff).nextIssued == "A044")
    #expect(try await front.journal().map(\.body).joined().contains("Máy hỏng") == false)
    front.clock.pass(seconds: 86_400)
    #expect(try await front.take().number == "A001", "the next day begins anew")
    try await front.expectProven()
  }

  @Test func `Who was sent to another line or to one counter is not passed over with the line they came from`()
    async throws
  {
    let front = try await FrontOffice.ready(open: ["1", "3"])
    let elsewhere = try await front.take()
    _ = try await front.reception.call("1", ticket: elsewhere.number, by: front.staff)
    _ = try await front.reception.transfer("1", service: "dat-dai", toCounter: nil, by: front.staff)
    let directed = try await front.take()
    _ = try await front.reception.call("1", ticket: directed.number, by: front.staff)
    _ = try await front.reception.transfer("1", service: nil, toCounter: "3", by: front.staff)
    let passed = try await front.take()
    #expect(
      try await front.reception.skip("ho-tich", to: "A041", reason: nil, by: front.staff).expired == [passed.number])
    #expect(try await front.state(elsewhere) == .waiting)
    #expect(try await front.state(directed) == .waiting)
    try await front.expectProven()
  }

  @Test(arguments: ["A102", "B041", "A0", "A9999999", "", "41"])
  func `A number that is none of the service is refused with those that are`(number: String) async throws {
    let front = try await FrontOffice.ready()
    let fields = await problemFields {
      try await front.reception.skip("ho-tich", to: number, reason: nil, by: front.staff)
    }
    #expect(fields == ["number"])
    let unknown = await problemFields {
      try await front.reception.skip("x", to: "A001", reason: nil, by: front.staff)
    }
    #expect(unknown == ["service"])
  }

  // MARK: Paper

  @Test func `Who has waited too long on paper is not passed over because of when it was entered`() async throws {
    let front = try await FrontOffice.ready(Sample.office(policy: CallingPolicy(mode: .strict, maxWait: 1800)))
    let kiosk = try await front.take()
    let paper = try await enter(front, "A007", at: 7, 20)
    let priority = try await front.take(priority: "elderly")
    var called: [String] = []
    while let number = try await front.serve() { called.append(number) }
    #expect(called == [paper, priority, kiosk].map(\.number))
  }

  @Test func `Numbers on paper stand by the time on the paper, whenever they were entered`() async throws {
    let front = try await FrontOffice.ready()
    let early = try await front.take()
    let late = try await enter(front, "A007", at: 7, 55)
    let kiosk = try await front.take()
    let first = try await enter(front, "A005", at: 7, 40)
    let priority = try await enter(front, "A006", at: 7, 35, priority: "elderly")
    #expect(late.origin == .paper)
    #expect(late.issuedAt.timestamp == Sample.at(Sample.monday, 7, 55))
    #expect(late.token == nil)
    #expect(late.print.state == "none")
    #expect(kiosk.number == "A008", "numbers go on after those on paper")
    let line = [early, first, late, kiosk]
    for (ahead, ticket) in line.enumerated() {
      #expect(try await front.reception.ticket(ticket.id.text).ahead == ahead, "\(ticket.number)")
    }
    // The first priority ticket of the day finds its turn come.
    var called: [String] = []
    while let number = try await front.serve() { called.append(number) }
    #expect(called == [priority.number] + line.map(\.number))
    try await front.expectProven()
  }

  @Test func `A number that was given out is not entered again, nor at a time that cannot be`() async throws {
    let front = try await FrontOffice.ready()
    let taken = try await front.take()
    try await expectRefusal(.numberTaken(taken.id, state: .waiting), at: front) {
      try await enter(front, "A001", at: 7, 0)
    }
    #expect(await problemFields { try await enter(front, "A002", at: 8, 1) } == ["issuedAt"])
    for time in ["2026-11-22T09:00:00+07:00", "08:15", "gần trưa"] {
      let fields = await problemFields {
        try await front.reception.enter(
          PaperTicket(service: "ho-tich", number: "A002", issuedAt: time, priority: nil, village: nil), by: front.staff)
      }
      #expect(fields == ["issuedAt"], "\(time)")
    }
    #expect(await problemFields { try await enter(front, "B002", at: 7, 0) } == ["number"])
  }

  @Test func `What was given out on paper is entered after hours and over the cap`() async throws {
    let front = try await FrontOffice.ready()
    for number in 1...3 { #expect(try await front.take("dat-dai").number == "B00\(number)") }
    #expect(try await enter(front, "B004", at: 7, 45, service: "dat-dai").number == "B004")
    front.clock.set(Sample.at(Sample.monday, 12, 0))
    #expect(try await enter(front, "B005", at: 11, 20, service: "dat-dai").number == "B005")
    try await front.expectProven()
  }

  // MARK: Sending lines home

  @Test func `A cancelled line is told on the board and with each ticket, and the counters keep whom they have`()
    async throws
  {
    let front = try await FrontOffice.ready(open: ["1", "3"])
    let held = try await front.take()
    try await front.next()
    let parked = try await front.take()
    _ = try await front.reception.call("3", ticket: parked.number, by: front.staff)
    _ = try await front.reception.park("3", minutes: 10, by: front.staff)
    let waiting = try await front.take()
    let other = try await front.take("vneid")
    let one = try await front.reception.cancelLine(
      of: "ho-tich", reason: .staffShortage, note: "Cô An ốm", by: front.staff)
    #expect(one.cancelled == [parked.number, waiting.number])
    #expect(one.atCounters == [held.number])
    #expect(try await front.state(held) == .called)
    #expect(try await front.state(other) == .waiting)
    #expect(try await front.reception.ticket(waiting.id.text).endReason == "staff-shortage")
    #expect(try await front.reception.ticket(waiting.id.text).state == .cancelled)
    let board = try await front.reception.board()
    #expect(board.notices.count == 1)
    #expect(board.notices.first?.contains("08:00 các số đang chờ của Dịch vụ A đã hủy vì không đủ cán bộ trực") == true)
    #expect(try await front.journal().map(\.body).joined().contains("ốm") == false)

    let all = try await front.reception.cancelLine(of: nil, reason: .evacuation, note: nil, by: front.staff)
    #expect(all.cancelled == [other.number])
    #expect(try await front.reception.board().notices.count == 2)
    #expect(try await front.reception.board().notices.first?.contains("rời khỏi đây") == true)
    let alone = try await front.take()
    _ = try await front.reception.cancel(alone.id.text, reason: nil, by: front.staff)
    #expect(try await front.reception.ticket(alone.id.text).endReason == nil, "a ticket cancelled alone")
    front.clock.pass(seconds: 2 * 3600 + 1)
    #expect(try await front.reception.board().notices == [])
    try await front.expectProven()
  }

  @Test func `Five thousand people are sent home at once and the record proves it`() async throws {
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true), printsSlips: false)
    let now = front.clock.now
    let office = front.office
    try await front.store.write { tx in
      let desk = try Desk(tx, office: office, now: now, actor: "test", printsSlips: false)
      for number in 0..<5000 {
        _ = try desk.issue(
          service: "ho-tich", priority: nil, village: nil, origin: .api, token: "t\(number)")
      }
    }
    let answer = try await front.reception.cancelLine(of: nil, reason: .powerCut, note: nil, by: front.staff)
    #expect(answer.cancelled.count == 5000)
    #expect(try await front.reception.board().lines.allSatisfy { $0.waiting == 0 })
    try await front.expectProven()
  }

  @Test func `A request sent again moves no line twice`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    let key = RequestKey(key: "k", digest: Data(repeating: 1, count: 32))
    let first = try await front.reception.cancelLine(of: nil, reason: .other, note: nil, by: front.staff, key: key)
    let end = try await front.store.read { try $0.chainEnd() }
    let again = try await front.reception.cancelLine(of: nil, reason: .other, note: nil, by: front.staff, key: key)
    #expect(first == again)
    #expect(try await front.store.read { try $0.chainEnd() } == end)
  }

  // MARK: Recalls, absence, undo

  @Test func `Who was recalled often enough is absent, counted from the latest call`() async throws {
    let front = try await FrontOffice.ready(Sample.strict(recalls: 2))
    let ticket = try await front.take()
    try await front.next()
    func recall() async throws -> StateName {
      front.clock.pass(seconds: 20)
      return try await front.reception.recall("1", by: front.staff).state
    }
    for _ in 0..<2 { #expect(try await recall() == .called) }
    #expect(try await recall() == .noShow)
    _ = try await front.reception.comeBack(ticket.id.text, by: front.staff)
    try await front.next()
    for _ in 0..<2 { #expect(try await recall() == .called) }
    #expect(try await recall() == .noShow)
    try await front.expectProven()
  }

  @Test func `Nobody is absent because a key was pressed many times at once`() async throws {
    let front = try await FrontOffice.ready(Sample.strict(recalls: 2))
    try await front.take()
    try await front.next()
    for _ in 0..<9 { #expect(try await front.reception.recall("1", by: front.staff).state == .called) }
    for _ in 0..<2 {
      front.clock.pass(seconds: 20)
      #expect(try await front.reception.recall("1", by: front.staff).state == .called)
    }
    front.clock.pass(seconds: 20)
    #expect(try await front.reception.recall("1", by: front.staff).state == .noShow)
    try await front.expectProven()
  }

  @Test func `What holds for everything comes before the lines that were sent home`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    _ = try await front.reception.cancelLine(of: nil, reason: .evacuation, note: nil, by: front.staff)
    let notices = try await front.reception.board(notices: ["CHẠY THỬ"]).notices
    #expect(notices.first == "CHẠY THỬ")
    #expect(notices.count == 2)
  }

  @Test(arguments: ["", " ", "\n", "\u{00A0} "])
  func `A reason that says nothing is none`(reason: String) async throws {
    let front = try await FrontOffice.ready()
    let fields = await problemFields {
      try await front.reception.pauseService("ho-tich", until: nil, reason: reason, by: front.staff)
    }
    #expect(fields == ["reason"])
  }

  @Test func `Who was absent comes back to the same place in time, and not after it`() async throws {
    let front = try await FrontOffice.ready(Sample.strict(returnMinutes: 30))
    let (first, second) = (try await front.take(), try await front.take())
    for _ in 0..<2 {
      try await front.next()
      _ = try await front.reception.noShow("1", by: front.staff)
    }
    let third = try await front.take()
    front.clock.pass(seconds: 30 * 60)
    _ = try await front.reception.comeBack(first.id.text, by: front.staff)
    front.clock.pass(seconds: 1)
    try await expectRefusal(.returnTooLate(second.id, minutes: 30), at: front) {
      try await front.reception.comeBack(second.id.text, by: front.staff)
    }
    #expect(try await front.serve() == first.number)
    #expect(try await front.serve() == third.number)
  }

  @Test func `A call that is taken back leaves the board, and the one before it returns`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    _ = try await front.serve()
    let before = try await front.reception.board().calls
    let mistaken = try await front.take()
    try await front.next()
    #expect(try await front.reception.board().calls.first?.number.text == mistaken.number)
    front.clock.pass(seconds: 10)
    let back = try await front.reception.undo("1", by: front.staff)
    #expect(back.calledAt == nil)
    #expect(try await front.reception.board().calls == before)
    let last = try #require(try await front.journal().last)
    #expect(last.kind == "call-undone", "whoever announces calls is told to be silent")
    #expect(last.body.contains(mistaken.id.text))
    try await front.expectProven()
  }

  // MARK: The end of the day, and changes of the configuration

  @Test func `Who was being served when the day ended is marked as such`() async throws {
    let front = try await FrontOffice.ready()
    let (serving, waiting) = (try await front.take(), try await front.take())
    try await front.next()
    _ = try await front.reception.start("1", by: front.staff)
    front.clock.pass(seconds: 86_400)
    try await front.reception.passTime()
    #expect(try await front.reception.ticket(serving.id.text).endReason == "unfinished")
    #expect(try await front.reception.ticket(waiting.id.text).endReason == "day-end")
    try await front.expectProven()
  }

  @Test func `A counter that is open over a change of the configuration serves what it is now for`() async throws {
    let folder = try TemporaryFolder()
    let front = try await FrontOffice.ready(open: ["1"], folder: folder)
    _ = try await front.reception.open("2", member: nil, services: ["ho-tich"], by: front.staff)
    try front.store.close()
    let changed = Sample.office(swapped: true)
    let again = try await FrontOffice.ready(changed, open: [], folder: folder)
    let counters = try await again.reception.counters()
    #expect(counters[0].services == ["vneid"])
    #expect(counters[0].state == .open)
    #expect(counters[0].member?.text == "an")
    #expect(counters[1].services == ["ho-tich"], "opened for others on purpose")
    try await again.expectProven()
  }
}

extension Sample {
  static func strict(recalls: Int? = nil, returnMinutes: Int? = nil) -> Office {
    let office = office()
    return Office(
      name: office.name, services: office.services, counters: office.counters, priorityClasses: office.priorityClasses,
      policy: office.policy, hours: office.hours, recallLimit: recalls, returnSeconds: returnMinutes.map { $0 * 60 })
  }

  /// Counter 1 is for VNeID alone.
  static func office(swapped: Bool) -> Office {
    let office = office()
    return Office(
      name: office.name, services: office.services,
      counters: office.counters.map {
        CounterDefinition(id: $0.id, name: $0.name, services: $0.id == "1" ? ["vneid"] : $0.services)
      }, priorityClasses: office.priorityClasses, policy: office.policy, hours: office.hours)
  }
}
