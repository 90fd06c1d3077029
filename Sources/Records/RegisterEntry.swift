package import Queueing

/// One entry of a register, every field as its form wants it.
package struct RegisterEntry: Hashable, Sendable, Codable {
  package let register: RegisterName
  /// ASCII kebab-case, 1–40 characters; it never changes.
  package let id: String
  /// By the name of the field; one without a value is absent.
  package let fields: [String: String]

  /// For values that were checked before they were stored.
  package init(verified register: RegisterName, id: String, fields: [String: String]) {
    self.register = register
    self.id = id
    self.fields = fields
  }

  /// The first day it holds; a directive of a higher body may have no date.
  package var start: ServiceDay? { fields[register.startField].flatMap { ServiceDay($0) } }
  /// The last day it holds. The day before `start` marks an entry that was made by mistake: it never holds.
  package var end: ServiceDay? { fields[RegisterName.endField].flatMap { ServiceDay($0) } }

  package func isActive(on day: ServiceDay) -> Bool {
    (start.map { day >= $0 } ?? true) && (end.map { day <= $0 } ?? true)
  }

  /// Whether somebody took it back.
  package var isWithdrawn: Bool {
    guard let start, let end else { return false }
    return end < start
  }

  /// What the journal keeps of it: nothing that may name somebody.
  package var journalFields: [String: String] {
    let personal = Set(register.fields.filter(\.isPersonal).map(\.name))
    return fields.filter { !personal.contains($0.key) }
  }
}

/// Everything that is wrong with a draft of an entry, in the order of its fields; never empty.
package struct InvalidEntry: Error, Hashable, Sendable {
  package let problems: [FieldProblem]

  package init(problems: [FieldProblem]) {
    self.problems = problems
  }
}

extension RegisterName {
  /// Checks what somebody wants to enter, and reports all problems at once.
  ///
  /// - Parameters:
  ///   - id: of the entry.
  ///   - texts: by field, in NFC; empty text stands for no value.
  ///   - changing: the entry as it is, of which fields that are not given stay; `nil` for a new one.
  ///   - exists: whether a register has an entry of that id.
  package func checked(
    id: String, texts: [String: String], changing: RegisterEntry? = nil,
    exists: (RegisterName, String) throws -> Bool
  ) throws -> RegisterEntry {
    var problems: [FieldProblem] = []
    if !VillageID.isValid(id) {
      problems.append(
        FieldProblem(
          field: "id", value: Self.shortened(id), accepted: "1–40 ký tự gồm a–z, 0–9 và dấu gạch nối ở giữa",
          reason: id.isEmpty ? "Cần ghi mã của mục." : "Mã không hợp lệ."))
    }
    var values = changing?.fields ?? [:]
    for field in fields {
      guard let text = texts[field.name] else { continue }
      values[field.name] = text.isEmpty ? nil : text
    }
    let known = fields.map(\.name)
    for name in texts.keys.sorted() where !known.contains(name) {
      problems.append(
        FieldProblem(
          field: name, value: texts[name].map(Self.shortened), accepted: known.joined(separator: ", "),
          reason: "Sổ “\(self.name)” không có trường này."))
    }
    for field in fields {
      guard let text = values[field.name] else {
        if field.isRequired {
          problems.append(
            FieldProblem(field: field.name, value: nil, accepted: field.accepted, reason: "Cần ghi “\(field.title)”."))
        }
        continue
      }
      // What an earlier release took and nobody touches now is no reason against another change.
      guard text != changing?.fields[field.name] else { continue }
      if let reason = try field.refusal(of: text, exists: exists) {
        problems.append(
          FieldProblem(
            field: field.name, value: Self.shortened(text), accepted: field.accepted, reason: reason))
      }
    }
    let entry = RegisterEntry(verified: self, id: id, fields: values)
    if problems.isEmpty, let start = entry.start, let end = entry.end, end < start.advanced(by: -1) {
      problems.append(
        FieldProblem(
          field: Self.endField, value: end.text,
          accepted: "từ \(start.text); \(start.advanced(by: -1).text) để bỏ mục này",
          reason: "Ngày cuối đứng trước ngày đầu."))
    }
    if problems.isEmpty, let successor = values[Self.successorField], entry.end == nil || successor == id {
      problems.append(
        FieldProblem(
          field: Self.successorField, value: successor, accepted: "một thôn khác, cùng với \(Self.endField)",
          reason: successor == id
            ? "Một thôn không sáp nhập vào chính nó." : "Thôn đã sáp nhập thì phải có ngày cuối còn hiệu lực."))
    }
    let isTouched = ["role", "issuedOn"].contains { values[$0] != changing?.fields[$0] }
    if self == .directives, isTouched, values["role"] == DirectiveRole.issued.rawValue, values["issuedOn"] == nil {
      problems.append(
        FieldProblem(
          field: "issuedOn", value: nil, accepted: "ngày dạng 2026-11-23",
          reason: "Văn bản do địa phương ban hành phải có ngày: báo cáo kể và đếm nó theo ngày."))
    }
    guard problems.isEmpty else { throw InvalidEntry(problems: problems) }
    return entry
  }

  private static func shortened(_ text: String) -> String {
    text.count > 60 ? text.prefix(59) + "…" : text
  }
}

/// Mergers of villages, followed one after the other.
package struct Mergers {
  private let successor: (String) throws -> String?
  /// From where they have been followed to their end.
  private var followed: Set<String> = []

  /// - Parameter successor: what a village was merged into, if it was.
  package init(successor: @escaping (String) throws -> String?) {
    self.successor = successor
  }

  /// Refuses a merger by which a village in the end would be part of itself.
  package mutating func check(_ entry: RegisterEntry) throws {
    var (path, seen) = ([entry.id], Set([entry.id]))
    var next = entry.fields[RegisterName.successorField]
    while let village = next, !followed.contains(village) {
      path.append(village)
      if village == entry.id { throw InvalidEntry(problems: [Self.ring(path)]) }
      // A ring of others, which this only leads to, is theirs to be mended.
      guard seen.insert(village).inserted else { return }
      next = try successor(village)
    }
    followed.formUnion(path)
  }

  private static func ring(_ path: [String]) -> FieldProblem {
    let shown = path.count <= 8 ? path : path.prefix(4) + ["…"] + path.suffix(3)
    return FieldProblem(
      field: RegisterName.successorField, value: path[1], accepted: "một thôn không sáp nhập trở lại thôn này",
      reason: "Các thôn sáp nhập thành một vòng: \(shown.joined(separator: " → ")).")
  }
}

extension RegisterField {
  /// What the field takes, in words.
  package var accepted: String {
    switch form {
    case .line(let limit): "một dòng từ 1 đến \(limit) ký tự"
    case .day: "ngày dạng 2026-11-23"
    case .code(let codes): codes.joined(separator: ", ")
    case .count: "số nguyên từ 0 đến \(Self.countLimit)"
    case .percentage: "tỷ lệ từ 0% đến 100%, dạng 97,5%"
    case .reference(let register): "mã một mục trong sổ “\(register.name)”"
    }
  }

  private static let countLimit = 1_000_000

  fileprivate func refusal(of text: String, exists: (RegisterName, String) throws -> Bool) throws -> String? {
    switch form {
    case .line(let limit):
      let scalars = text.unicodeScalars
      if scalars.contains(where: { $0.properties.generalCategory == .control }) { return "Có ký tự không ghi được." }
      return scalars.count > limit ? "Nội dung dài \(scalars.count) ký tự." : nil
    case .day: return ServiceDay(text) == nil ? "Không phải một ngày có thật." : nil
    case .code(let codes): return codes.contains(text) ? nil : "Không có mã này."
    case .count:
      let isPlain = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      guard isPlain, let count = Int(text), count <= Self.countLimit else { return "Không phải một số đếm." }
      return nil
    case .percentage: return Self.isPercentage(text) ? nil : "Không phải một tỷ lệ."
    case .reference(let register):
      return try exists(register, text) ? nil : "Sổ “\(register.name)” không có mục này."
    }
  }

  /// Of a whole: 0–100 with two decimals at most, as it is printed.
  private static func isPercentage(_ text: String) -> Bool {
    guard let match = text.wholeMatch(of: /(0|[1-9][0-9]{0,2})(,[0-9]{1,2})?%/), let whole = Int(match.1) else {
      return false
    }
    let hasDecimals = match.2?.contains { $0 != "," && $0 != "0" } ?? false
    return whole < 100 || whole == 100 && !hasDecimals
  }
}

// MARK: - Entries as what they are

extension Village {
  package init?(_ entry: RegisterEntry) {
    guard entry.register == .villages, let name = entry.fields["name"], let start = entry.start else { return nil }
    self.init(
      id: VillageID(verified: entry.id), name: name, validFrom: start, validUntil: entry.end,
      successor: entry.fields[RegisterName.successorField].flatMap { VillageID($0) })
  }

  package var entry: RegisterEntry {
    RegisterEntry(
      verified: .villages, id: id.text,
      fields: ["name": name, "validFrom": validFrom.text].adding(RegisterName.endField, validUntil?.text)
        .adding(RegisterName.successorField, successor?.text))
  }
}

extension Member {
  package init?(_ entry: RegisterEntry) {
    guard entry.register == .members, let name = entry.fields["name"], let start = entry.start,
      let team = entry.fields["team"].flatMap(Team.init)
    else { return nil }
    self.init(id: MemberID(verified: entry.id), name: name, team: team, validFrom: start, validUntil: entry.end)
  }

  package var entry: RegisterEntry {
    RegisterEntry(
      verified: .members, id: id.text,
      fields: ["name": name, "team": team.rawValue, "validFrom": validFrom.text]
        .adding(RegisterName.endField, validUntil?.text))
  }
}

extension [String: String] {
  fileprivate func adding(_ key: String, _ value: String?) -> Self {
    var copy = self
    copy[key] = value
    return copy
  }
}

/// A community team or a rescue team.
package struct TeamUnit: Hashable, Sendable {
  package let kind: Team
  package let village: VillageID?
  /// Id of the directive that set it up.
  package let decision: String?

  package init?(_ entry: RegisterEntry) {
    guard entry.register == .teams, let kind = entry.fields["kind"].flatMap(Team.init) else { return nil }
    self.kind = kind
    village = entry.fields["village"].flatMap { VillageID($0) }
    decision = entry.fields["decision"]
  }
}

package struct Directive: Hashable, Sendable {
  package let id: String
  package let kind: DirectiveKind
  /// “57/KH-UBND”.
  package let number: String
  package let issuedOn: ServiceDay?
  package let issuer: String
  package let subject: String
  package let role: DirectiveRole

  package init?(_ entry: RegisterEntry) {
    guard entry.register == .directives, let kind = entry.fields["kind"].flatMap(DirectiveKind.init),
      let number = entry.fields["number"], let issuer = entry.fields["issuer"], let subject = entry.fields["subject"],
      let role = entry.fields["role"].flatMap(DirectiveRole.init)
    else { return nil }
    id = entry.id
    self.kind = kind
    self.number = number
    issuedOn = entry.start
    self.issuer = issuer
    self.subject = subject
    self.role = role
  }

  /// “Kế hoạch số 57/KH-UBND ngày 09/02/2026”: the only way a directive is cited.
  package var citation: String {
    "\(kind.name) số \(number)" + (issuedOn.map { " ngày \($0.officialText)" } ?? "")
  }
}

package struct OutreachEvent: Hashable, Sendable {
  package let channel: OutreachChannel
  package let heldOn: ServiceDay
  package let topic: String
  package let participants: Int?
  /// Of a class: how often it met.
  package let sessions: Int?

  package init?(_ entry: RegisterEntry) {
    guard entry.register == .outreach, let channel = entry.fields["channel"].flatMap(OutreachChannel.init),
      let heldOn = entry.start, let topic = entry.fields["topic"]
    else { return nil }
    self.channel = channel
    self.heldOn = heldOn
    self.topic = topic
    participants = entry.fields["participants"].flatMap { Int($0) }
    sessions = entry.fields["sessions"].flatMap { Int($0) }
  }
}

/// A figure that somebody answers for.
package struct Declaration: Hashable, Sendable {
  package let indicator: Indicator
  /// As it is to be printed: “100%”.
  package let value: String
  package let asOf: ServiceDay
  package let source: String
  /// Id of the directive that says it.
  package let document: String?

  package init?(_ entry: RegisterEntry) {
    guard entry.register == .indicators, let indicator = entry.fields["indicator"].flatMap(Indicator.init),
      let value = entry.fields["value"], let asOf = entry.start, let source = entry.fields["source"]
    else { return nil }
    self.indicator = indicator
    self.value = value
    self.asOf = asOf
    self.source = source
    document = entry.fields["document"]
  }
}
