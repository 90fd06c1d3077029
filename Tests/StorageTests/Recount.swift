import GRDB
import Records

@testable import Storage

/// A count of the record by plain SQL that shares no line with the figures it is held against.
enum Recount {
  static let online: Set<Activity> = [.onlineService, .vneidUse]

  /// One row of a table: keys, counts, and the median and 90th percentile of waiting and serving.
  struct Line: Hashable {
    let keys: [String]
    let counts: [Int]
    let percentiles: [Int?]
  }

  static func lines(_ figures: Figures) -> Set<Line> {
    Set(
      figures.rows.map { row in
        let tally = row.tally
        return Line(
          keys: row.keys,
          counts: [
            tally.assistances, tally.activities, tally.online, tally.issued, tally.finished, tally.noShow,
            tally.cancelled, tally.expired, tally.ratings.bad, tally.ratings.fair, tally.ratings.good,
            tally.promises.made, tally.promises.settled, tally.promises.held,
          ],
          percentiles: [tally.waiting, tally.serving].flatMap { [$0.percentile(50), $0.percentile(90)] })
      })
  }

  private static let entries = """
    WITH help AS (SELECT * FROM assistance WHERE corrected_by IS NULL),
    turn AS (
      SELECT coalesce('t' || t.arrival, 'h' || h.id) AS turn, h.id AS help, t.state AS state,
        coalesce(t.service_day, h.service_day) AS day, substr(coalesce(t.service_day, h.service_day), 1, 7) AS month,
        coalesce(h.village, t.village) AS village, coalesce(h.member, t.member) AS member,
        coalesce(h.service, t.service) AS service, coalesce(h.counter, t.counter) AS counter, t.priority AS priority,
        CASE WHEN t.promised_from IS NULL THEN NULL WHEN t.waited IS NULL THEN 'uncalled'
          WHEN t.waited < t.promised_from * 60 THEN 'shorter' WHEN t.waited > t.promised_to * 60 THEN 'longer'
          ELSE 'held' END AS promise,
        coalesce(h.place, 'centre') AS place, coalesce(h.age_band, 'unknown') AS age, h.residence AS residence,
        strftime('%H', coalesce(t.issued_at, h.started_at) / 1000 + 25200, 'unixepoch') AS hour,
        (t.called_at - t.issued_at) / 1000 AS waited, (t.finished_at - t.started_at) / 1000 AS served,
        (SELECT score FROM rating r WHERE r.ticket = t.arrival) AS score,
        EXISTS (SELECT 1 FROM assistance_activity v WHERE v.assistance = h.id AND v.outcome = 'done'
          AND v.activity IN ('online-service', 'vneid-use')) AS online
      FROM ticket t FULL JOIN help h ON h.ticket = t.arrival
    ),
    entry AS (
      SELECT turn.*, v.position AS position, v.activity AS activity, v.outcome AS outcome, d.difficulty AS difficulty
      FROM turn LEFT JOIN assistance_activity v ON v.assistance = turn.help
        LEFT JOIN assistance_difficulty d ON d.assistance = turn.help AND d.position = v.position
    )
    """

  static func lines(_ db: Database, by dimensions: [Figures.Dimension]) throws -> Set<Line> {
    let keys = dimensions.map { "coalesce(\($0.rawValue), '')" }.joined(separator: " || '/' || ")
    func times(_ column: String) throws -> [String: [Int]] {
      let rows = try Row.fetchAll(
        db,
        sql: "\(entries) SELECT DISTINCT \(keys), turn, \(column) FROM entry WHERE \(column) IS NOT NULL ORDER BY 3")
      return Dictionary(grouping: rows) { $0[0] as String }.mapValues { $0.map { $0[2] } }
    }
    func percentile(_ values: [Int]?, _ percent: Double) -> Int? {
      values.map { $0[Int((Double($0.count) * percent / 100).rounded(.up)) - 1] }
    }
    let (waited, served) = (try times("waited"), try times("served"))
    let counts = try Row.fetchAll(
      db,
      sql: """
        \(entries) SELECT \(keys) AS key, count(DISTINCT CASE WHEN help THEN turn END),
          count(DISTINCT CASE WHEN help THEN turn || ':' || position END),
          count(DISTINCT CASE WHEN online THEN turn END), count(DISTINCT CASE WHEN state <> '' THEN turn END),
          count(DISTINCT CASE state WHEN 'finished' THEN turn END),
          count(DISTINCT CASE state WHEN 'no-show' THEN turn END),
          count(DISTINCT CASE state WHEN 'cancelled' THEN turn END),
          count(DISTINCT CASE state WHEN 'expired' THEN turn END),
          count(DISTINCT CASE score WHEN 1 THEN turn END), count(DISTINCT CASE score WHEN 2 THEN turn END),
          count(DISTINCT CASE score WHEN 3 THEN turn END), count(DISTINCT CASE WHEN promise <> '' THEN turn END),
          count(DISTINCT CASE WHEN promise <> 'uncalled' THEN turn END),
          count(DISTINCT CASE promise WHEN 'held' THEN turn END)
        FROM entry GROUP BY key
        """)
    return Set(
      counts.map { row in
        let key: String = row[0]
        return Line(
          keys: key.split(separator: "/", omittingEmptySubsequences: false).map(String.init),
          counts: (1...14).map { row[$0] },
          percentiles: [waited[key], served[key]].flatMap { [percentile($0, 50), percentile($0, 90)] })
      })
  }

  /// Sittings by window functions over the journal: a counter's next entry ends one, or the day's last deed.
  static let sittings = """
    WITH said AS (
      SELECT seq, at, kind, service_day AS day, body ->> '$.counter' AS counter, body ->> '$.member' AS member
      FROM journal WHERE kind IN ('counter-opened', 'counter-closed')
    ),
    deed AS (
      SELECT service_day AS day, max(seq) AS seq FROM journal WHERE actor <> 'system' AND (kind LIKE 'counter-%'
        OR kind IN ('ticket-called', 'ticket-recalled', 'ticket-started', 'ticket-finished', 'ticket-no-show',
          'ticket-parked', 'ticket-transferred')) GROUP BY service_day
    ),
    turn AS (
      SELECT *, kind = 'counter-opened' AND lag(kind) OVER line = 'counter-opened'
        AND lag(member) OVER line IS member AS resumed FROM said WINDOW line AS (PARTITION BY day, counter ORDER BY seq)
    ),
    sitting AS (
      SELECT *, coalesce(lead(at) OVER line, (SELECT at FROM journal WHERE seq = deed.seq)) AS until
      FROM turn JOIN deed USING (day) WHERE NOT resumed WINDOW line AS (PARTITION BY day, counter ORDER BY turn.seq)
    )
    SELECT member, count(*), sum((until - at) / 1000) FROM sitting WHERE kind = 'counter-opened' AND member IS NOT NULL
    GROUP BY member ORDER BY member
    """
}
