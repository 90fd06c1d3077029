import FrontDesk
import Hummingbird
import Queueing
import Records
import Scenes

/// What is wrong now, worst first, and what to do about it.
struct HealthWords {
  struct Check {
    let part: String
    let state: String
    let mark: String
    /// For the style sheet: `ok`, `degraded` or `failed`.
    let kind: String
    let detail: String
    let since: String
    /// Where to do something about it.
    let path: String?
    let action: String?
  }

  struct Figure {
    let value: String
    let words: String
  }

  let summary: String
  let kind: String
  let figures: [Figure]
  let troubles: [Check]
  let hasTroubles: Bool
  let fine: [Check]

  init(_ health: HealthAnswer, _ gauges: OfficeGauges, at now: Timestamp, for role: Role) {
    let today = ServiceDay(of: now, startMinute: 0)
    let ordered = health.checks.sorted {
      ($1.value.status, Self.weight(of: $0.key), $0.key) < ($0.value.status, Self.weight(of: $1.key), $1.key)
    }
    let checks = ordered.map { part, check in
      let place = Self.place(of: part).flatMap { $0.section.role <= role ? $0 : nil }
      return Check(
        part: HealthAnswer.name(ofPart: part), state: check.status.words, mark: check.status.mark,
        kind: check.status.rawValue, detail: check.detail, since: Self.since(check.since.timestamp, today: today),
        path: place.map(\.path), action: place.map(\.action))
    }
    troubles = checks.filter { $0.kind != HealthCheck.Status.ok.rawValue }
    hasTroubles = !troubles.isEmpty
    fine = checks.filter { $0.kind == HealthCheck.Status.ok.rawValue }
    kind = health.status.rawValue
    summary =
      switch health.status {
      case .ok: "Mọi thứ đang chạy tốt."
      case .degraded: "Có \(troubles.count.groupedText) việc cần xem. Trung tâm vẫn phục vụ được."
      case .failed: "Có việc hỏng, trung tâm không cấp được số. Xem việc đầu tiên dưới đây."
      }
    let open = gauges.counters.filter { $0 == .open }.count
    figures = [
      Figure(value: gauges.lines.map(\.waiting).reduce(0, +).groupedText, words: "người đang chờ"),
      Figure(value: gauges.lines.map(\.issued).reduce(0, +).groupedText, words: "số đã cấp hôm nay"),
      Figure(value: "\(open.groupedText)/\(gauges.counters.count.groupedText)", words: "quầy đang mở"),
    ]
  }

  /// Of two that are equally bad, what keeps citizens waiting stands first.
  private static let gravest = ["store", "disk", "help", "queue", "printer", "screens", "clock"]

  private static func weight(of part: String) -> Int {
    gravest.firstIndex(of: part) ?? gravest.count
  }

  private static func since(_ instant: Timestamp, today: ServiceDay) -> String {
    let day = ServiceDay(of: instant, startMinute: 0)
    return day == today ? "từ \(instant.clockText)" : "từ \(instant.clockText) ngày \(day.vietnameseText)"
  }

  private static func place(of part: String) -> (section: AdminSection, path: String, action: String)? {
    switch part {
    case "help": (.queue, AdminSection.queue.path, "Nhận lời gọi hỗ trợ")
    case "queue": (.queue, AdminSection.queue.path, "Xem hàng chờ và quầy")
    case "clock": (.system, AdminSection.system.path, "Xem đồng hồ")
    case "store", "disk": (.system, AdminSection.system.path, "Sao lưu, kiểm tra")
    case "calendar": (.registers, "/admin/registers/calendar", "Xem lịch")
    case "printer", "devices", "card-readers", "scanners", "screens":
      (.devices, AdminSection.devices.path, "Xem thiết bị")
    default: part.hasPrefix("device-") ? (.devices, AdminSection.devices.path, "Xem thiết bị") : nil
    }
  }
}

extension HealthCheck.Status {
  fileprivate var words: String {
    switch self {
    case .ok: "Tốt"
    case .degraded: "Cần xem"
    case .failed: "Hỏng"
    }
  }

  fileprivate var mark: String {
    switch self {
    case .ok: "✓"
    case .degraded: "!"
    case .failed: "✕"
    }
  }
}

extension Routes {
  var adminHealth: [Route] {
    let (context, reception) = (context, reception)
    return page(
      .health,
      live: AdminPart { call in
        let words = HealthWords(
          context.health.current(), try await reception.gauges(), at: reception.clock.now(),
          for: call.visitor.role ?? .volunteer)
        return try Pages.html("admin-health", words)
      })
  }
}
