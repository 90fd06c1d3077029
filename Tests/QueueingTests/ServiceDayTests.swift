import Foundation
import Queueing
import Testing

@Suite struct ServiceDayTests {
  @Test func `Every day from 1970 to 2100 is the one Foundation's calendar has`() throws {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
    let last = ServiceDay(year: 2100, month: 12, day: 31)
    #expect(ServiceDay(year: 1970, month: 1, day: 1).epochDay == 0)
    var wrong: [String] = []
    for epochDay in 0...last.epochDay {
      let day = ServiceDay(epochDay: epochDay)
      let parts = calendar.dateComponents(
        [.year, .month, .day, .weekday], from: Date(timeIntervalSince1970: Double(epochDay) * 86_400))
      let (year, month, dayOfMonth) = day.civil
      // Foundation counts from Sunday = 1, a week here begins on Monday.
      let weekday = Weekday.allCases.firstIndex(of: day.weekday).map { ($0 + 1) % 7 + 1 }
      let agrees =
        parts.year == year && parts.month == month && parts.day == dayOfMonth && parts.weekday == weekday
        && ServiceDay(year: year, month: month, day: dayOfMonth) == day && ServiceDay(day.text) == day
      if !agrees { wrong.append(day.text) }
    }
    #expect(wrong.isEmpty, "\(wrong.count), first \(wrong.prefix(3))")
  }

  @Test(arguments: [
    "", "2026-11-2", "2026-11-231", "2026/11/23", "2026-13-01", "2026-00-10", "2026-04-31", "2026-02-29", "1900-02-29",
    "2026-11-00", "2026-11-99", "+026-11-23", "2026-1１-23", "2026-11-2\u{301}3",
  ])
  func `A date that does not exist or is written otherwise is refused`(text: String) {
    #expect(ServiceDay(text) == nil)
  }

  @Test func `A leap day exists every fourth year and every fourth century`() {
    #expect(ServiceDay("2028-02-29")?.advanced(by: 1).text == "2028-03-01")
    #expect(ServiceDay("2000-02-29") != nil)
    #expect(ServiceDay("2100-02-29") == nil)
  }

  @Test(arguments: [
    ("2026-11-23T00:00:00+07:00", 0, "2026-11-23"), ("2026-11-22T23:59:59.999+07:00", 0, "2026-11-22"),
    ("2026-11-23T03:59:59+07:00", 240, "2026-11-22"), ("2026-11-23T04:00:00+07:00", 240, "2026-11-23"),
    ("2026-11-22T17:00:00Z", 0, "2026-11-23"), ("1969-12-31T16:59:59Z", 0, "1969-12-31"),
  ])
  func `A service day begins at its start, local time`(instant: String, startMinute: Int, day: String) throws {
    let instant = try #require(Timestamp(iso8601: instant))
    #expect(ServiceDay(of: instant, startMinute: startMinute).text == day)
  }

  @Test func `People read the day before the month`() {
    #expect(ServiceDay("2026-02-05")?.vietnameseText == "05/02/2026")
    #expect(ServiceDay("2026-11-23")?.weekday.vietnameseName == "Thứ Hai")
  }
}
