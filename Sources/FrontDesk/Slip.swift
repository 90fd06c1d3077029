package import Queueing
package import Scenes

/// What a centre puts on every slip.
package struct SlipStyle: Hashable, Sendable {
  package let centre: String
  /// Where to wait, as a sentence.
  package let waitingPlace: String
  /// Where phones follow a ticket; without it the QR code carries the bare token.
  package let publicURL: String?
  package let notice: String?
  package let isDemo: Bool

  package init(centre: String, waitingPlace: String, publicURL: String?, notice: String?, isDemo: Bool) {
    self.centre = centre
    self.waitingPlace = waitingPlace
    self.publicURL = publicURL
    self.notice = notice
    self.isDemo = isDemo
  }
}

/// A slip of paper to be printed: which ticket, which copy, and what it says.
package struct Slip: Hashable, Sendable {
  /// `nil` on a slip that only tests a printer.
  package let ticket: TicketID?
  /// 1 is the first; any other says that it is a reprint.
  package let copy: Int
  package let scene: SlipScene

  init(
    _ ticket: Ticket, copy: Int, ahead: Int, estimate: WaitRange?, token: String?, office: Office, style: SlipStyle
  ) {
    self.ticket = ticket.id
    self.copy = copy
    scene = SlipScene(
      centre: style.centre,
      number: ticket.id.number,
      service: office.service(ticket.service)?.name ?? ticket.service.text,
      priority: ticket.priority.map { office.priorityClass($0)?.name ?? $0.text },
      ahead: ahead,
      minutes: estimate?.minutes,
      place: style.waitingPlace,
      issuedAt: ticket.issuedAt,
      code: token.map { token in
        guard let url = style.publicURL else {
          return SlipScene.Code(payload: "LUOT:\(token)", caption: "Mã của phiếu này")
        }
        return SlipScene.Code(payload: "\(url)/t/\(token)", caption: "Quét mã để theo dõi lượt trên điện thoại")
      },
      notice: style.notice,
      isReprint: copy > 1,
      isDemo: style.isDemo)
  }
}

extension Slip {
  /// A slip that shows whether a printer prints well, worth nothing and saying so.
  init(testing printer: String, style: SlipStyle, at now: Timestamp) {
    ticket = nil
    copy = 1
    scene = SlipScene(
      centre: style.centre, number: TicketNumber(series: "A", ordinal: 0), service: "Phiếu in thử: \(printer)",
      priority: nil, ahead: 0, minutes: nil, place: "Máy in tốt khi mọi dấu đều rõ: Ộ Ặ Ễ Ữ Ỡ ự ẫ", issuedAt: now,
      code: SlipScene.Code(payload: "LUOT:", caption: "Mã để thử đầu in"), notice: nil, isDemo: true)
  }
}

/// Why a slip did not come out as it should.
package enum SlipFailure: Error, Hashable, Sendable {
  /// Certainly no paper; the same slip may be tried again.
  case nothingPrinted(reason: String)
  /// There may be paper, or a piece of it; another must say that it is a reprint.
  case maybePrinted(reason: String)

  package var reason: String {
    switch self {
    case .nothingPrinted(let reason), .maybePrinted(let reason): reason
    }
  }
}

/// A printer as the front desk sees it.
package protocol SlipPrinter: Sendable {
  /// Its id in the configuration.
  var name: String { get }
  /// How it is at this moment, as far as it tells.
  var condition: PrinterCondition { get }
  /// Returns when the slip is out, within a deadline of the printer's own.
  func print(_ slip: Slip) async throws(SlipFailure)
  /// The daemon died while a slip may have been on its way to this printer, which may still wait for the rest of it and
  /// would take the beginning of the next slip for that.
  func wasLeftInMidSlip()
}
