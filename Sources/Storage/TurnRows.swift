import GRDB
import Queueing
import Records

// The record of a day as figures need it, and no column more: of a busy day it is thousands of rows, which are read anew
// whenever somebody looks at the figures of a day that goes on. Damage in the other columns is for `verify` to find.

extension ReadTransaction {
  /// Every ticket and every valid assistance of a day.
  func turns(on day: ServiceDay) throws -> [TurnFacts] {
    var turns: [TurnFacts] = []
    var ofTicket: [Int64: TurnFacts.HelpPart] = [:]
    try forEachHelp(on: day) { help, arrival in
      if let arrival { ofTicket[arrival] = help } else { turns.append(TurnFacts(day: day, help: help)) }
    }
    turns.reserveCapacity(turns.count + ofTicket.count)
    let ratings = try ratings(on: day)
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: "SELECT \(TurnFacts.TicketPart.columns) FROM ticket WHERE service_day = ?"),
      arguments: [day.text])
    while let row = try cursor.next() {
      let arrival: Int64 = try row.value(0)
      let ticket = try TurnFacts.TicketPart(row: row, rating: ratings[arrival])
      turns.append(TurnFacts(day: day, ticket: ticket, help: ofTicket.removeValue(forKey: arrival)))
    }
    // Its day is its ticket's.
    guard ofTicket.isEmpty else { throw StoreError.corrupt(detail: "help stands on no ticket of its day") }
    return turns
  }

  /// By the `arrival` of the ticket.
  private func ratings(on day: ServiceDay) throws -> [Int64: Int] {
    // A file of an earlier release, looked at before it is brought up to date, has none.
    guard try db.tableExists("rating") else { return [:] }
    let ratings = try rows(
      "SELECT r.ticket, r.score FROM ticket t JOIN rating r ON r.ticket = t.arrival WHERE t.service_day = ?", [day.text]
    ) { (try $0.value(0) as Int64, try $0.number(1, in: 1...3)) }
    return Dictionary(ratings) { first, _ in first }
  }

  /// Hands the help of each valid assistance of a day to `body`, with the `arrival` of its ticket.
  private func forEachHelp(on day: ServiceDay, _ body: (TurnFacts.HelpPart, _ arrival: Int64?) -> Void) throws {
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT a.id, a.ticket, \(TurnFacts.HelpPart.columns), v.assistance, v.position, v.activity, v.outcome, \
          d.difficulty \
          FROM assistance a LEFT JOIN assistance_activity v ON v.assistance = a.id \
          LEFT JOIN assistance_difficulty d ON d.assistance = v.assistance AND d.position = v.position \
          WHERE a.service_day = ? AND \(validAssistance) ORDER BY a.id, v.position
          """), arguments: [day.text])
    var current: (id: Int64, arrival: Int64?, position: Int?, help: TurnFacts.HelpPart)?
    while let row = try cursor.next() {
      let id: Int64 = try row.value(0)
      if id != current?.id {
        if let current { body(current.help, current.arrival) }
        current = (id, try row.value(1), nil, try TurnFacts.HelpPart(row: row))
      }
      guard try (row.value(10) as Int64?) != nil else { continue }
      let position: Int = try row.value(11)
      if position != current?.position {
        current?.position = position
        current?.help.entries.append(TurnFacts.Entry(try row.choice(12), outcome: try row.choice(13)))
      }
      if let difficulty: Difficulty = try row.optionalChoice(14), let last = current?.help.entries.indices.last {
        current?.help.entries[last].difficulties.insert(difficulty)
      }
    }
    if let current { body(current.help, current.arrival) }
  }
}

extension TurnFacts.HelpPart {
  fileprivate static let columns =
    "a.service, a.member, a.counter, a.place, a.started_at, a.village, a.residence, a.age_band"

  /// From the third column on.
  fileprivate init(row: Row) throws {
    self.init(
      service: try row.optionalIdentifier(2), member: try row.optionalIdentifier(3),
      counter: try row.optionalIdentifier(4), place: try row.choice(5), startedAt: try row.instant(6),
      village: try row.optionalIdentifier(7), residence: try row.optionalChoice(8), ageBand: try row.choice(9))
  }
}

extension TurnFacts.TicketPart {
  fileprivate static let columns = """
    arrival, service, priority, village, member, counter, state, issued_at, called_at, started_at, finished_at, \
    promised_from, promised_to, waited
    """

  /// From the second column on.
  fileprivate init(row: Row, rating: Int?) throws {
    self.init(
      service: try row.identifier(1), priority: try row.optionalIdentifier(2),
      village: try row.optionalIdentifier(3), member: try row.optionalIdentifier(4),
      counter: try row.optionalIdentifier(5), state: try row.choice(6), issuedAt: try row.instant(7),
      promise: try row.promise(11), calledAt: try row.optionalInstant(8), startedAt: try row.optionalInstant(9),
      finishedAt: try row.optionalInstant(10), rating: rating)
  }
}
