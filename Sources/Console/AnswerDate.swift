import Queueing
import Synchronization

/// The `Date` of answers, as RFC 9110 has it: `Mon, 23 Nov 2026 02:14:05 GMT`.
///
/// It is worded when an answer is given, and once for all answers of a second: nothing has to wake for it.
final class AnswerDate: Sendable {
  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  private let latest = Mutex<(second: Int, text: String)?>(nil)

  func text(at now: Timestamp) -> String {
    let second = now.seconds(since: Timestamp(milliseconds: 0))
    return latest.withLock { latest in
      if let latest, latest.second == second { return latest.text }
      let text = Self.word(second)
      latest = (second, text)
      return text
    }
  }

  /// - Parameter second: since 1970-01-01T00:00:00Z, which was a Thursday; a clock that lost its battery may be before.
  private static func word(_ second: Int) -> String {
    let epochDay = Int(Int64(second).flooredDivision(by: 86_400))
    let secondOfDay = second - epochDay * 86_400
    let week = Int(Int64(epochDay).flooredDivision(by: 7))
    let (year, month, day) = ServiceDay(epochDay: epochDay).civil
    let clock = [secondOfDay / 3600, secondOfDay / 60 % 60, secondOfDay % 60].map(two).joined(separator: ":")
    return "\(weekdays[epochDay - week * 7]), \(two(day)) \(months[month - 1]) \(year) \(clock) GMT"
  }

  private static func two(_ number: Int) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }
}
