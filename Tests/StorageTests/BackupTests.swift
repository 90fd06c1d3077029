import Foundation
import GRDB
import Queueing
import Testing

@testable import Storage

@Suite(.timeLimit(.minutes(15))) struct BackupTests {
  @Test func `A backup made while the office works is whole, proven and opens`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    try await SimulatedDays(seed: 9, days: 1, visitors: 60).play(in: store)
    let backup = folder.file("backup.sqlite")
    let report = try await withThrowingTaskGroup(of: VerificationReport?.self) { group in
      for _ in 0..<4 {
        group.addTask {
          for _ in 0..<40 { try await Sample.issue(store) }
          return nil
        }
      }
      group.addTask { try await store.backup(to: backup) }
      return try await group.reduce(nil) { $0 ?? $1 }
    }
    let proven = try #require(report)
    #expect(proven.isProven)
    let end = try await store.read { try $0.chainEnd() }
    #expect(proven.end.seq <= end.seq)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasPrefix("backup") }
    #expect(files == ["backup.sqlite"], "one file, nothing beside it")
    #expect(try Store.verify(path: backup) == proven)

    let copy = try Sample.open(backup)
    let entries = try await copy.read { try $0.journal(after: 0, limit: 100_000) }
    let original = try await store.read { try $0.journal(after: 0, limit: Int(proven.end.seq)) }
    #expect(entries == original)
    try await Sample.issue(copy)
    #expect(try await copy.verify().problems == [])
    try copy.close()
    try store.close()
  }

  @Test func `What is written while a copy of many steps is made does not begin it anew`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try await Sample.openForWork(path)
    let pages = try await store.write { tx -> Int in
      try tx.db.execute(
        sql: """
          CREATE TABLE filler(text TEXT);
          WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 4000)
          INSERT INTO filler SELECT hex(randomblob(2000)) FROM n
          """)
      return try Int.fetchOne(tx.db, sql: "PRAGMA page_count") ?? 0
    }
    #expect(pages > 3 * Int(Store.pagesPerStep))
    let office = try DatabaseQueue(path: path)
    let source = try Store.openForReading(path)
    let target = try DatabaseQueue(path: folder.file("copy.sqlite"))
    var steps = 0
    try Store.copy(source, into: target) {
      steps += 1
      try office.inDatabase { try $0.execute(sql: "UPDATE filler SET text = 'x' WHERE rowid = \(steps)") }
    }
    #expect(steps < pages / Int(Store.pagesPerStep) + 2)
    try target.close()
    try source.close()
    try office.close()
    try store.close()
  }

  @Test func `A backup replaces no file and leaves nothing behind when it fails`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let taken = folder.file("taken.sqlite")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: taken))
    await #expect(throws: BackupFailure(path: taken, reason: .exists)) { try await store.backup(to: taken) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: taken)) == Data("mine".utf8))
    let nowhere = folder.file("absent/backup.sqlite")
    await #expect(throws: BackupFailure(path: nowhere, reason: .noFolder)) { try await store.backup(to: nowhere) }
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(!files.contains { $0.hasSuffix(".partial") || $0.hasPrefix("absent") })
    #expect(store.condition == .ready)
    try store.close()
  }

  @Test func `A backup nobody waits for any more leaves nothing behind`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    try await SimulatedDays(seed: 9, days: 1, visitors: 30).play(in: store)
    await withTaskGroup(of: Void.self) { group in
      group.cancelAll()
      group.addTask {
        await #expect(throws: CancellationError.self) { try await store.backup(to: folder.file("backup.sqlite")) }
      }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix("backup") })
    try await Sample.issue(store)
    try store.close()
  }

  @Test func `A store that does not prove itself makes no backup`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    try await store.write { tx in try tx.db.execute(sql: "UPDATE line SET waiting = 7") }
    try await Sample.issue(store)
    try await store.write { tx in try tx.db.execute(sql: "UPDATE line SET waiting = 7") }
    let backup = folder.file("backup.sqlite")
    let error = await #expect(throws: BackupFailure.self) { try await store.backup(to: backup) }
    guard case .unproven(let problems) = error?.reason else {
      Issue.record("told as \(String(describing: error))")
      return
    }
    #expect(problems.contains { $0.contains("Hàng chờ ho-tich") })
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).allSatisfy { !$0.hasPrefix("backup") })
    try store.close()
  }
}
