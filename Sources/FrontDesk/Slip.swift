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
  package let ticket: TicketID
  /// 1 is the first; any other says that it is a reprint.
  package let copy: Int
  package let scene: SlipScene

  init(_ ticket: Ticket, copy: Int, ahead: Int, token: String?, office: Office, style: SlipStyle) {
    self.ticket = ticket.id
    self.copy = copy
    scene = SlipScene(
      centre: style.centre,
      number: ticket.id.number,
      service: office.service(ticket.service)?.name ?? ticket.service.text,
      priority: ticket.priority.map { office.priorityClass($0)?.name ?? $0.text },
      ahead: ahead,
      minutes: nil,
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

/// Why a slip did not come out as it should.
package enum SlipFailure: Error, Hashable, Sendable {
  /// Certainly no paper; the same slip may be tried again.
  case nothingPrinted(reason: String)
  /// There may be paper or not; never tried again by itself.
  case maybePrinted(reason: String)
}

/// A printer as the front desk sees it.
package protocol SlipPrinter: Sendable {
  /// Returns when the slip is out, within a deadline of the printer's own.
  func print(_ slip: Slip) async throws(SlipFailure)
}
