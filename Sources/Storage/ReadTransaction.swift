package import Foundation
import GRDB
package import Queueing
package import Records

/// A consistent view of the store. Lives only inside the closure it is handed to.
package class ReadTransaction {
  let db: Database
  /// The queue as this transaction sees it, once it was asked for.
  var picture: QueuePicture?

  /// Throws when nobody waits for the answer any more.
  let checkCancellation: () throws -> Void

  init(_ db: Database, checkCancellation: @escaping () throws -> Void = {}) {
    self.db = db
    self.checkCancellation = checkCancellation
  }

  func row(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(db.cachedStatement(sql: sql), arguments: arguments)
  }

  func rows<T>(
    _ sql: String, _ arguments: StatementArguments = [], _ transform: (Row) throws -> T
  ) throws -> [T] {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql), arguments: arguments)
    var values: [T] = []
    while let row = try cursor.next() {
      values.append(try transform(row))
    }
    return values
  }

  func count(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    try row(sql, arguments)?.value(0) ?? 0
  }

  // MARK: - Journal

  package func chainEnd() throws -> ChainEnd {
    try Chain.end(in: db)
  }

  package func epoch() throws -> String {
    guard let row = try row("SELECT value FROM meta WHERE key = 'epoch'") else {
      throw StoreError.corrupt(detail: "no epoch")
    }
    return try row.value(0)
  }

  /// The entries after `seq`, oldest first, `limit` at most.
  package func journal(after seq: Int64, limit: Int) throws -> [JournalEntry] {
    try rows(
      "SELECT seq, at, service_day, kind, actor, body FROM journal WHERE seq > ? ORDER BY seq LIMIT ?", [seq, limit]
    ) { row in
      JournalEntry(
        seq: try row.value(0), at: try row.instant(1), day: try row.day(2), kind: try row.value(3),
        actor: try row.value(4), body: try row.value(5))
    }
  }

  // MARK: - Day

  /// The latest service day that was begun; `nil` in a new store.
  package func currentDay() throws -> ServiceDay? {
    try row("SELECT max(day) FROM service_day")?.optionalDay(0)
  }

  // MARK: - Opening

  /// All that the record says about opening from a date on.
  package func openingAmendments(from date: ServiceDay) throws -> OpeningAmendments {
    try readOpeningAmendments(from: date)
  }

  // MARK: - Tickets

  package func ticket(_ id: TicketID) throws -> Ticket? {
    try row(
      "SELECT \(Ticket.columns) FROM ticket WHERE service_day = ? AND series = ? AND number = ?",
      [id.day.text, id.number.series, id.number.ordinal]
    ).map(Ticket.init(row:))
  }

  package func ticket(arrival: Int64) throws -> Ticket? {
    try row("SELECT \(Ticket.columns) FROM ticket WHERE arrival = ?", [arrival]).map(Ticket.init(row:))
  }

  /// The ticket a counter holds, called or being served.
  package func ticket(heldBy counter: CounterID) throws -> Ticket? {
    try row(
      "SELECT \(Ticket.columns) FROM ticket WHERE counter = ? AND state IN ('called', 'serving')", [counter.text]
    ).map(Ticket.init(row:))
  }

  package func ticket(token: String) throws -> Ticket? {
    try row(
      "SELECT \(Ticket.columns) FROM ticket WHERE arrival = (SELECT ticket FROM ticket_token WHERE token = ?)", [token]
    ).map(Ticket.init(row:))
  }

  package func token(of ticket: Ticket) throws -> String? {
    try row("SELECT token FROM ticket_token WHERE ticket = ?", [ticket.arrival])?.value(0)
  }

  static let headOfLine = """
    SELECT arrival, issued_at FROM ticket WHERE state = 'waiting' AND directed_to IS NULL AND service = ? \
    AND (priority IS NOT NULL) = ? ORDER BY arrival LIMIT 1
    """

  static let headOfDirected = """
    SELECT arrival, issued_at FROM ticket WHERE state = 'waiting' AND directed_to IS NOT NULL AND directed_to = ? \
    AND (priority IS NOT NULL) = ? ORDER BY arrival LIMIT 1
    """

  /// The first ordinary and the first priority ticket of each line the counter serves: one index seek each,
  /// however long the lines are. Who is first on paper stands beside: they may have waited longer than who is before.
  package func heads(for counter: Counter) throws -> [LineHead] {
    var heads: [LineHead] = []
    let hasPaper = try count(Self.anyPaper, []) == 1
    for isPriority in [false, true] {
      let head = { (row: Row) in
        LineHead(arrival: try row.value(0), issuedAt: try row.instant(1), isPriority: isPriority)
      }
      for service in counter.services {
        heads += try rows(Self.headOfLine, [service.text, isPriority ? 1 : 0], head)
        if hasPaper, let paper = try paperHead(service: service, isPriority: isPriority) { heads.append(paper) }
      }
      heads += try rows(Self.headOfDirected, [counter.id.text, isPriority ? 1 : 0], head)
    }
    return heads
  }

  static let aheadInLine = """
    SELECT count(*) FROM ticket WHERE state = 'waiting' AND directed_to IS NULL AND service = ? \
    AND (priority IS NOT NULL) IN (0, 1) AND arrival < ?
    """

  static let aheadAtCounter = """
    SELECT count(*) FROM ticket WHERE state = 'waiting' AND directed_to IS NOT NULL AND directed_to = ? \
    AND (priority IS NOT NULL) IN (0, 1) AND arrival < ?
    """

  /// Tickets that stand before this one in the line of its service, or of the counter it is directed to.
  package func ahead(of ticket: Ticket) throws -> Int {
    if let counter = ticket.directedTo { return try count(Self.aheadAtCounter, [counter.text, ticket.arrival]) }
    return try aheadInLine(of: ticket)
  }

  static let directedInLine =
    "SELECT count(*) FROM ticket WHERE state = 'waiting' AND directed_to IS NOT NULL AND service = ?"

  /// The same for the ticket that comes next into this line, without counting the line: everybody in it came before,
  /// and of those only who waits for one counter alone is not ahead.
  package func aheadOfNext(in line: LineCount) throws -> Int {
    line.waiting - (try count(Self.directedInLine, [line.service.text]))
  }

  package struct LineCount: Hashable, Sendable {
    package let service: ServiceID
    package let issued: Int
    package let waiting: Int
  }

  package func lines(on day: ServiceDay) throws -> [LineCount] {
    try rows("SELECT service, issued, waiting FROM line WHERE service_day = ?", [day.text]) { row in
      LineCount(service: try row.identifier(0), issued: try row.value(1), waiting: try row.value(2))
    }
  }

  package func line(of service: ServiceID, on day: ServiceDay) throws -> LineCount {
    try row("SELECT issued, waiting FROM line WHERE service_day = ? AND service = ?", [day.text, service.text])
      .map { LineCount(service: service, issued: try $0.value(0), waiting: try $0.value(1)) }
      ?? LineCount(service: service, issued: 0, waiting: 0)
  }

  static let latest = """
    SELECT series, number, counter, announced_at FROM ticket WHERE service_day = ? AND announced_seq IS NOT NULL \
    AND state IN ('called', 'serving', 'finished') ORDER BY announced_seq DESC LIMIT ?
    """

  /// The latest calls of the day, newest first by the journal, which no clock can turn round. Who is no longer expected
  /// at the counter – undone, absent, parked, sent elsewhere, cancelled – is not among them.
  package func latestCalls(on day: ServiceDay, limit: Int) throws -> [Board.Call] {
    try rows(Self.latest, [day.text, limit]) { row in
      Board.Call(
        number: TicketNumber(series: try row.value(0), ordinal: try row.value(1)),
        counter: try row.identifier(2), calledAt: try row.instant(3))
    }
  }

  static let due =
    "SELECT \(Ticket.columns) FROM ticket WHERE state = 'parked' AND due_at <= ? ORDER BY due_at LIMIT ?"

  /// Parked tickets whose time has come, longest overdue first.
  package func parkedTickets(dueAt now: Timestamp, limit: Int) throws -> [Ticket] {
    try rows(Self.due, [now.milliseconds, limit], Ticket.init(row:))
  }

  // Four partial indexes, no scan of the past.
  static let live = """
    SELECT \(Ticket.columns) FROM ticket WHERE arrival IN (
      SELECT arrival FROM ticket WHERE state = 'waiting' AND directed_to IS NULL
      UNION ALL SELECT arrival FROM ticket WHERE state = 'waiting' AND directed_to IS NOT NULL
      UNION ALL SELECT arrival FROM ticket WHERE state = 'parked'
      UNION ALL SELECT arrival FROM ticket WHERE counter IS NOT NULL AND state IN ('called', 'serving')
    ) ORDER BY arrival
    """

  /// Every ticket that still waits, is called, served or parked, in the order of arrival.
  package func liveTickets() throws -> [Ticket] {
    try rows(Self.live, [], Ticket.init(row:))
  }

  /// The tickets of a series and a day with a lower number that still wait in the line of the service, lowest first.
  /// Who was sent to another line, or to one counter, keeps the number and does not wait there.
  package func waitingTickets(before id: TicketID, service: ServiceID) throws -> [Ticket] {
    try rows(
      """
      SELECT \(Ticket.columns) FROM ticket \
      WHERE service_day = ? AND series = ? AND number < ? AND state = 'waiting' AND service = ? \
      AND directed_to IS NULL ORDER BY number
      """, [id.day.text, id.number.series, id.number.ordinal, service.text], Ticket.init(row:))
  }

  /// When a ticket was last called and when it was called again since, in that order; reads the journal of the day, so
  /// ask only when it matters.
  package func announcements(of ticket: Ticket) throws -> [Timestamp] {
    try rows(
      """
      WITH told(seq, kind, at) AS (
        SELECT seq, kind, at FROM journal WHERE seq > ?1 AND kind IN ('ticket-called', 'ticket-recalled')
          AND json_extract(body, '$.ticket') = ?2)
      SELECT at FROM told WHERE seq >= (SELECT max(seq) FROM told WHERE kind = 'ticket-called') ORDER BY seq
      """, [ticket.arrival, ticket.id.text]
    ) { try $0.instant(0) }
  }

  static let directed = """
    SELECT \(Ticket.columns) FROM ticket WHERE arrival IN (
      SELECT arrival FROM ticket WHERE state = 'waiting' AND directed_to IS NOT NULL AND directed_to = ?
      UNION ALL SELECT arrival FROM ticket WHERE state IN ('called', 'serving', 'parked', 'no-show')
        AND directed_to IS NOT NULL AND directed_to = ? AND service_day = ?
    ) ORDER BY arrival
    """

  /// Tickets of a day that only this counter is offered, now or when they come back, in the order of arrival.
  package func tickets(directedTo counter: CounterID, on day: ServiceDay) throws -> [Ticket] {
    try rows(Self.directed, [counter.text, counter.text, day.text], Ticket.init(row:))
  }

  // MARK: - Counters and registers

  package func counter(_ id: CounterID) throws -> Counter? {
    try row("SELECT \(Counter.columns) FROM counter WHERE id = ?", [id.text]).map(Counter.init(row:))
  }

  package func counters() throws -> [Counter] {
    try rows("SELECT \(Counter.columns) FROM counter ORDER BY id", [], Counter.init(row:))
  }

  package func openCounterCount() throws -> Int {
    try count("SELECT count(*) FROM counter WHERE state = 'open'")
  }

  private static let memberColumns = "id, name, team, valid_from, valid_until"

  package func member(_ id: MemberID) throws -> Member? {
    try row("SELECT \(Self.memberColumns) FROM member WHERE id = ?", [id.text]).map(Member.init(row:))
  }

  package func members() throws -> [Member] {
    try rows("SELECT \(Self.memberColumns) FROM member ORDER BY id", [], Member.init(row:))
  }

  package func village(_ id: VillageID) throws -> Village? {
    try row("SELECT \(Village.columns) FROM village WHERE id = ?", [id.text]).map(Village.init(row:))
  }

  package func villages() throws -> [Village] {
    try rows("SELECT \(Village.columns) FROM village ORDER BY id", [], Village.init(row:))
  }

  // MARK: - Slips

  /// The latest print job of a ticket and how many of its slips came out.
  package func printStatus(of ticket: Ticket) throws -> PrintStatus? {
    try row(
      """
      SELECT state, (SELECT count(*) FROM print_job p WHERE p.ticket = print_job.ticket AND p.state = 'printed'), detail \
      FROM print_job WHERE ticket = ? ORDER BY copy DESC LIMIT 1
      """, [ticket.arrival]
    ).map { row in
      PrintStatus(state: try row.choice(0), copies: try row.value(1), detail: try row.value(2))
    }
  }

  /// Jobs that wait for paper, oldest first.
  package func printJobs(in state: PrintState, limit: Int) throws -> [PrintJob] {
    try rows(
      """
      SELECT id, ticket, copy, state, attempts, changed_at, detail FROM print_job \
      WHERE state = ? AND state IN ('pending', 'printing') ORDER BY id LIMIT ?
      """, [state.rawValue, limit]
    ) { row in
      PrintJob(
        id: try row.value(0), ticket: try row.value(1), copy: try row.value(2), state: try row.choice(3),
        attempts: try row.value(4), changedAt: try row.instant(5), detail: try row.value(6))
    }
  }

  // MARK: - Idempotency

  /// What was answered to this key, and the digest of the request it belonged to.
  package func remembered(scope: String, key: String) throws -> (request: Data, answer: String)? {
    try row("SELECT request, answer FROM idempotency WHERE scope = ? AND key = ?", [scope, key])
      .map { (try $0.value(0), try $0.value(1)) }
  }
}

extension Member {
  init(row: Row) throws {
    self.init(
      id: try row.identifier(0), name: try row.value(1), team: try row.choice(2), validFrom: try row.day(3),
      validUntil: try row.optionalDay(4))
  }
}

extension Village {
  static let columns = "id, name, valid_from, valid_until, successor"

  init(row: Row) throws {
    self.init(
      id: try row.identifier(0), name: try row.value(1), validFrom: try row.day(2),
      validUntil: try row.optionalDay(3), successor: try row.optionalIdentifier(4))
  }
}

/// Where the slip of a ticket stands.
package enum PrintState: String, CaseIterable, Sendable, Codable {
  case pending, printing, printed
  /// The daemon died or the printer vanished in mid-slip: there may be paper or not.
  case uncertain
  case skipped, failed
}

package struct PrintStatus: Hashable, Sendable {
  package let state: PrintState
  package let copies: Int
  package let detail: String?
}

package struct PrintJob: Hashable, Sendable {
  package let id: Int64
  /// `arrival` of the ticket.
  package let ticket: Int64
  /// 1 for the first slip; a reprint at somebody's wish counts on.
  package let copy: Int
  package let state: PrintState
  package let attempts: Int
  /// While it is pending the time at which it was asked for.
  package let changedAt: Timestamp
  package let detail: String?
}
