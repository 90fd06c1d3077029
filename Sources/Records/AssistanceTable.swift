package import Queueing

/// A table of help that was given: what each line says, by the same rules as help that is entered by hand.
package struct AssistanceTable: Sendable {
  /// Activities that can stand in columns of their own.
  private static let groups = 4

  private static let activityColumns: [(name: String, titles: [String])] = [
    ("activity", ["Việc đã hỗ trợ", "Việc", "Nội dung hỗ trợ", "activities"]), ("level", ["Mức độ"]),
    ("platform", ["Nền tảng"]), ("outcome", ["Kết quả"]), ("difficulties", ["Khó khăn", "difficulty"]),
    ("activityMinutes", ["Số phút của việc"]),
  ]

  /// Those of the first activity have no number; the others are called “Việc đã hỗ trợ 2”, “activity2”.
  package static let columns: [TableColumn] =
    [
      TableColumn("key", ["Mã dòng"]),
      // Every table of a clerk has it, and it says nothing.
      TableColumn("stt", ["STT", "TT", "Số thứ tự"]),
      TableColumn("startedAt", ["Ngày", "Ngày hỗ trợ", "Ngày giờ", "Thời điểm"], isRequired: true),
      TableColumn("time", ["Giờ"]),
      TableColumn("member", ["Người hỗ trợ", "Thành viên"], isRequired: true),
      TableColumn("place", ["Nơi hỗ trợ", "Địa điểm"], isRequired: true),
      TableColumn("minutes", ["Số phút"]),
      TableColumn("village", ["Thôn"]), TableColumn("residence", ["Nơi ở"]),
      TableColumn("ageBand", ["Độ tuổi", "age"]), TableColumn("sex", ["Giới tính"]), TableColumn("note", ["Ghi chú"]),
    ]
    + (1...groups).flatMap { group in
      activityColumns.map { column in
        TableColumn(
          column.name + suffix(group), column.titles.map { group == 1 ? $0 : "\($0) \(group)" },
          isRequired: group == 1 && column.name == "activity")
      }
    }

  private static func suffix(_ group: Int) -> String { group == 1 ? "" : "\(group)" }

  /// One line that can be taken.
  package struct Taken: Hashable, Sendable {
    /// Its id is 0: the journal gives the true one.
    package let assistance: Assistance
    package let note: String?
    /// How the file tells this line from the others, when it does.
    package let key: String?
  }

  private let header: TableHeader
  private let registers: Registers
  private let members: TableNames
  private let villages: TableNames
  private let instant: Timestamp

  /// - Parameter now: no help began after it.
  /// - Throws: `InvalidTable` for a header that is none.
  package init(header: TableLine, registers: Registers, now: Timestamp) throws(InvalidTable) {
    self.header = try TableHeader(header, of: Self.columns)
    self.registers = registers
    instant = now
    members = TableNames(registers.members.values.map(\.entry))
    villages = TableNames(registers.villages.values.map(\.entry))
  }

  /// - Throws: `InvalidAssistance` with all that is wrong, each by the name of its column.
  package func read(_ line: TableLine) throws(InvalidAssistance) -> Taken {
    var problems = header.strays(in: line)
    let draft = draft(line, &problems)
    let checked: CheckedAssistance
    do throws(InvalidAssistance) {
      checked = try draft.checked(id: 0, circumstances: .away, registers: registers, now: instant)
    } catch {
      let found = Set(problems.map(\.field))
      problems += error.problems.map(inColumns).filter { !found.contains($0.field) }
      throw InvalidAssistance(problems: problems)
    }
    guard problems.isEmpty else { throw InvalidAssistance(problems: problems) }
    return Taken(assistance: checked.assistance, note: checked.note, key: header.value("key", in: line))
  }

  private func draft(_ line: TableLine, _ problems: inout [FieldProblem]) -> AssistanceDraft {
    let start = start(line, &problems)
    let day = ServiceDay(of: start.flatMap { Timestamp(iso8601: $0) } ?? instant, startMinute: 0)
    return AssistanceDraft(
      member: named("member", in: line, of: members, on: day, &problems),
      place: header.value("place", in: line).map { Place.rawText($0) }, startedAt: start,
      minutes: number("minutes", in: line, &problems), activities: activities(line, &problems),
      village: named("village", in: line, of: villages, on: day, &problems),
      residence: header.value("residence", in: line).map { Residence.rawText($0) },
      ageBand: header.value("ageBand", in: line).map { AgeBand.rawText($0) },
      sex: header.value("sex", in: line).map { Sex.rawText($0) }, note: note(line, &problems))
  }

  private func named(
    _ column: String, in line: TableLine, of names: TableNames, on day: ServiceDay, _ problems: inout [FieldProblem]
  ) -> String? {
    guard let text = header.value(column, in: line) else { return nil }
    switch names.meaning(of: text, on: day) {
    case .entry(let id): return id
    case .several(let ids):
      problems.append(TableNames.ambiguous(text, at: heading(column), ids))
      return nil
    }
  }

  /// A day without a time begins at midnight, when nobody helps: the hour is then known not to be known.
  private func start(_ line: TableLine, _ problems: inout [FieldProblem]) -> String? {
    guard let text = header.value("startedAt", in: line) else { return nil }
    let time = header.value("time", in: line)
    guard let (day, second) = TableDate.read(text) else {
      problems.append(
        problem(
          "startedAt", text, accepted: "ngày dạng 2026-03-05 hoặc 05/3/2026, có thể kèm giờ như 9:05",
          "Không đọc được ngày."))
      return nil
    }
    let told = time.map { TableDate.second($0[...]) }
    if let time, told == .some(nil) {
      problems.append(problem("time", time, accepted: "giờ dạng 9:05 hoặc 7h30", "Không đọc được giờ."))
    }
    let start = CivilTime.instant(epochDay: day.epochDay, secondOfDay: (told ?? nil) ?? second ?? 0)
    return start.iso8601
  }

  private func number(_ column: String, in line: TableLine, _ problems: inout [FieldProblem]) -> Int? {
    guard let text = header.value(column, in: line) else { return nil }
    // A spreadsheet keeps every number as one with decimals.
    let digits = text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    if let number = Int(digits), digits.allSatisfy(\.isASCIIDigit) { return number }
    problems.append(problem(column, text, accepted: "số nguyên từ 0 đến 600", "Không phải một số phút."))
    return nil
  }

  private func note(_ line: TableLine, _ problems: inout [FieldProblem]) -> String? {
    guard let text = header.value("note", in: line) else { return nil }
    if text.unicodeScalars.contains(where: { $0 != "\n" && $0.properties.generalCategory == .control }) {
      problems.append(problem("note", text, accepted: "chữ, số và dấu câu", "Có ký tự không ghi được."))
      return nil
    }
    if text.unicodeScalars.count > AssistanceDraft.noteLimit {
      problems.append(
        problem(
          "note", "\(text.unicodeScalars.count) ký tự", accepted: "nhiều nhất \(AssistanceDraft.noteLimit) ký tự",
          "Ghi chú quá dài."))
      return nil
    }
    if text.holdsLongNumber {
      // What must not be kept is not told again either.
      problems.append(
        problem(
          "note", nil, accepted: "lời không có họ tên, số căn cước hay số điện thoại",
          "Ghi chú có dãy số giống số căn cước hoặc số điện thoại. Hãy bỏ đi."))
      return nil
    }
    return text
  }

  // MARK: - Activities

  /// The columns of the first activity may name several, which then share level, outcome and the rest.
  private func activities(_ line: TableLine, _ problems: inout [FieldProblem]) -> [ActivityDraft] {
    var drafts: [ActivityDraft] = []
    for group in 1...Self.groups {
      let suffix = Self.suffix(group)
      let column = { header.value($0 + suffix, in: line) }
      let minutes = number("activityMinutes\(suffix)", in: line, &problems)
      guard let named = column("activity") else {
        for name in Self.activityColumns.map(\.name).dropFirst() {
          guard group > 1, let text = column(name) else { continue }
          problems.append(
            problem(name + suffix, text, accepted: "bỏ trống khi không có việc", "Cột của một việc không được ghi."))
        }
        continue
      }
      let activities = Self.list(named, Activity.self)
      let leveled = activities.filter { Activity(rawValue: $0)?.takesLevel == true }
      let difficulties = column("difficulties").map { Self.list($0, Difficulty.self) } ?? []
      for activity in activities {
        let takesLevel = leveled.isEmpty || leveled.contains(activity)
        drafts.append(
          ActivityDraft(
            activity: activity, level: takesLevel ? column("level").map { ServiceLevel.rawText($0) } : nil,
            platform: column("platform").map { Platform.rawText($0) },
            outcome: column("outcome").map { Outcome.rawText($0) }, difficulties: difficulties, minutes: minutes))
      }
    }
    return drafts
  }

  /// Several in one cell are parted by `;`, `|` or a line, or by commas, of which some names have one of their own.
  private static func list<C: Code>(_ text: String, _: C.Type) -> [String] {
    text.split(whereSeparator: { ";|\n".contains($0) }).flatMap { part -> [String] in
      let whole = C.rawText(trimmed(part))
      if C(rawValue: whole) != nil { return [whole] }
      return part.split(separator: ",").map { C.rawText(trimmed($0)) }.filter { !$0.isEmpty }
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
  }

  /// What the file calls a column.
  package func heading(_ column: String) -> String { header.heading(column) }

  // MARK: - Problems

  private func problem(_ column: String, _ value: String?, accepted: String, _ reason: String) -> FieldProblem {
    FieldProblem(
      field: header.heading(column), value: value.map { $0.count > 60 ? $0.prefix(59) + "…" : $0 },
      accepted: accepted, reason: reason)
  }

  /// The rules speak of fields of the API; who made the table knows its columns.
  private func inColumns(_ problem: FieldProblem) -> FieldProblem {
    var name = problem.field
    if name.hasPrefix("activities") {
      let field = name.split(separator: ".").last.map { $0.prefix(while: \.isLetter) }.map(String.init) ?? ""
      name =
        field == "minutes" ? "activityMinutes" : Self.activityColumns.contains { $0.name == field } ? field : "activity"
    }
    // Who makes tables writes names, not codes.
    let names: [String]? =
      switch name {
      case "activity": Activity.allCases.map(\.name)
      case "level": ServiceLevel.allCases.map(\.name)
      case "platform": Platform.allCases.map(\.name)
      case "outcome": Outcome.allCases.map(\.name)
      case "difficulties": Difficulty.allCases.map(\.name)
      case "place": Place.allCases.map(\.name)
      case "residence": Residence.allCases.map(\.name)
      case "ageBand": AgeBand.allCases.map(\.name)
      case "sex": Sex.allCases.map(\.name)
      default: nil
      }
    let isCode = names != nil && problem.reason == AssistanceDraft.noSuchCode
    return FieldProblem(
      field: header.heading(name), value: problem.value,
      accepted: isCode ? names?.joined(separator: "; ") ?? "" : problem.accepted, reason: problem.reason)
  }
}

extension String {
  /// Whether nine digits or more follow each other, perhaps with a space, a dot or a dash between two: what the page of
  /// a counter refuses in a note, too.
  fileprivate var holdsLongNumber: Bool {
    var (digits, isParted) = (0, false)
    for scalar in unicodeScalars {
      switch scalar {
      case "0"..."9":
        (digits, isParted) = (digits + 1, false)
        if digits == 9 { return true }
      case " ", ".", "-":
        if isParted { digits = 0 }
        isParted = true
      default: (digits, isParted) = (0, false)
      }
    }
    return false
  }
}
