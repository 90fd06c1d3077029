import Records

/// Takes the fields of a JSON object one by one and gathers all that is wrong: missing, of another kind, and in the end
/// what nobody asked for. How long a text may be is the front desk's to say.
struct Fields {
  private let members: [JSONValue.Member]
  /// `assistance.activities[1].` before the names of nested fields.
  private let prefix: String
  private var accepted: [String] = []
  private var problems: [FieldProblem] = []
  private var unknown: [FieldProblem] = []

  private init(_ members: [JSONValue.Member], prefix: String) {
    self.members = members
    self.prefix = prefix
  }

  /// - Throws: `Problem` that names every wrong field.
  static func read<T>(_ members: [JSONValue.Member], _ body: (inout Fields) -> T) throws(Problem) -> T {
    var fields = Fields(members, prefix: "")
    let value = body(&fields)
    fields.refuseUnknown()
    guard fields.problems.isEmpty else { throw .invalidFields(fields.unknown + fields.problems) }
    guard fields.unknown.isEmpty else { throw .unknownFields(fields.unknown) }
    return value
  }

  // MARK: - Values

  /// `nil` when the field is absent, null or wrong.
  mutating func text(_ name: String) -> String? {
    value(name).flatMap { text($0, at: name) }
  }

  /// Empty when the field is absent, null or wrong; then there is a problem, too.
  mutating func requiredText(_ name: String) -> String {
    require(name, "chuỗi ký tự").flatMap { text($0, at: name) } ?? ""
  }

  /// Whether the field is there and says nothing.
  func isNull(_ name: String) -> Bool {
    members.contains { $0.name == name && $0.value == .null }
  }

  /// Whether the field is there and is null or an empty text.
  func isEmpty(_ name: String) -> Bool {
    isNull(name) || members.contains { $0.name == name && $0.value == .text("") }
  }

  /// A field that may be changed or left out, and not emptied.
  mutating func refuseNull(_ name: String, accepted: String) {
    guard isNull(name) else { return }
    add(name, "null", accepted: accepted, "Trường này sửa được mà không bỏ trống được.")
  }

  mutating func integer(_ name: String) -> Int? {
    value(name).flatMap { integer($0, at: name) }
  }

  /// A whole number as its digits; those of a text are taken too.
  mutating func number(_ name: String) -> String? {
    switch value(name) {
    case nil: nil
    case .text(let text)?: text
    case let value?: integer(value, at: name).map(String.init)
    }
  }

  mutating func requiredInteger(_ name: String) -> Int {
    require(name, "số nguyên").flatMap { integer($0, at: name) } ?? 0
  }

  mutating func texts(_ name: String) -> [String]? {
    list(name, "danh sách chuỗi ký tự")?.enumerated().compactMap { text($1, at: "\(name)[\($0)]") }
  }

  /// One of the values of an enumeration.
  mutating func choice<C: RawRepresentable & CaseIterable>(_ name: String, _: C.Type) -> C? where C.RawValue == String {
    guard let text = text(name) else { return nil }
    if let choice = C(rawValue: text) { return choice }
    add(name, text, accepted: C.allCases.map(\.rawValue).joined(separator: ", "), "Không có giá trị này.")
    return nil
  }

  /// `nil` when it is absent or wrong; then there is a problem.
  mutating func requiredChoice<C: RawRepresentable & CaseIterable>(_ name: String, _: C.Type) -> C?
  where C.RawValue == String {
    let accepted = C.allCases.map(\.rawValue).joined(separator: ", ")
    guard require(name, accepted) != nil else { return nil }
    return choice(name, C.self)
  }

  mutating func object<T>(_ name: String, _ body: (inout Fields) -> T) -> T? {
    value(name).flatMap { object($0, at: name, body) }
  }

  mutating func objects<T>(_ name: String, _ body: (inout Fields) -> T) -> [T]? {
    guard let list = list(name, "danh sách đối tượng") else { return nil }
    var values: [T] = []
    for (index, value) in list.enumerated() {
      if let value = object(value, at: "\(name)[\(index)]", body) { values.append(value) }
    }
    return values
  }

  // MARK: - Checking

  private mutating func value(_ name: String) -> JSONValue? {
    accepted.append(name)
    guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
    return value
  }

  private mutating func require(_ name: String, _ accepted: String) -> JSONValue? {
    if let value = value(name) { return value }
    add(name, nil, accepted: accepted, "Thiếu trường này.")
    return nil
  }

  private mutating func text(_ value: JSONValue, at name: String) -> String? {
    guard case .text(let text) = value else {
      add(name, value.shown, accepted: "chuỗi ký tự", "Giá trị không phải chuỗi ký tự.")
      return nil
    }
    guard !text.holdsControlCharacter else {
      add(name, text, accepted: "chữ, số và dấu câu", "Chuỗi có ký tự điều khiển.")
      return nil
    }
    return text
  }

  private mutating func integer(_ value: JSONValue, at name: String) -> Int? {
    guard case .number(let digits) = value, let integer = Int(digits) else {
      add(name, value.shown, accepted: "số nguyên", "Giá trị không phải số nguyên.")
      return nil
    }
    return integer
  }

  private mutating func list(_ name: String, _ accepted: String) -> [JSONValue]? {
    guard let value = value(name) else { return nil }
    guard case .list(let list) = value else {
      add(name, value.shown, accepted: accepted, "Giá trị không phải danh sách.")
      return nil
    }
    return list
  }

  private mutating func object<T>(_ value: JSONValue, at name: String, _ body: (inout Fields) -> T) -> T? {
    guard case .object(let members) = value else {
      add(name, value.shown, accepted: "đối tượng { … }", "Giá trị không phải đối tượng.")
      return nil
    }
    var fields = Fields(members, prefix: "\(prefix)\(name).")
    let value = body(&fields)
    fields.refuseUnknown()
    problems += fields.problems
    unknown += fields.unknown
    return value
  }

  private mutating func refuseUnknown() {
    let names = accepted.isEmpty ? "không có trường nào" : accepted.joined(separator: ", ")
    for member in members where !accepted.contains(member.name) {
      unknown.append(
        FieldProblem(
          field: prefix + member.name.shortened, value: member.value.shown.shortened, accepted: names,
          reason: "Không có trường này."))
    }
  }

  private mutating func add(_ name: String, _ value: String?, accepted: String, _ reason: String) {
    problems.append(
      FieldProblem(field: prefix + name, value: value?.shortened, accepted: accepted, reason: reason))
  }
}

extension String {
  /// At most 60 characters, for a message.
  var shortened: String {
    // Scalars, since one character can hold any number of combining marks.
    unicodeScalars.count <= 60 ? self : String(unicodeScalars.prefix(59)) + "…"
  }

  /// A line break is none: remarks may have several lines.
  var holdsControlCharacter: Bool {
    unicodeScalars.contains { $0 != "\n" && $0.properties.generalCategory == .control }
  }
}
