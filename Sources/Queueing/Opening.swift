/// A slot of opening hours within one local day, in minutes after midnight, `from` < `until` ≤ 1440.
package struct OpeningSlot: Hashable, Sendable {
  package let from: Int
  package let until: Int

  package init(from: Int, until: Int) {
    self.from = from
    self.until = until
  }

  /// Reads `07:30-11:30`, to `24:00` at the latest; `nil` for anything else and for a slot that ends before it begins.
  package init?(_ text: String) {
    var rest = Substring(text)
    guard let from = rest.takeMinute(), rest.take("-"), let until = rest.takeMinute(), rest.isEmpty, from < until else {
      return nil
    }
    self.init(from: from, until: until)
  }

  /// `07:30-11:30`.
  package var text: String { "\(Self.text(from))-\(Self.text(until))" }

  /// `07:30`.
  package static func text(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }
}

extension OpeningSlot: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let slot = OpeningSlot(text) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a slot: \(text)")
    }
    self = slot
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

extension Substring {
  /// `07:30` as minutes after midnight, 0–1440.
  fileprivate mutating func takeMinute() -> Int? {
    guard let hour = takeNumber(digits: 2), take(":"), let minute = takeNumber(digits: 2), minute < 60 else {
      return nil
    }
    let total = hour * 60 + minute
    return total <= 1440 ? total : nil
  }
}

extension [OpeningSlot] {
  /// In order, with those that touch as one.
  package var joined: [OpeningSlot] {
    sorted { ($0.from, $0.until) < ($1.from, $1.until) }.reduce(into: []) { runs, slot in
      if let last = runs.last, slot.from <= last.until {
        runs[runs.count - 1] = OpeningSlot(from: last.from, until: Swift.max(last.until, slot.until))
      } else {
        runs.append(slot)
      }
    }
  }
}

/// Why slots cannot be the hours of one day.
package enum SlotFault: Hashable, Sendable {
  case overlap(OpeningSlot, OpeningSlot)
  /// The numbers would begin anew while the office is open; minutes after midnight.
  case containsDayStart(OpeningSlot, startMinute: Int)
  /// Not a minute is left to issue numbers in.
  case withinMargin(OpeningSlot, marginMinutes: Int)
}

/// A date that has other hours than its weekday.
package struct DayException: Hashable, Sendable {
  /// Who says so, the one that counts last.
  package enum Source: Hashable, Sendable {
    case national(PublicDay)
    case configuration, register

    package var isNational: Bool {
      if case .national = self { true } else { false }
    }

    package var name: String {
      switch self {
      case .national: "national"
      case .configuration: "configuration"
      case .register: "register"
      }
    }
  }

  /// The civil date.
  package let day: ServiceDay
  /// Empty when the office is closed all day.
  package let slots: [OpeningSlot]
  /// What people are told.
  package let reason: String
  package let source: Source

  package init(day: ServiceDay, slots: [OpeningSlot], reason: String, source: Source) {
    self.day = day
    self.slots = slots
    self.reason = reason
    self.source = source
  }
}

/// What staff said about issuing numbers, whatever the hours: it goes by itself when its time is over.
package struct OpeningOrder: Hashable, Sendable {
  package let isOpen: Bool
  package let until: Timestamp
  /// What people are told.
  package let reason: String

  package init(isOpen: Bool, until: Timestamp, reason: String) {
    self.isOpen = isOpen
    self.until = until
    self.reason = reason
  }
}

/// What the record says about opening beyond the configuration.
package struct OpeningAmendments: Hashable, Sendable {
  /// Of the register `calendar`, from today on.
  package let days: [ServiceDay: DayException]
  /// Of the whole office.
  package let office: OpeningOrder?
  /// Services that are paused.
  package let pauses: [ServiceID: OpeningOrder]

  package static let none = OpeningAmendments(days: [:], office: nil, pauses: [:])

  package init(days: [ServiceDay: DayException], office: OpeningOrder?, pauses: [ServiceID: OpeningOrder]) {
    self.days = days
    self.office = office
    self.pauses = pauses
  }
}

/// Why no numbers are issued.
package enum ClosedReason: String, CaseIterable, Sendable, Codable {
  /// Before, between or after the hours of the day, or on a weekday without any.
  case hours
  /// So close to the end of the hours that nobody would be served any more.
  case lastTicket = "last-ticket"
  /// A public holiday or a day off in lieu.
  case holiday
  /// A day the centre itself closes.
  case dayOff = "day-off"
  /// Staff closed the office for a while.
  case staff
  /// Staff paused the service.
  case paused
  case capReached = "cap-reached"
  /// Nothing can be written.
  case store
}

/// That no numbers are issued: why, and when they are again.
package struct Closing: Hashable, Sendable {
  package let reason: ClosedReason
  /// The name of the holiday, or what staff gave as the reason.
  package let note: String?
  /// `nil` when nobody knows, or when it is more than `Office.searchDays` away.
  package let opensAt: Timestamp?

  package init(reason: ClosedReason, note: String? = nil, opensAt: Timestamp?) {
    self.reason = reason
    self.note = note
    self.opensAt = opensAt
  }
}

/// Whether numbers are issued at an instant.
package enum Opening: Hashable, Sendable {
  case open
  case closed(Closing)
}

extension Office {
  /// Days ahead that are searched for the next opening.
  package static let searchDays = 400

  /// Whether the office as a whole issues numbers.
  package func opening(at now: Timestamp, amended: OpeningAmendments = .none) -> Opening {
    closing(at: now, amended: amended).map(Opening.closed) ?? .open
  }

  /// `nil` when the office as a whole issues numbers.
  package func closing(at now: Timestamp, amended: OpeningAmendments = .none) -> Closing? {
    guard let (reason, note) = obstacle(at: now, amended: amended) else { return nil }
    return Closing(reason: reason, note: note, opensAt: nextOpening(notBefore: now, amended: amended))
  }

  /// `nil` when numbers are issued for the service.
  ///
  /// - Parameters:
  ///   - issued: numbers of the service given out on `day`.
  ///   - day: the service day that is on, which a clock set back does not change.
  package func closing(
    of service: Service, issued: Int, on day: ServiceDay, at now: Timestamp, amended: OpeningAmendments = .none
  ) -> Closing? {
    var obstacle = obstacle(at: now, amended: amended)
    var earliest = now
    if let pause = amended.pauses[service.id], now < pause.until {
      obstacle = obstacle ?? (.paused, pause.reason)
      earliest = pause.until
    }
    if let cap = service.dailyCap, issued >= cap {
      obstacle = obstacle ?? (.capReached, nil)
      earliest = max(earliest, end(of: day))
    }
    guard let obstacle else { return nil }
    return Closing(
      reason: obstacle.0, note: obstacle.1, opensAt: nextOpening(notBefore: earliest, amended: amended))
  }

  /// When the service day ends and the next begins.
  package func end(of day: ServiceDay) -> Timestamp {
    CivilTime.instant(epochDay: day.epochDay + 1, secondOfDay: dayStartMinute * 60)
  }

  /// What the date is by the register, else the configuration, else the public calendar; `nil` for a day like others
  /// of its weekday.
  package func exception(on date: ServiceDay, amended: OpeningAmendments = .none) -> DayException? {
    amended.days[date] ?? exceptionsByDay[date]
  }

  /// Dates of the public calendar within a span that rest on no decision yet and on which nobody here has decided.
  package func undecidedDays(
    from: ServiceDay, through: ServiceDay, amended: OpeningAmendments = .none
  ) -> [PublicDay] {
    exceptions.compactMap { exception in
      guard case .national(let day) = exception.source, day.basis == .computed, (from...through).contains(day.day),
        self.exception(on: day.day, amended: amended) == exception
      else { return nil }
      return day
    }
  }

  /// The hours of a date, in order; slots that touch as one.
  package func slots(on date: ServiceDay, amended: OpeningAmendments = .none) -> [OpeningSlot] {
    (exception(on: date, amended: amended)?.slots ?? hours[date.weekday] ?? []).joined
  }

  /// Why slots cannot be the hours of one day of this office; empty when they can.
  package func faults(in slots: [OpeningSlot]) -> [SlotFault] {
    let ordered = slots.sorted { ($0.from, $0.until) < ($1.from, $1.until) }
    return zip(ordered, ordered.dropFirst()).filter { $1.from < $0.until }.map { .overlap($0, $1) }
      + ordered.filter { $0.from < dayStartMinute && dayStartMinute < $0.until }
      .map { .containsDayStart($0, startMinute: dayStartMinute) }
      + ordered.joined.filter { $0.until - $0.from <= lastTicketMinutes }
      .map { .withinMargin($0, marginMinutes: lastTicketMinutes) }
  }

  /// The first instant at or after `start` at which the office issues numbers.
  private func nextOpening(notBefore start: Timestamp, amended: OpeningAmendments) -> Timestamp? {
    var start = start
    if let order = amended.office, start < order.until {
      if order.isOpen { return start }
      start = order.until
    }
    if alwaysOpen { return start }
    let today = CivilTime.split(start).epochDay
    for ahead in 0...Self.searchDays {
      let date = ServiceDay(epochDay: today + ahead)
      for slot in slots(on: date, amended: amended) {
        let last = slot.until - lastTicketMinutes
        let ends = CivilTime.instant(epochDay: date.epochDay, secondOfDay: last * 60)
        if last <= slot.from || ends <= start { continue }
        return max(start, CivilTime.instant(epochDay: date.epochDay, secondOfDay: slot.from * 60))
      }
    }
    return nil
  }

  /// What keeps the office as a whole from issuing numbers.
  private func obstacle(at now: Timestamp, amended: OpeningAmendments) -> (ClosedReason, note: String?)? {
    if let order = amended.office, now < order.until { return order.isOpen ? nil : (.staff, order.reason) }
    if alwaysOpen { return nil }
    let (epochDay, milliseconds) = CivilTime.split(now)
    let date = ServiceDay(epochDay: epochDay)
    let slots = slots(on: date, amended: amended)
    let minute = milliseconds / 60_000
    if let slot = slots.first(where: { $0.from <= minute && minute < $0.until }) {
      return minute < slot.until - lastTicketMinutes ? nil : (.lastTicket, nil)
    }
    guard let exception = exception(on: date, amended: amended) else { return (.hours, nil) }
    guard slots.isEmpty else { return (.hours, exception.reason) }
    return (exception.source.isNational ? .holiday : .dayOff, exception.reason)
  }
}
