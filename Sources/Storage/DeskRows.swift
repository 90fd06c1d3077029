import GRDB
package import Queueing
package import Records

// What a counter's own page shows beside its ticket.

extension ReadTransaction {
  /// Who was called and did not come, latest first.
  package func absentTickets(on day: ServiceDay, limit: Int) throws -> [Ticket] {
    try rows(
      "SELECT \(Ticket.columns) FROM ticket WHERE service_day = ? AND state = 'no-show' ORDER BY called_at DESC LIMIT ?",
      [day.text, limit], Ticket.init(row:))
  }

  /// How many a member has served on a day, and for how many seconds in all.
  package func served(by member: MemberID, on day: ServiceDay) throws -> (count: Int, seconds: Int) {
    let row = try row(
      """
      SELECT count(*), coalesce(sum(finished_at - started_at), 0) / 1000 FROM ticket \
      WHERE service_day = ? AND state = 'finished' AND member = ?
      """, [day.text, member.text])
    return (try row?.value(0) ?? 0, try row?.value(1) ?? 0)
  }

  /// What people of a service were helped with of late, the most frequent first.
  ///
  /// - Parameter latest: records of all services that are looked at.
  package func usualActivities(of service: ServiceID, latest: Int) throws -> [Activity] {
    try rows(
      """
      SELECT activity FROM assistance_activity JOIN assistance ON assistance.id = assistance \
      WHERE assistance > (SELECT coalesce(max(id), 0) FROM assistance) - ? AND service = ? AND corrected_by IS NULL \
      GROUP BY activity ORDER BY count(*) DESC, activity
      """, [latest, service.text]
    ) { try $0.choice(0) }
  }
}
