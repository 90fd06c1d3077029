import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Simulation
import Testing

@testable import Storage

/// The figures of days that are over, and a recount of them by plain SQL that shares no line with them.
@Suite struct SheetTests {
  private static let online: Set<Activity> = [.onlineService, .vneidUse]
  private static let days = SimulatedDays(seed: 20_261_124, days: 3, visitors: 40)
  private static let everyDay = (from: Sample.monday.advanced(by: -60), through: Sample.monday.advanced(by: 60))

  private static func figures(
    of store: Store, by first: Figures.Dimension? = nil, and second: Figures.Dimension? = nil
  ) async throws -> Figures {
    try await store.read { tx in
      var figures = Figures(by: first, and: second, onlineActivities: online)
      try tx.forEachSheet(from: everyDay.from, through: everyDay.through) { figures.add($0) }
      return figures
    }
  }

  /// Help in a village hall some days before the first, told afterwards.
  private static func addPastHelp(_ store: Store, daysAgo: Int = 5) async throws -> String {
    try await store.write { tx in
      let now = CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 20 * 3600 + 60)
      let start = CivilTime.instant(epochDay: Sample.monday.epochDay - daysAgo, secondOfDay: 19 * 3600)
      let draft = AssistanceDraft(
        member: "an", place: "village-hall", startedAt: start.iso8601,
        activities: [ActivityDraft(activity: "health-book"), ActivityDraft(activity: "vneid-use")], village: "thon-2")
      return try Sample.desk(tx, at: now).addAssistance(draft).id
    }
  }

  /// One row of a table: keys, counts, and the median and 90th percentile of waiting and serving.
  private struct Line: Hashable {
    let keys: [String]
    let counts: [Int]
    let percentiles: [Int?]
  }

  private static func lines(_ figures: Figures) -> Set<Line> {
    Set(
      figures.rows.map { row in
        let tally = row.tally
        return Line(
          keys: row.keys,
          counts: [
            tally.assistances, tally.activities, tally.online, tally.issued, tally.finished, tally.noShow,
            tally.cancelled, tally.expired,
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

  private static func recount(_ db: Database, by dimensions: [Figures.Dimension]) throws -> Set<Line> {
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
          count(DISTINCT CASE state WHEN 'expired' THEN turn END)
        FROM entry GROUP BY key
        """)
    return Set(
      counts.map { row in
        let key: String = row[0]
        return Line(
          keys: key.split(separator: "/", omittingEmptySubsequences: false).map(String.init),
          counts: (1...8).map { row[$0] },
          percentiles: [waited[key], served[key]].flatMap { [percentile($0, 50), percentile($0, 90)] })
      })
  }

  @Test func `Every dimension and every pair equals a recount by plain SQL`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    _ = try await Self.addPastHelp(store)
    let queue = try DatabaseQueue(path: path)
    for first in Figures.Dimension.allCases {
      for second in [nil] + Figures.Dimension.allCases.filter({ $0 != first }).map(Optional.some) {
        let counted = Self.lines(try await Self.figures(of: store, by: first, and: second))
        let recounted = try await queue.read { db in
          try Self.recount(db, by: [first] + (second.map { [$0] } ?? []))
        }
        #expect(counted == recounted, "\(first) \(second.map { "\($0)" } ?? ""), seed \(Self.days.seed)")
      }
    }
  }

  @Test func `A sheet is kept of every day that is over and of no other`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    try await Self.days.play(in: store)
    let kept = try await store.read { tx in try tx.rows("SELECT day FROM day_sheet ORDER BY day") { try $0.day(0) } }
    #expect(kept == [Sample.monday, Sample.monday.advanced(by: 1)])
  }

  @Test func `Help told afterwards and corrected changes the sheet of its day`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    try await Self.days.play(in: store)
    let id = try await Self.addPastHelp(store)
    #expect(try await Self.figures(of: store, by: .place).rows.last?.keys == ["village-hall"])
    try await store.write { tx in
      let now = CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 21 * 3600)
      let draft = AssistanceDraft(activities: [ActivityDraft(activity: "basic-apps")])
      _ = try Sample.desk(tx, at: now).correct(id, draft: draft, reason: "Ghi nhầm việc")
    }
    let rows = try await Self.figures(of: store, by: .place, and: .activity).rows.filter {
      $0.keys[0] == "village-hall"
    }
    #expect(rows.map(\.keys) == [["village-hall", "basic-apps"]])
    #expect(try await store.verify().problems == [])
  }

  @Test func `Figures of a past span name the same entry until one of its days is corrected`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    try await Self.days.play(in: store)
    let (from, through) = (Sample.monday.advanced(by: -10), Sample.monday)
    func end() async throws -> ChainEnd { try await store.read { try $0.end(ofFiguresFrom: from, through: through) } }
    let before = try await end()
    let opening = try await store.read { tx in
      try tx.journal(after: before.seq, limit: 1).first.map { ($0.kind, $0.day) }
    }
    #expect(opening?.0 == "day-opened")
    #expect(opening?.1 == Sample.monday.advanced(by: 1))
    _ = try await Self.addPastHelp(store, daysAgo: 20)
    #expect(try await end() == before)
    _ = try await Self.addPastHelp(store, daysAgo: 5)
    let after = try await end()
    #expect(after == (try await store.read { try $0.chainEnd() }))
    #expect(after.seq > before.seq)
  }

  @Test func `Verifying finds a sheet that was changed and one that cannot be read, which the record stands in for`()
    async throws
  {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let figures = try await Self.figures(of: store, by: .day).rows
    try store.close()
    let queue = try DatabaseQueue(path: path)
    try await queue.write { db in
      try db.execute(sql: "UPDATE day_sheet SET bytes = (SELECT bytes FROM day_sheet ORDER BY day LIMIT 1)")
    }
    #expect(try Store.verify(path: path).problems.contains { $0.contains("ngày 2026-11-24 khác") })
    try await queue.write { db in
      try db.execute(sql: "UPDATE day_sheet SET bytes = x'00ff'")
    }
    #expect(try Store.verify(path: path).problems.contains { $0.contains("ngày 2026-11-24 khác") })
    let again = try Sample.open(path, at: CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 80_000))
    #expect(try await Self.figures(of: again, by: .day).rows == figures)
    #expect(again.condition == .ready)
    try again.close()
  }

  @Test func `Missing sheets are made a few at a time, with the same figures before and after`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    _ = try await Self.addPastHelp(store)
    let before = try await Self.figures(of: store, by: .day).rows
    try store.close()
    let queue = try DatabaseQueue(path: path)
    let kept = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM day_sheet ORDER BY day") }
    try await queue.write { try $0.execute(sql: "DELETE FROM day_sheet") }
    try queue.close()

    let again = try Sample.open(path, at: CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 80_000))
    #expect(try await Self.figures(of: again, by: .day).rows == before)
    #expect(try await again.write { try $0.keepMissingSheets(limit: 2) } == false)
    #expect(try await again.write { try $0.keepMissingSheets(limit: 2) } == true)
    #expect(try await Self.figures(of: again, by: .day).rows == before)
    try again.close()
    #expect(
      try DatabaseQueue(path: path).read { try Row.fetchAll($0, sql: "SELECT * FROM day_sheet ORDER BY day") }
        == kept)
  }
}
