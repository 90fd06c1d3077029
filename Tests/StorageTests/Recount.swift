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

  /// A turn a row, with or without a number, and what is counted of it.
  private static let turns = """
    SELECT row_number() OVER () AS turn, h.id AS help, t.state AS state,
      coalesce(t.service_day, h.service_day) AS day, substr(coalesce(t.service_day, h.service_day), 1, 7) AS month,
      CASE WHEN h.id IS NULL THEN t.village ELSE h.village END AS village, coalesce(h.member, t.member) AS member,
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
    FROM ticket t FULL JOIN assistance h ON h.ticket = t.arrival AND h.corrected_by IS NULL
      AND h.withdrawn_by IS NULL
    WHERE h.corrected_by IS NULL AND h.withdrawn_by IS NULL
    """

  /// Takes down what the record says now, an activity and difficulty a row. Worked out anew for every table of
  /// figures, a year of an office would take hours.
  static func gather(_ queue: DatabaseQueue) throws {
    try queue.writeWithoutTransaction { db in
      try db.execute(
        sql: """
          CREATE TEMP TABLE turn AS \(turns);
          CREATE TEMP TABLE entry AS
            SELECT turn.*, v.position AS position, v.activity AS activity, v.outcome AS outcome,
              d.difficulty AS difficulty
            FROM turn LEFT JOIN assistance_activity v ON v.assistance = turn.help
              LEFT JOIN assistance_difficulty d ON d.assistance = turn.help AND d.position = v.position;
          """)
    }
  }

  /// - Parameter db: of the connection that has gathered.
  static func lines(_ db: Database, by dimensions: [Figures.Dimension]) throws -> Set<Line> {
    let keys = dimensions.map { "coalesce(\($0.rawValue), '')" }.joined(separator: " || '/' || ")
    // The nearest rank: the first of a row's times that so many in a hundred do not exceed.
    func percentiles(_ column: String) throws -> [String: [Int?]] {
      let rows = try Row.fetchAll(
        db,
        sql: """
          WITH one AS (SELECT DISTINCT \(keys) AS key, turn, \(column) AS time FROM entry WHERE \(column) IS NOT NULL),
          ranked AS (
            SELECT key, time, row_number() OVER line AS rank, count(*) OVER (PARTITION BY key) AS count FROM one
            WINDOW line AS (PARTITION BY key ORDER BY time)
          )
          SELECT key, min(CASE WHEN rank * 100 >= count * 50 THEN time END),
            min(CASE WHEN rank * 100 >= count * 90 THEN time END)
          FROM ranked GROUP BY key
          """)
      return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], [$0[1], $0[2]]) })
    }
    let (waited, served) = (try percentiles("waited"), try percentiles("served"))
    let counts = try Row.fetchAll(
      db,
      sql: """
        WITH one AS (
          SELECT \(keys) AS key, turn, help, state, score, promise, online, count(DISTINCT position) AS activities
          FROM entry GROUP BY 1, 2
        )
        SELECT key, count(help), sum(activities), sum(online), count(state), sum(state IS 'finished'),
          sum(state IS 'no-show'), sum(state IS 'cancelled'), sum(state IS 'expired'), sum(score IS 1),
          sum(score IS 2), sum(score IS 3), count(promise), count(CASE WHEN promise <> 'uncalled' THEN 1 END),
          sum(promise IS 'held')
        FROM one GROUP BY key
        """)
    return Set(
      counts.map { row in
        let key: String = row[0]
        return Line(
          keys: key.split(separator: "/", omittingEmptySubsequences: false).map(String.init),
          counts: (1...14).map { row[$0] },
          percentiles: [waited[key], served[key]].flatMap { $0 ?? [nil, nil] })
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
