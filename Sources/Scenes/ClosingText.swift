package import Queueing

extension Closing {
  /// Why, in the words every surface shows: “Nghỉ Quốc khánh”.
  package var why: String {
    switch reason {
    case .hours: "Ngoài giờ làm việc" + (note.map { " (\($0))" } ?? "")
    case .lastTicket: "Đã hết giờ lấy số"
    case .holiday: note ?? "Nghỉ lễ"
    case .dayOff: "Hôm nay nghỉ" + explanation
    case .staff: "Tạm ngừng cấp số" + explanation
    case .paused: "Dịch vụ tạm dừng cấp số" + explanation
    case .capReached: "Đã hết số của hôm nay"
    case .store: "Máy tạm ngừng cấp số"
    }
  }

  private var explanation: String { note.map { ": \($0)" } ?? "" }

  /// `07:30 Thứ Hai, 23/11/2026`, or `13:30 hôm nay` where `now` is of the same day; `nil` when nobody knows.
  package func reopening(seenAt now: Timestamp?) -> String? {
    opensAt.map { opensAt in
      let isToday = now.map { $0.civilDay == opensAt.civilDay } ?? false
      return "\(opensAt.clockText) \(isToday ? "hôm nay" : opensAt.civilDay.weekdayText)"
    }
  }

  /// “Nghỉ Quốc khánh – mở lại lúc 07:30 Thứ Năm, 03/9/2026”.
  package func text(seenAt now: Timestamp? = nil) -> String {
    why + (reopening(seenAt: now).map { " – mở lại lúc \($0)" } ?? "")
  }
}
