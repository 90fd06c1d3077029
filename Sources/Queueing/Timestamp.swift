/// An instant on the wall clock: whole milliseconds since 1970-01-01T00:00:00Z.
///
/// The pure targets never read a clock; every rule is handed the instant it is to judge by.
package struct Timestamp: Hashable, Comparable, Sendable, Codable {
  package var milliseconds: Int64

  package init(milliseconds: Int64) {
    self.milliseconds = milliseconds
  }

  package init(from decoder: any Decoder) throws {
    milliseconds = try decoder.singleValueContainer().decode(Int64.self)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(milliseconds)
  }

  package static func < (left: Self, right: Self) -> Bool {
    left.milliseconds < right.milliseconds
  }

  package func adding(seconds: Int) -> Timestamp {
    Timestamp(milliseconds: milliseconds + Int64(seconds) * 1000)
  }

  /// Whole seconds from `earlier` to this instant, rounded down; negative when `earlier` is later.
  package func seconds(since earlier: Timestamp) -> Int {
    Int((milliseconds - earlier.milliseconds).flooredDivision(by: 1000))
  }
}

/// The one civil time of a Vietnamese office: UTC+07:00 all year.
///
/// Vietnam has had no daylight saving since 1975 (zone Asia/Ho_Chi_Minh), so a fixed offset is exact
/// and needs no zone database.
package enum CivilTime {
  package static let offsetSeconds = 7 * 3600

  /// Local days since 1970-01-01 and milliseconds into that day.
  package static func split(_ instant: Timestamp) -> (epochDay: Int, milliseconds: Int) {
    let local = instant.milliseconds + Int64(offsetSeconds) * 1000
    let day = local.flooredDivision(by: 86_400_000)
    return (Int(day), Int(local - day * 86_400_000))
  }

  package static func instant(epochDay: Int, secondOfDay: Int) -> Timestamp {
    Timestamp(milliseconds: (Int64(epochDay) * 86_400 + Int64(secondOfDay - offsetSeconds)) * 1000)
  }
}

extension Timestamp {
  /// `2026-11-23T09:14:05+07:00`: local time with its offset, whole seconds.
  package var iso8601: String {
    let (epochDay, milliseconds) = CivilTime.split(self)
    let second = milliseconds / 1000
    return
      "\(ServiceDay(epochDay: epochDay).text)T\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60))+07:00"
  }

  /// `09:14`, local.
  package var clockText: String {
    let second = CivilTime.split(self).milliseconds / 1000
    return "\(two(second / 3600)):\(two(second / 60 % 60))"
  }

  /// Reads `2026-11-23T09:14:05+07:00`, also with `Z`, with a fraction of a second (kept to the millisecond)
  /// and without seconds. Anything else, or a day or hour that does not exist, is `nil`.
  package init?(iso8601 text: String) {
    var rest = Substring(text)
    guard let day = ServiceDay(String(rest.prefix(10))) else { return nil }
    rest = rest.dropFirst(10)
    guard rest.first == "T" else { return nil }
    rest = rest.dropFirst()
    guard let hour = rest.takeNumber(digits: 2), hour < 24, rest.take(":"),
      let minute = rest.takeNumber(digits: 2), minute < 60
    else { return nil }
    var second = 0
    var fraction = 0
    if rest.take(":") {
      guard let value = rest.takeNumber(digits: 2), value < 60 else { return nil }
      second = value
      if rest.take(".") {
        let digits = rest.prefix { $0.isASCIIDigit }
        guard (1...9).contains(digits.count) else { return nil }
        let padded = (String(digits) + "00").prefix(3)
        fraction = Int(padded) ?? 0
        rest = rest.dropFirst(digits.count)
      }
    }
    var offset = 0
    if !rest.take("Z") {
      let sign: Int
      if rest.take("+") { sign = 1 } else if rest.take("-") { sign = -1 } else { return nil }
      guard let hours = rest.takeNumber(digits: 2), hours < 24, rest.take(":"),
        let minutes = rest.takeNumber(digits: 2), minutes < 60
      else { return nil }
      offset = sign * (hours * 3600 + minutes * 60)
    }
    guard rest.isEmpty else { return nil }
    let seconds = Int64(day.epochDay) * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
    self.init(milliseconds: seconds * 1000 + Int64(fraction))
  }
}

func two(_ value: Int) -> String {
  value < 10 ? "0\(value)" : "\(value)"
}

extension Int64 {
  /// Downwards for what is below zero, too.
  package func flooredDivision(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension Character {
  /// A range of characters would also hold a digit that carries a combining mark.
  package var isASCIIDigit: Bool {
    guard let asciiValue else { return false }
    return (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(asciiValue)
  }
}

extension Substring {
  mutating func take(_ character: Character) -> Bool {
    guard first == character else { return false }
    removeFirst()
    return true
  }

  mutating func takeNumber(digits: Int) -> Int? {
    let head = prefix(digits)
    guard head.count == digits, head.allSatisfy(\.isASCIIDigit) else { return nil }
    removeFirst(digits)
    return Int(head)
  }
}
