import Queueing

/// One line of a table that somebody made elsewhere.
package struct TableLine: Hashable, Sendable {
  /// As a spreadsheet counts, 1 and up, the header included.
  package let number: Int
  /// In NFC, without white space at their ends; an empty text is no value. What stands behind the last is absent.
  package let cells: [String]

  package init(number: Int, cells: [String]) {
    self.number = number
    self.cells = cells
  }
}

/// A column that a table may have: the name that programs use, and what people write above it.
package struct TableColumn: Hashable, Sendable {
  package let name: String
  package let titles: [String]
  package let isRequired: Bool

  init(_ name: String, _ titles: [String], isRequired: Bool = false) {
    self.name = name
    self.titles = titles
    self.isRequired = isRequired
  }

  /// “member (Người hỗ trợ)”.
  package var described: String { titles.first.map { "\(name) (\($0))" } ?? name }

  fileprivate func isNamed(by heading: FoldedName) -> Bool {
    ([name] + titles).contains { FoldedName($0) == heading }
  }
}

/// A table whose header is wrong; never empty.
package struct InvalidTable: Error, Hashable, Sendable {
  package let problems: [FieldProblem]
}

/// The columns of a table by their places.
package struct TableHeader: Hashable, Sendable {
  private let places: [String: Int]
  /// As the file has them.
  private let headings: [String: String]

  /// Letters, marks and what stands between words do not count, so that “Người hỗ trợ”, “NGUOI HO TRO” and “member”
  /// are the same column.
  ///
  /// - Throws: `InvalidTable` for columns that are unknown, double or missing.
  package init(_ line: TableLine, of columns: [TableColumn]) throws(InvalidTable) {
    var places: [String: Int] = [:]
    var headings: [String: String] = [:]
    var problems: [FieldProblem] = []
    let known = columns.map(\.described).joined(separator: ", ")
    for (place, heading) in line.cells.enumerated() where !heading.isEmpty {
      let folded = FoldedName(heading)
      guard let column = columns.first(where: { $0.isNamed(by: folded) }) else {
        problems.append(
          FieldProblem(
            field: "cột \(place + 1)", value: Self.shortened(heading), accepted: known,
            reason: "Dòng \(line.number) là dòng tên cột, và không có cột nào tên như vậy."))
        continue
      }
      if places[column.name] != nil {
        problems.append(
          FieldProblem(
            field: "cột \(place + 1)", value: Self.shortened(heading), accepted: "mỗi cột một lần",
            reason: "Cột này đã có."))
      }
      places[column.name] = place
      headings[column.name] = heading
    }
    for column in columns where column.isRequired && places[column.name] == nil {
      problems.append(
        FieldProblem(
          field: column.name, value: nil, accepted: "một cột tên \(column.described)", reason: "Bảng thiếu cột này."))
    }
    guard problems.isEmpty else { throw InvalidTable(problems: problems) }
    self.places = places
    self.headings = headings
  }

  /// `nil` when the table has no such column; empty when the cell is.
  package func text(_ column: String, in line: TableLine) -> String? {
    places[column].map { $0 < line.cells.count ? line.cells[$0] : "" }
  }

  /// `nil` when there is no column or no value.
  func value(_ column: String, in line: TableLine) -> String? {
    text(column, in: line).flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Cells of a line that stand under no heading and yet say something. They must not be dropped in silence: a comma
  /// without quotes has shifted what stands behind it.
  func strays(in line: TableLine) -> [FieldProblem] {
    let known = Set(places.values)
    return line.cells.enumerated().compactMap { place, cell in
      guard !cell.isEmpty, !known.contains(place) else { return nil }
      return FieldProblem(
        field: "cột \(place + 1)", value: Self.shortened(cell), accepted: "bỏ trống, vì cột này không có tên",
        reason: "Dòng có ô nằm ngoài các cột có tên; ô có dấu phân cách ở trong phải đặt trong dấu nháy kép.")
    }
  }

  /// What the file calls a column.
  func heading(_ column: String) -> String { headings[column] ?? column }

  private static func shortened(_ text: String) -> String {
    text.unicodeScalars.count > 60 ? String(text.prefix(59)) + "…" : text
  }
}

/// Dates and times as people write them in tables.
enum TableDate {
  /// The day and, where it is told, the second of it.
  ///
  /// Reads `2026-03-05`, `05/3/2026`, `5-3-2026`, each perhaps followed by a time; an instant of ISO 8601; and the
  /// number by which a spreadsheet knows a day.
  static func read(_ text: String) -> (day: ServiceDay, second: Int?)? {
    if let instant = Timestamp(iso8601: text) {
      let (epochDay, milliseconds) = CivilTime.split(instant)
      return (ServiceDay(epochDay: epochDay), milliseconds / 1000)
    }
    if let serial = serial(text) { return serial }
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "T" || $0 == "\u{A0}" })
    guard (1...2).contains(parts.count), let day = day(parts[0]) else { return nil }
    guard parts.count == 2 else { return (day, nil) }
    return second(parts[1]).map { (day, $0) }
  }

  static func day(_ text: Substring) -> ServiceDay? {
    if let day = ServiceDay(String(text)) { return day }
    let parts = text.split(omittingEmptySubsequences: false, whereSeparator: { "/-.".contains($0) })
    guard parts.count == 3, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isASCIIDigit) }),
      parts[0].count <= 2, parts[1].count <= 2, parts[2].count == 4,
      let day = Int(parts[0]), let month = Int(parts[1]), (1...12).contains(month), let year = Int(parts[2])
    else { return nil }
    let found = ServiceDay(year: year, month: month, day: day)
    return found.civil.day == day && found.civil.month == month && day >= 1 ? found : nil
  }

  /// `9:05`, `09:05:30`, `7h30`, or the part of a day by which a spreadsheet knows a time.
  static func second(_ text: Substring) -> Int? {
    if let part = Double(String(text)), (0..<1).contains(part), text.contains(".") {
      return Int((part * 86_400).rounded()) % 86_400
    }
    var parts = text.split(omittingEmptySubsequences: false, whereSeparator: { ":hgH".contains($0) })
    if parts.count == 2, parts.last?.isEmpty ?? false, text.last != ":" { parts.removeLast() }
    guard (1...3).contains(parts.count), parts.count > 1 || text.last.map({ !$0.isASCIIDigit }) ?? false,
      parts.allSatisfy({ (1...2).contains($0.count) && $0.allSatisfy(\.isASCIIDigit) })
    else { return nil }
    let numbers = parts.compactMap { Int($0) }
    let (hour, minute) = (numbers[0], numbers.count > 1 ? numbers[1] : 0)
    let second = numbers.count > 2 ? numbers[2] : 0
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return hour * 3600 + minute * 60 + second
  }

  /// Spreadsheets count days from the end of 1899; only the years 2000 to 2099 are taken for a date.
  private static let serials = 36_526.0..<73_051
  private static let serialZero = ServiceDay(year: 1899, month: 12, day: 30)

  private static func serial(_ text: String) -> (day: ServiceDay, second: Int?)? {
    guard text.count >= 5, text.allSatisfy({ $0.isASCIIDigit || $0 == "." }), let number = Double(text),
      // As it was read: a number of a hundred digits is no whole number of the processor.
      serials.contains(number)
    else { return nil }
    let seconds = Int(((number - number.rounded(.down)) * 86_400).rounded())
    let day = serialZero.advanced(by: Int(number) + seconds / 86_400)
    return (day, text.contains(".") ? seconds % 86_400 : nil)
  }
}

extension Code {
  /// The code that a cell means: by its raw value or by its name, whatever the letters. What is neither stays as it is,
  /// for the rule to refuse.
  static func rawText(_ text: String) -> String {
    if Self(rawValue: text) != nil { return text }
    let folded = FoldedName(text)
    return allCases.first { FoldedName($0.rawValue) == folded || FoldedName($0.name) == folded }?.rawValue ?? text
  }
}

/// What a cell may name an entry of a register by: its id, or the name that it alone has.
package struct TableNames: Sendable {
  /// What a cell means.
  enum Meaning: Hashable {
    /// The id of an entry; what is neither an id nor a name stays as it is, for the rule to refuse.
    case entry(String)
    /// The ids of those that have the name.
    case several([String])
  }

  private let ids: Set<String>
  private let byName: [FoldedName: [RegisterEntry]]

  package init(_ entries: [RegisterEntry]) {
    ids = Set(entries.map(\.id))
    // A directive has no name but its number.
    byName = Dictionary(grouping: entries) { FoldedName($0.fields["name"] ?? $0.fields["number"] ?? "") }
  }

  /// Of those that have the name, who held on the day is meant before who did not.
  func meaning(of text: String, on day: ServiceDay) -> Meaning {
    if ids.contains(text) { return .entry(text) }
    let named = byName[FoldedName(text)] ?? []
    let holding = named.filter { $0.isActive(on: day) }
    let meant = (holding.isEmpty ? named : holding).map(\.id)
    return meant.count > 1 ? .several(meant.sorted()) : .entry(meant.first ?? text)
  }

  /// - Parameter heading: of the column in which the name stands.
  static func ambiguous(_ text: String, at heading: String, _ ids: [String]) -> FieldProblem {
    FieldProblem(
      field: heading, value: text.count > 60 ? text.prefix(59) + "…" : text,
      accepted: "một trong các mã \(ids.joined(separator: ", "))",
      reason: "Có \(ids.count) mục cùng tên này; hãy ghi mã.")
  }
}
