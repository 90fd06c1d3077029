package import Queueing

/// What a paper slip says, in the order it says it. It names nobody.
package struct SlipScene: Hashable, Sendable {
  /// A QR code and the words beside it.
  package struct Code: Hashable, Sendable {
    package let payload: String
    package let caption: String

    package init(payload: String, caption: String) {
      self.payload = payload
      self.caption = caption
    }
  }

  package let centre: String
  /// `IN LẠI`, when the number was printed before.
  package let reprint: String?
  /// Says that the number is worth nothing, under `--demo`.
  package let demo: String?
  package let heading: String
  package let number: String
  package let service: String
  /// `ƯU TIÊN · Người từ 60 tuổi`.
  package let priority: String?
  /// `Còn 4 người phía trước`, or `Sắp đến lượt`.
  package let ahead: String
  /// `Chờ khoảng 10–20 phút`; `nil` when nothing is known.
  package let range: String?
  /// Where to wait.
  package let place: String
  /// `09:14 · Thứ Hai, 23/11/2026`.
  package let issued: String
  package let code: Code?
  package let privacy: String
  package let notice: String?

  /// - Parameters:
  ///   - priority: the name of the priority class.
  ///   - ahead: people who will be called before, at the moment of issue.
  ///   - minutes: the range of the wait.
  package init(
    centre: String, number: TicketNumber, service: String, priority: String?, ahead: Int, minutes: ClosedRange<Int>?,
    place: String, issuedAt: Timestamp, code: Code?, notice: String? = nil, isReprint: Bool = false,
    isDemo: Bool = false
  ) {
    self.centre = centre
    reprint = isReprint ? "IN LẠI" : nil
    demo = isDemo ? "CHẠY THỬ – SỐ KHÔNG CÓ GIÁ TRỊ" : nil
    heading = "Số thứ tự của ông/bà"
    self.number = number.text
    self.service = service
    self.priority = priority.map { "ƯU TIÊN · \($0)" }
    self.ahead = ahead > 0 ? "Còn \(ahead.groupedText) người phía trước" : "Sắp đến lượt"
    range = minutes.map { "Chờ khoảng \($0.minutesText)" }
    self.place = place
    issued = "\(issuedAt.clockText) · \(issuedAt.civilDay.weekdayText)"
    self.code = code
    privacy = "Phiếu không ghi họ tên. Số có giá trị trong ngày."
    self.notice = notice
  }
}
