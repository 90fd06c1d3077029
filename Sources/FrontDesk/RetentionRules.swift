package import Queueing

/// How long the details of a day are kept before its figures replace them.
package struct RetentionRules: Hashable, Sendable {
  /// Months after which a day may age, 1 and up.
  package let months: Int

  package init(months: Int = 24) {
    self.months = months
  }

  /// The first day whose details stay, seen from a day.
  package func horizon(on day: ServiceDay) -> ServiceDay {
    let (year, month, date) = day.civil
    let index = year * 12 + month - 1 - months
    let (firstYear, firstMonth) = (index / 12, index % 12 + 1)
    // The 31st of a month that has none is its last day.
    let next = ServiceDay(
      year: firstMonth == 12 ? firstYear + 1 : firstYear, month: firstMonth % 12 + 1, day: 1)
    return min(ServiceDay(year: firstYear, month: firstMonth, day: 1).advanced(by: date - 1), next.advanced(by: -1))
  }
}

/// How far details have aged, and what holds the rest back.
package struct RetentionAnswer: Hashable, Sendable, Codable {
  /// Days of one calendar year that are old enough and stay all the same.
  package struct HeldBack: Hashable, Sendable, Codable {
    package let year: Int
    package let days: Int

    package init(year: Int, days: Int) {
      (self.year, self.days) = (year, days)
    }
  }

  package let months: Int
  /// Details of days before this one may go.
  package let before: ServiceDay
  /// The last day of which only the figures are left.
  package let agedThrough: ServiceDay?
  /// How many such days there are.
  package let agedDays: Int
  /// A day that has aged and is being erased.
  package let erasing: ServiceDay?
  /// Days that are old enough and reported, and will age next.
  package let due: Int
  /// Days that are old enough, of years whose report has not been marked as sent.
  package let unreported: [HeldBack]
  /// Why nothing ages now, whatever is due; `nil` when nothing is in the way.
  package let paused: String?

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(months, forKey: .months)
    try container.encode(before, forKey: .before)
    try container.encode(nullable: agedThrough, forKey: .agedThrough)
    try container.encode(agedDays, forKey: .agedDays)
    try container.encode(nullable: erasing, forKey: .erasing)
    try container.encode(due, forKey: .due)
    try container.encode(unreported, forKey: .unreported)
    try container.encode(nullable: paused, forKey: .paused)
  }
}
