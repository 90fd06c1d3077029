import GRDB
package import Queueing
package import Records

extension WriteTransaction {
  /// The id the next recorded assistance gets: the sequence number of the entry about to be written.
  package func nextAssistanceID() throws -> Int64 {
    nextSeq
  }

  /// Records one citizen helped once. `note` is kept beside the record, never in the journal.
  package func record(
    _ assistance: Assistance, note: String?, day: ServiceDay, at now: Timestamp, actor: String
  ) throws {
    try append(.assistanceRecorded(assistance), at: now, day: day, actor: actor)
    try insert(assistance, note: note)
    try noteChange(on: assistance.day)
  }

  /// Lets `assistance` stand for `original` from now on; the original stays as it was recorded, but for its note: what
  /// was typed by mistake, a name perhaps, is gone with the correction.
  ///
  /// - Parameter note: of the correction, also when it is that of the original.
  package func correct(
    _ original: Assistance, by assistance: Assistance, note: String?, day: ServiceDay, at now: Timestamp,
    actor: String
  ) throws {
    try append(.assistanceCorrected(assistance, original: original.id), at: now, day: day, actor: actor)
    // The original first: a ticket has one valid assistance at any moment.
    try execute("UPDATE assistance SET corrected_by = ? WHERE id = ?", [assistance.id, original.id])
    try insert(assistance, note: note)
    try execute("UPDATE assistance SET note = NULL WHERE id = ?", [original.id])
    try noteChange(on: original.day)
    try noteChange(on: assistance.day)
  }

  /// Takes a record back with nothing in its place: from now on it counts no more. It stays as it was recorded, but for
  /// its note.
  package func withdraw(_ assistance: Assistance, day: ServiceDay, at now: Timestamp, actor: String) throws -> Int64 {
    let seq = try append(.recordWithdrawn(assistance.id), at: now, day: day, actor: actor)
    try execute("UPDATE assistance SET withdrawn_by = ?, note = NULL WHERE id = ?", [seq, assistance.id])
    // A file may bring the line again, put right.
    try execute(
      """
      WITH RECURSIVE told(id) AS (
        SELECT ? UNION ALL SELECT a.id FROM told JOIN assistance a ON a.corrected_by = told.id
      )
      DELETE FROM import_line WHERE assistance IN (SELECT id FROM told)
      """, [assistance.id])
    try noteChange(on: assistance.day)
    return seq
  }

  private func arrival(of ticket: TicketID) throws -> Int64 {
    guard let ticket = try self.ticket(ticket) else { throw StoreError.unexpected(detail: "no ticket \(ticket)") }
    return ticket.arrival
  }

  private func insert(_ assistance: Assistance, note: String?) throws {
    try execute(
      """
      INSERT INTO assistance(id, ticket, service_day, service, member, counter, place, started_at, minutes, village, \
      residence, age_band, sex, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """,
      [
        assistance.id, try assistance.ticket.map(arrival(of:)), assistance.day.text, assistance.service?.text,
        assistance.member?.text, assistance.counter?.text, assistance.place.rawValue, assistance.startedAt.milliseconds,
        assistance.minutes,
        assistance.village?.text, assistance.residence?.rawValue, assistance.ageBand.rawValue,
        assistance.sex?.rawValue, note,
      ])
    for (position, activity) in assistance.activities.enumerated() {
      try execute(
        """
        INSERT INTO assistance_activity(assistance, position, activity, level, platform, outcome, minutes) \
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
        [
          assistance.id, position, activity.activity.rawValue, activity.level?.rawValue,
          activity.platform?.rawValue, activity.outcome.rawValue, activity.minutes,
        ])
      for difficulty in activity.difficulties {
        try execute(
          "INSERT INTO assistance_difficulty(assistance, position, difficulty) VALUES (?, ?, ?)",
          [assistance.id, position, difficulty.rawValue])
      }
    }
  }
}

extension Assistance {
  /// The day it counts for: of its ticket, or the civil day the help began.
  package var day: ServiceDay {
    ticket?.day ?? ServiceDay(of: startedAt, startMinute: 0)
  }
}

extension ReadTransaction {
  /// A file of an earlier release, looked at before it is brought up to date, knows of none.
  var knowsWithdrawals: Bool {
    get throws { try db.columns(in: "assistance").contains { $0.name == "withdrawn_by" } }
  }

  private var assistanceColumns: String {
    get throws {
      """
      a.id, a.ticket, a.service, a.member, a.counter, a.place, a.started_at, a.minutes, a.village, a.residence, \
      a.age_band, a.sex, a.corrected_by, t.service_day, t.series, t.number, \
      \(try knowsWithdrawals ? "a.withdrawn_by" : "NULL")
      """
    }
  }

  /// What holds of a record `a` that counts.
  var validAssistance: String {
    get throws { try "a.corrected_by IS NULL" + (knowsWithdrawals ? " AND a.withdrawn_by IS NULL" : "") }
  }

  private static let assistanceTables = "assistance a LEFT JOIN ticket t ON t.arrival = a.ticket"

  package func assistance(_ id: Int64) throws -> Assistance? {
    try row("SELECT \(assistanceColumns) FROM \(Self.assistanceTables) WHERE a.id = ?", [id])
      .map(assistance(row:))
  }

  /// What was noted beside a record; it stands in no journal.
  package func note(of assistance: Int64) throws -> String? {
    try row("SELECT note FROM assistance WHERE id = ?", [assistance])?.value(0)
  }

  /// All the help that was ever recorded for a ticket, what was corrected before what it was corrected to.
  package func assistances(of ticket: Ticket) throws -> [Assistance] {
    try rows("SELECT id FROM assistance WHERE ticket = ? ORDER BY id", [ticket.arrival]) { try $0.value(0) as Int64 }
      .compactMap { try assistance($0) }
  }

  /// What somebody typed about a ticket or the help given to it, oldest first.
  package func remarks(on ticket: Ticket) throws -> [(at: Timestamp, kind: String, text: String)] {
    try rows(
      """
      SELECT j.at, j.kind, r.text FROM remark r JOIN journal j ON j.seq = r.seq WHERE r.seq >= ?1 \
      AND (json_extract(nullif(j.body, ''), '$.ticket') = ?2 \
      OR json_extract(nullif(j.body, ''), '$.assistance.ticket') = ?2 \
      OR j.seq IN (SELECT withdrawn_by FROM assistance WHERE ticket = ?1)) ORDER BY r.seq
      """, [ticket.arrival, ticket.id.text]
    ) { (at: try $0.instant(0), kind: try $0.value(1), text: try $0.value(2)) }
  }

  package func assistanceID(of ticket: Ticket) throws -> Int64? {
    try row(
      "SELECT id FROM assistance a WHERE ticket = ? AND ticket IS NOT NULL AND \(validAssistance)", [ticket.arrival]
    )
    .map { try $0.value(0) }
  }

  /// The assistances of a span of days by day and in the order they were recorded, corrected and withdrawn ones
  /// included, after `cursor`.
  package func assistances(
    from: ServiceDay, through: ServiceDay, after cursor: Int64?, limit: Int
  ) throws -> [Assistance] {
    try rows(
      """
      SELECT \(assistanceColumns) FROM \(Self.assistanceTables) \
      WHERE a.service_day BETWEEN ?1 AND ?2 \
      AND (a.service_day, a.id) > (coalesce((SELECT service_day FROM assistance WHERE id = ?3), ''), ?3) \
      ORDER BY a.service_day, a.id LIMIT ?4
      """, [from.text, through.text, cursor ?? 0, limit], assistance(row:))
  }

  private func assistance(row: Row) throws -> Assistance {
    let seq: Int64 = try row.value(0)
    var ticket: TicketID?
    if try (row.value(1) as Int64?) != nil {
      ticket = TicketID(
        day: try row.day(13), number: TicketNumber(series: try row.value(14), ordinal: try row.value(15)))
    }
    let activities = try rows(
      """
      SELECT v.position, v.activity, v.level, v.platform, v.outcome, v.minutes, d.difficulty \
      FROM assistance_activity v LEFT JOIN assistance_difficulty d USING (assistance, position) \
      WHERE v.assistance = ? ORDER BY v.position, d.difficulty
      """, [seq], activityRow
    ).reduce(into: ActivityCollector()) { $0.add($1) }.activities
    return Assistance(
      id: seq, ticket: ticket, service: try row.optionalIdentifier(2),
      member: try row.optionalIdentifier(3), counter: try row.optionalIdentifier(4), place: try row.choice(5),
      startedAt: try row.instant(6), minutes: try row.value(7), activities: activities,
      village: try row.optionalIdentifier(8), residence: try row.optionalChoice(9), ageBand: try row.choice(10),
      sex: try row.optionalChoice(11), correctedBy: try row.value(12), withdrawnBy: try row.value(16))
  }

  private func activityRow(_ row: Row) throws -> ActivityRow {
    ActivityRow(
      position: try row.value(0),
      activity: AssistedActivity(
        activity: try row.choice(1), level: try row.optionalChoice(2), platform: try row.optionalChoice(3),
        outcome: try row.choice(4), minutes: try row.value(5)),
      difficulty: try row.optionalChoice(6))
  }
}

/// One activity with one of its difficulties, as the join has them.
private struct ActivityRow {
  let position: Int
  let activity: AssistedActivity
  let difficulty: Difficulty?
}

/// Puts the difficulties back to their activities; rows come ordered by position.
private struct ActivityCollector {
  private(set) var activities: [AssistedActivity] = []
  private var position = -1

  mutating func add(_ row: ActivityRow) {
    if row.position != position {
      position = row.position
      activities.append(row.activity)
    }
    guard let difficulty = row.difficulty, let last = activities.popLast() else { return }
    let own = Set(last.difficulties + [difficulty])
    activities.append(
      AssistedActivity(
        activity: last.activity, level: last.level, platform: last.platform, outcome: last.outcome,
        difficulties: Difficulty.allCases.filter(own.contains), minutes: last.minutes))
  }
}
