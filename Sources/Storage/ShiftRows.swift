import GRDB
import Queueing
import Records

extension ReadTransaction {
  private static let shiftEntries = """
    SELECT at, kind, iif(json_valid(body), json_extract(body, '$.counter'), NULL), \
    iif(json_valid(body), json_extract(body, '$.member'), NULL), \
    iif(json_valid(body), json_extract(body, '$.step'), NULL) FROM journal WHERE seq BETWEEN ? AND ? AND service_day = ? \
    AND kind IN ('counter-opened', 'counter-closed', 'clock-trusted') ORDER BY seq
    """

  private static let lastDeed = """
    SELECT at FROM journal WHERE seq BETWEEN ? AND ? AND service_day = ? AND actor <> 'system' \
    AND kind IN ('counter-opened', 'counter-paused', 'counter-closed', 'ticket-called', 'ticket-recalled', \
    'ticket-started', 'ticket-finished', 'ticket-no-show', 'ticket-parked', 'ticket-transferred') \
    ORDER BY seq DESC LIMIT 1
    """

  /// How long members were at counters on a day, as the journal says: from opening to closing or handing over, pauses
  /// included. A counter that nobody closed counts up to the last thing that anybody did at a counter that day.
  func shifts(on day: ServiceDay) throws -> [ShiftFacts] {
    let (first, last) = (try lastEntry(notAfter: day.advanced(by: -1)) + 1, try lastEntry(notAfter: day))
    var shifts: [ShiftFacts] = []
    var running: [CounterID: (member: MemberID?, since: Timestamp)] = [:]
    func end(_ counter: CounterID, at now: Timestamp) {
      guard let shift = running.removeValue(forKey: counter), let member = shift.member else { return }
      shifts.append(ShiftFacts(member: member, counter: counter, seconds: max(0, now.seconds(since: shift.since))))
    }
    let cursor = try Row.fetchCursor(
      db.cachedStatement(sql: Self.shiftEntries), arguments: [first, last, day.text])
    while let row = try cursor.next() {
      let (now, kind): (Timestamp, String) = (try row.instant(0), try row.value(1))
      if kind == "clock-trusted" {
        let step: Int64 = try row.value(4)
        running = running.mapValues { ($0.member, Timestamp(milliseconds: $0.since.milliseconds + step)) }
        continue
      }
      let counter: CounterID = try row.identifier(2)
      let member: MemberID? = kind == "counter-opened" ? try row.optionalIdentifier(3) : nil
      // Back from a pause: the same shift goes on.
      if kind == "counter-opened", let shift = running[counter], shift.member == member { continue }
      end(counter, at: now)
      if kind == "counter-opened" { running[counter] = (member, now) }
    }
    if !running.isEmpty, let deed = try row(Self.lastDeed, [first, last, day.text])?.instant(0) {
      for counter in running.keys { end(counter, at: deed) }
    }
    return shifts
  }

  /// The figures of a day, counted from its record.
  func countedSheet(of day: ServiceDay) throws -> DaySheet {
    DaySheet(day: day, turns: try turns(on: day), shifts: try shifts(on: day))
  }
}
