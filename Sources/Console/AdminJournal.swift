import Foundation
import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes
import Storage

/// Kinds of entries by the word people read, in the order of the list they choose from.
enum JournalKinds {
  static let names: [(kind: String, name: String)] = [
    ("ticket-issued", "Cấp số"), ("ticket-called", "Gọi"), ("ticket-recalled", "Gọi lại"),
    ("ticket-started", "Bắt đầu phục vụ"), ("ticket-finished", "Phục vụ xong"), ("ticket-no-show", "Vắng mặt"),
    ("ticket-parked", "Tạm gác"), ("ticket-returned", "Quay lại hàng"), ("ticket-transferred", "Chuyển"),
    ("ticket-cancelled", "Hủy số"), ("ticket-expired", "Hết hạn"), ("call-undone", "Hoàn tác lần gọi"),
    ("ticket-released", "Trả về hàng chung"), ("ticket-rated", "Công dân đánh giá"), ("slip-requested", "In phiếu"),
    ("assistance-recorded", "Ghi lượt hỗ trợ"), ("assistance-corrected", "Sửa lượt hỗ trợ"),
    ("record-withdrawn", "Bỏ lượt hỗ trợ"),
    ("numbers-skipped", "Đi tiếp từ một số"), ("line-cancelled", "Hủy cả hàng chờ"),
    ("counter-opened", "Mở quầy"), ("counter-paused", "Quầy tạm nghỉ"), ("counter-closed", "Đóng quầy"),
    ("office-opened", "Lệnh mở cửa"), ("office-closed", "Lệnh đóng cửa"), ("office-released", "Bỏ lệnh mở, đóng cửa"),
    ("service-paused", "Tạm dừng dịch vụ"), ("service-resumed", "Cho dịch vụ chạy lại"),
    ("help-called", "Gọi hỗ trợ"), ("help-acknowledged", "Nhận lời gọi hỗ trợ"), ("day-opened", "Mở ngày làm việc"),
    ("calendar-set", "Ghi lịch"), ("calendar-ended", "Bỏ khỏi lịch"),
    ("register-entered", "Ghi vào sổ"), ("register-changed", "Sửa sổ"), ("member-added", "Thêm thành viên"),
    ("village-added", "Thêm thôn"), ("account-granted", "Cấp tài khoản, đổi vai trò"),
    ("secret-changed", "Đổi mã PIN"), ("account-locked", "Khóa tài khoản"), ("account-ended", "Bỏ tài khoản"),
    ("badge-enrolled", "Ghi thẻ"), ("badge-ended", "Hủy thẻ"), ("clock-distrusted", "Không tin đồng hồ"),
    ("import-confirmed", "Nhập từ tệp"), ("template-set", "Đổi mẫu báo cáo"),
    ("report-text-set", "Sửa phần tự viết của báo cáo"),
    ("report-sent", "Ghi báo cáo đã gửi"), ("report-withdrawn", "Bỏ ghi báo cáo đã gửi"),
    ("clock-trusted", "Tin lại đồng hồ"), ("store-created", "Lập sổ ghi"),
    ("day-aged", "Gộp chi tiết của một ngày"),
  ]

  private static let byKind = Dictionary(names.map { ($0.kind, $0.name) }) { $1 }

  static func name(_ kind: String) -> String { byKind[kind] ?? kind }
}

/// Names for what the journal says by id.
struct NameBook: Sendable {
  let office: Office
  let members: [String: String]

  func actor(_ name: String) -> String {
    switch name {
    case "admin": "Quản trị trên máy"
    case "system": "Máy tự làm"
    case "kiosk": "Kiosk"
    case "badge": "Thẻ hoặc phiếu ở quầy"
    case "citizen": "Công dân, trên điện thoại"
    case "simulation": "Mô phỏng"
    default: name.hasPrefix("member:") ? member(String(name.dropFirst("member:".count))) : name
    }
  }

  func member(_ id: String) -> String { members[id].map { "\($0) (\(id))" } ?? id }

  static let fixedActors = ["admin", "system", "kiosk", "badge", "citizen"]
}

extension Reception {
  func nameBook() async throws -> NameBook {
    NameBook(office: office, members: try await names(in: .members))
  }

  /// Names by id, of entries that have ended too.
  func names(in register: RegisterName) async throws -> [String: String] {
    let entries = try await self.register(register, on: nil).entries
    return Dictionary(entries.map { ($0.id, $0.fields["name"] ?? $0.id) }) { first, _ in first }
  }
}

/// An entry of the journal as a clerk reads it.
struct EntryWords {
  let seq: String
  let time: String
  let kind: String
  let detail: String
  let actor: String
  let digest: String
  let hash: String
  let short: String
  /// Where the number it is about is proved.
  let proof: String?
  let number: String?

  init(_ entry: JournalAnswer.Entry, _ book: NameBook, withDay: Bool) {
    let fact = Fact(kind: entry.kind, body: Data(entry.body.utf8), decoder: JSONDecoder())
    let ticket = fact?.ticket
    seq = Int(entry.seq).groupedText
    let clock = String(entry.at.timestamp.iso8601.dropFirst(11).prefix(8))
    time = withDay ? "\(clock) \(ServiceDay(of: entry.at.timestamp, startMinute: 0).vietnameseText)" : clock
    kind = JournalKinds.name(entry.kind)
    detail = entry.body.isEmpty ? "đã xóa theo thời hạn lưu giữ" : fact.map { $0.words(book) } ?? entry.body
    actor = book.actor(entry.actor)
    (digest, hash) = (entry.digest, entry.hash)
    short = String(entry.hash.prefix(8))
    number = ticket?.number.text
    proof = ticket.map { "/admin/journal/proof?day=\($0.day.text)&number=\($0.number.text)" }
  }
}

extension Fact {
  /// The number it is about.
  fileprivate var ticket: TicketID? {
    switch self {
    case .ticketIssued(let issue): issue.ticket
    case .ticketMoved(let ticket, _), .slipRequested(let ticket, _), .ticketRated(let ticket, _): ticket
    case .assistanceRecorded(let assistance), .assistanceCorrected(let assistance, _): assistance.ticket
    default: nil
    }
  }

  /// What the kind alone does not say.
  fileprivate func words(_ book: NameBook) -> String {
    let office = book.office
    switch self {
    case .storeCreated(let epoch): return "mã nhận dạng \(epoch)"
    case .ticketIssued(let issue):
      let parts: [String?] = [
        office.serviceName(issue.service), issue.priority.map { office.priorityClass($0)?.name ?? $0.text },
        issue.origin == .paper ? "số giấy nhập sau" : nil,
        issue.promised.map { "hẹn chờ \($0.minutes.minutesText)" },
      ]
      return parts.compactMap(\.self).joined(separator: ", ")
    case .ticketMoved(_, let move): return move.words(book)
    case .counterOpened(let id, let member, _):
      return office.counterName(id) + (member.map { ", \(book.member($0.text))" } ?? "")
    case .counterPaused(let id), .counterClosed(let id): return office.counterName(id)
    case .slipRequested(_, let copy): return copy == 1 ? "phiếu đầu" : "in lại, phiếu thứ \(copy)"
    case .assistanceRecorded(let assistance): return assistance.words(book)
    case .assistanceCorrected(let assistance, let original):
      return "thay cho \(Assistance.idText(of: original)): \(assistance.words(book))"
    case .recordWithdrawn(let original): return Assistance.idText(of: original)
    case .memberAdded(let id, let team): return "\(book.member(id.text)), \(team.name)"
    case .villageAdded(let id): return id.text
    case .helpCalled(let screen): return "ở màn hình \(screen)"
    case .helpAcknowledged(let call, let counter):
      return "lời gọi \(call)" + (counter.map { ", từ \(office.counterName($0))" } ?? "")
    case .calendarSet(let day, let slots):
      return day.vietnameseText + (slots.isEmpty ? ": nghỉ" : ": " + slots.map(\.text).joined(separator: ", "))
    case .calendarEnded(let day): return day.vietnameseText
    case .officeOrdered(_, let until): return "đến \(until.momentText)"
    case .servicePaused(let service, let until): return "\(office.serviceName(service)), đến \(until.momentText)"
    case .serviceResumed(let service): return office.serviceName(service)
    case .clockDistrusted(let fault, let wall): return "\(fault.text) Đồng hồ máy chỉ \(wall.momentText)."
    case .clockTrusted(_, let step): return "giờ đổi \((Int(step) / 1000).groupedText) giây"
    case .numbersSkipped(let ticket, let service): return "\(office.serviceName(service)), từ số \(ticket.number.text)"
    case .lineCancelled(let service, let reason, let tickets):
      return "\(service.map(office.serviceName) ?? "mọi dịch vụ"), \(reason.text), \(tickets.groupedText) số"
    case .badgeEnrolled(let badge, let member): return "b-\(badge), \(book.member(member.text))"
    case .badgeEnded(let badge): return "b-\(badge)"
    case .registerEntered(let fact), .registerChanged(let fact):
      let fields = fact.register.fields.compactMap { field in
        fact.fields[field.name].map { "\(field.title): \(field.shown($0))" }
      }
      return "\(fact.register.name) “\(fact.id)” – " + fields.joined(separator: "; ")
    case .accountGranted(let member, let role): return "\(book.member(member.text)): \(role.name)"
    case .secretChanged(let member), .accountLocked(let member), .accountEnded(let member):
      return book.member(member.text)
    case .ticketRated(_, let score): return ["", "chưa hài lòng", "bình thường", "hài lòng"][min(max(score, 0), 3)]
    case .dayAged(let aged): return "\(aged.day.vietnameseText): chỉ còn số liệu"
    default: return ""
    }
  }
}

extension TicketMove {
  fileprivate func words(_ book: NameBook) -> String {
    let office = book.office
    switch self {
    case .call(let counter, let member, let reason):
      return [office.counterName(counter), member.map { book.member($0.text) }, reason.text].compactMap(\.self)
        .joined(separator: ", ")
    case .park(let due): return "đến \(due.momentText)"
    case .transfer(.service(let service)): return "sang \(office.serviceName(service))"
    case .transfer(.counter(let counter)): return "sang \(office.counterName(counter))"
    case .expire(let reason): return reason.text
    default: return ""
    }
  }
}

extension Assistance {
  fileprivate func words(_ book: NameBook) -> String {
    let parts: [String?] = [
      idText, activities.map { "\($0.activity.name) (\($0.outcome.name.lowercased()))" }.joined(separator: ", "),
      member.map { book.member($0.text) },
    ]
    return parts.compactMap(\.self).joined(separator: "; ")
  }
}

extension Timestamp {
  /// `09:14 23/11/2026`
  var momentText: String { "\(clockText) \(ServiceDay(of: self, startMinute: 0).vietnameseText)" }
}

/// A page of the journal.
struct JournalWords {
  let day: String
  let number: String
  let kinds: [ChoiceWords]
  let actors: [ChoiceWords]
  let entries: [EntryWords]
  let isEmpty: Bool
  let older: String?
  let proving: String?
}

/// The proof of one number.
struct ProofWords {
  let day: String
  let number: String
  let asked: Bool
  let missing: String?
  let proof: Proof?

  struct Proof {
    let number: String
    let state: String
    let kind: String
    let verdict: String
    let checked: String
    let problems: [String]
    let entries: [EntryWords]
    let end: String
    let hash: String
    let epoch: String
  }
}

extension Routes {
  /// Looking through the journal, and the proof of a number.
  var journal: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/journal",
        Described(
          "The journal, latest first; `before` is where the page before ended.",
          asks: [
            .may("from", .day), .may("to", .day), .may("kind"), .may("actor"), .may("ticket"),
            .may("before", .integer(1...Int.max)), .may("limit", .integer(Reception.journalLimit)),
          ], gives: .answer(JournalAnswer.self)),
        query: ["from", "to", "kind", "actor", "ticket", "before", "limit"], for: .role(.supervisor)
      ) { call in
        let days = try call.query.days(today: reception.today)
        var question = JournalQuestion()
        (question.from, question.through) = (days.from, days.through)
        (question.kind, question.actor) = (call.query["kind"], call.query["actor"])
        question.before = try call.query.integer("before", in: 1...Int.max).map(Int64.init)
        if let text = call.query["ticket"] {
          guard let ticket = TicketID(text) else {
            throw Query.wrong("ticket", text, "mã dạng 2026-11-23-a005", "Không phải mã của một số thứ tự.")
          }
          question.ticket = ticket
        }
        let limit = try call.query.integer("limit", in: Reception.journalLimit) ?? 50
        let asked = question
        let answer = try await context.readLong {
          try await reception.journal(asked, limit: limit)
        }
        return try JSONAnswer.response(answer)
      },
      .get(
        "/api/v1/tickets/{id}/proof",
        Described(
          "What the journal holds of a ticket, computed anew.", id: .ticket, gives: .answer(TicketProofAnswer.self),
          refuses: [.unknownTicket, .aged]),
        for: .role(.supervisor)
      ) { call in
        let id = call.pathID
        let answer = try await context.readLong {
          try await reception.proof(of: id)
        }
        return try JSONAnswer.response(answer)
      },
    ]
  }

  var adminJournal: [Route] { adminEntries + adminProof }

  private static let pageOfEntries = 50

  private var adminEntries: [Route] {
    let (context, reception) = (context, reception)
    return page(.journal, query: ["day", "kind", "number", "actor", "before"]) { call in
      let wanted = { (name: String) in call.query[name].flatMap { $0.isEmpty ? nil : $0 } }
      let today = reception.today
      // Opened from the menu it shows today; a day that somebody took away is any.
      var day = call.query["day"] == nil ? today : try wanted("day").map { try call.query.required(day: "day", $0) }
      var question = JournalQuestion()
      let number = wanted("number")
      if let number {
        day = day ?? today
        question.ticket = try TicketID(day: day ?? today, number: call.query.required(number: "number", number))
      }
      (question.from, question.through) = (day, day)
      (question.kind, question.actor) = (wanted("kind"), wanted("actor"))
      question.before = try wanted("before").flatMap { _ in
        try call.query.integer("before", in: 1...Int.max).map(Int64.init)
      }
      let asked = question
      let found = try await context.readLong {
        try await reception.journal(asked, limit: Self.pageOfEntries)
      }
      let book = try await reception.nameBook()
      let dayText = day?.text ?? ""
      let filter = "day=\(dayText)&kind=\(asked.kind ?? "")&number=\(number ?? "")&actor=\(asked.actor ?? "")"
      return try Pages.html(
        "admin-journal",
        JournalWords(
          day: dayText, number: number ?? "",
          kinds: JournalKinds.names.map { ChoiceWords(code: $0.kind, name: $0.name, isChosen: $0.kind == asked.kind) },
          actors: (NameBook.fixedActors + book.members.keys.sorted().map { "member:\($0)" }).map {
            ChoiceWords(code: $0, name: book.actor($0), isChosen: $0 == asked.actor)
          },
          entries: found.entries.map { EntryWords($0, book, withDay: day == nil) }, isEmpty: found.entries.isEmpty,
          older: found.cursor.map { "/admin/journal?\(filter)&before=\($0)" },
          proving: asked.ticket.map { "/admin/journal/proof?day=\($0.day.text)&number=\($0.number.text)" }))
    }
  }

  private var adminProof: [Route] {
    let (context, reception) = (context, reception)
    return page(
      .journal, path: "/admin/journal/proof", query: ["day", "number"], title: AdminPart { _ in "Chứng minh một số" }
    ) { call in
      let today = reception.today
      let day =
        try call.query["day"].flatMap { $0.isEmpty ? nil : $0 }.map { try call.query.required(day: "day", $0) } ?? today
      let text = call.query["number"] ?? ""
      guard !text.isEmpty else {
        return try Pages.html(
          "admin-proof", ProofWords(day: day.text, number: "", asked: false, missing: nil, proof: nil))
      }
      let id = TicketID(day: day, number: try call.query.required(number: "number", text))
      let answer: TicketProofAnswer
      do {
        answer = try await context.readLong {
          try await reception.proof(of: id.text)
        }
      } catch RequestProblem.noSuchTicket {
        let missing = "Ngày \(day.vietnameseText) không cấp số \(id.number.text)."
        return try Pages.html(
          "admin-proof", ProofWords(day: day.text, number: text, asked: true, missing: missing, proof: nil))
      }
      let book = try await reception.nameBook()
      return try Pages.html(
        "admin-proof",
        ProofWords(
          day: day.text, number: id.number.text, asked: true, missing: nil, proof: ProofWords.Proof(answer, book)))
    }
  }
}

extension ProofWords.Proof {
  init(_ answer: TicketProofAnswer, _ book: NameBook) {
    let ticket = answer.ticket
    number = ticket.number
    state =
      "\(ticket.serviceDay.weekday.vietnameseName), \(ticket.serviceDay.vietnameseText) – \(ticket.state.text), "
      + book.office.serviceName(ticket.service)
    kind = answer.isProven ? "ok" : "failed"
    verdict =
      answer.isProven
      ? "Đã chứng minh: mọi điều ghi về số \(ticket.number) được ghi đúng lúc đó và chưa bị sửa."
      : "KHÔNG chứng minh được. Hãy giữ nguyên máy và báo người quản trị."
    let spans = answer.checked.map { span in
      "\(Int(span.through - span.from + 1).groupedText) mục liên tiếp từ mục \(Int(span.from).groupedText) đến mục "
        + Int(span.through).groupedText
    }
    checked =
      "Máy vừa tính lại \(spans.joined(separator: " và ")): mã nội dung (SHA-256) của từng mục, và mã chuỗi nối mục đó "
      + "với mục trước và mục sau. Các bước của số được diễn lại từ nhật ký và so với bảng số và lượt hỗ trợ. Phần còn "
      + "lại của nhật ký không được kiểm tra ở đây; muốn kiểm tra tất cả, dùng “Kiểm tra toàn bộ” ở trang Máy."
    problems = answer.problems
    entries = answer.entries.map { EntryWords($0, book, withDay: $0.serviceDay != ticket.serviceDay) }
    end = Int(answer.seq).groupedText
    (hash, epoch) = (answer.hash, answer.epoch)
  }
}

extension Query {
  func required(day name: String, _ text: String) throws(Problem) -> ServiceDay {
    guard let day = ServiceDay(text) else {
      throw Self.wrong(name, text, "ngày dạng 2026-11-23", "Không phải một ngày có thật.")
    }
    return day
  }

  func required(number name: String, _ text: String) throws(Problem) -> TicketNumber {
    guard let number = TicketNumber(text.trimmingCharacters(in: .whitespaces).uppercased()) else {
      throw Self.wrong(name, text, "số dạng A005", "Không phải một số thứ tự.")
    }
    return number
  }
}
