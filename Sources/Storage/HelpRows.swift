import GRDB
package import Queueing

/// Somebody at a kiosk asks for a person.
package struct HelpCall: Hashable, Sendable, Identifiable {
  package struct Acknowledgement: Hashable, Sendable {
    /// Its journal entry.
    package let seq: Int64
    package let at: Timestamp
    /// From where somebody goes; `nil` when nobody said.
    package let counter: CounterID?
  }

  /// The journal entry of the call.
  package let id: Int64
  package let day: ServiceDay
  package let screen: String
  package let calledAt: Timestamp
  /// `nil` while nobody goes.
  package var acknowledgement: Acknowledgement?
}

extension ReadTransaction {
  private static let helpColumns = "seq, day, screen, called_at, acknowledgement, acknowledged_at, counter"

  package func helpCall(_ id: Int64) throws -> HelpCall? {
    try row("SELECT \(Self.helpColumns) FROM help_call WHERE seq = ?", [id]).map(HelpCall.init(row:))
  }

  /// The calls of a day, latest first.
  package func helpCalls(on day: ServiceDay, limit: Int) throws -> [HelpCall] {
    try rows(
      "SELECT \(Self.helpColumns) FROM help_call WHERE day = ? ORDER BY seq DESC LIMIT ?", [day.text, limit],
      HelpCall.init(row:))
  }

  /// Every call there ever was, by its entry; for the proof of the record.
  func allHelpCalls() throws -> [Int64: HelpCall] {
    let calls = try rows("SELECT \(Self.helpColumns) FROM help_call", [], HelpCall.init(row:))
    return Dictionary(calls.map { ($0.id, $0) }) { $1 }
  }
}

extension WriteTransaction {
  package func callHelp(screen: String, at now: Timestamp, day: ServiceDay, actor: String) throws -> HelpCall {
    let seq = try append(.helpCalled(screen: screen), at: now, day: day, actor: actor)
    try execute(
      "INSERT INTO help_call(seq, day, screen, called_at) VALUES (?, ?, ?, ?)",
      [seq, day.text, screen, now.milliseconds])
    return HelpCall(id: seq, day: day, screen: screen, calledAt: now)
  }

  package func acknowledge(
    _ call: HelpCall, from counter: CounterID?, at now: Timestamp, day: ServiceDay, actor: String
  ) throws -> HelpCall {
    let seq = try append(.helpAcknowledged(call: call.id, counter: counter), at: now, day: day, actor: actor)
    try execute(
      "UPDATE help_call SET acknowledgement = ?, acknowledged_at = ?, counter = ? WHERE seq = ?",
      [seq, now.milliseconds, counter?.text, call.id])
    var acknowledged = call
    acknowledged.acknowledgement = HelpCall.Acknowledgement(seq: seq, at: now, counter: counter)
    return acknowledged
  }
}

extension HelpCall {
  init(row: Row) throws {
    let seq: Int64? = row[4]
    self.init(
      id: try row.value(0), day: try row.day(1), screen: try row.value(2), calledAt: try row.instant(3),
      acknowledgement: try seq.map {
        Acknowledgement(seq: $0, at: try row.instant(5), counter: try row.optionalIdentifier(6))
      })
  }
}
