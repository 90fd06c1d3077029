import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// The registers, and what is in one of them.
struct RegisterWords {
  struct Entry {
    let id: String
    let path: String
    let title: String
    let facts: [String]
    let validity: String
    let isEnded: Bool
  }

  let register: String
  let path: String
  let on: String
  let entries: [Entry]
  let isEmpty: Bool
  let count: String
  let canEdit: Bool
  let fields: [FieldWords]
}

/// One field of a form, with what it holds.
struct FieldWords {
  let id: String
  let name: String
  let title: String
  let value: String
  let isRequired: Bool
  let isChoice: Bool
  let isDay: Bool
  let isText: Bool
  let isNumber: Bool
  let limit: Int?
  let choices: [ChoiceWords]
  let hint: String?
}

/// One entry of a register and what became of it.
struct RegisterEntryWords {
  let register: String
  let path: String
  let id: String
  let title: String
  let facts: [Fact]
  let fields: [FieldWords]
  let canEdit: Bool
  let today: String
  let isEnded: Bool
  let history: [EntryWords]
  let hasHistory: Bool

  struct Fact {
    let title: String
    let value: String
  }
}

struct RegisterListWords {
  struct Register {
    let path: String
    let name: String
    let text: String
  }

  let registers: [Register]
}

struct CalendarWords {
  struct Day {
    let id: String
    let title: String
    let hours: String
    let reason: String
    let source: String
    let isOwn: Bool
    let isOpen: Bool
    let slots: String
    let isIdle: Bool
  }

  let days: [Day]
  let isEmpty: Bool
  let canEdit: Bool
  let today: String
}

extension RegisterField {
  /// The lists that fields choose from, with the names people read.
  private static let lists: [[String: String]] = [
    names(Team.self), names(DirectiveKind.self), names(DirectiveRole.self), names(OutreachChannel.self),
    names(Indicator.self),
  ]

  private static func names<C: Code>(_: C.Type) -> [String: String] {
    Dictionary(C.allCases.map { ($0.rawValue, $0.name) }) { first, _ in first }
  }

  /// What a code of this field is called; the code itself in a list that has no names here.
  func name(ofCode code: String, among codes: [String]) -> String {
    Self.lists.first { Set($0.keys) == Set(codes) }?[code] ?? code
  }

  /// A value as people read it.
  func shown(_ value: String) -> String {
    switch form {
    case .day: ServiceDay(value)?.vietnameseText ?? value
    case .code(let codes): name(ofCode: value, among: codes)
    default: value
    }
  }

  fileprivate func words(_ value: String, prefix: String, references: [String: [ChoiceWords]]) -> FieldWords {
    var choices: [ChoiceWords] = []
    var limit: Int?
    switch form {
    case .code(let codes):
      choices = codes.map { ChoiceWords(code: $0, name: name(ofCode: $0, among: codes), isChosen: $0 == value) }
    case .reference(let register):
      choices = (references[register.rawValue] ?? []).map {
        ChoiceWords(code: $0.code, name: $0.name, isChosen: $0.code == value)
      }
    case .line(let most): limit = most
    default: break
    }
    let isChoice =
      switch form {
      case .code, .reference: true
      default: false
      }
    if isChoice, !isRequired || value.isEmpty {
      choices.insert(ChoiceWords(code: "", name: isRequired ? "Hãy chọn" : "Không ghi"), at: 0)
    }
    return FieldWords(
      id: "\(prefix)-\(name)", name: name, title: title, value: value, isRequired: isRequired, isChoice: isChoice,
      isDay: form == .day, isText: !isChoice && form != .day && form != .count, isNumber: form == .count,
      limit: limit, choices: choices,
      hint: form == .percentage
        ? "Ví dụ 97,5%"
        : name == RegisterName.endField ? "Để trống khi còn hiệu lực." : isPersonal ? "Không ghi vào nhật ký." : nil)
  }
}

extension RegisterName {
  /// What tells an entry from others at first sight.
  fileprivate func title(_ entry: RegisterAnswer.Entry) -> String {
    let names = ["name", "subject", "topic", "indicator"]
    guard let field = fields.first(where: { names.contains($0.name) }), let value = entry.fields[field.name] else {
      return entry.id
    }
    return field.shown(value)
  }

  fileprivate func validity(_ entry: RegisterAnswer.Entry) -> String {
    let from = entry.fields[startField].flatMap { ServiceDay($0) }
    let until = entry.fields[Self.endField].flatMap { ServiceDay($0) }
    if let from, let until, until < from { return "đã bỏ, chưa từng có hiệu lực" }
    return [from.map { "từ \($0.vietnameseText)" }, until.map { "đến hết \($0.vietnameseText)" } ?? "còn hiệu lực"]
      .compactMap(\.self).joined(separator: ", ")
  }

  /// What it is for.
  fileprivate var purpose: String { Self.purposes[rawValue] ?? "Đưa vào báo cáo" }

  private static let purposes = [
    "villages": "Thôn của xã, để ghi người dân ở đâu",
    "members": "Người hỗ trợ; tài khoản và thẻ cấp cho người trong sổ này",
    "teams": "Các tổ và quyết định thành lập",
    "directives": "Văn bản là căn cứ hoặc do xã ban hành, đưa vào báo cáo",
    "outreach": "Buổi tuyên truyền, lớp học và số người dự",
    "indicators": "Số liệu phải kê khai, không đếm được từ quầy",
  ]
}

extension Routes {
  var adminRegisters: [Route] { registerList + registerPage + registerEntryPage + calendarPage }

  private var registerList: [Route] {
    page(.registers) { _ in
      let registers = RegisterName.allCases.map {
        RegisterListWords.Register(path: "/admin/registers/\($0.rawValue)", name: $0.name, text: $0.purpose)
      }
      let calendar = RegisterListWords.Register(
        path: "/admin/registers/calendar", name: "Lịch nghỉ, làm bù", text: "Ngày nghỉ, ngày làm bù và giờ riêng")
      return try Pages.html("admin-registers", RegisterListWords(registers: registers + [calendar]))
    }
  }

  /// Entries that fields of a register may point to.
  private func references(of register: RegisterName) async throws -> [String: [ChoiceWords]] {
    var references: [String: [ChoiceWords]] = [:]
    for field in register.fields {
      guard case .reference(let other) = field.form, references[other.rawValue] == nil else { continue }
      references[other.rawValue] = try await reception.register(other, on: nil).entries.map {
        ChoiceWords(code: $0.id, name: "\(other.title($0)) (\($0.id))")
      }
    }
    return references
  }

  private var registerPage: [Route] {
    let reception = reception
    return page(
      .registers, path: "/admin/registers/{register}", query: ["on"], title: AdminPart { try $0.register.name }
    ) { call in
      let register = try call.register
      let today = reception.today
      // Opened from the list it shows today; a day that somebody took away is any.
      let on =
        call.query["on"] == nil
        ? today : try call.query["on"].flatMap { $0.isEmpty ? nil : $0 }.map { try call.query.required(day: "on", $0) }
      let entries = try await reception.register(register, on: on).entries
      let shown = register.fields.filter { ![register.startField, RegisterName.endField].contains($0.name) }
      let references = try await references(of: register)
      let path = "/admin/registers/\(register.rawValue)"
      let words = RegisterWords(
        register: register.rawValue, path: path, on: on?.text ?? "",
        entries: entries.map { entry in
          let title = register.title(entry)
          let facts = shown.compactMap { field in
            entry.fields[field.name].flatMap { value in
              let text = field.shown(value)
              return text == title ? nil : "\(field.title): \(text)"
            }
          }
          let end = entry.fields[RegisterName.endField].flatMap { ServiceDay($0) }
          return RegisterWords.Entry(
            id: entry.id, path: "\(path)/\(entry.id)", title: title, facts: facts, validity: register.validity(entry),
            isEnded: end.map { $0 < today } ?? false)
        }, isEmpty: entries.isEmpty, count: entries.count.groupedText,
        canEdit: call.visitor.role == .administrator,
        fields: register.fields.map { field in
          field.words(
            field.name == register.startField && field.isRequired ? today.text : "", prefix: "new",
            references: references)
        })
      return try Pages.html("admin-register", words)
    }
  }

  private var registerEntryPage: [Route] {
    let (context, reception) = (context, reception)
    return page(
      .registers, path: "/admin/registers/{register}/{id}",
      title: AdminPart { "\(try $0.register.name) – \($0.pathID)" }
    ) { call in
      let register = try call.register
      let id = call.pathID
      guard let entry = try await reception.register(register, on: nil).entries.first(where: { $0.id == id }) else {
        throw RequestProblem.noSuchEntry(register: register.name, id)
      }
      let history = try await context.readLong {
        try await reception.history(of: id, in: register)
      }
      let book = try await reception.nameBook()
      let references = try await references(of: register)
      let end = entry.fields[RegisterName.endField].flatMap { ServiceDay($0) }
      return try Pages.html(
        "admin-register-entry",
        RegisterEntryWords(
          register: register.rawValue, path: "/admin/registers/\(register.rawValue)", id: id,
          title: register.title(entry),
          facts: register.fields.compactMap { field in
            entry.fields[field.name].map { RegisterEntryWords.Fact(title: field.title, value: field.shown($0)) }
          },
          fields: register.fields.map { field in
            field.words(entry.fields[field.name] ?? "", prefix: "edit", references: references)
          }, canEdit: call.visitor.role == .administrator, today: reception.today.text,
          isEnded: end.map { $0 < reception.today } ?? false,
          history: history.map { EntryWords($0, book, withDay: true) }, hasHistory: !history.isEmpty))
    }
  }

  private var calendarPage: [Route] {
    let reception = reception
    return page(.registers, path: "/admin/registers/calendar", title: AdminPart { _ in "Lịch nghỉ, làm bù" }) { call in
      let today = reception.today
      let days = try await reception.calendar(from: today, through: today.advanced(by: 365))
      let sources = ["national": "lịch nghỉ chung", "configuration": "tệp cấu hình", "register": "sổ lịch"]
      return try Pages.html(
        "admin-calendar",
        CalendarWords(
          days: days.map { day in
            let slots = day.hours.map(\.text).joined(separator: ", ")
            let basis = day.basis.map { ", \($0.text)" } ?? ""
            return CalendarWords.Day(
              id: day.id.text, title: "\(day.id.weekday.vietnameseName), \(day.id.vietnameseText)",
              hours: day.kind == .closed ? "Nghỉ cả ngày" : "Mở cửa \(slots)", reason: day.reason,
              source: "Theo \(sources[day.source] ?? day.source)\(basis)", isOwn: day.source == "register",
              isOpen: day.kind == .open, slots: slots, isIdle: !day.inForce)
          }, isEmpty: days.isEmpty, canEdit: call.visitor.role == .administrator, today: today.text))
    }
  }
}
