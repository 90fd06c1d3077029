import Foundation
import GRDB
package import Queueing
import Records

// How details age. A day ages in one transaction that journals its figures; from then on they are what counts, and its
// details are dead. These are erased afterwards, a few at a time, so that nobody waits for it, and whenever it is
// broken off it goes on where it was. The bodies of journal entries go, their headers and digests stay, so that the
// chain of hashes holds.

/// Why a day cannot age.
package enum AgeingProblem: Error, Hashable, Sendable {
  /// The tables do not say what the journal says: nothing is erased that cannot be proven.
  case unproven(ServiceDay)
}

extension ReadTransaction {
  /// The last day that has aged, and with it every day before.
  package func agedThrough() throws -> ServiceDay? {
    // A file of an earlier release, looked at before it is brought up to date, has none.
    guard try db.tableExists("aged_day") else { return nil }
    return try row("SELECT max(day) FROM aged_day")?.optionalDay(0)
  }

  /// The days with something to count that have not aged and lie before a day, oldest first.
  package func unagedDays(before end: ServiceDay, limit: Int) throws -> [ServiceDay] {
    // Lines that were confirmed are of days that can still be written.
    guard try confirmedReading() == nil else { return [] }
    let first = try agedThrough().map { $0.advanced(by: 1) } ?? ServiceDay(epochDay: 0)
    let last = min(end, try currentDay() ?? end).advanced(by: -1)
    return first <= last ? Array(try days(from: first, through: last).prefix(limit)) : []
  }

  /// A year whose last day had come: what came after the report was sent would be in no report.
  private static let reported = """
    SELECT EXISTS (SELECT 1 FROM sent_report WHERE withdrawal IS NULL AND from_day <= ?1 AND to_day >= ?1 \
    AND sent_on >= to_day AND ( \
      from_day = substr(to_day, 1, 4) || '-01-01' AND to_day LIKE '%-12-31' \
      OR from_day = (CAST(substr(to_day, 1, 4) AS INTEGER) - 1) || '-12-15' AND to_day LIKE '%-12-14'))
    """

  /// Whether a report of the whole year in which a day lies, calendar or 15→14, has been sent.
  package func isYearReported(of day: ServiceDay) throws -> Bool {
    guard try db.tableExists("sent_report") else { return false }
    return try count(Self.reported, [day.text]) == 1
  }

  /// Whether there was help recorded under this id, of which the details are gone.
  package func isErased(assistance id: Int64) throws -> Bool {
    try count(
      """
      SELECT count(*) FROM journal WHERE seq = ? AND body = '' \
      AND kind IN ('assistance-recorded', 'assistance-corrected')
      """, [id]) == 1
  }

  /// A day that has aged and of which not everything is erased yet.
  package func unfinishedAgeing() throws -> ServiceDay? {
    try row("SELECT day FROM aged_day WHERE is_erased = 0")?.day(0)
  }

  package func agedDayCount() throws -> Int {
    try count("SELECT count(*) FROM aged_day")
  }

  func agedDay(_ day: ServiceDay) throws -> (seq: Int64, aged: AgedDay)? {
    try row(
      "SELECT j.seq, j.kind, j.body FROM aged_day a JOIN journal j ON j.seq = a.seq WHERE a.day = ?", [day.text]
    ).map { row in
      let (seq, kind, body): (Int64, String, String) = (try row.value(0), try row.value(1), try row.value(2))
      guard case .dayAged(let aged) = Fact(kind: kind, body: Data(body.utf8), decoder: JSONDecoder()) else {
        throw StoreError.corrupt(detail: "the figures of the aged day \(day.text) cannot be read")
      }
      return (seq, aged)
    }
  }

  /// The sheet of a day that has aged, in the form in which it was counted then: the journal has it too.
  func agedSheet(of day: ServiceDay) throws -> DaySheet {
    if let stored = try storedSheet(of: day, in: DaySheet.readableFormats) { return stored }
    guard let aged = try agedDay(day)?.aged, DaySheet.readableFormats.contains(aged.sheetFormat),
      let sheet = DaySheet(day: day, bytes: [UInt8](aged.sheet))
    else {
      throw StoreError.corrupt(detail: "the figures of the aged day \(day.text) cannot be read")
    }
    return sheet
  }

  /// What is to replace the details of the day that ages next, proven by a replay of its part of the journal.
  ///
  /// Reads the whole day, so not for the writer.
  ///
  /// - Throws: `AgeingProblem.unproven`.
  package func ageing(of day: ServiceDay) throws -> AgedDay {
    let before = try agedThrough().flatMap { try agedDay($0)?.aged }
    var replay = DayReplay(
      day: day, knowledge: before?.knowledge ?? WaitKnowledge(), learningSince: try learningSince())
    let (first, last) = ((before?.last ?? 0) + 1, try lastEntry(notAfter: day))
    let decoder = JSONDecoder()
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT seq, at, kind, body, service_day FROM journal WHERE seq BETWEEN ? AND ? \
          AND (kind GLOB 'ticket-*' OR kind IN ('call-undone', 'clock-trusted')) ORDER BY seq
          """), arguments: [first, last])
    while let row = try cursor.next() {
      let (kind, body): (String, String) = (try row.value(2), try row.value(3))
      guard let fact = Fact(kind: kind, body: Data(body.utf8), decoder: decoder) else {
        throw AgeingProblem.unproven(day)
      }
      try replay.note(fact, seq: row.value(0), at: row.instant(1), on: row.day(4))
    }
    let sheet = try countedSheet(of: day)
    guard try replay.tickets == tickets(on: day), try storedSheet(of: day) == sheet else {
      throw AgeingProblem.unproven(day)
    }
    return AgedDay(
      day: day, last: last, sheet: Data(sheet.bytes), sheetFormat: DaySheet.formatVersion, knowledge: replay.knowledge,
      strays: try strays(of: day, after: first - 1, through: last))
  }

  private func tickets(on day: ServiceDay) throws -> [TicketID: Ticket] {
    let tickets = try rows(
      "SELECT \(Ticket.columns) FROM ticket WHERE service_day = ?", [day.text], Ticket.init(row:))
    return Dictionary(tickets.map { ($0.id, $0) }) { first, _ in first }
  }

  private func strays(of day: ServiceDay, after before: Int64, through last: Int64) throws -> [Int64] {
    var strays = try rows(
      "SELECT id FROM assistance WHERE service_day = ?1 AND NOT (id > ?2 AND id <= ?3)", [day.text, before, last]
    ) { try $0.value(0) as Int64 }
    var corrections = try rows("SELECT id FROM assistance WHERE service_day = ?", [day.text]) {
      try $0.value(0) as Int64
    }
    // A record may count for another day than its correction, and so on back along the corrections.
    while let correction = corrections.popLast() {
      let originals = try rows(
        "SELECT id FROM assistance WHERE corrected_by = ? AND service_day > ?", [correction, day.text]
      ) { try $0.value(0) as Int64 }
      strays += originals
      corrections += originals
    }
    return strays.sorted()
  }

  /// How many of these records are still there, and count for a day that has not aged.
  func assistances(among ids: Set<Int64>) throws -> Int {
    let aged = try agedThrough()?.text ?? ""
    return try ids.reduce(0) { found, id in
      found + (try count("SELECT count(*) FROM assistance WHERE id = ? AND service_day > ?", [id, aged]))
    }
  }

  static let erasedKinds = """
    (kind GLOB 'ticket-*' OR kind GLOB 'assistance-*' OR kind IN ('call-undone', 'slip-requested', 'counter-opened', \
    'counter-paused', 'counter-closed', 'help-called', 'help-acknowledged'))
    """

  /// Whether entries of a kind lose their body when their day ages.
  static func isErased(_ kind: String) -> Bool {
    kind.hasPrefix("ticket-") || kind.hasPrefix("assistance-")
      || [
        "call-undone", "slip-requested", "counter-opened", "counter-paused", "counter-closed", "help-called",
        "help-acknowledged",
      ].contains(kind)
  }
}

extension WriteTransaction {
  /// Lets a day age: from now on its figures are what was journaled here.
  ///
  /// - Returns: whether it did; not when the day has changed since it was looked at.
  package func age(_ aged: AgedDay, at now: Timestamp, day: ServiceDay, actor: String) throws -> Bool {
    let stored: Data? = try row(
      "SELECT bytes FROM day_sheet WHERE day = ? AND format = ?", [aged.day.text, aged.sheetFormat])?.value(0)
    let isNext = try unagedDays(before: aged.day.advanced(by: 1), limit: 2) == [aged.day]
    guard stored == aged.sheet, isNext, try unfinishedAgeing() == nil else { return false }
    let seq = try append(.dayAged(aged), at: now, day: day, actor: actor)
    try execute(
      "INSERT INTO aged_day(day, seq, last, is_erased) VALUES (?, ?, ?, 0)", [aged.day.text, seq, aged.last])
    return true
  }

  /// Erases some details of the day that aged last.
  ///
  /// - Parameter limit: records, tickets or journal entries at most.
  /// - Returns: whether there was anything to erase.
  package func eraseAged(limit: Int) throws -> Bool {
    guard let day = try unfinishedAgeing(), let aged = try agedDay(day)?.aged else { return false }
    if try eraseAssistances(of: aged, limit: limit) { return true }
    let tickets = try ids("SELECT arrival FROM ticket WHERE service_day <= ? LIMIT ?", [day.text, limit])
    if !tickets.isEmpty {
      for ticket in tickets { try eraseTicket(ticket) }
      return true
    }
    let before: Int64 =
      try row("SELECT last FROM aged_day WHERE day < ? ORDER BY day DESC LIMIT 1", [day.text])?.value(0) ?? 0
    let entries = try ids(
      """
      SELECT seq FROM journal WHERE seq > ?1 AND seq <= ?2 AND body <> '' AND \(Self.erasedKinds) \
      AND NOT (kind GLOB 'assistance-*' AND EXISTS (SELECT 1 FROM assistance WHERE id = seq)) ORDER BY seq LIMIT ?3
      """, [before, aged.last, limit])
    if !entries.isEmpty {
      for entry in entries { try eraseBody(of: entry) }
      return true
    }
    try execute("DELETE FROM remark WHERE seq > ? AND seq <= ?", [before, aged.last])
    try execute("DELETE FROM help_call WHERE day <= ?", [day.text])
    try execute("DELETE FROM line WHERE service_day <= ?", [day.text])
    try execute(
      """
      DELETE FROM counter_session WHERE closed_at IS NOT NULL \
      AND opened_at < (SELECT opened_at FROM service_day WHERE day > ? ORDER BY day LIMIT 1)
      """, [day.text])
    try execute("UPDATE aged_day SET is_erased = 1 WHERE day = ?", [day.text])
    return true
  }

  private func ids(_ sql: String, _ arguments: StatementArguments) throws -> [Int64] {
    try rows(sql, arguments) { try $0.value(0) }
  }

  private func eraseAssistances(of aged: AgedDay, limit: Int) throws -> Bool {
    // What has been corrected goes before what it was corrected to, which is always younger.
    let strays = try aged.strays.filter { try count("SELECT count(*) FROM assistance WHERE id = ?", [$0]) == 1 }
    let ofDay = try ids(
      "SELECT id FROM assistance WHERE service_day <= ? ORDER BY id LIMIT ?", [aged.day.text, limit])
    let records = Set(strays).union(ofDay).sorted().prefix(limit)
    for id in records {
      try execute("DELETE FROM assistance_difficulty WHERE assistance = ?", [id])
      try execute("DELETE FROM assistance_activity WHERE assistance = ?", [id])
      // The reason why it was taken back may name somebody; that it was, stays.
      try execute("DELETE FROM remark WHERE seq = (SELECT withdrawn_by FROM assistance WHERE id = ?)", [id])
      try execute("DELETE FROM assistance WHERE id = ?", [id])
      try eraseBody(of: id)
    }
    return !records.isEmpty
  }

  private func eraseTicket(_ arrival: Int64) throws {
    for table in ["print_job", "cancelled_with_line", "rating", "ticket_token"] {
      try execute("DELETE FROM \(table) WHERE ticket = ?", [arrival])
    }
    try execute("DELETE FROM ticket WHERE arrival = ?", [arrival])
  }

  private func eraseBody(of entry: Int64) throws {
    try execute("UPDATE journal SET body = '' WHERE seq = ?", [entry])
    try execute("DELETE FROM remark WHERE seq = ?", [entry])
  }
}

/// Plays the tickets of the days up to one again, from what was known of waiting before.
private struct DayReplay {
  let day: ServiceDay
  private(set) var knowledge: WaitKnowledge
  private(set) var tickets: [TicketID: Ticket] = [:]
  private let learningSince: Int64

  init(day: ServiceDay, knowledge: WaitKnowledge, learningSince: Int64) {
    self.day = day
    self.knowledge = knowledge
    self.learningSince = learningSince
  }

  mutating func note(_ fact: Fact, seq: Int64, at now: Timestamp, on day: ServiceDay) throws {
    switch fact {
    case .ticketIssued(let issue):
      tickets[issue.ticket] = Ticket(issuing: issue, arrival: seq, at: now)
    case .ticketMoved(let id, let move):
      guard var ticket = tickets[id] else { throw AgeingProblem.unproven(self.day) }
      let before = ticket
      do { try ticket.make(move, at: now) } catch { throw AgeingProblem.unproven(self.day) }
      tickets[id] = ticket
      if seq > learningSince { _ = knowledge.learn(from: move, of: before, to: ticket, at: now) }
    case .clockTrusted(_, let step):
      for id in tickets.keys where id.day == day { tickets[id]?.follow(clockStep: step) }
    default:
      break
    }
  }
}
