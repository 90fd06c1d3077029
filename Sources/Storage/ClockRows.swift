import GRDB
package import Queueing

/// One run of the office: what tells its clock from that of the runs before.
package struct ClockRun: Hashable, Sendable {
  /// A fresh identity.
  package let id: String
  /// The last journal entry before it began; 0 in a new store.
  package let start: Int64

  package init(id: String, start: Int64) {
    self.id = id
    self.start = start
  }
}

/// What was last journalled of the clock.
struct ClockRecord {
  let fault: ClockFault?
  let run: String
  let revision: Int
  /// `ClockMoment.step` of its run at that time, milliseconds.
  let runStep: Int64
}

extension ReadTransaction {
  func latestClockRecord() throws -> ClockRecord? {
    try row("SELECT fault, run, revision, run_step FROM clock_event ORDER BY seq DESC LIMIT 1").map {
      ClockRecord(
        fault: try $0.optionalChoice(0), run: try $0.value(1), revision: try $0.value(2), runStep: try $0.value(3))
    }
  }

  /// How the journal ends: its last entry, when that was, and what was held against the clock then; `nil` when it is
  /// empty.
  package func journalEnd() throws -> (seq: Int64, at: Timestamp, fault: ClockFault?)? {
    try row("SELECT seq, at FROM journal ORDER BY seq DESC LIMIT 1").map {
      (try $0.value(0), try $0.instant(1), try latestClockRecord()?.fault)
    }
  }

  /// Whether the clock has changed since it was last journalled.
  package func isUnsettled(_ moment: ClockMoment, of run: ClockRun) throws -> Bool {
    guard moment.revision > 0 else { return false }
    guard let known = try latestClockRecord() else { return true }
    return known.run != run.id || known.revision < moment.revision
  }

  /// The latest great leap ahead on a service day: when it landed, and the last journal entry before its run.
  package func greatStep(
    on day: ServiceDay, atLeast milliseconds: Int64
  ) throws -> (at: Timestamp, runStart: Int64)? {
    try row(
      "SELECT at, run_start FROM clock_event WHERE service_day = ? AND step >= ? ORDER BY seq DESC LIMIT 1",
      [day.text, milliseconds]
    ).map { (try $0.instant(0), try $0.value(1)) }
  }

  static let presence = """
    SELECT EXISTS (SELECT 1 FROM ticket WHERE arrival > ? AND issued_at >= ? \
    AND state IN ('waiting', 'called', 'serving', 'parked'))
    """

  /// Whether somebody is still here whose ticket was issued after a journal entry, and not before an instant.
  package func isAnybodyLeft(after entry: Int64, issuedSince since: Timestamp) throws -> Bool {
    try count(Self.presence, [entry, since.milliseconds]) == 1
  }

  static let doubts = """
    SELECT coalesce((SELECT fault IS NOT NULL FROM clock_event WHERE seq < ?1 ORDER BY seq DESC LIMIT 1), 0) \
    OR EXISTS (SELECT 1 FROM clock_event WHERE service_day = ?2 AND seq > ?1 AND fault IS NOT NULL \
    AND (?3 IS NULL OR at <= ?3))
    """

  /// Whether the clock was believed all the time from the issue of a ticket to its end.
  package func isClockTrusted(for ticket: Ticket) throws -> Bool {
    try count(Self.doubts, [ticket.arrival, ticket.id.day.text, ticket.finishedAt?.milliseconds]) == 0
  }
}

extension Ticket {
  /// As `follow(clockStep:)` says.
  fileprivate static let statesThatFollow = StateName.allCases.filter(\.followsClock)
    .map { "'\($0.rawValue)'" }.joined(separator: ", ")
}

extension WriteTransaction {
  /// Journals what became of the clock since it was last journalled, and lets what is due follow its leaps.
  ///
  /// - Parameter day: the service day before any that the moment may begin.
  package func settle(_ moment: ClockMoment, of run: ClockRun, on day: ServiceDay, actor: String) throws {
    guard try isUnsettled(moment, of: run) else { return }
    let known = try latestClockRecord()
    let step = moment.step - (known.flatMap { $0.run == run.id ? $0.runStep : nil } ?? 0)
    var entries: [(fact: Fact, fault: ClockFault?, step: Int64)] = []
    if step != 0 || moment.fault == nil && known?.fault != nil {
      entries.append((.clockTrusted(moment.basis ?? .plausible, step: step), nil, step))
    }
    if let fault = moment.fault, known?.fault != fault || known?.run != run.id || !entries.isEmpty {
      entries.append((.clockDistrusted(fault, wall: moment.wall), fault, 0))
    }
    for entry in entries {
      let isDecided = entry.fact.kind == "clock-trusted" && moment.basis == .accepted
      let seq = try append(entry.fact, at: moment.now, day: day, actor: isDecided ? actor : "system")
      try execute(
        """
        INSERT INTO clock_event(seq, service_day, at, fault, step, run, run_start, revision, run_step) \
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        [
          seq, day.text, moment.now.milliseconds, entry.fault?.rawValue, entry.step, run.id, run.start,
          moment.revision, moment.step,
        ])
    }
    if step != 0 { try follow(clockStep: step, on: day) }
  }

  private func follow(clockStep step: Int64, on day: ServiceDay) throws {
    try execute(
      """
      UPDATE ticket SET issued_at = issued_at + ?1, called_at = called_at + ?1, announced_at = announced_at + ?1, \
      started_at = started_at + ?1, due_at = due_at + ?1 \
      WHERE service_day = ?2 AND state IN (\(Ticket.statesThatFollow))
      """, [step, day.text])
    // Made anew from the tables when it is next asked for.
    forgetPicture()
    for var counter in try counters() where counter.undoable != nil {
      counter.follow(clockStep: step)
      try save(counter)
    }
  }

  /// Ends every sitting that is still open.
  package func endSessions(now: Timestamp) throws {
    try execute("UPDATE counter_session SET closed_at = ? WHERE closed_at IS NULL", [now.milliseconds])
  }

  /// Keeps what the configuration says a counter serves, to see at the next start whether it says the same.
  package func noteOwnServices(_ services: [ServiceID], of counter: CounterID) throws {
    try execute(
      "INSERT INTO meta(key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
      ["services of counter \(counter)", services.map(\.text).joined(separator: ",")])
  }
}

extension ReadTransaction {
  /// What the configuration said at the last start that a counter serves; `nil` when that was not kept.
  package func ownServices(of counter: CounterID) throws -> [ServiceID]? {
    let text: String? = try row("SELECT value FROM meta WHERE key = ?", ["services of counter \(counter)"])?.value(0)
    return text?.split(separator: ",").map { ServiceID(verified: String($0)) }
  }
}
