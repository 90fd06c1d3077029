import Foundation
import GRDB
package import Queueing

extension ReadTransaction {
  /// Tells `fairness` of all that changed who waited on a span of service days.
  ///
  /// Of days that have aged nothing is known. The days of the journal never decrease, so that its part is found by halving and only that part is read.
  package func replay(from: ServiceDay, through: ServiceDay, into fairness: inout Fairness) throws {
    let decoder = JSONDecoder()
    let cursor = try Row.fetchCursor(
      db.cachedStatement(
        sql: """
          SELECT seq, at, kind, actor, body FROM journal WHERE seq >= ? AND seq < ? AND kind IN ('day-opened', \
          'counter-opened', 'clock-trusted', 'ticket-issued', 'ticket-called', 'call-undone', 'ticket-returned', \
          'ticket-transferred', 'ticket-released', 'ticket-cancelled', 'ticket-expired') \
          AND service_day > coalesce((SELECT max(day) FROM aged_day), '') ORDER BY seq
          """), arguments: [firstEntry(on: from), firstEntry(on: through.advanced(by: 1))])
    while let row = try cursor.next() {
      let (seq, kind, body): (Int64, String, String) = (try row.value(0), try row.value(2), try row.value(4))
      guard let fact = Fact(kind: kind, body: Data(body.utf8), decoder: decoder) else {
        throw StoreError.corrupt(detail: "journal entry \(seq) cannot be read")
      }
      guard let event = Fairness.Event(fact, seq: seq) else { continue }
      fairness.note(event, at: try row.instant(1), by: try row.value(3))
    }
  }

  /// The first entry on a day or after it; one past the end when there is none.
  private func firstEntry(on day: ServiceDay) throws -> Int64 {
    var (low, high) = (Int64(1), try chainEnd().seq + 1)
    while low < high {
      let middle = (low + high) / 2
      let found = try row("SELECT service_day FROM journal WHERE seq = ?", [middle])?.day(0)
      if let found, found < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Fairness.Event {
  /// `nil` for what changes nothing of who waits.
  fileprivate init?(_ fact: Fact, seq: Int64) {
    switch fact {
    case .dayOpened: self = .dayOpened
    case .ticketIssued(let issue): self = .issued(issue, arrival: seq)
    case .ticketMoved(let ticket, let move): self = .moved(ticket, move)
    case .counterOpened(let counter, _, let services): self = .counterOpened(counter, services: services)
    case .clockTrusted(_, let step): self = .clockStepped(step)
    default: return nil
    }
  }
}
