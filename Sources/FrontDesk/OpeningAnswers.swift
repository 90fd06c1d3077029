package import Queueing
import Scenes

/// Why no numbers are issued, and when they are again.
package struct ClosedAnswer: Hashable, Sendable, Codable {
  package let reason: ClosedReason
  /// The name of the holiday, or what staff gave as the reason.
  package let note: String?
  /// Vietnamese: why, for whoever asks for a number.
  package let text: String
  package let opensAt: Moment?

  package init(_ closing: Closing) {
    reason = closing.reason
    note = closing.note
    text = closing.why
    opensAt = closing.opensAt.map(Moment.init)
  }

  package var closing: Closing {
    Closing(reason: reason, note: note, opensAt: opensAt?.timestamp)
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(reason, forKey: .reason)
    try container.encode(nullable: note, forKey: .note)
    try container.encode(text, forKey: .text)
    try container.encode(nullable: opensAt, forKey: .opensAt)
  }
}

extension Closing {
  /// “Nghỉ Quốc khánh – mở lại lúc 07:30 Thứ Năm, 03/9/2026.”
  package var sentence: String { text() + "." }
}

/// What staff ordered for a while, for the whole office or one service.
package struct OpeningOrderAnswer: Hashable, Sendable, Codable {
  /// `nil` for the office as a whole.
  package let service: ServiceID?
  package let open: Bool
  package let until: Moment
  package let reason: String

  init(_ order: OpeningOrder, service: ServiceID?) {
    self.service = service
    open = order.isOpen
    until = Moment(order.until)
    reason = order.reason
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(nullable: service, forKey: .service)
    try container.encode(open, forKey: .open)
    try container.encode(until, forKey: .until)
    try container.encode(reason, forKey: .reason)
  }
}

/// Whether the office issues numbers, and what staff ordered about it.
package struct OpeningAnswer: Hashable, Sendable, Codable {
  package let asOf: Moment
  package let open: Bool
  package let closed: ClosedAnswer?
  /// In force now; the office first.
  package let orders: [OpeningOrderAnswer]

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(asOf, forKey: .asOf)
    try container.encode(open, forKey: .open)
    try container.encode(nullable: closed, forKey: .closed)
    try container.encode(orders, forKey: .orders)
  }
}

/// A date with other hours than its weekday.
package struct CalendarDayAnswer: Hashable, Sendable, Codable {
  package enum Kind: String, CaseIterable, Sendable, Codable {
    case closed, open
  }

  package struct Basis: Hashable, Sendable, Codable {
    package let kind: PublicDay.Basis
    package let text: String
  }

  /// The date.
  package let id: ServiceDay
  package let kind: Kind
  /// In order; empty when it is closed.
  package let hours: [OpeningSlot]
  package let reason: String
  /// `national`, `configuration` or `register`; only the last can be edited.
  package let source: String
  /// What an entry of the public calendar rests on.
  package let basis: Basis?
  /// Whether it counts; not where the configuration or the register says otherwise of the date.
  package let inForce: Bool

  init(_ exception: DayException, inForce: Bool) {
    id = exception.day
    kind = exception.slots.isEmpty ? .closed : .open
    hours = exception.slots
    reason = exception.reason
    source = exception.source.name
    if case .national(let day) = exception.source {
      basis = Basis(kind: day.basis, text: day.basisText)
    } else {
      basis = nil
    }
    self.inForce = inForce
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(kind, forKey: .kind)
    try container.encode(hours, forKey: .hours)
    try container.encode(reason, forKey: .reason)
    try container.encode(source, forKey: .source)
    try container.encode(nullable: basis, forKey: .basis)
    try container.encode(inForce, forKey: .inForce)
  }
}

/// A date of the register as somebody writes it down.
package struct CalendarDraft: Hashable, Sendable {
  package let date: String
  /// `closed` or `open`.
  package let kind: String?
  /// `07:30-11:30`, for a day that is open.
  package let hours: [String]?
  package let reason: String?

  package init(date: String, kind: String?, hours: [String]?, reason: String?) {
    self.date = date
    self.kind = kind
    self.hours = hours
    self.reason = reason
  }
}
