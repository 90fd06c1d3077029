import Queueing
import Simulation
import Testing

@Suite struct OpeningTests {
  private static let vneid = ServiceID(verified: "vneid")
  private static let land = ServiceID(verified: "dat-dai")

  private func office(
    hours: [Weekday: [OpeningSlot]] = OfficeTests.weekdays, exceptions: [DayException] = [], margin: Int = 0,
    dayStart: Int = 0, alwaysOpen: Bool = false
  ) -> Office {
    Office(
      name: "Kiến Minh",
      services: [
        Service(id: Self.vneid, letter: "D", name: "VNeID", dailyCap: 3),
        Service(id: Self.land, letter: "B", name: "Đất đai"),
      ], counters: [], priorityClasses: [], policy: CallingPolicy(mode: .strict, maxWait: nil),
      dayStartMinute: dayStart, hours: hours, exceptions: exceptions, lastTicketMinutes: margin,
      alwaysOpen: alwaysOpen)
  }

  private func at(_ text: String) throws -> Timestamp { try #require(Timestamp(iso8601: "\(text)+07:00")) }

  private func off(_ date: String, _ slots: [OpeningSlot] = [], _ source: DayException.Source = .configuration) throws
    -> DayException
  {
    DayException(day: try #require(ServiceDay(date)), slots: slots, reason: "Hội nghị", source: source)
  }

  private func amended(
    _ days: [DayException] = [], office: OpeningOrder? = nil, pauses: [ServiceID: OpeningOrder] = [:]
  ) -> OpeningAmendments {
    OpeningAmendments(days: Dictionary(days.map { ($0.day, $0) }) { $1 }, office: office, pauses: pauses)
  }

  // MARK: - Days that differ

  @Test func `The national calendar closes 2026 as it was lived`() throws {
    let office = office(exceptions: PublicCalendar.exceptions(to: OfficeTests.weekdays))
    let tet = office.closing(at: try at("2026-02-13T17:00:00"))
    #expect(tet == Closing(reason: .hours, opensAt: try at("2026-02-23T07:30:00")))
    #expect(office.closing(at: try at("2026-02-18T09:00:00"))?.note == "Nghỉ Tết Nguyên đán")
    #expect(office.closing(at: try at("2026-02-18T09:00:00"))?.reason == .holiday)
    #expect(office.closing(at: try at("2026-04-27T09:00:00"))?.note == "Nghỉ bù Giỗ Tổ Hùng Vương")
    #expect(office.closing(at: try at("2026-08-22T09:00:00")) == nil, "worked for 31/8")
    let saturday = office.closing(at: try at("2026-08-22T12:00:00"))
    #expect(saturday == Closing(reason: .hours, note: "Làm bù dịp Quốc khánh", opensAt: try at("2026-08-22T13:30:00")))
    #expect(office.closing(at: try at("2026-08-28T17:00:00"))?.opensAt == (try at("2026-09-03T07:30:00")))
    #expect(office.closing(at: try at("2026-11-24T09:00:00"))?.note == "Nghỉ Ngày Văn hóa Việt Nam")
    #expect(office.opening(at: try at("2025-09-02T09:00:00")) == .open, "years before the table are unknown to it")
  }

  @Test func `The register goes before the configuration and the configuration before the nation`() throws {
    let national = PublicCalendar.exceptions(to: OfficeTests.weekdays)
    let morning = [OpeningSlot(from: 480, until: 600)]
    let configured = office(exceptions: national + [try off("2026-11-24", morning)])
    #expect(configured.closing(at: try at("2026-11-24T08:30:00")) == nil)
    let closing = configured.closing(
      at: try at("2026-11-24T08:30:00"), amended: amended([try off("2026-11-24", [], .register)]))
    #expect(closing == Closing(reason: .dayOff, note: "Hội nghị", opensAt: try at("2026-11-25T07:30:00")))
    let reopened = amended([try off("2026-11-24", [OpeningSlot(from: 600, until: 660)], .register)])
    #expect(office(exceptions: national).closing(at: try at("2026-11-24T10:30:00"), amended: reopened) == nil)
    #expect(
      office(exceptions: national).closing(at: try at("2026-11-24T08:00:00"), amended: reopened)?.opensAt
        == (try at("2026-11-24T10:00:00")))
  }

  // MARK: - The end of the hours

  @Test func `Numbers stop the margin before each end, and touching slots have one end`() throws {
    let office = office(
      hours: [.monday: [OpeningSlot(from: 690, until: 720), OpeningSlot(from: 450, until: 690)]], margin: 15)
    #expect(office.closing(at: try at("2026-11-23T11:29:59")) == nil)
    #expect(office.closing(at: try at("2026-11-23T11:44:59")) == nil)
    let closing = office.closing(at: try at("2026-11-23T11:45:00"))
    #expect(closing == Closing(reason: .lastTicket, opensAt: try at("2026-11-30T07:30:00")))
    #expect(office.closing(at: try at("2026-11-23T12:00:00"))?.reason == .hours)
  }

  @Test func `Slots that cannot be the hours of a day are named`() {
    let office = office(margin: 30, dayStart: 300)
    let slot = { OpeningSlot(from: $0, until: $1) }
    #expect(office.faults(in: [slot(450, 690), slot(810, 1020)]) == [])
    #expect(office.faults(in: [slot(600, 700), slot(450, 690)]) == [.overlap(slot(450, 690), slot(600, 700))])
    #expect(office.faults(in: [slot(240, 400)]) == [.containsDayStart(slot(240, 400), startMinute: 300)])
    #expect(office.faults(in: [slot(300, 400), slot(0, 300)]) == [], "it may begin or end there")
    #expect(office.faults(in: [slot(450, 480)]) == [.withinMargin(slot(450, 480), marginMinutes: 30)])
    #expect(office.faults(in: [slot(450, 480), slot(480, 500)]) == [])
  }

  @Test(arguments: [
    ("07:30-11:30", 450, 690), ("00:00-24:00", 0, 1440), ("23:59-24:00", 1439, 1440),
  ])
  func `A slot is read as it is written`(text: String, from: Int, until: Int) {
    let slot = OpeningSlot(text)
    #expect(slot == OpeningSlot(from: from, until: until))
    #expect(slot?.text == text)
  }

  @Test(arguments: [
    "", "07:30", "07:30-07:30", "11:30-07:30", "7:30-11:30", "07:30-24:01", "07:60-11:30", "07:30-11:30 ",
    "07:30–11:30",
  ])
  func `What is no slot is not read as one`(text: String) {
    #expect(OpeningSlot(text) == nil)
  }

  // MARK: - What staff say

  @Test func `An order of staff goes before every calendar and ends by itself`() throws {
    let office = office(exceptions: PublicCalendar.exceptions(to: OfficeTests.weekdays))
    let open = amended(office: OpeningOrder(isOpen: true, until: try at("2026-11-24T10:00:00"), reason: "Bầu cử"))
    #expect(office.closing(at: try at("2026-11-24T09:59:59.999"), amended: open) == nil)
    #expect(office.closing(at: try at("2026-11-24T10:00:00"), amended: open)?.reason == .holiday)
    let closed = amended(office: OpeningOrder(isOpen: false, until: try at("2026-11-23T12:00:00"), reason: "Mất điện"))
    #expect(
      office.closing(at: try at("2026-11-23T09:00:00"), amended: closed)
        == Closing(reason: .staff, note: "Mất điện", opensAt: try at("2026-11-23T13:30:00")))
    #expect(office.closing(at: try at("2026-11-23T13:30:00"), amended: closed) == nil)
  }

  @Test func `A paused service alone is closed, and opens when pause and hours allow`() throws {
    let office = office()
    let pause = amended(
      pauses: [Self.land: OpeningOrder(isOpen: false, until: try at("2026-11-23T12:00:00"), reason: "Hệ thống lỗi")])
    let now = try at("2026-11-23T09:00:00")
    let day = try #require(ServiceDay("2026-11-23"))
    let closing = office.closing(of: office.services[1], issued: 0, on: day, at: now, amended: pause)
    #expect(closing == Closing(reason: .paused, note: "Hệ thống lỗi", opensAt: try at("2026-11-23T13:30:00")))
    #expect(office.closing(of: office.services[0], issued: 0, on: day, at: now, amended: pause) == nil)
    let night = office.closing(
      of: office.services[1], issued: 0, on: day, at: try at("2026-11-23T06:00:00"), amended: pause)
    #expect(night == Closing(reason: .hours, opensAt: try at("2026-11-23T13:30:00")), "the pause outlasts the morning")
  }

  @Test func `A service that gave out its numbers opens again with the next day`() throws {
    for (start, opens) in [(0, "2026-11-24T07:30:00"), (300, "2026-11-24T07:30:00")] {
      let office = office(dayStart: start)
      let day = try #require(ServiceDay("2026-11-23"))
      let service = office.services[0]
      let now = try at("2026-11-23T09:00:00")
      #expect(office.closing(of: service, issued: 2, on: day, at: now) == nil)
      #expect(
        office.closing(of: service, issued: 3, on: day, at: now) == Closing(reason: .capReached, opensAt: try at(opens))
      )
    }
  }

  @Test func `A demonstration keeps no calendar but obeys its staff`() throws {
    let office = office(
      hours: [:], exceptions: PublicCalendar.exceptions(to: OfficeTests.weekdays), margin: 20, alwaysOpen: true)
    let now = try at("2026-11-24T03:00:00")
    let closedDay = try off("2026-11-24", [], .register)
    #expect(office.closing(at: now, amended: amended([closedDay])) == nil)
    let order = OpeningOrder(isOpen: false, until: try at("2026-11-24T03:10:00"), reason: "Thử")
    #expect(office.closing(at: now, amended: amended(office: order))?.opensAt == order.until)
  }

  // MARK: - Boundaries

  @Test(arguments: [
    // 00:00 UTC is 07:00 here: a day taken from UTC would change there.
    ("2026-11-23T06:59:59", "2026-11-23", "2026-11-23"), ("2026-11-23T07:00:00", "2026-11-23", "2026-11-23"),
    ("2026-11-23T23:59:59", "2026-11-23", "2026-11-23"), ("2026-11-24T00:00:00", "2026-11-24", "2026-11-23"),
    ("2026-11-24T04:59:59", "2026-11-24", "2026-11-23"), ("2026-11-24T05:00:00", "2026-11-24", "2026-11-24"),
    ("2026-11-24T06:59:59", "2026-11-24", "2026-11-24"), ("2026-11-24T07:00:00", "2026-11-24", "2026-11-24"),
  ])
  func `An instant lands in the local service day`(time: String, fromMidnight: String, fromFive: String) throws {
    #expect(office().serviceDay(at: try at(time)).text == fromMidnight)
    #expect(office(dayStart: 300).serviceDay(at: try at(time)).text == fromFive)
  }

  @Test(arguments: [0, 300])
  func `Hours are of the civil date, whenever the service day begins`(dayStart: Int) throws {
    let slots = [OpeningSlot(from: 0, until: 240), OpeningSlot(from: 420, until: 1440)]
    let office = office(hours: [.monday: slots], dayStart: dayStart)
    for open in ["00:00:00", "03:59:59", "07:00:00", "23:59:59"] {
      #expect(office.closing(at: try at("2026-11-23T\(open)")) == nil, "\(open)")
    }
    #expect(office.closing(at: try at("2026-11-23T06:59:59"))?.opensAt == (try at("2026-11-23T07:00:00")))
    #expect(office.closing(at: try at("2026-11-24T00:00:00"))?.opensAt == (try at("2026-11-30T00:00:00")))
    #expect(office.end(of: try #require(ServiceDay("2026-11-23"))) == (try at("2026-11-24T0\(dayStart / 60):00:00")))
  }

  // MARK: - Properties

  @Test(arguments: 1...20 as ClosedRange<UInt64>)
  func `The next opening is open, a millisecond before it is not, and so is nothing between`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let (office, amended, base) = randomOffice(&random)
    var asked = 0
    for _ in 0..<100 {
      let now = base.adding(seconds: random.below(20 * 86_400))
      let service = office.services[random.below(2)]
      let issued = random.below(5)
      let day = office.serviceDay(at: now)
      let closing = office.closing(of: service, issued: issued, on: day, at: now, amended: amended)
      guard let closing, let opensAt = closing.opensAt else { continue }
      asked += 1
      // On a later day its numbers are there again.
      let isOpen = { (instant: Timestamp) in
        office.closing(
          of: service, issued: office.serviceDay(at: instant) == day ? issued : 0, on: office.serviceDay(at: instant),
          at: instant, amended: amended) == nil
      }
      #expect(opensAt > now, "seed \(seed)")
      #expect(isOpen(opensAt), "seed \(seed): \(now.iso8601) promised \(opensAt.iso8601)")
      #expect(!isOpen(Timestamp(milliseconds: opensAt.milliseconds - 1)), "seed \(seed): \(opensAt.iso8601)")
      for _ in 0..<8 {
        let between = now.milliseconds + Int64(random.below(Int(opensAt.milliseconds - now.milliseconds)))
        #expect(!isOpen(Timestamp(milliseconds: between)), "seed \(seed): open at \(between), not first at \(opensAt)")
      }
    }
    #expect(asked > 10, "seed \(seed) asks too little")
  }

  private func randomOffice(_ random: inout SplitMix64) -> (Office, OpeningAmendments, base: Timestamp) {
    let first = ServiceDay(year: 2026, month: 1 + random.below(12), day: 1 + random.below(28))
    let hours = Dictionary(
      uniqueKeysWithValues: Weekday.allCases.map { ($0, random.chance(percent: 70) ? slots(&random) : []) })
    let dayOff = { (offset: Int, source: DayException.Source, random: inout SplitMix64) in
      DayException(
        day: first.advanced(by: offset), slots: random.chance(percent: 50) ? [] : self.slots(&random), reason: "x",
        source: source)
    }
    var own: [DayException] = []
    for _ in 0..<4 { own.append(dayOff(random.below(25), .configuration, &random)) }
    var register: [DayException] = []
    for _ in 0..<3 { register.append(dayOff(random.below(25), .register, &random)) }
    let base = CivilTime.instant(epochDay: first.epochDay, secondOfDay: random.below(86_400))
    let until = { (random: inout SplitMix64) in base.adding(seconds: random.below(5 * 86_400)) }
    let order =
      random.chance(percent: 40)
      ? OpeningOrder(isOpen: random.chance(percent: 50), until: until(&random), reason: "x") : nil
    let pauses = [Self.land: OpeningOrder(isOpen: false, until: until(&random), reason: "x")]
    return (
      office(
        hours: hours, exceptions: PublicCalendar.exceptions(to: hours) + own, margin: random.below(40),
        dayStart: random.chance(percent: 50) ? 0 : 300),
      amended(register, office: order, pauses: pauses), base
    )
  }

  private func slots(_ random: inout SplitMix64) -> [OpeningSlot] {
    let edges = Set((0..<4).map { _ in random.below(97) * 15 }).sorted()
    return stride(from: 0, to: edges.count - 1, by: 2).map { OpeningSlot(from: edges[$0], until: edges[$0 + 1]) }
  }
}
