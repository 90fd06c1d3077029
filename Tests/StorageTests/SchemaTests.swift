import FrontDesk
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

/// The schema refuses what the rules refuse, whoever writes.
@Suite struct SchemaTests {
  struct Offence: CustomTestStringConvertible, Sendable {
    let name: String
    let sql: String
    /// A part of what SQLite says.
    let refusal: String

    init(_ name: String, _ sql: String, _ refusal: String) {
      self.name = name
      self.sql = sql
      self.refusal = refusal
    }

    var testDescription: String { name }
  }

  /// Tickets of the prepared store: A001 is being served at counter 1, A002 finished with help recorded as :help,
  /// A003 waits, A004 is called at counter 2, A005 finished without a record, A006 cancelled.
  static let offences = [
    // Journal
    Offence(
      "an entry after a gap",
      """
      INSERT INTO journal SELECT seq + 2, at, service_day, kind, actor, digest, hash, body FROM journal \
      ORDER BY seq DESC LIMIT 1
      """, "the journal has no gaps"),
    Offence("an entry in the place of another", "INSERT OR REPLACE INTO journal SELECT * FROM journal", "no gaps"),
    Offence("a changed entry", "UPDATE journal SET body = '{}' WHERE seq = 2", "append-only"),
    Offence("a changed time of an entry", "UPDATE journal SET at = at + 1", "append-only"),
    Offence("a deleted entry", "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "append-only"),
    Offence(
      "a short hash",
      """
      INSERT INTO journal SELECT seq + 1, at, service_day, kind, actor, digest, x'00', body FROM journal \
      ORDER BY seq DESC LIMIT 1
      """, "length(hash) = 32"),
    Offence("a remark on nothing", "INSERT INTO remark VALUES (9999, 'x')", "FOREIGN KEY"),
    Offence("a remark without words", "INSERT INTO remark VALUES (1, '')", "CHECK"),
    Offence("a remark longer than a remark", "INSERT INTO remark VALUES (1, printf('%201s', 'x'))", "CHECK"),
    // Day
    Offence("a day before today", "INSERT INTO service_day VALUES ('2026-11-22', 0)", "never goes backwards"),
    Offence("today once more", "INSERT INTO service_day VALUES ('2026-11-23', 0)", "never goes backwards"),
    Offence("a day set back", "UPDATE service_day SET day = '2026-11-01'", "stays as it was begun"),
    Offence("a day undone", "DELETE FROM service_day", "stays as it was begun"),
    // Opening
    Offence("a calendar of yesterday", "INSERT INTO calendar_day VALUES ('2026-11-22', '[]', 'x')", "stays as it was"),
    Offence("a date without a reason", "INSERT INTO calendar_day VALUES ('2027-03-02', '[]', '')", "CHECK"),
    Offence("hours that are no list", "INSERT INTO calendar_day VALUES ('2027-03-02', '1', 'x')", "CHECK"),
    Offence(
      "a date moved",
      "INSERT INTO calendar_day VALUES ('2027-03-02', '[]', 'x'); UPDATE calendar_day SET day = '2027-03-03'",
      "stays as it was"),
    Offence("a service ordered open", "INSERT INTO opening_order VALUES ('vneid', 1, 1, 'x')", "CHECK"),
    Offence("an order that is neither", "INSERT INTO opening_order VALUES ('*', 2, 1, 'x')", "CHECK"),
    Offence("an order without a reason", "INSERT INTO opening_order VALUES ('*', 0, 1, '')", "CHECK"),
    // Tickets
    Offence(
      "a number given twice",
      """
      INSERT INTO ticket(arrival, service_day, series, number, service, origin, issued_at, state, recalls) \
      SELECT 900, service_day, series, number, service, origin, issued_at, 'waiting', 0 FROM ticket WHERE number = 3
      """,
      "UNIQUE constraint failed: ticket.service_day, ticket.series, ticket.number"),
    Offence(
      "a ticket that begins at a counter",
      """
      INSERT INTO ticket(arrival, service_day, series, number, service, origin, issued_at, state, recalls, counter, \
      called_at, reason) SELECT 900, service_day, series, 90, service, origin, issued_at, 'called', 0, '3', 1, 'arrival' \
      FROM ticket WHERE number = 3
      """,
      "begins by waiting"),
    Offence("a changed number", "UPDATE ticket SET number = 77 WHERE number = 3", "never change"),
    Offence("a changed series", "UPDATE ticket SET series = 'B' WHERE number = 3", "never change"),
    Offence("a changed arrival", "UPDATE ticket SET arrival = 1 WHERE number = 3", "never change"),
    Offence("a changed day", "UPDATE ticket SET service_day = '2026-11-24' WHERE number = 3", "never change"),
    Offence("a changed time of issue", "UPDATE ticket SET issued_at = 0 WHERE number = 3", "only a leap of the clock"),
    Offence("a priority given later", "UPDATE ticket SET priority = 'elderly' WHERE number = 3", "never change"),
    Offence("a deleted ticket", "DELETE FROM ticket WHERE number = 3", "never deleted"),
    Offence(
      "a second ticket at a counter", "UPDATE ticket SET counter = '1' WHERE number = 4",
      "UNIQUE constraint failed: ticket.counter"),
    Offence("a called ticket without a counter", "UPDATE ticket SET counter = NULL WHERE number = 4", "CHECK"),
    Offence("a called ticket without a reason", "UPDATE ticket SET reason = NULL WHERE number = 4", "CHECK"),
    Offence("a served ticket that never started", "UPDATE ticket SET started_at = NULL WHERE number = 1", "CHECK"),
    Offence("a waiting ticket that has finished", "UPDATE ticket SET finished_at = 1 WHERE number = 3", "CHECK"),
    Offence("a waiting ticket that is due", "UPDATE ticket SET due_at = 1 WHERE number = 3", "CHECK"),
    Offence("a parked ticket that is never due", "UPDATE ticket SET state = 'parked' WHERE number = 1", "CHECK"),
    Offence("an expiry without a reason", "UPDATE ticket SET state = 'expired' WHERE number = 3", "CHECK"),
    Offence("an end reason of a live ticket", "UPDATE ticket SET end_reason = 'x' WHERE number = 3", "CHECK"),
    Offence("an unknown state", "UPDATE ticket SET state = 'lost' WHERE number = 3", "not legal"),
    Offence("an unknown reason of a call", "UPDATE ticket SET reason = 'mood' WHERE number = 4", "CHECK"),
    Offence("a counter that is none", "UPDATE ticket SET counter = '9' WHERE number = 4", "FOREIGN KEY"),
    Offence("a direction to no counter", "UPDATE ticket SET directed_to = '9' WHERE number = 3", "FOREIGN KEY"),
    Offence("fewer recalls than none", "UPDATE ticket SET recalls = -1 WHERE number = 3", "CHECK"),
    Offence("a changed finished ticket", "UPDATE ticket SET finished_at = 5 WHERE number = 5", "stays as it is"),
    Offence("a changed cancelled ticket", "UPDATE ticket SET end_reason = 'y' WHERE number = 6", "stays as it is"),
    Offence("a text for a time", "UPDATE ticket SET called_at = 'soon' WHERE number = 4", "cannot store TEXT"),
    // Lines, counters
    Offence("a line with fewer than nobody", "UPDATE line SET waiting = -1", "CHECK"),
    Offence("a line of a day that was never begun", "INSERT INTO line VALUES ('2027-01-01', 'x', 1, 1)", "FOREIGN KEY"),
    Offence("an unknown state of a counter", "UPDATE counter SET state = 'ajar' WHERE id = '1'", "CHECK"),
    Offence("a closed counter with somebody there", "UPDATE counter SET state = 'closed' WHERE id = '1'", "CHECK"),
    Offence("services that are no list", "UPDATE counter SET services = 'all' WHERE id = '1'", "CHECK"),
    Offence("a member that is none", "UPDATE counter SET member = 'nobody' WHERE id = '1'", "FOREIGN KEY"),
    Offence(
      "a counter opened twice", "INSERT INTO counter_session(counter, opened_at) VALUES ('1', 1)",
      "UNIQUE constraint failed: counter_session.counter"),
    // Slips
    Offence("an unknown state of a slip", "UPDATE print_job SET state = 'lost'", "not legal"),
    Offence("a slip printed without printing", "UPDATE print_job SET state = 'printed'", "not legal"),
    Offence("a slip skipped without a word", "UPDATE print_job SET state = 'skipped'", "CHECK"),
    Offence(
      "a copy asked for twice",
      "INSERT INTO print_job(ticket, copy, state, attempts, changed_at) SELECT ticket, copy, 'pending', 0, 0 FROM print_job",
      "UNIQUE constraint failed: print_job.ticket, print_job.copy"),
    // Assistances
    Offence(
      "a second valid record of a ticket",
      """
      INSERT INTO assistance(id, ticket, service_day, place, started_at, age_band) \
      SELECT 900, ticket, service_day, place, started_at, age_band FROM assistance
      """, "UNIQUE constraint failed: assistance.ticket"),
    Offence(
      "a record of a ticket still being served",
      """
      INSERT INTO assistance(id, ticket, service_day, place, started_at, age_band) \
      SELECT 900, arrival, service_day, 'centre', 0, 'unknown' FROM ticket WHERE number = 1
      """, "recorded for a finished ticket"),
    Offence(
      "an unknown age band",
      "INSERT INTO assistance(id, service_day, place, started_at, age_band) VALUES (900, '2026-11-23', 'x', 0, 'old')",
      "CHECK"),
    Offence(
      "a village of somebody from elsewhere",
      """
      INSERT INTO assistance(id, service_day, place, started_at, age_band, village, residence) \
      VALUES (900, '2026-11-23', 'centre', 0, 'unknown', 'thon-1', 'other-commune')
      """, "CHECK"),
    Offence(
      "a village that is none",
      """
      INSERT INTO assistance(id, service_day, place, started_at, age_band, village, residence) \
      VALUES (900, '2026-11-23', 'centre', 0, 'unknown', 'thon-99', 'village')
      """, "FOREIGN KEY"),
    Offence(
      "more than ten hours of help",
      """
      INSERT INTO assistance(id, service_day, place, started_at, age_band, minutes) \
      VALUES (900, '2026-11-23', 'centre', 0, 'unknown', 601)
      """, "CHECK"),
    Offence(
      "a note longer than a note",
      """
      INSERT INTO assistance(id, service_day, place, started_at, age_band, note) \
      VALUES (900, '2026-11-23', 'centre', 0, 'unknown', printf('%201s', 'x'))
      """, "CHECK"),
    Offence("a changed record", "UPDATE assistance SET place = 'school'", "corrected by another, not changed"),
    Offence("a record of another day", "UPDATE assistance SET service_day = '2026-11-22'", "not changed"),
    Offence("a deleted record", "DELETE FROM assistance", "never deleted"),
    Offence("a record corrected by itself", "UPDATE assistance SET corrected_by = id", "CHECK"),
    Offence("a record withdrawn by itself", "UPDATE assistance SET withdrawn_by = id", "CHECK"),
    Offence("a record withdrawn by no entry", "UPDATE assistance SET withdrawn_by = 999999", "FOREIGN KEY"),
    Offence(
      "a record withdrawn twice",
      """
      UPDATE assistance SET withdrawn_by = (SELECT max(seq) FROM journal) WHERE corrected_by IS NULL; \
      UPDATE assistance SET withdrawn_by = NULL
      """, "withdrawn once"),
    Offence("an unknown outcome", "UPDATE assistance_activity SET outcome = 'fine'", "not changed"),
    Offence("a deleted activity", "DELETE FROM assistance_activity", "never deleted"),
    Offence("a deleted difficulty", "DELETE FROM assistance_difficulty", "never deleted"),
    Offence(
      "an activity twice in a record",
      "INSERT INTO assistance_activity SELECT assistance, 9, activity, level, platform, outcome, minutes FROM assistance_activity",
      "UNIQUE constraint failed"),
    Offence(
      "an activity without a record",
      "INSERT INTO assistance_activity VALUES (900, 0, 'other', NULL, NULL, 'done', NULL)", "FOREIGN KEY"),
    Offence(
      "a bad level",
      "INSERT INTO assistance_activity SELECT id, 5, 'other', 'half', NULL, 'done', NULL FROM assistance", "CHECK"),
    // Keys and devices
    Offence(
      "a key without the digest of its request", "INSERT INTO idempotency VALUES ('a', 'b', x'00', '{}')", "CHECK"),
    Offence(
      "an unknown event of a device",
      "INSERT INTO device_log(at, event, device, kind, name) VALUES (0, 'sneezed', 'x', 'y', 'z')", "CHECK"),
    Offence(
      "a fault of a device without saying which",
      "INSERT INTO device_log(at, event, device, kind, name) VALUES (0, 'fault', 'x', 'y', 'z')", "CHECK"),
  ]

  @Test func `What the rules refuse, the schema refuses`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await prepare(path)
    let queue = try DatabaseQueue(path: path)
    for offence in Self.offences {
      try await queue.writeWithoutTransaction { db in
        try db.inTransaction {
          let error = #expect(throws: DatabaseError.self, "\(offence.name) was accepted") {
            try db.execute(sql: offence.sql)
          }
          let said = error?.message ?? ""
          #expect(said.contains(offence.refusal), "\(offence.name): \(said)")
          return .rollback
        }
      }
    }
    try queue.close()
    #expect(try Store.verify(path: path).problems == [])
  }

  @Test func `The schema lets a ticket make the moves of the rules and no other`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await prepare(path)
    let queue = try DatabaseQueue(path: path)
    for origin in StateName.allCases {
      for target in StateName.allCases where target != origin {
        let isLegal = Self.isLegal(origin, target)
        let accepts = try await queue.writeWithoutTransaction { db in
          var accepts = false
          try db.inTransaction {
            try Self.put(3, into: origin, db)
            do {
              try Self.set(3, to: target, db)
              accepts = true
            } catch let error as DatabaseError {
              #expect(error.resultCode == .SQLITE_CONSTRAINT)
            }
            return .rollback
          }
          return accepts
        }
        #expect(accepts == isLegal, "\(origin.rawValue) → \(target.rawValue)")
      }
    }
    try queue.close()
  }

  /// Whether some move of the pure rules leads from one state to the other.
  private static func isLegal(_ origin: StateName, _ target: StateName) -> Bool {
    MoveName.allCases.contains { name in
      let ends: StateName? =
        switch name {
        case .call: .called
        case .start: .serving
        case .finish: .finished
        case .noShow: .noShow
        case .park: .parked
        case .comeBack, .transfer, .undoCall: .waiting
        case .cancel: .cancelled
        case .expire: .expired
        case .recall, .releaseDirection: nil
        }
      return ends == target && name.legalFrom.contains(origin)
    }
  }

  /// Brings a waiting ticket to a state by legal steps.
  private static func put(_ number: Int, into state: StateName, _ db: Database) throws {
    switch state {
    case .waiting: break
    case .serving, .parked, .noShow, .finished:
      try set(number, to: .called, db)
      try set(number, to: state, db)
    case .called, .cancelled, .expired: try set(number, to: state, db)
    }
  }

  private static func set(_ number: Int, to state: StateName, _ db: Database) throws {
    let isServed = state == .serving || state == .finished
    try db.execute(
      sql: """
        UPDATE ticket SET state = ?, counter = '3', called_at = 1, reason = 'arrival', started_at = ?, finished_at = ?, \
        due_at = ?, end_reason = ? WHERE number = ?
        """,
      arguments: [
        state.rawValue, isServed ? 1 : nil, state == .finished ? 1 : nil, state == .parked ? 1 : nil,
        state == .expired ? "day-end" : nil, number,
      ])
  }

  private func prepare(_ path: String) async throws {
    let store = try await Sample.openForWork(path)
    try await store.write { tx in
      let desk = try Sample.desk(tx)
      let (one, two) = (CounterID(verified: "1"), CounterID(verified: "2"))
      for number in 1...6 {
        _ = try desk.issue(
          service: "ho-tich", priority: nil, village: nil, origin: number == 3 ? .kiosk : .paper, token: "t\(number)")
      }
      for number in ["A002", "A005"] {
        _ = try desk.call(one, ticket: number)
        let help = AssistanceDraft(
          activities: [ActivityDraft(activity: "vneid-use", difficulties: ["network-fault"])], village: "thon-1")
        _ = try desk.finish(one, draft: number == "A002" ? help : nil)
      }
      _ = try desk.call(one, ticket: "A001")
      _ = try desk.start(one)
      _ = try desk.open(two, member: nil, services: nil)
      _ = try desk.call(two, ticket: "A004")
      _ = try desk.cancel("2026-11-23-a006", reason: nil)
    }
    try store.close()
  }
}
