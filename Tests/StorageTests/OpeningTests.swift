import Foundation
import FrontDesk
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

@Suite struct OpeningTests {
  @Test func `Every commit of the writer reaches the disk before it is acknowledged`() throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    #expect(try store.writerPragma("synchronous") == "2")
    #expect(try store.writerPragma("journal_mode") == "wal")
    #expect(try store.writerPragma("foreign_keys") == "1")
    try store.close()
  }

  @Test func `A new store knows its epoch and begins its journal with it`() async throws {
    let folder = try TemporaryFolder()
    let log = CommitLog()
    let store = try Sample.open(folder.file("luot.sqlite"), log: log)
    let (epoch, journal, day) = try await store.read { tx in
      (try tx.epoch(), try tx.journal(after: 0, limit: 10), try tx.currentDay())
    }
    #expect(epoch == Sample.epoch)
    #expect(journal.map(\.kind) == ["store-created"])
    #expect(journal.first?.at == Sample.morning)
    #expect(day == nil)
    #expect(store.condition == .ready)
    try store.close()
  }

  @Test func `What was written is there when the store opens again, under its first epoch`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let ticket = try await Sample.issue(store)
    let end = try await store.read { try $0.chainEnd() }
    try store.close()

    let path = folder.file("luot.sqlite")
    let again = try Store(path: path, now: Sample.morning, day: Sample.monday, epoch: "another") { _ in }
    let (found, epoch, sameEnd) = try await again.read { tx in
      (try tx.ticket(ticket), try tx.epoch(), try tx.chainEnd())
    }
    #expect(found?.state == .waiting)
    #expect(epoch == Sample.epoch)
    #expect(sameEnd == end)
    try again.close()
  }

  @Test func `A database of a newer version is refused`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try Sample.open(path).close()
    let queue = try DatabaseQueue(path: path)
    try await queue.write { try $0.execute(sql: "INSERT INTO grdb_migrations(identifier) VALUES ('v99')") }
    try queue.close()

    #expect(throws: StoreError.newerVersion(detail: path)) { try Sample.open(path) }
    #expect(throws: StoreError.newerVersion(detail: path)) { try Store.verify(path: path) }
  }

  @Test func `A folder that is not there is refused for lack of permission`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: StoreError.self) { try Sample.open(folder.file("absent/luot.sqlite")) }
    guard case .notPermitted = error else {
      Issue.record("not refused as not permitted: \(String(describing: error))")
      return
    }
  }

  @Test func `A closed store neither reads nor writes`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    try store.close()
    await #expect(throws: StoreError.self) { try await store.read { try $0.epoch() } }
    await #expect(throws: StoreError.self) { try await store.write { _ in } }
    #expect(!store.reopenIfNeeded(now: Sample.morning, day: Sample.monday, epoch: "another"))
  }

  @Test func `A store of an earlier release opens, proves itself and goes on`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let fixture = try #require(Bundle.module.url(forResource: "v1", withExtension: "sql", subdirectory: "Fixtures"))
    let dump = try String(contentsOf: fixture, encoding: .utf8)
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { try $0.execute(sql: dump) }
    try queue.close()

    #expect(try Store.verify(path: path).problems == [], "also before it is brought up to date")
    let store = try Sample.open(path)
    let before = try await store.verify()
    #expect(before.problems == [])
    #expect(before.tickets > 20)
    #expect(before.assistances > 5)
    let next = try await Sample.issue(store, at: Sample.morning.adding(seconds: 30 * 86_400))
    #expect(next.number.text == "A001")
    let after = try await store.verify()
    #expect(after.isProven)
    #expect(after.tickets == before.tickets + 1)
    try store.close()
  }

  @Test func `What an earlier release seeded by its id alone is told once, and is proven from then on`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let fixture = try #require(Bundle.module.url(forResource: "v1", withExtension: "sql", subdirectory: "Fixtures"))
    let queue = try DatabaseQueue(path: path)
    try await queue.writeWithoutTransaction { try $0.execute(sql: String(contentsOf: fixture, encoding: .utf8)) }
    try queue.close()
    let store = try Sample.open(path)
    let period = ReportPeriod(.month, of: Sample.monday, cutoff: .calendar)
    let later = Sample.morning.adding(seconds: 30 * 86_400)
    let seed = { @Sendable (tx: WriteTransaction) throws in
      try Sample.desk(tx, at: later).seed(members: Sample.members, villages: Sample.villages)
    }
    try await store.write { tx in _ = try Sample.desk(tx, at: later) }
    let (seqs, proof) = try await store.read { tx in (try tx.chainEnd().seq, try tx.lastDependency(of: period)) }
    try await store.write(seed)
    let told = try await store.read { tx in try tx.journal(after: seqs, limit: 100).map(\.kind) }
    #expect(told == Array(repeating: "register-entered", count: 6))
    try await store.write(seed)
    #expect(try await store.read { try $0.chainEnd().seq } == seqs + 6, "once")
    #expect(try await store.read { try $0.lastDependency(of: period) } == proof, "a past report says what it said")
    #expect(try await store.read { try $0.history(of: "thon-3", in: .villages).map(\.fields["name"]) } == ["Thôn 3"])
    #expect(try await store.verify().problems == [])
    try store.close()

    let other = try DatabaseQueue(path: path)
    try await other.write { try $0.execute(sql: "UPDATE village SET valid_until = '2026-11-22' WHERE id = 'thon-3'") }
    // Nor is it believed when it is made to look untold.
    try await other.write { try $0.execute(sql: "DELETE FROM register_change WHERE id = 'thon-3'") }
    try other.close()
    let again = try Sample.open(path)
    try await again.write(seed)
    #expect(try await again.verify().problems == ["Mục thon-3 của sổ “Thôn” khác với nhật ký."])
    try again.close()
  }

  @Test func `The schema of the first release is still the one it was released with`() async throws {
    let folder = try TemporaryFolder()
    let fixture = try #require(Bundle.module.url(forResource: "v1", withExtension: "sql", subdirectory: "Fixtures"))
    let dump = try String(contentsOf: fixture, encoding: .utf8)
    let released = try DatabaseQueue(path: folder.file("released.sqlite"))
    try await released.writeWithoutTransaction { try $0.execute(sql: dump) }
    let today = try DatabaseQueue(path: folder.file("today.sqlite"))
    try Schema.migrator.migrate(today, upTo: "v1")
    let schema = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name"
    let (then, now) = (
      try await released.read { try String.fetchAll($0, sql: schema) },
      try await today.read { try String.fetchAll($0, sql: schema) }
    )
    #expect(then == now)
  }

  @Test func `A kill while the file is being made does not keep the next start from making it`() async throws {
    let folder = try TemporaryFolder()
    let (half, path) = (folder.file("half.sqlite"), folder.file("luot.sqlite"))
    let queue = try DatabaseQueue(path: half)
    // The file and the journal that takes back what was half done, as a kill in mid-transaction leaves them.
    try await queue.writeWithoutTransaction { db in
      try db.execute(sql: "PRAGMA cache_size = 1")
      try db.inTransaction {
        try db.execute(sql: "CREATE TABLE filler(content BLOB)")
        for _ in 0..<50 { try db.execute(sql: "INSERT INTO filler VALUES (randomblob(4000))") }
        for suffix in ["", "-journal"] {
          try FileManager.default.copyItem(atPath: half + suffix, toPath: path + suffix)
        }
        return .rollback
      }
    }
    #expect(throws: DatabaseError.self) { try Store.openForReading(path) }

    let store = try Sample.open(path)
    #expect(store.condition == .ready)
    try await Sample.issue(store)
    try store.close()
  }
}
