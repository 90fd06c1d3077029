import Queueing
import Scenes

/// Boards worth looking at.
enum SampleBoard: String, CaseIterable {
  case usual, fresh, stale, closed, empty, busy, forecast, evacuated

  var scene: BoardScene {
    let now = Timestamp(milliseconds: 1_795_400_045_000)  // 2026-11-23T09:14:05+07:00
    let day = ServiceDay(year: 2026, month: 11, day: 23)
    let isBusy = self == .busy
    let addition = isBusy ? " và các thủ tục liên thông khác của người cao tuổi" : ""
    let services = [
      ("ho-tich", "A", "Hộ tịch – chứng thực", 4), ("dat-dai", "B", "Đất đai – xây dựng", 1),
      ("dvc-truc-tuyen", "C", "Dịch vụ công trực tuyến", 6), ("vneid", "D", "Định danh điện tử VNeID", 2),
      ("suc-khoe-an-sinh", "E", "Sổ sức khỏe – an sinh xã hội", 0),
      ("thanh-toan-so", "G", "Thanh toán – ứng dụng số", 0),
    ]
    let calls = [
      ("A", isBusy ? 1000 : 5, "3", self == .fresh ? 2 : 60), ("C", 12, "1", 100), ("D", 7, "2", 200),
      ("A", 4, "3", 300),
      ("E", 3, "1", 400), ("G", 1, "2", 500),
    ]
    let counters = ["1", "2", "3"].map { id in
      (CounterID(verified: id), isBusy ? "Quầy tư vấn người cao tuổi số \(id)" : "Quầy \(id)")
    }
    let texts = BoardTexts(
      centre: "Trung tâm Phục vụ hành chính công xã Kiến Minh",
      counters: Dictionary(counters, uniquingKeysWith: { first, _ in first }),
      services: Dictionary(
        services.map { (ServiceID(verified: $0.0), BoardTexts.ServiceText(letter: $0.1, name: $0.2 + addition)) },
        uniquingKeysWith: { first, _ in first }))
    let board = Board(
      asOf: self == .stale ? now.adding(seconds: -42) : now, seq: 1, serviceDay: day,
      opening: self == .closed
        ? .closed(
          Closing(reason: .hours, opensAt: CivilTime.instant(epochDay: day.epochDay + 1, secondOfDay: 27_000)))
        : .open,
      countersOpen: self == .closed ? 0 : 2,
      calls: self == .empty
        ? []
        : calls.map { series, ordinal, counter, age in
          Board.Call(
            number: TicketNumber(series: series, ordinal: ordinal), counter: CounterID(verified: counter),
            calledAt: now.adding(seconds: -age))
        },
      lines: services.map {
        .init(
          service: ServiceID(verified: $0.0), waiting: isBusy ? 99 : self == .empty ? 0 : $0.3,
          estimate: self == .forecast && $0.3 > 0
            ? WaitRange(fromMinutes: 4 * $0.3, toMinutes: 9 * $0.3) : nil)
      },
      notices: self == .empty
        ? []
        : self == .evacuated
          ? [
            "CHẠY THỬ – số và phiếu không có giá trị.",
            "Lúc 09:02 các số đang chờ đã hủy vì sơ tán khẩn cấp. Xin mời ông/bà rời khỏi đây theo hướng dẫn của cán bộ.",
          ] : ["Cảnh giác lừa đảo: cán bộ không bao giờ yêu cầu ông/bà đọc mã OTP qua điện thoại."])
    return BoardScene(of: board, texts: texts, now: now)
  }
}
