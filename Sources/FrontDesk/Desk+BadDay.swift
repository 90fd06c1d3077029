package import Queueing
import Records
import Storage

// When the kiosk was dead or everybody had to leave: numbers kept on paper, lines moved on, lines sent home.

/// What became of a line that was moved on to a number.
package struct SkipAnswer: Hashable, Sendable, Codable {
  package let service: ServiceID
  /// Who is next.
  package let number: String
  /// The next number that is given out.
  package let nextIssued: String
  /// Earlier numbers that were still waiting and have expired.
  package let expired: [String]
}

/// Whom a cancellation of lines sent home.
package struct LineCancellationAnswer: Hashable, Sendable, Codable {
  package struct Reason: Hashable, Sendable, Codable {
    package let code: CancellationReason
    package let text: String
  }

  /// `nil` for every service.
  package let service: ServiceID?
  package let reason: Reason
  package let cancelled: [String]
  /// Numbers that counters hold: what becomes of them is for who sits there to say.
  package let atCounters: [String]

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(nullable: service, forKey: .service)
    try container.encode(reason, forKey: .reason)
    try container.encode(cancelled, forKey: .cancelled)
    try container.encode(atCounters, forKey: .atCounters)
  }
}

/// A number that was given out on paper, as it was written down.
package struct PaperTicket: Hashable, Sendable {
  package let service: String
  package let number: String
  /// ISO 8601.
  package let issuedAt: String
  package let priority: String?
  package let village: String?

  package init(service: String, number: String, issuedAt: String, priority: String?, village: String?) {
    self.service = service
    self.number = number
    self.issuedAt = issuedAt
    self.priority = priority
    self.village = village
  }
}

extension Desk {
  /// How far beyond the last number known paper may have come: each that is entered carries on from there, while a
  /// slip of the pen would move the kiosk's numbers for the rest of the day.
  static let paperReach = 100

  /// The office goes on at a number of the service that was reached on paper. Numbers before it that still wait
  /// expire, and the kiosk gives out none up to it any more. Who is at a counter or parked is left alone.
  package func skip(_ id: String, to text: String, reason: String?) throws -> SkipAnswer {
    let service = try self.service(id, field: "service")
    let number = try self.number(text, of: service)
    let target = TicketID(day: day, number: number)
    try tx.skip(to: target, service: service.id, at: now, actor: actor)
    try tx.addRemark(kept(reason, field: "reason"))
    let passed = try tx.waitingTickets(before: target, service: service.id)
    for ticket in passed { _ = try make(.expire(reason: .skipped), of: ticket) }
    let next = TicketNumber(series: number.series, ordinal: try tx.nextOrdinal(series: number.series, on: day))
    return SkipAnswer(
      service: service.id, number: number.text, nextIssued: next.text, expired: passed.map(\.id.number.text))
  }

  /// Enters a number that was given out on paper while the kiosk could not. It stands in line by its entry; among
  /// those on paper by the time on the paper. Hours and caps do not matter: the number is given already.
  package func enter(_ paper: PaperTicket, token: String) throws -> TicketAnswer {
    let service = try self.service(paper.service, field: "service")
    let number = try self.number(paper.number, of: service)
    let priority = try paper.priority.map(self.priorityClass)
    let village = try paper.village.map(self.village)
    let issuedAt = try paperTime(paper.issuedAt)
    let id = TicketID(day: day, number: number)
    if let known = try tx.ticket(id) { throw Refusal.numberTaken(id, state: known.state.name) }
    let issue = TicketIssue(
      ticket: id, service: service.id, priority: priority, village: village, origin: .paper, issuedAt: issuedAt)
    let ticket = try tx.issue(issue, token: token, at: now, actor: actor)
    return try Lookup(tx, office: office, now: now).answer(ticket, slip: TicketAnswer.Slip.none)
  }

  /// Sends everybody home who waits or is parked, for one service or for all. Who is at a counter stays there.
  package func cancelLine(
    of id: String?, reason: CancellationReason, note: String?
  ) throws -> LineCancellationAnswer {
    let service = try id.map { try self.service($0, field: "service").id }
    let live = try tx.liveTickets().filter { service == nil || $0.service == service }
    let waiting = live.filter { $0.state.holder == nil && $0.id.day == day }
    try tx.cancel(
      waiting, of: service, reason: reason, note: kept(note, field: "note"), on: day, at: now, actor: actor)
    return LineCancellationAnswer(
      service: service, reason: LineCancellationAnswer.Reason(code: reason, text: reason.text),
      cancelled: waiting.map(\.id.number.text),
      atCounters: live.filter { $0.state.holder != nil }.map(\.id.number.text))
  }

  private func number(_ text: String, of service: Service) throws -> TicketNumber {
    let last = try tx.nextOrdinal(series: service.letter, on: day) + Self.paperReach
    guard let number = TicketNumber(text), number.series == service.letter, number.ordinal <= last else {
      let highest = TicketNumber(series: service.letter, ordinal: last).text
      throw RequestProblem.invalid([
        FieldProblem(
          field: "number", value: text, accepted: "một số từ \(service.letter)001 đến \(highest)",
          reason: "Không phải số có thể có của dịch vụ này hôm nay.")
      ])
    }
    return number
  }

  private func paperTime(_ text: String) throws -> Timestamp {
    let today = office.serviceDay(at: now)
    guard let instant = Timestamp(iso8601: text), instant <= now,
      [day, today].contains(office.serviceDay(at: instant))
    else {
      throw RequestProblem.invalid([
        FieldProblem(
          field: "issuedAt", value: text,
          accepted: "giờ trong ngày \(today.vietnameseText), không sau \(now.iso8601), dạng \(now.iso8601)",
          reason: "Giờ ghi trên phiếu giấy không hợp lý.")
      ])
    }
    return instant
  }
}

extension Reception {
  package func skip(
    _ service: String, to number: String, reason: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> SkipAnswer {
    try await perform(requester, key) { desk in try desk.skip(service, to: number, reason: reason) }
  }

  package func enter(
    _ paper: PaperTicket, by requester: Requester, key: RequestKey? = nil
  ) async throws -> TicketAnswer {
    let token = makeToken()
    return try await perform(requester, key) { desk in try desk.enter(paper, token: token) }
  }

  package func cancelLine(
    of service: String?, reason: CancellationReason, note: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> LineCancellationAnswer {
    try await perform(requester, key) { desk in try desk.cancelLine(of: service, reason: reason, note: note) }
  }
}

extension CancellationReason {
  package var text: String {
    switch self {
    case .evacuation: "sơ tán khẩn cấp"
    case .powerCut: "mất điện"
    case .systemFault: "hệ thống gặp sự cố"
    case .staffShortage: "không đủ cán bộ trực"
    case .earlyClosing: "trung tâm đóng cửa sớm"
    case .other: "lý do đột xuất"
    }
  }

  /// What people are asked to do now.
  package var advice: String {
    switch self {
    case .evacuation: "Xin mời ông/bà rời khỏi đây theo hướng dẫn của cán bộ."
    case .powerCut, .systemFault, .other: "Xin mời ông/bà hỏi cán bộ để được lấy số mới."
    case .staffShortage, .earlyClosing: "Xin mời ông/bà trở lại vào giờ làm việc tiếp theo."
    }
  }
}

extension Lookup {
  /// Seconds for which the board tells that a line was sent home, and how many such notices at once.
  private static let cancellationNotice = (seconds: 2 * 3600, limit: 3)

  /// What citizens are told of lines sent home on a day; staff are told of them, and what citizens are asked to do.
  func cancellationNotices(on day: ServiceDay, at now: Timestamp, forStaff: Bool = false) throws -> [String] {
    let (seconds, limit) = Self.cancellationNotice
    return try tx.lineCancellations(on: day, since: now.adding(seconds: -seconds), limit: limit).map { line in
      let name = line.service.map { office.service($0)?.name ?? $0.text }
      let whose = name.map { " của \($0)" } ?? ""
      let advice = line.reason.advice
      return "Lúc \(line.at.clockText) các số đang chờ\(whose) đã hủy vì \(line.reason.text). "
        + (forStaff ? "Người dân được nhắn: “\(advice)”" : advice)
    }
  }
}
