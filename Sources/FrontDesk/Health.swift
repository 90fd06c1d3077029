package import Storage
import Synchronization

/// How one part of the office is.
package struct HealthCheck: Hashable, Sendable, Codable {
  package enum Status: String, Comparable, CaseIterable, Sendable, Codable {
    case ok, degraded, failed

    package static func < (left: Self, right: Self) -> Bool {
      let order = Status.allCases
      return (order.firstIndex(of: left) ?? 0) < (order.firstIndex(of: right) ?? 0)
    }
  }

  package let status: Status
  /// A sentence: what is wrong and what to do about it.
  package let detail: String
  package let since: Moment
}

package struct HealthAnswer: Hashable, Sendable, Codable {
  package let status: HealthCheck.Status
  package let checks: [String: HealthCheck]

  /// What people call a part of the office.
  package static func name(ofPart part: String) -> String {
    if part.hasPrefix("device-") { return "Thiết bị \(part.dropFirst("device-".count))" }
    return partNames[part] ?? part
  }

  private static let partNames = [
    "store": "Dữ liệu", "disk": "Đĩa", "clock": "Đồng hồ", "queue": "Hàng chờ", "printer": "Máy in",
    "devices": "Thiết bị", "calendar": "Lịch", "card-readers": "Đầu đọc thẻ", "scanners": "Máy quét",
    "screens": "Màn hình", "help": "Gọi hỗ trợ", "retention": "Thời hạn lưu giữ",
  ]
}

/// What the parts of the office last said of themselves.
package final class HealthRegister: Sendable {
  private let store: Store
  private let clock: WallClock
  package let standingNotices: [String]
  private let checks = Mutex<[String: HealthCheck]>([:])

  /// - Parameter standingNotices: shown on every board, such as that this is a demonstration.
  package init(store: Store, clock: WallClock, standingNotices: [String]) {
    self.store = store
    self.clock = clock
    self.standingNotices = standingNotices
  }

  /// Notes how a part is; `since` moves only when the status changes.
  package func note(_ part: String, _ status: HealthCheck.Status, _ detail: String) {
    let now = Moment(clock.now())
    checks.withLock { checks in
      let since = checks[part].flatMap { $0.status == status ? $0.since : nil } ?? now
      checks[part] = HealthCheck(status: status, detail: detail, since: since)
    }
  }

  package func current() -> HealthAnswer {
    noteStore()
    let checks = checks.withLock { $0 }
    return HealthAnswer(status: checks.values.map(\.status).max() ?? .ok, checks: checks)
  }

  /// What who sits at a counter should know of: the store, the clock and the printer, when something is wrong.
  package func deskTroubles() -> [String] {
    let checks = current().checks
    return ["store", "clock", "printer"].compactMap { checks[$0] }.filter { $0.status != .ok }.map(\.detail)
  }

  /// What citizens are told beside the numbers.
  package func notices() -> [String] {
    store.condition == .ready
      ? standingNotices : ["Máy tạm ngừng cấp số. Xin mời ông/bà gặp cán bộ tại quầy."] + standingNotices
  }

  /// Looks at the store; once a second, so that `since` tells when it happened.
  package func noteStore() {
    switch store.condition {
    case .ready:
      note("store", .ok, "Dữ liệu được ghi an toàn.")
    case .full:
      note(
        "store", .failed,
        "Đĩa đã đầy nên tạm ngừng cấp số. Hãy giải phóng chỗ trống; máy tự chạy lại, không mất số nào.")
    case .readOnly:
      note("store", .failed, "Đĩa chỉ cho đọc nên tạm ngừng cấp số. Hãy kiểm tra đĩa và quyền ghi của thư mục dữ liệu.")
    case .corrupt:
      note(
        "store", .failed,
        "Tệp dữ liệu bị hỏng nên tạm ngừng cấp số. Hãy giữ nguyên tệp và khôi phục từ bản sao lưu gần nhất.")
    case .failing:
      note("store", .failed, "Đĩa báo lỗi đọc hoặc ghi. Hãy kiểm tra hoặc thay đĩa.")
    }
  }
}
