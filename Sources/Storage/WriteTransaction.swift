package import Foundation
import GRDB
package import Queueing

/// A transaction that reads, decides and writes: each use case of the office is one of these.
///
/// Every change of a current-state table goes in together with the fact that explains it.
package final class WriteTransaction: ReadTransaction {
  private var end: ChainEnd
  var nextSeq: Int64 { end.seq + 1 }
  private(set) var entries: [JournalEntry] = []
  private(set) var madePrintJobs = false
  private(set) var hasWritten = false
  /// Whether it changed anything that sessions rest on.
  private(set) var hasChangedSignIn = false
  /// Whether the job that runs has changed a ticket or a counter, and so the picture.
  private var hasMoved = false
  /// The current day, once it was read: only this transaction can change it.
  private var knownDay: ServiceDay?
  /// Days that are over and whose figures this transaction changes.
  private(set) var changedDays: Set<ServiceDay> = []
  /// What the record says about opening from a date on, once it was read, until it changes.
  var knownAmendments: (from: ServiceDay, OpeningAmendments)?
  private let encoder: JSONEncoder

  /// - Parameter picture: of the queue as the transaction before left it, where it is known.
  init(_ db: Database, end: ChainEnd, picture: QueuePicture? = nil) {
    self.end = end
    encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    super.init(db)
    self.picture = picture
  }

  /// Runs one job of a batch in a savepoint of its own.
  ///
  /// - Throws: only what ends the whole transaction, such as a full disk.
  func run(_ job: WriteJob) throws -> WriteJob.Finish {
    let endBefore = end
    let entriesBefore = entries.count
    let (printJobsBefore, hadWritten) = (madePrintJobs, hasWritten)
    let (dayBefore, changedBefore) = (knownDay, changedDays)
    hasMoved = false
    // Prepared once: GRDB's own savepoints are prepared anew for each job.
    try db.cachedStatement(sql: "SAVEPOINT job").execute()
    let (failure, finish) = job.run(self)
    if let failure {
      // The savepoint went with the transaction.
      if StoreError.endsTransaction(failure) { throw failure }
      try db.cachedStatement(sql: "ROLLBACK TO SAVEPOINT job").execute()
      end = endBefore
      entries.removeLast(entries.count - entriesBefore)
      (madePrintJobs, hasWritten, knownDay, changedDays) = (printJobsBefore, hadWritten, dayBefore, changedBefore)
      // Most refusals come before anything was moved.
      if hasMoved { picture = nil }
      knownAmendments = nil
    }
    try db.cachedStatement(sql: "RELEASE SAVEPOINT job").execute()
    return finish
  }

  func execute(_ sql: String, _ arguments: StatementArguments = []) throws {
    try db.cachedStatement(sql: sql).execute(arguments: arguments)
    hasWritten = true
  }

  /// Executes what changes sessions, or the accounts, members and service days that they rest on: whoever keeps a
  /// session in mind reads it anew afterwards.
  func changeSignIn(_ sql: String, _ arguments: StatementArguments = []) throws {
    try execute(sql, arguments)
    hasChangedSignIn = true
  }

  /// The one form in which values are stored as JSON.
  func json(_ value: some Encodable) throws -> String {
    String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  func probe() throws {
    // Never the same value twice: SQLite writes no page that it does not change.
    try execute(
      """
      INSERT INTO meta(key, value) VALUES ('probe', '1') \
      ON CONFLICT DO UPDATE SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT)
      """)
  }

  // MARK: - Journal

  /// Appends a fact to the journal and returns its sequence number.
  @discardableResult
  package func append(_ fact: Fact, at now: Timestamp, day: ServiceDay, actor: String) throws -> Int64 {
    let body = try fact.canonicalBody(by: encoder)
    let digest = Chain.digest(of: body)
    let seq = end.seq + 1
    let dayText = day.text
    let hash = Chain.hash(
      after: end.hash, seq: seq, at: now, day: dayText, kind: fact.kind, actor: actor, digest: digest)
    let text = String(decoding: body, as: UTF8.self)
    try execute(
      "INSERT INTO journal(seq, at, service_day, kind, actor, digest, hash, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
      [seq, now.milliseconds, dayText, fact.kind, actor, digest, hash, text])
    end = ChainEnd(seq: seq, hash: hash)
    entries.append(JournalEntry(seq: seq, at: now, day: day, kind: fact.kind, actor: actor, body: text))
    return seq
  }

  /// Keeps what somebody wrote about the entry that was just appended. It may name people, so it stands beside the
  /// journal and not in it.
  package func addRemark(_ text: String?) throws {
    guard let text else { return }
    try execute("INSERT INTO remark(seq, text) VALUES (?, ?)", [end.seq, text])
  }

  func create(epoch: String, at now: Timestamp, day: ServiceDay) throws {
    try execute("INSERT INTO meta(key, value) VALUES ('epoch', ?)", [epoch])
    try append(.storeCreated(epoch: epoch), at: now, day: day, actor: "system")
  }

  // MARK: - Day

  package override func currentDay() throws -> ServiceDay? {
    if knownDay == nil { knownDay = try super.currentDay() }
    return knownDay
  }

  package override func openingAmendments(from date: ServiceDay) throws -> OpeningAmendments {
    if let (from, amendments) = knownAmendments, from == date { return amendments }
    let amendments = try readOpeningAmendments(from: date)
    knownAmendments = (date, amendments)
    return amendments
  }

  /// Begins a service day: keys remembered for repeated requests and tokens of slips end with the day before.
  package func openDay(_ day: ServiceDay, at now: Timestamp) throws {
    if let ended = try currentDay() { changedDays.insert(ended) }
    try changeSignIn("INSERT INTO service_day(day, opened_at) VALUES (?, ?)", [day.text, now.milliseconds])
    try execute("DELETE FROM idempotency")
    try execute("DELETE FROM ticket_token")
    try append(.dayOpened, at: now, day: day, actor: "system")
    knownDay = day
  }

  /// Remembers that the figures of a day change; those of the current day are counted when they are asked for.
  func noteChange(on day: ServiceDay) throws {
    if let current = try currentDay(), day < current { changedDays.insert(day) }
  }

  // MARK: - Tickets

  /// The next number of a series on a day, 1 and up.
  package func nextOrdinal(series: String, on day: ServiceDay) throws -> Int {
    // Tickets are never deleted, so the highest number is the last one given.
    let last = try count(
      "SELECT coalesce(max(number), 0) FROM ticket WHERE service_day = ? AND series = ?", [day.text, series])
    return max(last, try floor(of: series, on: day)) + 1
  }

  package func issue(_ issue: TicketIssue, token: String, at now: Timestamp, actor: String) throws -> Ticket {
    let day = issue.ticket.day
    let arrival = try append(.ticketIssued(issue), at: now, day: day, actor: actor)
    let ticket = Ticket(issuing: issue, arrival: arrival, at: now)
    try execute(
      """
      INSERT INTO ticket(arrival, service_day, series, number, service, priority, village, origin, issued_at, state, recalls, \
      promised_from, promised_to) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting', 0, ?, ?)
      """,
      [
        arrival, day.text, ticket.id.number.series, ticket.id.number.ordinal, ticket.service.text,
        ticket.priority?.text, ticket.village?.text, ticket.origin.rawValue, ticket.issuedAt.milliseconds,
        issue.promised?.fromMinutes, issue.promised?.toMinutes,
      ])
    try execute("INSERT INTO ticket_token(token, ticket) VALUES (?, ?)", [token, arrival])
    try execute(
      """
      INSERT INTO line(service_day, service, issued, waiting) VALUES (?, ?, 1, 1) \
      ON CONFLICT DO UPDATE SET issued = issued + 1, waiting = waiting + 1
      """, [day.text, ticket.service.text])
    hasMoved = true
    picture?.note(ticket)
    return ticket
  }

  /// Tickets or counters were changed in a way that the picture cannot follow.
  func forgetPicture() {
    hasMoved = true
    picture = nil
  }

  /// Makes a move by the rules, stores the ticket as it is after it and journals the move, on the ticket's own day.
  ///
  /// - Throws: `Refusal` when the ticket does not stand where the move may begin.
  @discardableResult
  package func make(
    _ move: TicketMove, of ticket: Ticket, at now: Timestamp, actor: String
  ) throws -> Ticket {
    var moved = ticket
    try moved.make(move, at: now)
    // As it was before the move.
    _ = try queuePicture()
    let seq = try append(.ticketMoved(ticket.id, move), at: now, day: ticket.id.day, actor: actor)
    let isAnnounced = move.name == .call || move.name == .recall
    try execute(
      """
      UPDATE ticket SET service = ?, state = ?, directed_to = ?, called_at = ?, started_at = ?, finished_at = ?, \
      announced_at = ?, due_at = ?, recalls = ?, counter = ?, member = ?, reason = ?, end_reason = ?, \
      waited = ?, announced_seq = coalesce(?, announced_seq) WHERE arrival = ?
      """,
      [
        moved.service.text, moved.state.name.rawValue, moved.directedTo?.text, moved.calledAt?.milliseconds,
        moved.startedAt?.milliseconds, moved.finishedAt?.milliseconds, moved.announcedAt?.milliseconds,
        moved.dueAt?.milliseconds, moved.recalls, moved.counter?.text, moved.member?.text, moved.reason?.rawValue,
        moved.endReason, moved.promise?.waited, isAnnounced ? seq : nil, moved.arrival,
      ])
    let waitedBefore = ticket.state == .waiting
    let waitsAfter = moved.state == .waiting
    if waitedBefore != waitsAfter || ticket.service != moved.service {
      if waitedBefore { try countWaiting(-1, service: ticket.service, day: ticket.id.day) }
      if waitsAfter { try countWaiting(1, service: moved.service, day: ticket.id.day) }
    }
    try noteChange(on: ticket.id.day)
    hasMoved = true
    try note(move, from: ticket, to: moved, at: now)
    return moved
  }

  private func countWaiting(_ change: Int, service: ServiceID, day: ServiceDay) throws {
    // A transfer may bring the first ticket of the day to a line.
    if change > 0 {
      try execute(
        """
        INSERT INTO line(service_day, service, issued, waiting) VALUES (?, ?, 0, 1) \
        ON CONFLICT DO UPDATE SET waiting = waiting + 1
        """, [day.text, service.text])
    } else {
      try execute(
        "UPDATE line SET waiting = waiting - 1 WHERE service_day = ? AND service = ?", [day.text, service.text])
    }
  }

  // MARK: - Counters

  package func save(_ counter: Counter) throws {
    let services = try json(counter.services)
    let undoable = try counter.undoable.map { try json($0) }
    try execute(
      """
      INSERT INTO counter(id, state, member, services, normals_since_priority, undoable) VALUES (?, ?, ?, ?, ?, ?) \
      ON CONFLICT DO UPDATE SET state = excluded.state, member = excluded.member, services = excluded.services, \
      normals_since_priority = excluded.normals_since_priority, undoable = excluded.undoable
      """,
      [
        counter.id.text, counter.state.rawValue, counter.member?.text, services, counter.normalsSincePriority, undoable,
      ])
    hasMoved = true
    picture?.note(counter)
  }

  package func beginSession(at counter: CounterID, member: MemberID?, now: Timestamp) throws {
    try endSession(at: counter, now: now)
    try execute(
      "INSERT INTO counter_session(counter, member, opened_at) VALUES (?, ?, ?)",
      [counter.text, member?.text, now.milliseconds])
  }

  package func endSession(at counter: CounterID, now: Timestamp) throws {
    try execute(
      "UPDATE counter_session SET closed_at = ? WHERE counter = ? AND closed_at IS NULL",
      [now.milliseconds, counter.text])
  }

  // MARK: - Slips

  /// Asks for a slip; copy 1 is the first, a reprint counts on.
  @discardableResult
  package func addPrintJob(for ticket: Ticket, at now: Timestamp) throws -> Int {
    let copy = try count("SELECT coalesce(max(copy), 0) + 1 FROM print_job WHERE ticket = ?", [ticket.arrival])
    try execute(
      "INSERT INTO print_job(ticket, copy, state, attempts, changed_at) VALUES (?, ?, 'pending', 0, ?)",
      [ticket.arrival, copy, now.milliseconds])
    madePrintJobs = true
    return copy
  }

  package func movePrintJob(_ id: Int64, to state: PrintState, detail: String?, at now: Timestamp) throws {
    let attempt = state == .printing ? 1 : 0
    try execute(
      "UPDATE print_job SET state = ?, detail = ?, changed_at = ?, attempts = attempts + ? WHERE id = ?",
      [state.rawValue, detail, now.milliseconds, attempt, id])
  }

  // MARK: - Idempotency

  package func remember(scope: String, key: String, request: Data, answer: String) throws {
    try execute(
      "INSERT INTO idempotency(scope, key, request, answer) VALUES (?, ?, ?, ?)", [scope, key, request, answer])
  }
}
