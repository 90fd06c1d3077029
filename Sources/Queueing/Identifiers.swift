/// A name that stays: ASCII kebab-case, 1–40 characters, as the contract has it for every id.
package protocol Identifier: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  var text: String { get }
  init(verified text: String)
}

extension Identifier {
  /// `nil` unless the text is 1–40 of `a–z 0–9 -`, neither beginning nor ending with a hyphen.
  package init?(_ text: String) {
    guard Self.isValid(text) else { return nil }
    self.init(verified: text)
  }

  package static func isValid(_ text: String) -> Bool {
    let bytes = text.utf8
    guard (1...40).contains(bytes.count), bytes.first != UInt8(ascii: "-"), bytes.last != UInt8(ascii: "-") else {
      return false
    }
    return bytes.allSatisfy {
      (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        || $0 == UInt8(ascii: "-")
    }
  }

  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let identifier = Self(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not an id: \(text)")
    }
    self = identifier
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }

  package var description: String { text }

  package static func < (left: Self, right: Self) -> Bool {
    left.text < right.text
  }
}

package struct ServiceID: Identifier {
  package let text: String
  package init(verified text: String) { self.text = text }
}

package struct CounterID: Identifier {
  package let text: String
  package init(verified text: String) { self.text = text }
}

package struct PriorityClassID: Identifier {
  package let text: String
  package init(verified text: String) { self.text = text }
}

package struct MemberID: Identifier {
  package let text: String
  package init(verified text: String) { self.text = text }
}

package struct VillageID: Identifier {
  package let text: String
  package init(verified text: String) { self.text = text }
}

/// What a ticket is called by: the letter of its service and a running number, `A005`, `A1000` after 999.
package struct TicketNumber: Hashable, Sendable, CustomStringConvertible {
  /// One capital letter A–Z.
  package let series: String
  /// 1 and up, within a service day.
  package let ordinal: Int

  package init(series: String, ordinal: Int) {
    self.series = series
    self.ordinal = ordinal
  }

  /// Reads `A005`, also in lower case; `nil` for anything else.
  package init?(_ text: String) {
    // Upper-casing makes an ASCII letter of some that are none, such as “ı”.
    guard text.utf8.allSatisfy({ $0 < 0x80 }) else { return nil }
    var rest = Substring(text.uppercased())
    guard let letter = rest.popFirst(), Self.isSeries(String(letter)), (3...7).contains(rest.count),
      rest.allSatisfy(\.isASCIIDigit), let ordinal = Int(rest), ordinal >= 1
    else { return nil }
    self.init(series: String(letter), ordinal: ordinal)
    guard self.text.count == text.count else { return nil }
  }

  package static func isSeries(_ text: String) -> Bool {
    text.utf8.count == 1 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }

  package var text: String {
    let digits = String(ordinal)
    return series + String(repeating: "0", count: max(0, 3 - digits.count)) + digits
  }

  package var description: String { text }
}

/// A ticket for all time: its service day and its number, written `2026-11-23-a005`.
package struct TicketID: Hashable, Sendable, CustomStringConvertible {
  package let day: ServiceDay
  package let number: TicketNumber

  package init(day: ServiceDay, number: TicketNumber) {
    self.day = day
    self.number = number
  }

  package init?(_ text: String) {
    guard text.utf8.count >= 15, let day = ServiceDay(String(text.prefix(10))) else { return nil }
    var rest = text.dropFirst(10)
    guard rest.take("-"), let number = TicketNumber(String(rest)) else { return nil }
    self.init(day: day, number: number)
  }

  package var text: String { "\(day.text)-\(number.text.lowercased())" }

  package var description: String { text }
}

extension TicketID: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let id = TicketID(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a ticket id: \(text)")
    }
    self = id
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
