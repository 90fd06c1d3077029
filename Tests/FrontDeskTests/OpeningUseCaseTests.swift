import Foundation
import FrontDesk
import Queueing
import Records
import Storage
import Testing

/// When numbers are given, on a real store.
@Suite struct OpeningUseCaseTests {
  private static let tuesday = Sample.monday.advanced(by: 1)

  private func draft(
    _ date: ServiceDay, _ kind: String? = "closed", hours: [String]? = nil, reason: String? = "Hội nghị toàn xã"
  ) -> CalendarDraft {
    CalendarDraft(date: date.text, kind: kind, hours: hours, reason: reason)
  }

  // MARK: - The register

  @Test func `A date closed in the register closes at once, says why, and opens again when it is taken out`()
    async throws
  {
    let front = try await FrontOffice.ready()
    let waiting = try await front.take()
    let entry = try await front.reception.addCalendarDay(draft(Sample.monday), by: front.staff)
    #expect(entry.kind == .closed)
    #expect(entry.source == "register")
    let closing = Closing(
      reason: .dayOff, note: "Hội nghị toàn xã", opensAt: Sample.at(Self.tuesday, 7, 30))
    try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take() }
    #expect(try await front.reception.board().opening == .closed(closing))
    let services = try await front.reception.services()
    #expect(services.allSatisfy { $0.closed == ClosedAnswer(closing) })
    #expect(services[0].closed?.text == "Hôm nay nghỉ: Hội nghị toàn xã")
    #expect(try await front.next()?.ticket.id == waiting.id, "who has a number is called all the same")
    _ = try await front.reception.endCalendarDay(Sample.monday.text, by: front.staff)
    try await front.take()
    let journal = try await front.journal().filter { $0.kind.hasPrefix("calendar") }
    #expect(journal.map(\.body) == [#"{"date":"2026-11-23","slots":[]}"#, #"{"date":"2026-11-23"}"#])
    try await front.expectProven()
  }

  @Test func `A date of rest opens with hours of its own, which can be changed`() async throws {
    let front = try await FrontOffice.ready()
    let saturday = Sample.monday.advanced(by: 5)
    _ = try await front.reception.addCalendarDay(
      draft(saturday, "open", hours: ["13:30-16:00", "07:30-11:30"]), by: front.staff)
    front.clock.set(Sample.at(saturday, 9, 0))
    try await front.take()
    let changed = try await front.reception.changeCalendarDay(
      draft(saturday, nil, hours: ["10:00-11:00"], reason: nil), by: front.staff)
    #expect(changed.hours.map(\.text) == ["10:00-11:00"])
    #expect(changed.reason == "Hội nghị toàn xã", "what is not said stays")
    let closing = Closing(reason: .hours, note: "Hội nghị toàn xã", opensAt: Sample.at(saturday, 10, 0))
    try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take() }
    let closed = try await front.reception.changeCalendarDay(draft(saturday, "closed"), by: front.staff)
    #expect(closed.hours == [])
    try await front.expectProven()
  }

  @Test func `The register, the configuration and the nation are listed together, and what counts is marked`()
    async throws
  {
    let hours = Sample.office().hours
    let own = DayException(day: Self.tuesday, slots: [], reason: "Lễ hội", source: .configuration)
    let front = try await FrontOffice.ready(
      Sample.office(exceptions: PublicCalendar.exceptions(to: hours) + [own]))
    _ = try await front.reception.addCalendarDay(
      draft(Self.tuesday, "open", hours: ["08:00-09:00"]), by: front.staff)
    let year = try await front.reception.calendar(
      from: Sample.monday, through: Sample.monday.advanced(by: 60))
    #expect(year.map(\.id.text) == ["2026-11-24", "2026-11-24", "2026-11-24", "2027-01-01"])
    #expect(year.map(\.source) == ["national", "configuration", "register", "national"])
    #expect(year.map(\.inForce) == [false, false, true, true])
    #expect(year[0].basis?.kind == .law)
    #expect(year[0].basis?.text.contains("28/2026/QH16") == true)
    #expect(year[2].basis == nil)
  }

  @Test func `A date is entered once, ahead of time and for good reasons, or nothing changes`() async throws {
    let front = try await FrontOffice.ready(Sample.office(dayStartMinute: 300))
    _ = try await front.reception.addCalendarDay(draft(Self.tuesday), by: front.staff)
    try await expectRefusal(.dateTaken(Self.tuesday), at: front) {
      try await front.reception.addCalendarDay(draft(Self.tuesday, "open", hours: ["08:00-09:00"]), by: front.staff)
    }
    let friday = Sample.monday.advanced(by: 4)
    let before = try await front.store.read { try $0.chainEnd() }
    let wrong: [(CalendarDraft, [String])] = [
      (draft(Sample.monday.advanced(by: -1)), ["date"]),
      (CalendarDraft(date: "2027-02-30", kind: "closed", hours: nil, reason: "x"), ["date"]),
      (draft(friday, nil), ["kind"]), (draft(friday, "shut"), ["kind"]), (draft(friday, "open"), ["hours"]),
      (draft(friday, "open", hours: []), ["hours"]), (draft(friday, "open", hours: ["8-9"]), ["hours"]),
      (draft(friday, "open", hours: ["08:00-10:00", "09:00-11:00"]), ["hours"]),
      (draft(friday, "open", hours: ["04:00-08:00"]), ["hours"]),
      (draft(friday, "closed", hours: ["08:00-09:00"]), ["hours"]),
      (draft(friday, reason: nil), ["reason"]), (draft(friday, reason: ""), ["reason"]),
      (draft(friday, reason: String(repeating: "x", count: 201)), ["reason"]),
      (CalendarDraft(date: "x", kind: nil, hours: nil, reason: nil), ["date", "kind", "reason"]),
    ]
    for (draft, fields) in wrong {
      let found = await problemFields { try await front.reception.addCalendarDay(draft, by: front.staff) }
      #expect(found == fields, "\(draft)")
    }
    #expect(try await front.store.read { try $0.chainEnd() } == before)
    await #expect(throws: RequestProblem.noSuchEntry(register: "Lịch", "2026-11-30")) {
      try await front.reception.endCalendarDay("2026-11-30", by: front.staff)
    }
    front.clock.set(Sample.at(Self.tuesday.advanced(by: 1), 9, 0))
    let past = await problemFields { try await front.reception.endCalendarDay(Self.tuesday.text, by: front.staff) }
    #expect(past == ["date"], "what was closed stays so")
    try await front.expectProven()
  }

  @Test func `The calendar outlives a restart`() async throws {
    let folder = try TemporaryFolder()
    let first = try await FrontOffice.ready(folder: folder)
    _ = try await first.reception.addCalendarDay(draft(Sample.monday), by: first.staff)
    _ = try await first.reception.pauseService("vneid", until: nil, reason: "Hệ thống lỗi", by: first.staff)
    try first.store.close()
    let second = try FrontOffice(folder: folder)
    await #expect(throws: Refusal.self) { try await second.take() }
    #expect(try await second.reception.opening().orders.map(\.service) == ["vneid"])
    try await second.expectProven()
  }

  @Test func `Days off that only follow from the law are told of ahead, until somebody decides`() async throws {
    let calendar = PublicCalendar.exceptions(to: Sample.office().hours)
    let newYear = ServiceDay(year: 2027, month: 1, day: 4)
    let front = try await FrontOffice.ready(Sample.office(exceptions: calendar), at: Sample.at(newYear, 9, 0))
    let outlook = try await front.reception.calendarOutlook()
    #expect(outlook.undecided.map(\.day.text).first == "2027-02-05")
    #expect(outlook.undecided.count == 7)
    #expect(outlook.isEnding == false)
    let first = ServiceDay(year: 2027, month: 2, day: 5)
    _ = try await front.reception.addCalendarDay(
      draft(first, "open", hours: ["07:30-11:30"], reason: "Quyết định của Thủ tướng"), by: front.staff)
    #expect(try await front.reception.calendarOutlook().undecided.first?.day.text == "2027-02-06")
    front.clock.set(Sample.at(ServiceDay(year: 2035, month: 11, day: 5), 9, 0))
    #expect(try await front.reception.calendarOutlook().isEnding)
    let own = try await FrontOffice.ready(at: Sample.at(ServiceDay(year: 2040, month: 1, day: 2), 9, 0))
    #expect(try await own.reception.calendarOutlook().isEnding == false, "who does not use it misses nothing")
  }

  // MARK: - Orders

  @Test func `Staff close the office for a while, and it opens by itself`() async throws {
    let front = try await FrontOffice.ready()
    let until = Sample.at(Sample.monday, 9, 0)
    let answer = try await front.reception.orderOffice(
      isOpen: false, until: until.iso8601, reason: "Mất điện", by: front.staff)
    #expect(answer.open == false)
    #expect(answer.orders.map(\.until.timestamp) == [until])
    let closing = Closing(reason: .staff, note: "Mất điện", opensAt: until)
    try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take() }
    front.clock.set(until)
    try await front.take()
    #expect(try await front.reception.opening().orders == [])
    try await expectRefusal(.nothingOrdered, at: front) { try await front.reception.releaseOffice(by: front.staff) }
    try await front.expectProven()
  }

  @Test func `Staff open the office on a day of rest, and can take that back`() async throws {
    let sunday = Sample.monday.advanced(by: 6)
    let front = try await FrontOffice.ready(at: Sample.at(sunday, 9, 0))
    _ = try await front.reception.orderOffice(
      isOpen: true, until: Sample.at(sunday, 11, 0).iso8601, reason: "Ngày hội VNeID", by: front.staff)
    try await front.take()
    let answer = try await front.reception.releaseOffice(by: front.staff)
    #expect(answer.closed?.reason == .hours)
    await #expect(throws: Refusal.self) { try await front.take() }
    try await front.expectProven()
  }

  @Test func `An order needs a reason and an end within its bounds`() async throws {
    let front = try await FrontOffice.ready()
    let now = front.clock.now
    for (isOpen, until, reason, fields) in [
      (true, nil, "x", ["until"]), (true, now.iso8601, "x", ["until"]),
      (true, Sample.at(Self.tuesday, 0, 1).iso8601, "x", ["until"]), (false, "mai", "x", ["until"]),
      (false, now.adding(seconds: 32 * 86_400).iso8601, "x", ["until"]), (false, nil, nil, ["reason"]),
      (true, nil, "", ["until", "reason"]),
    ] as [(Bool, String?, String?, [String])] {
      let found = await problemFields {
        try await front.reception.orderOffice(isOpen: isOpen, until: until, reason: reason, by: front.staff)
      }
      #expect(found == fields)
    }
    #expect(
      await problemFields { try await front.reception.pauseService("x", until: nil, reason: "x", by: front.staff) }
        == ["service"])
    #expect(try await front.reception.opening().orders == [])
  }

  @Test func `A paused service gives no numbers, its line goes on, and the board says so`() async throws {
    let front = try await FrontOffice.ready()
    let waiting = try await front.take("ho-tich")
    let paused = try await front.reception.pauseService("ho-tich", until: nil, reason: "Cán bộ đi họp", by: front.staff)
    let opens = Sample.at(Self.tuesday, 7, 30)
    let closing = Closing(reason: .paused, note: "Cán bộ đi họp", opensAt: opens)
    #expect(paused.closed == ClosedAnswer(closing))
    #expect(paused.waiting == 1)
    try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take("ho-tich") }
    try await front.take("vneid")
    let board = try await front.reception.board()
    #expect(board.opening == .open)
    #expect(
      board.notices == [
        "Dịch vụ A: Dịch vụ tạm dừng cấp số: Cán bộ đi họp – mở lại lúc 07:30 Thứ Ba, 24/11/2026."
      ])
    #expect(try await front.next()?.ticket.id == waiting.id)
    let resumed = try await front.reception.resumeService("ho-tich", by: front.staff)
    #expect(resumed.open)
    try await front.take("ho-tich")
    try await expectRefusal(.notPaused("ho-tich"), at: front) {
      try await front.reception.resumeService("ho-tich", by: front.staff)
    }
    try await front.expectProven()
  }

  // MARK: - The end of the hours

  @Test func `Who waits when the numbers stop is still called`() async throws {
    let front = try await FrontOffice.ready(Sample.office(lastTicketMinutes: 20))
    front.clock.set(Sample.at(Sample.monday, 16, 39))
    let last = try await front.take()
    front.clock.set(Sample.at(Sample.monday, 16, 40))
    let closing = Closing(reason: .lastTicket, opensAt: Sample.at(Self.tuesday, 7, 30))
    try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take() }
    front.clock.set(Sample.at(Sample.monday, 17, 10))
    #expect(try await front.next()?.ticket.id == last.id)
    try await front.finish()
    try await front.expectProven()
  }

  @Test func `Staff give a number to who came too late, with the reason, and a kiosk cannot`() async throws {
    let front = try await FrontOffice.ready(at: Sample.at(Sample.monday, 18, 0))
    let late = try await front.reception.issue(
      service: "ho-tich", priority: nil, village: nil, override: "Từ xa đến", by: front.staff)
    #expect(late.state == .waiting)
    #expect(late.origin == .console)
    for _ in 0..<4 {
      _ = try await front.reception.issue(
        service: "dat-dai", priority: nil, village: nil, override: "Quá số trong ngày", by: front.staff)
    }
    for requester in [front.desk, Requester(name: "x", origin: .api)] {
      await #expect(throws: RequestProblem.staffOnly) {
        try await front.reception.issue(
          service: "ho-tich", priority: nil, village: nil, override: "Từ xa đến", by: requester)
      }
    }
    let journal = try await front.journal().map(\.body).joined()
    #expect(!journal.contains("Từ xa đến"), "what people write stays outside the journal")
    try await front.expectProven()
  }

  // MARK: - Boundaries

  @Test(arguments: [0, 300])
  func `Numbers begin anew where the local service day does, and never at midnight of another zone`(
    dayStart: Int
  ) async throws {
    let start = Sample.at(Sample.monday, 6, 59, 59)
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true, dayStartMinute: dayStart), at: start)
    for (time, midnight, five) in [
      (start, "2026-11-23-a001", "2026-11-23-a001"),
      (Sample.at(Sample.monday, 7, 0, 0), "2026-11-23-a002", "2026-11-23-a002"),
      (Sample.at(Sample.monday, 23, 59, 59), "2026-11-23-a003", "2026-11-23-a003"),
      (Sample.at(Self.tuesday, 0, 0, 0), "2026-11-24-a001", "2026-11-23-a004"),
      (Sample.at(Self.tuesday, 4, 59, 59), "2026-11-24-a002", "2026-11-23-a005"),
      (Sample.at(Self.tuesday, 5, 0, 0), "2026-11-24-a003", "2026-11-24-a001"),
      (Sample.at(Self.tuesday, 7, 0, 0), "2026-11-24-a004", "2026-11-24-a002"),
    ] {
      front.clock.set(time)
      try await front.reception.passTime()
      #expect(try await front.take().id.text == (dayStart == 0 ? midnight : five))
    }
    try await front.expectProven()
  }
}
