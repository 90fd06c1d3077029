import Queueing
import Testing

/// Holds each line of the table against the law it follows from, and against dates known from elsewhere.
@Suite struct PublicCalendarTests {
  private static func day(_ text: String) throws -> ServiceDay { try #require(ServiceDay(text)) }

  /// Day 1 of the lunar year and day 10 of its third month, by the Vietnamese calendar (UTC+7).
  static let lunar: [Int: (newYear: String, ancestors: String)] = [
    2026: ("2026-02-17", "2026-04-26"), 2027: ("2027-02-06", "2027-04-16"), 2028: ("2028-01-26", "2028-04-04"),
    2029: ("2029-02-13", "2029-04-23"), 2030: ("2030-02-02", "2030-04-12"), 2031: ("2031-01-23", "2031-04-01"),
    2032: ("2032-02-11", "2032-04-19"), 2033: ("2033-01-31", "2033-04-09"), 2034: ("2034-02-19", "2034-04-28"),
    2035: ("2035-02-08", "2035-04-17"),
  ]

  private func days(of year: Int) -> [PublicDay] {
    PublicCalendar.days.filter { $0.day.civil.year == year }
  }

  @Test func `Every year of the table has its entries in order and no date twice`() {
    #expect(Set(PublicCalendar.days.map(\.day.civil.year)) == Set(PublicCalendar.years))
    let dates = PublicCalendar.days.map(\.day)
    #expect(dates == Set(dates).sorted())
  }

  @Test(arguments: PublicCalendar.years)
  func `The holidays of a year are those of the Labour Code and the day of culture`(year: Int) throws {
    let lunar = try #require(Self.lunar[year])
    let newYear = try Self.day(lunar.newYear)
    var expected: [ServiceDay: PublicDay.Occasion] = [
      try Self.day("\(year)-01-01"): .newYear, try Self.day(lunar.ancestors): .ancestors,
      try Self.day("\(year)-04-30"): .liberation, try Self.day("\(year)-05-01"): .labour,
      try Self.day("\(year)-09-02"): .national, try Self.day("\(year)-11-24"): .culture,
    ]
    for offset in -1...3 { expected[newYear.advanced(by: offset)] = .tet }
    let holidays = days(of: year).filter { $0.kind == .holiday }
    let extra = holidays.filter { expected[$0.day] == nil }
    #expect(extra.count == 1)
    #expect(extra.first?.occasion == .national)
    let second = try #require(extra.first?.day)
    let national = try Self.day("\(year)-09-02")
    #expect(abs(second.epochDay - national.epochDay) == 1)
    // No single working day is left between the two days and a weekend, unless that was exchanged.
    let outer = [min(second, national).advanced(by: -1), max(second, national).advanced(by: 1)]
    let exchanged = days(of: year).filter { $0.kind == .swapped }.map(\.day)
    for day in outer where !Self.isWeekend(day) && !exchanged.contains(day) {
      #expect(!Self.isWeekend(day.advanced(by: day < national ? -1 : 1)))
    }
    #expect(
      Dictionary(uniqueKeysWithValues: holidays.map { ($0.day, $0.occasion) }).filter { $0.key != second } == expected)
  }

  @Test(arguments: PublicCalendar.years)
  func `A holiday on the weekly rest is made up for on the next working day`(year: Int) {
    let all = days(of: year)
    var rest = Set(all.filter { $0.kind == .holiday }.map(\.day))
    var expected: [ServiceDay: PublicDay.Occasion] = [:]
    for holiday in all where holiday.kind == .holiday && Self.isWeekend(holiday.day) {
      var day = holiday.day.advanced(by: 1)
      while Self.isWeekend(day) || rest.contains(day) { day = day.advanced(by: 1) }
      rest.insert(day)
      expected[day] = holiday.occasion
    }
    let found = all.filter { $0.kind == .compensation }
    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.day, $0.occasion) }) == expected)
  }

  @Test func `The year 2026 is what the Government decided`() throws {
    let found = Dictionary(uniqueKeysWithValues: days(of: 2026).map { ($0.day.text, $0) })
    for (date, kind) in [
      ("2026-01-02", PublicDay.Kind.swapped), ("2026-01-10", .worked(as: .friday)), ("2026-02-16", .holiday),
      ("2026-02-20", .holiday), ("2026-04-27", .compensation), ("2026-08-22", .worked(as: .monday)),
      ("2026-08-31", .swapped), ("2026-09-01", .holiday),
    ] {
      #expect(found[date]?.kind == kind, "\(date)")
      #expect(found[date]?.basis == .decision, "\(date)")
    }
    #expect(found["2026-02-13"] == nil)
    #expect(found["2026-02-23"] == nil)
    #expect(found["2026-11-24"]?.name == "Nghỉ Ngày Văn hóa Việt Nam")
    #expect(found["2026-11-24"]?.basisText.contains("28/2026/QH16") == true)
    #expect(found["2026-04-27"]?.name == "Nghỉ bù Giỗ Tổ Hùng Vương")
  }

  @Test func `What rests on a decision nobody knows yet is marked as computed`() throws {
    let later = PublicCalendar.days.filter { $0.day.civil.year > 2026 }
    #expect(later.allSatisfy { $0.basis != .decision })
    for day in later {
      let isDecided = day.occasion == .tet || day.kind != .holiday || day.occasion == .national
      #expect(day.basis == .law || isDecided, "\(day.day.text)")
      if day.kind != .holiday || day.occasion == .tet { #expect(day.basis == .computed, "\(day.day.text)") }
    }
    let second = later.filter { $0.occasion == .national && $0.kind == .holiday && $0.basis == .computed }
    #expect(second.count == 9, "one day beside 2/9 a year")
    #expect(later.allSatisfy { !$0.basisText.isEmpty })
  }

  @Test func `A day worked in exchange has the hours of the weekday it stands for`() throws {
    let monday = [OpeningSlot(from: 450, until: 690)]
    let exceptions = PublicCalendar.exceptions(to: [.monday: monday, .friday: []])
    let byDay = Dictionary(uniqueKeysWithValues: exceptions.map { ($0.day.text, $0) })
    #expect(byDay["2026-08-22"]?.slots == monday)
    #expect(byDay["2026-08-31"]?.slots == [])
    #expect(byDay["2026-08-22"]?.reason == "Làm bù dịp Quốc khánh")
    #expect(byDay["2026-01-10"] == nil, "nothing to make up for by who does not work on Fridays")
  }

  private static func isWeekend(_ day: ServiceDay) -> Bool {
    day.weekday == .saturday || day.weekday == .sunday
  }
}
