package import Queueing

/// What a scanned code is, and of a citizen's card no more than the office may know: whether its holder is of age for
/// priority, and from which village of the commune.
///
/// Made from the bytes of the scan in one go, without a copy of any of them but the token of a slip.
package enum ScannedCode: Hashable, Sendable {
  case citizen(CitizenFacts)
  /// The secret of a slip of this office.
  case ticket(token: String)
  /// The code of somebody who helps here; where its secret stands in the scan.
  case staff(secret: Range<Int>)
  case unknown
}

package struct CitizenFacts: Hashable, Sendable {
  package let isOfAge: Bool
  /// `nil` also when two villages fit equally well.
  package let village: VillageID?
  /// What does not fit together; a warning and no more, since nothing on the card is a check digit.
  package let doubts: [Doubt]

  package enum Doubt: String, CaseIterable, Sendable {
    /// Digits 4 to 6 of the number say another year of birth than the date.
    case year
    /// Digit 4 of the number says another sex than the card.
    case sex
  }

  package init(isOfAge: Bool, village: VillageID?, doubts: [Doubt]) {
    self.isOfAge = isOfAge
    self.village = village
    self.doubts = doubts
  }
}

/// By what a scan is judged.
package struct ScanRules: Sendable {
  /// What begins the code of a member, before its secret.
  package static let staffPrefix = "LUOT-TV:"
  static let ticketPrefix = "LUOT:"

  private let minimumAge: Int
  private let villages: [(village: Village, name: FoldedName)]
  private let communes: [FoldedName]

  /// - Parameters:
  ///   - minimumAge: full years from which the holder of a card is of age.
  ///   - villages: the register; only entries that hold on the day of the scan count.
  ///   - communes: names of the commune as cards may bear them. A village is believed only before one of these, since
  ///     every other commune has a village number one too.
  package init(minimumAge: Int, villages: [Village], communes: [String]) {
    self.minimumAge = minimumAge
    self.villages = villages.map { ($0, FoldedName($0.name)) }
    self.communes = communes.map { FoldedName($0).withoutKindOfCommune }.filter { !$0.bytes.isEmpty }
  }

  /// Reads a scan without its suffix. `day` is the service day.
  package func read(_ scan: UnsafeRawBufferPointer, on day: ServiceDay) -> ScannedCode {
    let text = scan[...].trimmed
    if text.starts(withLetters: Self.staffPrefix) {
      let secret = text.dropFirst(Self.staffPrefix.utf8.count)
      return secret.isToken ? .staff(secret: secret.startIndex..<secret.endIndex) : .unknown
    }
    if let token = Self.token(in: text), token.isToken {
      return .ticket(token: String(decoding: token, as: UTF8.self))
    }
    return citizen(in: text, on: day).map(ScannedCode.citizen) ?? .unknown
  }

  /// Of `LUOT:token`, or of the address that a slip's code leads to, which ends in `/t/token`.
  private static func token(in text: Slice<UnsafeRawBufferPointer>) -> Slice<UnsafeRawBufferPointer>? {
    if text.starts(withLetters: ticketPrefix) { return text.dropFirst(ticketPrefix.utf8.count) }
    guard text.starts(withLetters: "http://") || text.starts(withLetters: "https://"),
      let slash = text.lastIndex(of: UInt8(ascii: "/")), text[..<slash].hasSuffix("/t")
    else { return nil }
    return text[text.index(after: slash)...]
  }

  // MARK: - Citizens' cards

  /// The code on a CCCD of 2021 or a căn cước of 2024: fields parted by `|` – number, former number, name, date of
  /// birth, sex, residence, day of issue, and on the newer card some more. Some scanners end it after the sex, and
  /// many spoil Vietnamese letters; so only the number and the date must be whole.
  private func citizen(in text: Slice<UnsafeRawBufferPointer>, on day: ServiceDay) -> CitizenFacts? {
    var fields = text.split(separator: UInt8(ascii: "|"), maxSplits: 7, omittingEmptySubsequences: false)
      .map(\.trimmed).makeIterator()
    guard let number = fields.next(), fields.next() != nil, fields.next() != nil, let date = fields.next(),
      let sex = fields.next(), number.count == 12, number.number != nil, date.count == 8,
      let birthday = date.number.flatMap(Self.day(ofDigits:)), birthday <= day
    else { return nil }
    return CitizenFacts(
      isOfAge: Self.isOfAge(minimumAge, bornOn: birthday, on: day),
      village: fields.next().flatMap { village(in: $0, on: day) },
      doubts: Self.doubts(number: number, sex: sex, birthday: birthday))
  }

  /// 5 February 1960 from 5021960; `nil` for a date that does not exist, or that nobody alive was born on.
  private static func day(ofDigits digits: Int) -> ServiceDay? {
    let (day, month, year) = (digits / 1_000_000, digits / 10_000 % 100, digits % 10_000)
    guard (1900...9999).contains(year), (1...12).contains(month), (1...31).contains(day) else { return nil }
    let birthday = ServiceDay(year: year, month: month, day: day)
    return birthday.civil.day == day ? birthday : nil
  }

  /// Years are full on the birthday itself; who was born on 29 February is a year older on 1 March of other years.
  private static func isOfAge(_ age: Int, bornOn birthday: ServiceDay, on day: ServiceDay) -> Bool {
    let (born, today) = (birthday.civil, day.civil)
    return (born.year + age, born.month, born.day) <= (today.year, today.month, today.day)
  }

  private static func doubts(
    number: Slice<UnsafeRawBufferPointer>, sex: Slice<UnsafeRawBufferPointer>, birthday: ServiceDay
  ) -> [CitizenFacts.Doubt] {
    let digits = number.dropFirst(3).prefix(3).map { Int($0 - UInt8(ascii: "0")) }
    let year = 1900 + 100 * (digits[0] / 2) + 10 * digits[1] + digits[2]
    var doubts: [CitizenFacts.Doubt] = year == birthday.civil.year ? [] : [.year]
    // “Nam” is whole in any alphabet; of “Nữ”, a spoilt scan leaves the first letter.
    let isMale = sex.elementsEqual("Nam".utf8)
    if isMale || sex.first == UInt8(ascii: "N"), isMale != digits[0].isMultiple(of: 2) { doubts.append(.sex) }
    return doubts
  }

  /// The village with the longest name that the residence holds; of two as long, none.
  private func village(in residence: Slice<UnsafeRawBufferPointer>, on day: ServiceDay) -> VillageID? {
    let text = FoldedText(residence)
    let found = villages.filter { $0.village.isActive(on: day) && $0.name.occurs(in: text, before: communes) }
    guard !communes.isEmpty, let longest = found.map(\.name.bytes.count).max() else { return nil }
    let best = found.filter { $0.name.bytes.count == longest }
    return best.count == 1 ? best.first?.village.id : nil
  }
}

extension Slice<UnsafeRawBufferPointer> {
  /// Without spaces and control characters at its ends.
  fileprivate var trimmed: Self {
    guard let first = firstIndex(where: { $0 > 0x20 }), let last = lastIndex(where: { $0 > 0x20 }) else {
      return self[startIndex..<startIndex]
    }
    return self[first...last]
  }

  /// Whatever the case of the letters: a scanner may have its own idea of it.
  fileprivate func starts(withLetters prefix: String) -> Bool {
    let isLetter = { (byte: UInt8) in (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte & 0xDF) }
    return count >= prefix.utf8.count
      && zip(self, prefix.utf8).allSatisfy { $0 == $1 || isLetter($0) && isLetter($1) && $0 & 0xDF == $1 & 0xDF }
  }

  fileprivate func hasSuffix(_ suffix: String) -> Bool {
    count >= suffix.utf8.count && self.suffix(suffix.utf8.count).elementsEqual(suffix.utf8)
  }

  /// What slips and codes of members are made of.
  fileprivate var isToken: Bool {
    (16...64).contains(count)
      && allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
          UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }

  /// Of ASCII digits alone, at most twelve of them.
  fileprivate var number: Int? {
    guard (1...12).contains(count) else { return nil }
    var number = 0
    for byte in self {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      number = number * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return number
  }
}
