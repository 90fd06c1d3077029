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
  private static let days = SimulatedDays(seed: 20_261_124, days: 3, visitors: 40)
  private static let everyDay = (from: Sample.monday.advanced(by: -60), through: Sample.monday.advanced(by: 60))

  private static func figures(
    of store: Store, by first: Figures.Dimension? = nil, and second: Figures.Dimension? = nil
  ) async throws -> Figures {
    try await store.read { tx in
      try tx.counting(
        Figures(by: first, and: second, onlineActivities: Recount.online), from: everyDay.from,
        through: everyDay.through)
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

  /// Some citizens say what they thought of it; of days that are over too, as no release lets them.
  private static func rate(_ store: Store) async throws {
    try await store.write { tx in
      let finished = try tx.rows("SELECT arrival FROM ticket WHERE state = 'finished' ORDER BY arrival") {
        try $0.value(0) as Int64
      }
      let now = CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 22 * 3600)
      for (index, arrival) in finished.enumerated() where index % 3 > 0 {
        let ticket = try #require(try tx.ticket(arrival: arrival))
        try tx.rate(ticket, score: index % 7 % 3 + 1, at: now, day: Sample.monday.advanced(by: 2), actor: "citizen")
      }
    }
  }

  /// Somebody whose ticket says a village and who turns out to have come from another province.
  private static func serveSomebodyFromElsewhere(_ store: Store) async throws {
    try await store.write { tx in
      let now = CivilTime.instant(epochDay: Sample.monday.epochDay + 2, secondOfDay: 20 * 3600 + 120)
      let desk = try Sample.desk(tx, at: now)
      let ticket = try desk.issue(
        service: "ho-tich", priority: nil, village: "thon-3", origin: .kiosk, token: "from elsewhere")
      let counter = CounterID(verified: "1")
      _ = try desk.open(counter, member: "an", services: nil)
      _ = try desk.call(counter, ticket: ticket.id.text)
      let draft = AssistanceDraft(
        activities: [ActivityDraft(activity: "online-service")], residence: "other-province")
      _ = try desk.finish(counter, draft: draft)
    }
  }

  @Test func `Every dimension and every pair equals a recount by plain SQL`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    _ = try await Self.addPastHelp(store)
    try await Self.serveSomebodyFromElsewhere(store)
    try await Self.rate(store)
    let queue = try DatabaseQueue(path: path)
    try Recount.gather(queue)
    for first in Figures.Dimension.allCases {
      for second in [nil] + Figures.Dimension.allCases.filter({ $0 != first }).map(Optional.some) {
        let counted = Recount.lines(try await Self.figures(of: store, by: first, and: second))
        let recounted = try await queue.read { db in
          try Recount.lines(db, by: [first] + (second.map { [$0] } ?? []))
        }
        #expect(counted == recounted, "\(first) \(second.map { "\($0)" } ?? ""), seed \(Self.days.seed)")
      }
    }
  }

  @Test func `Members' shifts and hours equal a recount by plain SQL, and no clock makes them negative`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let counted = try await Self.figures(of: store, by: .member).shifts.map {
      [$0.member, "\($0.tally.shifts)", "\($0.tally.seconds)"]
    }
    let recounted = try await DatabaseQueue(path: path).read { db in
      try Row.fetchAll(db, sql: Recount.sittings).map { row in
        [row[0] as String, "\(row[1] as Int)", "\(row[2] as Int)"]
      }
    }
    #expect(counted.count == 2)
    #expect(counted == recounted, "seed \(Self.days.seed)")
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

  @Test func `More days than are read ahead are all counted, and damage after them ends the counting`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let past = 4...(ReadTransaction.readAhead + 40)
    for daysAgo in past { _ = try await Self.addPastHelp(store, daysAgo: daysAgo) }
    let span = (from: Sample.monday.advanced(by: -past.upperBound), through: Sample.monday.advanced(by: 2))
    try await store.read { tx in
      let figures = [.day, .activity].map { Figures(by: $0, onlineActivities: Recount.online) }
      let whole = try tx.counting(figures, from: span.from, through: span.through)
      #expect(whole[0].rows.count == past.count + 3)
      for row in whole[0].rows {
        let day = try #require(ServiceDay(row.keys[0]))
        let alone = try tx.counting(figures, from: day, through: day)
        #expect(alone[0].rows == [row])
      }
      #expect(whole[1].rows.map(\.tally.activities).reduce(0, +) == whole[0].total.activities)
    }
    try await DamageTests.damage(path, "UPDATE ticket SET state = 'lost' WHERE service_day = '\(span.through.text)'")
    await #expect(throws: StoreError.corrupt(detail: "column state holds what no version writes")) {
      _ = try await store.read { tx in
        try tx.counting(Figures(onlineActivities: []), from: span.from, through: span.through)
      }
    }
  }

  @Test func `A counting that nobody waits for any more ends, also while SQLite has nothing to do`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    try await Self.days.play(in: store)
    let roadblock = Roadblock()
    await #expect(throws: CancellationError.self) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
          try await store.study { tx in
            roadblock.hold()
            let everyDay = Self.everyDay
            _ = try tx.counting(Figures(onlineActivities: []), from: everyDay.from, through: everyDay.through)
          }
        }
        await roadblock.isReached()
        group.cancelAll()
        roadblock.open()
        try await group.waitForAll()
      }
    }
    #expect(store.condition == .ready)
  }

  @Test func `Somebody from elsewhere counts for no village, whatever their ticket said`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    try await Self.serveSomebodyFromElsewhere(store)
    #expect(
      try await Self.figures(of: store, by: .village, and: .residence).rows.map(\.keys) == [["", "other-province"]])
    try await store.write { tx in
      _ = try Sample.desk(tx, at: CivilTime.instant(epochDay: Sample.monday.epochDay + 3, secondOfDay: 8 * 3600))
    }
    #expect(
      try await Self.figures(of: store, by: .village, and: .residence).rows.map(\.keys) == [["", "other-province"]])
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
