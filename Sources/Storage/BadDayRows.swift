import GRDB
package import Queueing

/// A whole line, or every line, that was sent home.
package struct LineCancellation: Hashable, Sendable {
  package let at: Timestamp
  /// `nil` for every line.
  package let service: ServiceID?
  package let reason: CancellationReason
}

extension ReadTransaction {
  /// The highest number of a series that was passed over on a day; 0 when none was.
  package func floor(of series: String, on day: ServiceDay) throws -> Int {
    try count("SELECT number FROM series_floor WHERE service_day = ? AND series = ?", [day.text, series])
  }

  static let cancellations = """
    SELECT at, service, reason FROM line_cancellation WHERE service_day = ? AND at >= ? ORDER BY seq DESC LIMIT ?
    """

  /// The lines sent home since an instant of a day, latest first.
  package func lineCancellations(
    on day: ServiceDay, since: Timestamp, limit: Int
  ) throws -> [LineCancellation] {
    try rows(Self.cancellations, [day.text, since.milliseconds, limit]) {
      LineCancellation(at: try $0.instant(0), service: try $0.optionalIdentifier(1), reason: try $0.choice(2))
    }
  }

  /// Why a ticket was cancelled, if it was with its whole line.
  package func lineCancellation(of ticket: Ticket) throws -> CancellationReason? {
    try row(
      """
      SELECT reason FROM line_cancellation \
      WHERE seq = (SELECT cancellation FROM cancelled_with_line WHERE ticket = ?)
      """, [ticket.arrival]
    )?.choice(0)
  }

  static let anyPaper = """
    SELECT EXISTS (SELECT 1 FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper')
    """

  // The planner would walk the line.
  static let firstPaper = """
    SELECT arrival, issued_at FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper' \
    AND service = ? AND (priority IS NOT NULL) = ? ORDER BY issued_at, arrival LIMIT 1
    """

  /// Who is next among those of a line who came with a number on paper: by the time on the paper, whenever it was
  /// entered. Each time the entry of one comes up, it is the earliest of them who is called.
  func firstPaper(service: ServiceID, isPriority: Bool) throws -> (arrival: Int64, issuedAt: Timestamp)? {
    try row(Self.firstPaper, [service.text, isPriority ? 1 : 0]).map { (try $0.value(0), try $0.instant(1)) }
  }

  /// The place in line at which who is first on paper is called, and since when they wait.
  func paperHead(service: ServiceID, isPriority: Bool) throws -> LineHead? {
    guard let first = try firstPaper(service: service, isPriority: isPriority) else { return nil }
    let place: Int64? = try row(
      Self.paperPlace, [service.text, isPriority ? 1 : 0, first.issuedAt.milliseconds, first.arrival])?.value(0)
    return LineHead(arrival: place ?? first.arrival, issuedAt: first.issuedAt, isPriority: isPriority)
  }

  /// The ticket whose turn it is when the place in line `arrival` comes up.
  package func ticket(atPlace arrival: Int64) throws -> Ticket? {
    guard let ticket = try ticket(arrival: arrival) else { return nil }
    guard ticket.origin == .paper, ticket.directedTo == nil,
      let first = try firstPaper(service: ticket.service, isPriority: ticket.priority != nil)
    else { return ticket }
    return try self.ticket(arrival: first.arrival)
  }

  static let paperPlace = """
    SELECT min(arrival) FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper' \
    AND service = ? AND (priority IS NOT NULL) = ? AND (issued_at, arrival) >= (?, ?)
    """

  static let earlierPaper = """
    SELECT count(*) FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper' \
    AND service = ? AND (priority IS NOT NULL) = ? AND (issued_at, arrival) < (?, ?) AND arrival > ?
    """

  static let overtakingPaper = """
    SELECT count(*) FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper' \
    AND service = ? AND (priority IS NOT NULL) = ? AND arrival > ? AND issued_at < (
      SELECT max(issued_at) FROM ticket INDEXED BY ticket_paper \
    WHERE state = 'waiting' AND directed_to IS NULL AND origin = 'paper' \
      AND service = ? AND (priority IS NOT NULL) = ? AND arrival < ?)
    """

  /// Tickets before this one in the line of its service. Who came with a number on paper is called, earliest first,
  /// as the entries of such numbers come up, and so may go before a ticket that was entered earlier.
  func aheadInLine(of ticket: Ticket) throws -> Int {
    let isPriority = ticket.priority != nil ? 1 : 0
    guard ticket.origin == .paper else {
      return try [0, 1].reduce(count(Self.aheadInLine, [ticket.service.text, ticket.arrival])) { ahead, isPriority in
        let line: StatementArguments = [ticket.service.text, isPriority, ticket.arrival]
        return ahead + (try count(Self.overtakingPaper, line + line))
      }
    }
    let issuedAt = ticket.issuedAt.milliseconds
    let place: Int64 =
      try row(Self.paperPlace, [ticket.service.text, isPriority, issuedAt, ticket.arrival])?.value(0)
      ?? ticket.arrival
    return try count(Self.aheadInLine, [ticket.service.text, place])
      + count(Self.earlierPaper, [ticket.service.text, isPriority, issuedAt, ticket.arrival, place])
  }
}

extension WriteTransaction {
  /// No number of the series up to this one is given out any more on its day.
  package func skip(to ticket: TicketID, service: ServiceID, at now: Timestamp, actor: String) throws {
    try append(.numbersSkipped(to: ticket, service: service), at: now, day: ticket.day, actor: actor)
    try execute(
      """
      INSERT INTO series_floor(service_day, series, number) VALUES (?, ?, ?) \
      ON CONFLICT DO UPDATE SET number = max(number, excluded.number)
      """, [ticket.day.text, ticket.number.series, ticket.number.ordinal])
  }

  /// Sends tickets home together and keeps why.
  package func cancel(
    _ tickets: [Ticket], of service: ServiceID?, reason: CancellationReason, note: String?, on day: ServiceDay,
    at now: Timestamp, actor: String
  ) throws {
    let seq = try append(
      .lineCancelled(service, reason: reason, tickets: tickets.count), at: now, day: day, actor: actor)
    try addRemark(note)
    try execute(
      "INSERT INTO line_cancellation(seq, service_day, at, service, reason) VALUES (?, ?, ?, ?, ?)",
      [seq, day.text, now.milliseconds, service?.text, reason.rawValue])
    for ticket in tickets {
      try make(.cancel, of: ticket, at: now, actor: actor)
      try execute("INSERT INTO cancelled_with_line(ticket, cancellation) VALUES (?, ?)", [ticket.arrival, seq])
    }
  }
}

/// What the journal says of clocks and bad days, to be compared with their tables.
struct BadDayReplay {
  private struct ClockEvent: Hashable {
    let fault: ClockFault?
    let step: Int64
  }

  private struct Floor: Hashable {
    let day: ServiceDay
    let series: String
  }

  private struct Cancellation: Hashable {
    let service: ServiceID?
    let reason: CancellationReason
  }

  private var clock: [Int64: ClockEvent] = [:]
  private var floors: [Floor: Int] = [:]
  private var cancellations: [Int64: Cancellation] = [:]
  private var cancelled: [Int64: Int64] = [:]
  /// The line being sent home, up to its last entry.
  private var current: (seq: Int64, last: Int64)?

  mutating func note(_ fact: Fact, seq: Int64, day: ServiceDay) {
    switch fact {
    case .clockDistrusted(let fault, _): clock[seq] = ClockEvent(fault: fault, step: 0)
    case .clockTrusted(_, let step): clock[seq] = ClockEvent(fault: nil, step: step)
    case .numbersSkipped(let ticket, _):
      floors[Floor(day: day, series: ticket.number.series), default: 0].raise(to: ticket.number.ordinal)
    case .lineCancelled(let service, let reason, let tickets):
      cancellations[seq] = Cancellation(service: service, reason: reason)
      current = (seq, seq + Int64(tickets))
    default: break
    }
  }

  mutating func noteCancel(of ticket: Int64, seq: Int64) {
    if let current, seq <= current.last { cancelled[ticket] = current.seq }
  }

  /// Whether a number is given out anew that was passed over; one on paper was given out before.
  func passedOver(_ issue: TicketIssue) -> Bool {
    let floor = floors[Floor(day: issue.ticket.day, series: issue.ticket.number.series)] ?? 0
    return issue.origin != .paper && issue.ticket.number.ordinal <= floor
  }

  func compare(with transaction: ReadTransaction) throws -> [String] {
    var problems: [String] = []
    let storedClock = try transaction.rows("SELECT seq, fault, step FROM clock_event") {
      (try $0.value(0) as Int64, ClockEvent(fault: try $0.optionalChoice(1), step: try $0.value(2)))
    }
    if Dictionary(uniqueKeysWithValues: storedClock) != clock { problems.append("Sổ đồng hồ khác với nhật ký.") }
    let storedFloors = try transaction.rows("SELECT service_day, series, number FROM series_floor") {
      (Floor(day: try $0.day(0), series: try $0.value(1)), try $0.value(2) as Int)
    }
    if Dictionary(uniqueKeysWithValues: storedFloors) != floors {
      problems.append("Các số đã bỏ qua khác với nhật ký.")
    }
    let storedCancellations = try transaction.rows("SELECT seq, service, reason FROM line_cancellation") {
      (try $0.value(0) as Int64, Cancellation(service: try $0.optionalIdentifier(1), reason: try $0.choice(2)))
    }
    let storedCancelled = try transaction.rows(
      """
      SELECT c.ticket, c.cancellation FROM cancelled_with_line c JOIN ticket t ON t.arrival = c.ticket \
      WHERE t.service_day > ?
      """, [transaction.agedThrough()?.text ?? ""]
    ) {
      (try $0.value(0) as Int64, try $0.value(1) as Int64)
    }
    if Dictionary(uniqueKeysWithValues: storedCancellations) != cancellations
      || Dictionary(uniqueKeysWithValues: storedCancelled) != cancelled
    {
      problems.append("Các lần hủy cả hàng khác với nhật ký.")
    }
    return problems
  }
}

extension Int {
  fileprivate mutating func raise(to value: Int) { self = Swift.max(self, value) }
}
