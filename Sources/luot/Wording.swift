import FrontDesk
import Queueing
import Records
import Scenes

/// Answers as the lines a person reads.
enum Wording {
  // MARK: Tickets

  static func line(of ticket: TicketAnswer) -> String {
    var text = "Số \(ticket.number): \(ticket.state.text)"
    if let counter = ticket.counter, ticket.state != .finished { text += " tại quầy \(counter)" }
    if let due = ticket.dueAt { text += " đến \(due.timestamp.clockText)" }
    if let ahead = ticket.ahead { text += ", trước còn \(ahead.groupedText) người" }
    if let assistance = ticket.assistanceId { text += ", đã ghi lượt hỗ trợ \(assistance)" }
    return text + "."
  }

  static func lines(of ticket: TicketAnswer, names: OfficeNames) -> [String] {
    let rows: [(String, String?)] = [
      ("Dịch vụ", names.service(ticket.service.text) ?? ticket.service.text),
      ("Ưu tiên", ticket.priority?.text),
      ("Lấy số", momentText(ticket.issuedAt)),
      ("Được gọi", ticket.calledAt.map(momentText)),
      ("Bắt đầu", ticket.startedAt.map(momentText)),
      ("Kết thúc", ticket.finishedAt.map(momentText)),
      ("Gọi lại", ticket.recalls > 0 ? "\(ticket.recalls) lần" : nil),
      ("Dự kiến chờ", ticket.estimate.map(\.minutes.minutesText)),
      ("Phiếu", slipText(ticket.print)),
      ("Vì", ticket.endReason.flatMap(endText)),
      ("Lưu ý", ticket.timesTrusted != false ? nil : "đồng hồ chưa đáng tin khi ghi các giờ này"),
    ]
    return [line(of: ticket)] + lines(of: rows) + (ticket.record.map { lines(of: $0, of: ticket) } ?? [])
  }

  private static func lines(of rows: [(String, String?)]) -> [String] {
    Table(rows: rows.compactMap { row in row.1.map { [row.0, $0] } }).lines(indent: 2)
  }

  private static let ratings = [1: "chưa hài lòng", 2: "bình thường", 3: "hài lòng"]

  /// All else that is stored.
  private static func lines(of record: TicketRecordAnswer, of ticket: TicketAnswer) -> [String] {
    var lines = lines(of: [
      ("Thôn khi lấy số", record.village?.text), ("Quầy", ticket.counter?.text),
      ("Người phục vụ", record.member?.text),
      ("Đã báo chờ", record.promised.map(\.minutes.minutesText)),
      ("Đánh giá", record.rating.map { ratings[$0] ?? "\($0)" }), ("Lấy từ", ticket.origin.rawValue),
    ])
    for help in record.assistances {
      let end = help.withdrawn == true ? ", đã bỏ" : help.correctedBy.map { ", đã sửa bằng \($0)" } ?? ""
      lines.append("Lượt hỗ trợ \(help.id)\(end):")
      let activities = help.activities.map { done in
        let about =
          [done.outcome.name.lowercased(), done.level?.name, done.platform?.name].compactMap(\.self)
          + done.difficulties.map(\.name) + (done.minutes.map { ["\($0) phút"] } ?? [])
        return ("Việc", "\(done.activity.name) (\(about.joined(separator: ", ")))" as String?)
      }
      lines += self.lines(
        of: activities + [
          ("Nơi", help.place.name), ("Bắt đầu", momentText(help.startedAt)),
          ("Cả lượt", help.minutes.map { "\($0) phút" }), ("Người hỗ trợ", help.member?.text),
          ("Thôn", help.village?.text), ("Nơi ở", help.residence?.name),
          ("Tuổi", help.ageBand == .unknown ? nil : help.ageBand.name), ("Giới tính", help.sex?.name),
          ("Ghi chú", help.note),
        ])
    }
    for remark in record.remarks { lines.append("Lời ghi lúc \(momentText(remark.at)): \(remark.text)") }
    return lines
  }

  private static func endText(_ code: String) -> String? {
    ExpiryReason(rawValue: code)?.text ?? CancellationReason(rawValue: code)?.text
  }

  private static func slipText(_ slip: TicketAnswer.Slip) -> String {
    let state =
      switch slip.state {
      case "none": "không in"
      case "pending": "chờ in"
      case "printing": "đang in"
      case "printed": slip.copies > 1 ? "đã in \(slip.copies) lần" : "đã in"
      case "uncertain": "không chắc đã in"
      case "skipped": "bỏ qua"
      case "failed": "in hỏng"
      default: slip.state
      }
    return slip.detail.map { "\(state) – \($0)" } ?? state
  }

  /// `09:14 23/11/2026`.
  static func momentText(_ moment: Moment) -> String {
    "\(moment.timestamp.clockText) \(ServiceDay(of: moment.timestamp, startMinute: 0).vietnameseText)"
  }

  // MARK: Counters

  static func line(of counter: CounterAnswer) -> String {
    var text = "\(counter.name): \(counter.state.text)"
    if let member = counter.member { text += ", người trực \(member)" }
    if let ticket = counter.ticket { text += ", số \(ticket.number) \(ticket.state.text)" }
    return text + "."
  }

  static func table(of counters: [CounterAnswer]) -> [String] {
    Table(
      [.init("Mã"), .init("Quầy"), .init("Tình trạng"), .init("Người trực"), .init("Đang giữ"), .init("Dịch vụ")],
      rows: counters.map { counter in
        [
          counter.id.text, counter.name, counter.state.text, counter.member?.text ?? "–",
          counter.ticket.map { "\($0.number) \($0.state.text)" } ?? "–",
          counter.services.map(\.text).joined(separator: ", "),
        ]
      }
    ).lines()
  }

  // MARK: Assistances

  static func line(of assistance: AssistanceAnswer) -> String {
    let activities = assistance.activities.map { "\($0.activity.name) (\($0.outcome.name.lowercased()))" }
    return "Đã ghi lượt hỗ trợ \(assistance.id): \(activities.joined(separator: "; "))."
  }

  static func table(of assistances: [AssistanceAnswer]) -> [String] {
    guard !assistances.isEmpty else { return ["Không có lượt hỗ trợ nào trong khoảng ngày này."] }
    return Table(
      [.init("Mã"), .init("Bắt đầu"), .init("Số"), .init("Người hỗ trợ"), .init("Nơi"), .init("Thôn"), .init("Việc")],
      rows: assistances.map { assistance in
        [
          assistance.id, momentText(assistance.startedAt), assistance.ticket.map { "\($0.number)" } ?? "–",
          assistance.member?.text ?? "–", assistance.place.name, assistance.village?.text ?? "–",
          assistance.activities.map { "\($0.activity.name) (\($0.outcome.name.lowercased()))" }
            .joined(separator: "; ") + (assistance.correctedBy.map { " – đã sửa bằng \($0)" } ?? "")
            + (assistance.withdrawn == true ? " – đã bỏ" : "")
            + (assistance.note.map { " – ghi chú: \($0)" } ?? ""),
        ]
      }
    ).lines()
  }

  // MARK: Health

  static func lines(of health: HealthAnswer) -> [String] {
    let checks = health.checks.sorted { ($1.value.status, $0.key) < ($0.value.status, $1.key) }
    let rows = checks.map { part, check in
      [HealthAnswer.name(ofPart: part), text(of: check.status), "từ \(momentText(check.since))", check.detail]
    }
    return ["Tình trạng: \(text(of: health.status))"] + Table(rows: rows).lines(indent: 2)
  }

  private static func text(of status: HealthCheck.Status) -> String {
    switch status {
    case .ok: "tốt"
    case .degraded: "cần xem"
    case .failed: "hỏng"
    }
  }

  static func lines(of services: [ServiceAnswer]) -> [String] {
    Table(rows: services.map { [$0.letter, $0.name, $0.waiting.groupedText, $0.closed?.closing.text() ?? ""] })
      .lines(indent: 2)
  }

  static func line(of service: ServiceAnswer) -> String {
    "\(service.name): \(service.closed?.closing.text() ?? "đang cấp số")."
  }

  // MARK: Opening

  static func lines(of opening: OpeningAnswer) -> [String] {
    ["Trung tâm: \(opening.closed?.closing.text() ?? "đang cấp số")."]
      + opening.orders.map { order in
        let what = order.service.map { "Dịch vụ \($0) tạm dừng" } ?? (order.open ? "Mở cửa" : "Đóng cửa")
        return "  \(what) đến \(momentText(order.until)): \(order.reason)"
      }
  }

  static func line(of day: CalendarDayAnswer) -> String {
    "\(day.id.vietnameseText): \(hoursText(of: day)) – \(day.reason)."
  }

  static func table(of days: [CalendarDayAnswer]) -> [String] {
    guard !days.isEmpty else { return ["Không ngày nào khác với giờ trong tuần."] }
    return Table(
      [.init("Ngày"), .init("Thứ"), .init("Giờ"), .init("Lý do"), .init("Nguồn"), .init("Căn cứ")],
      rows: days.map { day in
        [
          day.id.vietnameseText, day.id.weekday.vietnameseName, hoursText(of: day), day.reason,
          (sourceNames[day.source] ?? day.source) + (day.inForce ? "" : " (không áp dụng)"), day.basis?.text ?? "",
        ]
      }
    ).lines()
  }

  private static func hoursText(of day: CalendarDayAnswer) -> String {
    day.kind == .closed ? "nghỉ" : day.hours.map(\.text).joined(separator: ", ")
  }

  private static let sourceNames = [
    "national": "lịch nghỉ chung", "configuration": "tệp cấu hình", "register": "sổ lịch",
  ]

  // MARK: Verification

  static func lines(of verification: VerificationAnswer) -> [String] {
    let counts = [
      "Nhật ký: \(Int(verification.seq).groupedText) mục, mã \(verification.hash.prefix(16))",
      "Số: \(verification.tickets.groupedText); lượt hỗ trợ: \(verification.assistances.groupedText)",
    ]
    let aged = verification.agedThrough.map { "Đến hết ngày \($0.vietnameseText) chỉ còn số liệu ngày." }
    return counts + (aged.map { [$0] } ?? [])
      + (verification.isProven ? ["Mọi số liệu khớp với nhật ký."] : verification.problems)
  }
}
