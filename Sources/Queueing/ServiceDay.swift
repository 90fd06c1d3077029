/// One working day of the office, named by a local calendar date. Numbers are unique within it.
///
/// A service day begins at the configured `day.start`, so just after midnight it may still be yesterday's.
package struct ServiceDay: Hashable, Comparable, Sendable {
  /// Days since 1970-01-01, in the proleptic Gregorian calendar.
  package let epochDay: Int

  package init(epochDay: Int) {
    self.epochDay = epochDay
  }

  /// The service day an instant belongs to; `startMinute` is `day.start` in minutes after midnight, 0–1439.
  package init(of instant: Timestamp, startMinute: Int) {
    self.init(epochDay: CivilTime.split(instant.adding(seconds: -startMinute * 60)).epochDay)
  }

  /// Reads `2026-11-23`; `nil` for any other form and for a date that does not exist.
  package init?(_ text: String) {
    var numbers = (year: 0, month: 0, day: 0)
    var length = 0
    // By bytes: a year of the record has as many dates as lines.
    for byte in text.utf8 {
      if length == 4 || length == 7 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        let digit = Int(byte - UInt8(ascii: "0"))
        switch length {
        case ..<4: numbers.year = numbers.year * 10 + digit
        case ..<7: numbers.month = numbers.month * 10 + digit
        case ..<10: numbers.day = numbers.day * 10 + digit
        default: return nil
        }
      }
      length += 1
    }
    let (year, month, day) = numbers
    guard length == 10, (1...12).contains(month), day >= 1 else { return nil }
    let candidate = ServiceDay(year: year, month: month, day: day)
    guard candidate.civil.day == day, candidate.civil.month == month else { return nil }
    self = candidate
  }

  /// From a civil date, by Howard Hinnant's `days_from_civil`
  /// (https://howardhinnant.github.io/date_algorithms.html).
  package init(year: Int, month: Int, day: Int) {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    self.init(epochDay: era * 146_097 + dayOfEra - 719_468)
  }

  /// The civil date, by Howard Hinnant's `civil_from_days`.
  package var civil: (year: Int, month: Int, day: Int) {
    let shifted = epochDay + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, day)
  }

  /// `2026-11-23`.
  package var text: String {
    let (year, month, day) = civil
    let digits = String(year)
    return String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "-\(two(month))-\(two(day))"
  }

  /// `23/11/2026`, as dates are written on every Vietnamese surface.
  package var vietnameseText: String {
    let (year, month, day) = civil
    return "\(two(day))/\(two(month))/\(year)"
  }

  package var weekday: Weekday {
    // 1970-01-01 was a Thursday.
    let index = ((epochDay + 3) % 7 + 7) % 7
    return Weekday.allCases[index]
  }

  package func advanced(by days: Int) -> ServiceDay {
    ServiceDay(epochDay: epochDay + days)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.epochDay < right.epochDay
  }
}

extension ServiceDay: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let day = ServiceDay(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a date: \(text)")
    }
    self = day
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

package enum Weekday: String, CaseIterable, Sendable, Codable {
  case monday, tuesday, wednesday, thursday, friday, saturday, sunday

  /// “Thứ Hai” … “Chủ nhật”.
  package var vietnameseName: String {
    switch self {
    case .monday: "Thứ Hai"
    case .tuesday: "Thứ Ba"
    case .wednesday: "Thứ Tư"
    case .thursday: "Thứ Năm"
    case .friday: "Thứ Sáu"
    case .saturday: "Thứ Bảy"
    case .sunday: "Chủ nhật"
    }
  }
}
