import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Simulation
import Testing

@testable import Storage

/// A damaged file never ends the program and never gets worse: writing stops, reading gives what it can.
@Suite(.timeLimit(.minutes(15))) struct DamageTests {
  private static func makeStore(_ path: String) async throws {
    let store = try Sample.open(path)
    try await SimulatedDays(seed: 17, days: 2, visitors: 25).play(in: store)
    try store.close()
  }

  /// Writes what no rule of the schema would let in.
  static func damage(_ path: String, _ sql: String) async throws {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try await queue.writeWithoutTransaction { db in
      for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try db.execute(sql: sql)
    }
    try queue.close()
  }

  /// Everything the office reads and one thing it writes; each may fail, but only as a store may.
  private static func use(_ store: Store, _ context: String) async -> (reads: Int, failures: [StoreError]) {
    var failures: [StoreError] = []
    var reads = 0
    func attempt(_ work: () async throws -> Void) async {
      do {
        try await work()
        reads += 1
      } catch let error as StoreError {
        failures.append(error)
      } catch is Refusal {
        // Such as a closed counter: the office has begun a new day on what it could read.
      } catch {
        Issue.record("\(context): \(error)")
      }
    }
    let reception = Reception(
      store: store, office: Sample.office, clock: WallClock { Sample.morning.adding(seconds: 2 * 86_400) },
      onlineActivities: [], printsSlips: true, makeToken: { UUID().uuidString })
    await attempt { _ = try await reception.board() }
    await attempt { _ = try await reception.counters() }
    await attempt { _ = try await reception.services() }
    await attempt { _ = try await reception.journal(after: 0, limit: 10_000) }
    await attempt {
      _ = try await reception.statistics(
        from: Sample.monday, through: Sample.monday.advanced(by: 9), by: .service, and: .member)
    }
    await attempt {
      _ = try await reception.assistances(from: Sample.monday, through: Sample.monday, after: nil, limit: 500)
    }
    await attempt { _ = try await store.read { try $0.liveTickets() } }
    await attempt { _ = try await store.verify() }
    await attempt {
      _ = try await reception.issue(service: "ho-tich", priority: nil, village: "thon-1", by: .system)
    }
    await attempt { _ = try await reception.callNext(CounterID(verified: "1"), current: nil, by: .system) }
    return (reads, failures)
  }

  @Test func `A file that is no database opens as corrupt and is left as it is`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let content = Data(repeating: UInt8(ascii: "x"), count: 20_000)
    try content.write(to: URL(fileURLWithPath: path))
    let store = try Sample.open(path)
    #expect(store.condition == .corrupt)
    for failure in await Self.use(store, "no database").failures {
      guard case .corrupt = failure else {
        Issue.record("told as \(failure)")
        continue
      }
    }
    #expect(!store.reopenIfNeeded(now: Sample.morning, day: Sample.monday, epoch: "x"))
    try store.close()
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == content)
  }

  @Test(arguments: [100, 4096, 20_000, 50])
  func `A truncated file is no crash and is not written any further`(length: Int) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await Self.makeStore(path)
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    try whole.prefix(length).write(to: URL(fileURLWithPath: path))
    let store = try Sample.open(path)
    let (_, failures) = await Self.use(store, "truncated to \(length)")
    #expect(!failures.isEmpty)
    #expect(store.condition == .corrupt)
    await #expect(throws: StoreError.self) { try await Sample.issue(store) }
    try? store.close()
  }

  @Test func `Flipped bytes anywhere in the file are no crash, and what they damage is refused or found`() async throws
  {
    let folder = try TemporaryFolder()
    let original = folder.file("original.sqlite")
    try await Self.makeStore(original)
    let whole = try Data(contentsOf: URL(fileURLWithPath: original))
    let seed: UInt64 = 20_260_704
    var random = SplitMix64(seed: seed)
    var harmed = 0
    let pages = whole.count / 4096
    for round in 0..<40 {
      let path = folder.file("\(round).sqlite")
      var bytes = whole
      // Every fourth time one of the first pages, which hold the schema and the roots of the tables.
      let page = round % 4 == 0 ? round / 4 % pages : random.below(pages)
      let context = "seed \(seed), round \(round), page \(page)"
      for _ in 0..<24 {
        // The beginning of a page holds its header and pointers, its end the rows.
        let offset = random.chance(percent: 30) ? random.below(64) : random.below(4096)
        bytes[page * 4096 + offset] = UInt8(random.below(256))
      }
      try bytes.write(to: URL(fileURLWithPath: path))
      do {
        let store = try Sample.open(path)
        let (_, failures) = await Self.use(store, context)
        for failure in failures {
          switch failure {
          case .corrupt: break
          default: Issue.record("\(context): told as \(failure)")
          }
        }
        if store.condition == .corrupt {
          harmed += 1
          await #expect(throws: StoreError.self) { try await Sample.issue(store) }
        }
        try? store.close()
      } catch {
        Issue.record("\(context): did not open: \(error)")
      }
      try FileManager.default.removeItem(atPath: path)
    }
    #expect(harmed > 12, "the damage was too gentle to prove anything")
  }

  @Test(arguments: [
    "UPDATE grdb_migrations SET identifier = 'v0' WHERE identifier = 'v1'", "DELETE FROM grdb_migrations",
    "DROP TABLE journal",
    "DROP TABLE ticket",
  ])
  func `A file whose schema is not one that was released is corrupt, not a reason to end`(sql: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await Self.makeStore(path)
    try await Self.damage(path, sql)
    do {
      let store = try Sample.open(path)
      let (_, failures) = await Self.use(store, sql)
      #expect(!failures.isEmpty)
      try? store.close()
    } catch {
      // An unknown migration is one of a newer version, as far as anybody can tell.
      #expect(error as? StoreError == .newerVersion(detail: path))
    }
  }

  @Test func `No figure is counted of a row that no version writes`() async throws {
    let folder = try TemporaryFolder()
    let whole = folder.file("whole.sqlite")
    try await Self.makeStore(whole)
    for (sql, detail) in [
      ("INSERT INTO rating SELECT arrival, 9 FROM ticket", "column score holds what no version writes"),
      ("UPDATE ticket SET promised_from = 0, promised_to = 1 << 62", "column promised_to holds what no version writes"),
      ("UPDATE ticket SET promised_from = 9, promised_to = 5", "column promised_to holds what no version writes"),
      ("UPDATE assistance SET ticket = -id WHERE ticket NOT NULL", "help stands on no ticket of its day"),
      (
        "UPDATE assistance_activity SET activity = 'flying' WHERE position = 0",
        "column activity holds what no version writes"
      ),
    ] {
      let path = folder.file("luot.sqlite")
      try FileManager.default.copyItem(atPath: whole, toPath: path)
      try await Self.damage(path, sql)
      let store = try Sample.open(path)
      await #expect(throws: StoreError.corrupt(detail: detail)) {
        try await store.read { try $0.turns(on: Sample.monday.advanced(by: 1)) }
      }
      try store.close()
      try FileManager.default.removeItem(atPath: path)
    }
  }

  @Test func `A row that no version writes is refused, not guessed at`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await Self.makeStore(path)
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      try db.execute(sql: "UPDATE counter SET state = 'ajar' WHERE id = '2'")
    }
    try queue.close()
    let store = try Sample.open(path)
    #expect(store.condition == .ready)
    await #expect(throws: StoreError.corrupt(detail: "column state holds what no version writes")) {
      try await store.read { try $0.counters() }
    }
    #expect(store.condition == .corrupt)
    await #expect(throws: StoreError.self) { try await Sample.issue(store) }
    let report = try await store.verify()
    #expect(report.problems == ["Dữ liệu không đọc được: column state holds what no version writes."])
    try store.close()
  }
}
