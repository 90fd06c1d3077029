package import Queueing

/// The span of days a report is about.
///
/// NĐ 09/2019/NĐ-CP lets a reporting period end on the 14th, so that the figures are in hand when the report is due;
/// the movement's own reports count from New Year to the day of writing. Hence both ways to cut, and a free span.
package struct ReportPeriod: Hashable, Sendable, Codable {
  package enum Kind: String, Code {
    case ytd, month, quarter, half
    case nineMonths = "nine-months"
    case year, custom

    package var name: String {
      switch self {
      case .ytd: "Từ đầu năm"
      case .month: "Tháng"
      case .quarter: "Quý"
      case .half: "Sáu tháng"
      case .nineMonths: "Chín tháng"
      case .year: "Năm"
      case .custom: "Tự chọn"
      }
    }
  }

  /// Where one month of the report ends and the next begins.
  package enum Cutoff: String, Code {
    /// On the last day of the calendar month.
    case calendar
    /// On the 14th: the reporting month runs from the 15th of the month before.
    case midMonth = "15-14"

    package var name: String {
      switch self {
      case .calendar: "Theo tháng dương lịch"
      case .midMonth: "Từ ngày 15 đến ngày 14"
      }
    }
  }

  package let kind: Kind
  package let cutoff: Cutoff
  package let from: ServiceDay
  /// The last day that counts.
  package let to: ServiceDay

  /// The period of that kind that `day` lies in; for `ytd` it ends with `day`, for `custom` it is `day` alone.
  package init(_ kind: Kind, of day: ServiceDay, cutoff: Cutoff) {
    self.kind = kind
    self.cutoff = cutoff
    let reporting = ReportingMonth(day, cutoff)
    let months: ClosedRange<Int>
    switch kind {
    case .custom:
      (from, to) = (day, day)
      return
    case .ytd:
      from = ReportingMonth(year: reporting.year, month: 1).first(cutoff)
      to = day
      return
    case .month: months = reporting.month...reporting.month
    case .quarter:
      let first = (reporting.month - 1) / 3 * 3 + 1
      months = first...first + 2
    case .half: months = reporting.month <= 6 ? 1...6 : 7...12
    case .nineMonths: months = 1...9
    case .year: months = 1...12
    }
    from = ReportingMonth(year: reporting.year, month: months.lowerBound).first(cutoff)
    to = ReportingMonth(year: reporting.year, month: months.upperBound).last(cutoff)
  }

  /// As it was stored.
  package init(verified kind: Kind, cutoff: Cutoff, from: ServiceDay, to: ServiceDay) {
    self.kind = kind
    self.cutoff = cutoff
    (self.from, self.to) = (from, to)
  }

  /// A free span; `nil` when it ends before it begins.
  package init?(from: ServiceDay, to: ServiceDay) {
    guard from <= to else { return nil }
    (kind, cutoff) = (.custom, .calendar)
    (self.from, self.to) = (from, to)
  }

  package func contains(_ day: ServiceDay) -> Bool {
    (from...to).contains(day)
  }

  /// “quý IV năm 2026”, “từ đầu năm 2026 đến ngày 20/5/2026”, to stand in a sentence.
  package var title: String {
    let end = ReportingMonth(to, cutoff)
    switch kind {
    case .ytd where to.civil.year == end.year: return "từ đầu năm \(end.year) đến ngày \(to.officialText)"
    // The year of reports begins in the December before.
    case .ytd: return days
    case .month: return "tháng \(end.month) năm \(end.year)"
    case .quarter: return "quý \(["I", "II", "III", "IV"][(end.month - 1) / 3]) năm \(end.year)"
    case .half: return "sáu tháng \(end.month <= 6 ? "đầu" : "cuối") năm \(end.year)"
    case .nineMonths: return "chín tháng đầu năm \(end.year)"
    case .year: return "năm \(end.year)"
    case .custom: return days
    }
  }

  private var days: String {
    from == to ? "ngày \(to.officialText)" : "từ ngày \(from.officialText) đến ngày \(to.officialText)"
  }

  /// The same and, where the months are not those of the calendar, from which day to which.
  package var titleWithDays: String {
    switch kind {
    case .ytd where to.civil.year != ReportingMonth(to, cutoff).year, .custom: title
    default: cutoff == .midMonth ? "\(title) (\(days))" : title
    }
  }
}

/// A month as reports count it.
private struct ReportingMonth {
  let year: Int
  /// 1–12.
  let month: Int

  init(year: Int, month: Int) {
    (self.year, self.month) = (year, month)
  }

  /// The one a day falls in.
  init(_ day: ServiceDay, _ cutoff: ReportPeriod.Cutoff) {
    let (year, month, date) = day.civil
    guard cutoff == .midMonth, date >= 15 else {
      self.init(year: year, month: month)
      return
    }
    self.init(year: month == 12 ? year + 1 : year, month: month % 12 + 1)
  }

  func first(_ cutoff: ReportPeriod.Cutoff) -> ServiceDay {
    switch cutoff {
    case .calendar: ServiceDay(year: year, month: month, day: 1)
    case .midMonth: ServiceDay(year: month == 1 ? year - 1 : year, month: (month + 10) % 12 + 1, day: 15)
    }
  }

  func last(_ cutoff: ReportPeriod.Cutoff) -> ServiceDay {
    ReportingMonth(year: month == 12 ? year + 1 : year, month: month % 12 + 1).first(cutoff).advanced(by: -1)
  }
}

extension ServiceDay {
  /// `05/3/2026`, `15/11/2026`: NĐ 30/2020/NĐ-CP puts a zero before days under 10 and before months 1 and 2 only.
  package var officialText: String {
    let (year, month, day) = civil
    return "\(Self.padded(day, below: 10))/\(Self.padded(month, below: 3))/\(year)"
  }

  private static func padded(_ number: Int, below limit: Int) -> String {
    number < limit ? "0\(number)" : "\(number)"
  }
}
