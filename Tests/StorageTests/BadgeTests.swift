import Foundation
import GRDB
import Queueing
import Testing

@testable import Storage

@Suite struct BadgeTests {
  private static let digest = Data(repeating: 5, count: 32)
  private static let an = MemberID(verified: "an")
  private static let known = Data([
    0x48, 0xb5, 0x9f, 0x2c, 0x08, 0xa5, 0x31, 0x1a, 0xea, 0xb1, 0x09, 0x7f, 0x53, 0x35, 0xf5, 0xce,
    0xe7, 0x45, 0x95, 0x10, 0xc6, 0x72, 0x00, 0x63, 0xb3, 0xc6, 0x02, 0x54, 0xbe, 0x35, 0xaa, 0x8d,
  ])

  private func enrol(_ store: Store, _ digest: Data = digest, for member: MemberID = an) async throws -> Badge {
    try await store.write { tx in
      try tx.enrol(badge: digest, for: member, at: Sample.morning, day: Sample.monday, actor: "admin")
    }
  }

  @Test func `A badge is known by its digest until it ends, and by nothing afterwards`() async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    let badge = try await enrol(store)
    #expect(try await store.read { try $0.badge(digest: Self.digest) } == badge)
    let ended = try await store.write { tx in
      try tx.end(badge, at: Sample.morning.adding(seconds: 60), day: Sample.monday, actor: "admin")
    }
    #expect(try await store.read { try $0.badge(digest: Self.digest) } == nil)
    #expect(try await store.read { try $0.badges() } == [ended])
    #expect(try await store.verify().problems == [])
    try store.close()
    let queue = try DatabaseQueue(path: folder.file("luot.sqlite"))
    #expect(
      try await queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM badge WHERE digest IS NOT NULL") } == 0)
  }

  @Test(arguments: [
    "UPDATE badge SET member = 'binh'", "UPDATE badge SET valid_until = NULL", "DELETE FROM badge",
    "UPDATE badge SET digest = zeroblob(32)",
    "INSERT INTO badge(id, member, valid_from, valid_until) VALUES (1, 'an', 0, 1)",
    "INSERT INTO badge(id, digest, member, valid_from) VALUES (1, zeroblob(31), 'an', 0)",
    "INSERT INTO badge(id, digest, member, valid_from) VALUES (1, zeroblob(32), 'nobody', 0)",
    "INSERT INTO badge(id, digest, member, valid_from) VALUES (1, x'\(String(repeating: "05", count: 32))', 'an', 0)",
  ])
  func `The schema refuses what no badge may be`(_ sql: String) async throws {
    let folder = try TemporaryFolder()
    let store = try await Sample.openForWork(folder.file("luot.sqlite"))
    _ = try await enrol(store)
    let second = try await enrol(store, Data(repeating: 6, count: 32))
    _ = try await store.write { tx in try tx.end(second, at: Sample.morning, day: Sample.monday, actor: "admin") }
    try store.close()
    let queue = try DatabaseQueue(path: folder.file("luot.sqlite"))
    await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
  }

  @Test func `A badge that the journal does not know is found, and one that it knows and is gone`() async throws {
    for (sql, words) in [
      ("UPDATE badge SET member = 'binh'", "Danh sách thẻ"), ("DELETE FROM badge", "Danh sách thẻ"),
      ("UPDATE badge SET valid_until = 1, digest = NULL", "Danh sách thẻ"),
    ] {
      let folder = try TemporaryFolder()
      let path = folder.file("luot.sqlite")
      let store = try await Sample.openForWork(path)
      _ = try await enrol(store)
      try store.close()
      let queue = try DatabaseQueue(path: path)
      try await queue.writeWithoutTransaction { db in
        let triggers = try String.fetchAll(
          db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'badge%'")
        for trigger in triggers { try db.execute(sql: "DROP TRIGGER \(trigger)") }
        try db.execute(sql: sql)
      }
      try queue.close()
      #expect(try Store.verify(path: path).problems.contains { $0.contains(words) }, "\(sql)")
    }
  }

  @Test func `A digest depends on the key, and on whether it was a card or a code`() throws {
    let (one, two) = (BadgeKey(Data(repeating: 1, count: 32)), BadgeKey(Data(repeating: 2, count: 32)))
    let digests = Array("04a2153b".utf8).withUnsafeBytes { secret in
      [one.digest(of: secret, .card), one.digest(of: secret, .code), two.digest(of: secret, .card)]
    }
    #expect(Set(digests).count == 3)
    #expect(digests.allSatisfy { $0.count == 32 })
    #expect(BadgeKey.makeBytes() != BadgeKey.makeBytes())
    // HMAC-SHA-256 of “card:” and nothing under 32 bytes of 1, by Python's hmac module.
    let empty = UnsafeRawBufferPointer(start: nil, count: 0)
    #expect(one.digest(of: empty, .card) == Self.known)
  }
}
