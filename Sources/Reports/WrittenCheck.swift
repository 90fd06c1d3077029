package import Foundation
import Queueing
import Records

extension Report {
  /// What the clerk should look at in the words of a template, as in those that were written for the report.
  package func remarks(onTemplate template: Data) throws -> [String] {
    let texts = try TemplateFiller.fixedTexts(of: template)
    return try singleBraces(in: texts)
      + check.remarks(on: texts.map { WrittenText(place: "Mẫu báo cáo", text: $0) })
  }

  /// Fields that were typed with one brace too few, and so go out as they stand.
  private func singleBraces(in texts: [String]) throws -> [String] {
    let found = texts.flatMap { $0.matches(of: /\{([^{}]{1,200})\}/) }
    // To know the names is to draw the chart: only where there is something to know them for.
    guard !found.isEmpty else { return [] }
    let fields = try templateFields()
    let known = fields.listFields.values.reduce(Set(fields.texts.keys)) { $0.union($1) }
    var told: Set<String> = []
    return found.compactMap { match in
      let name = templateName(match.1.unicodeScalars)
      guard known.contains(name), told.insert(name).inserted else { return nil }
      return "Mẫu báo cáo: “\(match.0)” thiếu dấu ngoặc nên được in nguyên như vậy; hãy gõ {{\(name)}} liền nhau"
    }
  }
}

/// Words that somebody wrote by hand, and where they stand.
struct WrittenText: Hashable, Sendable {
  let place: String
  let text: String
}

/// Holds what was written by hand against the one variable of the unit and against the register of directives. It
/// changes nothing: what it says is for the clerk to look at.
struct WrittenCheck: Hashable, Sendable {
  let unit: ReportProfile.Unit
  /// Those in force.
  let directives: [Directive]
  /// The day as of which they are.
  let day: ServiceDay

  /// What is mistaken again and again in reports of the movement.
  private static let slips = [
    ("số sức khỏe điện tử", "sổ sức khỏe điện tử"), ("KT.CHỦ TỊCH", "KT. CHỦ TỊCH"),
    ("không tiền mặt", "không dùng tiền mặt"),
  ]

  func remarks(on texts: [WrittenText]) -> [String] {
    texts.flatMap { misnamedUnits(in: $0) }
      + texts.flatMap { written in
        WrittenReference.all(in: written.text).compactMap { remark(on: $0, in: written) }
      } + slips(in: texts)
  }

  /// Words that come from elsewhere, as the subjects of directives do, are searched for slips and for the unit under
  /// another kind alone.
  func remarksOnQuoted(_ texts: [WrittenText]) -> [String] {
    let name = UnitWords.words(of: unit.name).map(\.folded)
    return texts.flatMap { written in
      misnamedUnits(in: written) { words in words.prefix(name.count).map(\.folded) == name }
    } + slips(in: texts)
  }

  private func slips(in texts: [WrittenText]) -> [String] {
    Self.slips.flatMap { slip, right in
      texts.filter { $0.text.lowercased().contains(slip.lowercased()) }.map { written in
        "\(written.place): có lẽ “\(slip)” phải là “\(right)”, trong “\(written.text.excerpt(around: slip))”"
      }
    }
  }

  private func misnamedUnits(
    in written: WrittenText, where isMeant: ([UnitWords.Word]) -> Bool = { _ in true }
  ) -> [String] {
    guard !unit.kind.isEmpty else { return [] }
    return UnitWords.foreignKinds(in: written.text, to: unit, where: isMeant).map { kind in
      "\(written.place) viết “\(kind)” trong khi đơn vị là \(unit.full) (viết được: “\(unit.kind)”, “\(unit.full)”, "
        + "“\(unit.shortCommittee)”): “\(written.text.excerpt(around: kind))”"
    }
  }

  private func remark(on reference: WrittenReference, in written: WrittenText) -> String? {
    let known = directives.filter { WrittenReference.key(of: $0.number) == reference.key }
    guard !known.isEmpty else {
      return "\(written.place) nhắc văn bản “\(reference.text)” không có trong sổ văn bản còn hiệu lực ngày "
        + "\(day.officialText). \(accepted(like: reference))"
    }
    guard let date = reference.date, !known.contains(where: { $0.issuedOn == nil || $0.issuedOn == date.day }) else {
      return nil
    }
    return "\(written.place) viết “\(reference.text)” ngày \(date.text); sổ văn bản ghi "
      + "\(known.map(\.citation).joined(separator: "; "))."
  }

  private static let shown = 8

  /// The nearest first: those of the same number or the same symbol.
  private func accepted(like reference: WrittenReference) -> String {
    guard !directives.isEmpty else { return "Sổ văn bản chưa có văn bản nào; hãy ghi vào sổ trước." }
    let (near, far) = (directives.filter(reference.isLike), directives.filter { !reference.isLike($0) })
    let numbers = (near + far).map(\.number)
    let more = numbers.count - Self.shown
    return "Trong sổ có: \(numbers.prefix(Self.shown).joined(separator: ", "))"
      + (more > 0 ? " và \(more) văn bản khác." : ".")
  }
}

/// The number of a document as somebody wrote it: “57/KH-UBND”, “57-NQ/TW”, “30/2020/NĐ-CP”.
struct WrittenReference: Hashable, Sendable {
  let text: String
  /// The day that follows it.
  let date: (text: String, day: ServiceDay?)?

  static func == (left: Self, right: Self) -> Bool { left.text == right.text && left.date?.text == right.date?.text }

  func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(date?.text)
  }

  var key: String { Self.key(of: text) }

  /// The same for the same number, however it is written: capitals, dashes and zeros before it.
  static func key(of number: String) -> String {
    let kept = number.unicodeScalars.filter { !$0.properties.isWhitespace }.map { scalar in
      Self.dashes.contains(scalar) ? "-" : Character(scalar)
    }
    return String(String(kept).uppercased().drop { $0 == "0" })
  }

  func isLike(_ directive: Directive) -> Bool {
    let (own, other) = (key, Self.key(of: directive.number))
    let digits = { (key: String) in key.prefix { $0.isNumber } }
    return digits(own) == digits(other) || own.drop { $0 != "/" } == other.drop { $0 != "/" }
  }

  private static let dashes: Set<Unicode.Scalar> = ["-", "\u{2010}", "\u{2011}", "\u{2012}", "\u{2013}", "\u{2014}"]

  /// The references of a text, in its order.
  static func all(in text: String) -> [WrittenReference] {
    guard text.utf8.contains(UInt8(ascii: "/")) else { return [] }
    let scalars = Array(text.unicodeScalars)
    var found: [WrittenReference] = []
    var index = 0
    while index < scalars.count {
      guard belongs(scalars[index]) else {
        index += 1
        continue
      }
      let start = index
      while index < scalars.count, belongs(scalars[index]) { index += 1 }
      var end = index
      // What ends a sentence or opens a remark is no part of it.
      while end > start, dashes.contains(scalars[end - 1]) || scalars[end - 1] == "/" { end -= 1 }
      let token = scalars[start..<end]
      guard isNumber(token) else { continue }
      found.append(WrittenReference(text: String(token), date: date(behind: scalars[end...])))
    }
    return found
  }

  private static func belongs(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "/" || dashes.contains(scalar) || scalar.properties.isAlphabetic || isDigit(scalar)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  /// Whether it is a number of a document and not a date, a fraction or “24/7”.
  private static func isNumber(_ token: ArraySlice<Unicode.Scalar>) -> Bool {
    let parts = token.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), let symbol = parts.last, isSymbol(symbol) else { return false }
    let first = parts[0].split(maxSplits: 1, omittingEmptySubsequences: false) { dashes.contains($0) }
    guard let number = first.first, (1...5).contains(number.count), number.allSatisfy(isDigit) else { return false }
    if parts.count == 3 { return first.count == 1 && parts[1].count == 4 && parts[1].allSatisfy(isDigit) }
    return first.count == 1 || isSymbol(first[1])
  }

  /// Capitals, digits among them, with dashes: “KH-UBND”, “QH15”.
  private static func isSymbol(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
    guard let first = part.first, first.properties.isUppercase else { return false }
    return part.count >= 2
      && part.allSatisfy { $0.properties.isUppercase || isDigit($0) || dashes.contains($0) }
      && part.filter(\.properties.isUppercase).count >= 2
  }

  /// “ ngày 09/02/2026” right behind it.
  private static func date(behind rest: ArraySlice<Unicode.Scalar>) -> (text: String, day: ServiceDay?)? {
    let words = String(String.UnicodeScalarView(rest.prefix(40))).split(separator: " ")
    guard words.count > 1, words[0].lowercased() == "ngày" else { return nil }
    let text = words[1].prefix { $0.isNumber || $0 == "/" }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 3, let day = parts[0], let month = parts[1], let year = parts[2] else { return nil }
    let padded = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
    return (String(text), ServiceDay("\(year)-\(padded(month))-\(padded(day))"))
  }
}

extension String {
  fileprivate init(_ scalars: ArraySlice<Unicode.Scalar>) {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    self.init(view)
  }

  fileprivate init(_ scalars: String.UnicodeScalarView) {
    self = ""
    unicodeScalars = scalars
  }

  /// Some words of a long text, around one of them.
  fileprivate func excerpt(around word: String) -> String {
    guard count > 90 else { return self }
    let found = range(of: word, options: .caseInsensitive)?.lowerBound ?? startIndex
    let start = index(found, offsetBy: -40, limitedBy: startIndex) ?? startIndex
    let end = index(found, offsetBy: 50, limitedBy: endIndex) ?? endIndex
    return (start == startIndex ? "" : "…") + self[start..<end] + (end == endIndex ? "" : "…")
  }
}

/// Kinds of units in running text.
enum UnitWords {
  struct Word {
    let text: Substring
    let folded: String
    /// What stands between it and the next word.
    var gap: Substring
  }

  private static let kinds = [["xã"], ["phường"], ["đặc", "khu"], ["thị", "trấn"]]
  /// Before a kind: more than one unit, or another word of which it is a part.
  private static let before: Set = [
    "các", "những", "mọi", "mỗi", "từng", "nhiều", "một", "hai", "ba", "cấp", "liên", "thị", "tác", "làng", "số",
  ]
  /// Behind it: “xã hội”, “xã viên”; and other units than this one.
  private static let behind: Set = ["hội", "viên", "giao", "bạn", "khác", "lân", "giáp", "liền"]

  static func words(of text: String) -> [Word] {
    var words: [Word] = []
    var rest = text[...]
    while let start = rest.firstIndex(where: \.isLetterOrNumber) {
      if !words.isEmpty { words[words.count - 1].gap = rest[..<start] }
      let end = rest[start...].firstIndex { !$0.isLetterOrNumber } ?? rest.endIndex
      words.append(Word(text: rest[start..<end], folded: rest[start..<end].lowercased(), gap: ""))
      rest = rest[end...]
    }
    if !words.isEmpty { words[words.count - 1].gap = rest }
    return words
  }

  /// The kinds of unit a text speaks of as if they were this unit's, as they are written: neither in a list of kinds
  /// (“các xã, phường”) nor before the name of another unit (“phường Hải An”).
  ///
  /// - Parameter isMeant: whether the words behind a kind let it be this unit.
  static func foreignKinds(
    in text: String, to unit: ReportProfile.Unit, where isMeant: ([Word]) -> Bool
  ) -> [String] {
    let lowered = text.lowercased()
    guard ["xã", "phường", "đặc khu", "thị trấn"].contains(where: { $0 != unit.kind && lowered.contains($0) }) else {
      return []
    }
    let words = words(of: text)
    let own = UnitWords.words(of: unit.kind).map(\.folded)
    let name = UnitWords.words(of: unit.name).map(\.folded)
    var found: [String] = []
    for index in words.indices {
      guard let kind = kind(at: index, of: words), kind != own else { continue }
      let next = index + kind.count
      let rest = Array(words[min(next, words.count)...])
      guard isMeant(rest), !isOneOfSeveral(words, from: index, to: next) else { continue }
      let isNamed = rest.first?.text.first?.isUppercase == true && words[next - 1].gap == " "
      if isNamed, rest.prefix(name.count).map(\.folded) != name { continue }
      let written = words[index..<next].map { String($0.text) }.joined(separator: " ")
      if !found.contains(written) { found.append(written) }
    }
    return found
  }

  private static func kind(at index: Int, of words: [Word]) -> [String]? {
    kinds.first { kind in words[index...].prefix(kind.count).map(\.folded) == kind }
  }

  private static func isOneOfSeveral(_ words: [Word], from start: Int, to end: Int) -> Bool {
    let (previous, next) = (start - 1, end)
    if previous >= 0 {
      let word = words[previous]
      if word.gap == " ", before.contains(word.folded) || word.text.allSatisfy(\.isNumber) { return true }
      // “xã, phường”, “xã và phường”
      let last = ["và", "hoặc", "hay"].contains(word.folded) ? previous - 1 : previous
      if last >= 0, ["xã", "phường", "khu", "trấn"].contains(words[last].folded) {
        let isJoined = last < previous || words[last].gap.contains { ",/-–".contains($0) }
        if isJoined { return true }
      }
    }
    guard next < words.count else { return false }
    let gap = words[next - 1].gap
    if gap == " ", behind.contains(words[next].folded) { return true }
    let follower = ["và", "hoặc", "hay"].contains(words[next].folded) ? next + 1 : next
    guard follower < words.count, kind(at: follower, of: words) != nil else { return false }
    return follower > next || gap.contains { ",/-–".contains($0) }
  }
}

extension Character {
  fileprivate var isLetterOrNumber: Bool { isLetter || isNumber }
}
