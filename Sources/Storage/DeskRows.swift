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

  /// How many a member has served at counters on a day, for how many seconds in all, and how many helped elsewhere.
  package func served(by member: MemberID, on day: ServiceDay) throws -> (count: Int, seconds: Int, elsewhere: Int) {
    let row = try row(
      """
      SELECT count(*), coalesce(sum(finished_at - started_at), 0) / 1000, (SELECT count(*) FROM assistance \
      WHERE service_day = ?1 AND member = ?2 AND ticket IS NULL AND corrected_by IS NULL AND withdrawn_by IS NULL) \
      FROM ticket WHERE service_day = ?1 AND state = 'finished' AND member = ?2
      """, [day.text, member.text])
    return (try row?.value(0) ?? 0, try row?.value(1) ?? 0, try row?.value(2) ?? 0)
  }

  /// What people of a service, or of any, were helped with of late, the most frequent first.
  ///
  /// - Parameter latest: records of all services that are looked at.
  package func usualActivities(of service: ServiceID?, latest: Int) throws -> [Activity] {
    try rows(
      """
      SELECT activity FROM assistance_activity JOIN assistance ON assistance.id = assistance \
      WHERE assistance > (SELECT coalesce(max(id), 0) FROM assistance) - ?1 AND (?2 IS NULL OR service = ?2) \
      AND corrected_by IS NULL AND withdrawn_by IS NULL GROUP BY activity ORDER BY count(*) DESC, activity
      """, [latest, service?.text]
    ) { try $0.choice(0) }
  }

  /// The villages that were recorded of late, the most frequent first.
  ///
  /// - Parameter latest: records that are looked at.
  package func usualVillages(latest: Int) throws -> [VillageID] {
    try rows(
      """
      SELECT village FROM assistance WHERE id > (SELECT coalesce(max(id), 0) FROM assistance) - ? \
      AND village IS NOT NULL AND corrected_by IS NULL AND withdrawn_by IS NULL GROUP BY village ORDER BY count(*) DESC, village
      """, [latest]
    ) { try $0.identifier(0) }
  }

  /// What a member recorded of a day and what still counts of it, the latest first.
  package func assistances(by member: MemberID, on day: ServiceDay, limit: Int) throws -> [Assistance] {
    try rows(
      """
      SELECT id FROM assistance WHERE service_day = ? AND member = ? AND corrected_by IS NULL AND withdrawn_by IS NULL \
      ORDER BY id DESC LIMIT ?
      """, [day.text, member.text, limit]
    ) { try $0.value(0) as Int64 }.compactMap { try assistance($0) }
  }

  /// Whom a member served on a day without a word about what with, the latest first.
  package func unrecordedTickets(of member: MemberID, on day: ServiceDay, limit: Int) throws -> [Ticket] {
    try rows(
      """
      SELECT \(Ticket.columns) FROM ticket WHERE service_day = ? AND state = 'finished' AND member = ? \
      AND NOT EXISTS (SELECT 1 FROM assistance a WHERE a.ticket = arrival AND a.ticket IS NOT NULL \
      AND corrected_by IS NULL AND withdrawn_by IS NULL) ORDER BY finished_at DESC LIMIT ?
      """, [day.text, member.text, limit], Ticket.init(row:))
  }
}
