import Queueing
import Records
import Testing

@Suite struct ReportPeriodTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let kind: ReportPeriod.Kind
    let cutoff: ReportPeriod.Cutoff
    let day: String
    let from: String
    let to: String
    let title: String

    var testDescription: String { "\(kind.rawValue) of \(day), \(cutoff.rawValue)" }
  }

  static let cases: [Case] = [
    Case(
      kind: .ytd, cutoff: .calendar, day: "2026-05-20", from: "2026-01-01", to: "2026-05-20",
      title: "từ đầu năm 2026 đến ngày 20/5/2026"),
    Case(
      kind: .ytd, cutoff: .midMonth, day: "2026-05-20", from: "2025-12-15", to: "2026-05-20",
      title: "từ đầu năm 2026 đến ngày 20/5/2026"),
    // From the 15th of December a day belongs to the next reporting year.
    Case(
      kind: .ytd, cutoff: .midMonth, day: "2026-12-15", from: "2026-12-15", to: "2026-12-15",
      title: "ngày 15/12/2026"),
    Case(
      kind: .ytd, cutoff: .midMonth, day: "2026-12-20", from: "2026-12-15", to: "2026-12-20",
      title: "từ ngày 15/12/2026 đến ngày 20/12/2026"),
    Case(
      kind: .month, cutoff: .calendar, day: "2028-02-10", from: "2028-02-01", to: "2028-02-29",
      title: "tháng 2 năm 2028"),
    Case(
      kind: .month, cutoff: .midMonth, day: "2026-11-14", from: "2026-10-15", to: "2026-11-14",
      title: "tháng 11 năm 2026"),
    Case(
      kind: .month, cutoff: .midMonth, day: "2026-11-15", from: "2026-11-15", to: "2026-12-14",
      title: "tháng 12 năm 2026"),
    Case(
      kind: .month, cutoff: .midMonth, day: "2026-01-03", from: "2025-12-15", to: "2026-01-14",
      title: "tháng 1 năm 2026"),
    Case(
      kind: .quarter, cutoff: .calendar, day: "2026-11-23", from: "2026-10-01", to: "2026-12-31",
      title: "quý IV năm 2026"),
    Case(
      kind: .quarter, cutoff: .midMonth, day: "2026-02-01", from: "2025-12-15", to: "2026-03-14",
      title: "quý I năm 2026"),
    Case(
      kind: .quarter, cutoff: .midMonth, day: "2026-03-15", from: "2026-03-15", to: "2026-06-14",
      title: "quý II năm 2026"),
    Case(
      kind: .half, cutoff: .calendar, day: "2026-06-30", from: "2026-01-01", to: "2026-06-30",
      title: "sáu tháng đầu năm 2026"),
    Case(
      kind: .half, cutoff: .midMonth, day: "2026-06-14", from: "2025-12-15", to: "2026-06-14",
      title: "sáu tháng đầu năm 2026"),
    Case(
      kind: .half, cutoff: .midMonth, day: "2026-06-15", from: "2026-06-15", to: "2026-12-14",
      title: "sáu tháng cuối năm 2026"),
    Case(
      kind: .nineMonths, cutoff: .calendar, day: "2026-09-01", from: "2026-01-01", to: "2026-09-30",
      title: "chín tháng đầu năm 2026"),
    Case(
      kind: .nineMonths, cutoff: .midMonth, day: "2026-09-01", from: "2025-12-15", to: "2026-09-14",
      title: "chín tháng đầu năm 2026"),
    Case(
      kind: .year, cutoff: .calendar, day: "2026-11-23", from: "2026-01-01", to: "2026-12-31", title: "năm 2026"),
    Case(
      kind: .year, cutoff: .midMonth, day: "2026-12-31", from: "2026-12-15", to: "2027-12-14", title: "năm 2027"),
  ]

  @Test(arguments: cases)
  func `A period has its days and its name`(_ expected: Case) throws {
    let period = ReportPeriod(expected.kind, of: try #require(ServiceDay(expected.day)), cutoff: expected.cutoff)
    #expect(period.from.text == expected.from)
    #expect(period.to.text == expected.to)
    #expect(period.title == expected.title)
  }

  @Test(arguments: ReportPeriod.Cutoff.allCases, [ReportPeriod.Kind.month, .quarter, .half, .year])
  func `Every day of four years lies in its period, and the next one begins the day after`(
    cutoff: ReportPeriod.Cutoff, kind: ReportPeriod.Kind
  ) {
    let first = ServiceDay(year: 2024, month: 1, day: 1)
    for offset in 0..<1461 {
      let day = first.advanced(by: offset)
      let period = ReportPeriod(kind, of: day, cutoff: cutoff)
      #expect(period.contains(day), "\(day.text)")
      #expect(ReportPeriod(kind, of: period.to.advanced(by: 1), cutoff: cutoff).from == period.to.advanced(by: 1))
    }
  }

  @Test func `A free span does not end before it begins`() throws {
    let (early, late) = (ServiceDay(year: 2026, month: 2, day: 9), ServiceDay(year: 2026, month: 3, day: 5))
    #expect(ReportPeriod(from: late, to: early) == nil)
    #expect(ReportPeriod(from: early, to: late)?.title == "từ ngày 09/02/2026 đến ngày 05/3/2026")
    #expect(ReportPeriod(from: late, to: late)?.title == "ngày 05/3/2026")
  }

  @Test func `Months that are not the calendar's are named with their days`() {
    let day = ServiceDay(year: 2026, month: 11, day: 3)
    #expect(
      ReportPeriod(.month, of: day, cutoff: .midMonth).titleWithDays
        == "tháng 11 năm 2026 (từ ngày 15/10/2026 đến ngày 14/11/2026)")
    #expect(ReportPeriod(.month, of: day, cutoff: .calendar).titleWithDays == "tháng 11 năm 2026")
    #expect(
      ReportPeriod(.ytd, of: day, cutoff: .midMonth).titleWithDays
        == "từ đầu năm 2026 đến ngày 03/11/2026 (từ ngày 15/12/2025 đến ngày 03/11/2026)")
  }
}
