import Crypto
import Foundation
import GRDB
import Queueing
import Testing

@testable import Storage

@Suite struct VerificationTests {
  private static let days = SimulatedDays(seed: 20_261_123, days: 3, visitors: 60)

  @Test func `The chain is what anybody can compute from the rows`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await SimulatedDays(seed: 3, days: 1, visitors: 20).play(in: store)
    let end = try await store.read { try $0.chainEnd() }
    try store.close()

    let queue = try DatabaseQueue(path: path)
    let rows = try queue.read { try Row.fetchAll($0, sql: "SELECT * FROM journal ORDER BY seq") }
    var previous = [UInt8](repeating: 0, count: 32)
    func bytes(_ value: Int64, count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> Int64(8 * (count - 1 - $0))) }
    }
    for (index, row) in rows.enumerated() {
      let (seq, at): (Int64, Int64) = (row["seq"], row["at"])
      #expect(seq == Int64(index + 1))
      let digest = [UInt8](SHA256.hash(data: [UInt8]((row["body"] as String).utf8)))
      var header = previous + bytes(seq, count: 8) + bytes(at, count: 8)
      for column in ["service_day", "kind", "actor"] {
        let text = [UInt8]((row[column] as String).utf8)
        header += bytes(Int64(text.count), count: 4) + text
      }
      previous = [UInt8](SHA256.hash(data: header + digest))
      #expect([UInt8](row["digest"] as Data) == digest)
      #expect([UInt8](row["hash"] as Data) == previous)
    }
    #expect(rows.count > 100)
    #expect([UInt8](end.hash) == previous)
    #expect(end.hashText == previous.map { String(format: "%02x", $0) }.joined())
  }

  @Test func `Simulated days prove themselves, in use and at rest`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let report = try await store.verify()
    #expect(report.problems == [], "seed \(Self.days.seed)")
    #expect(report.epoch == Sample.epoch)
    let kinds = try await store.read { tx in Set(try tx.journal(after: 0, limit: 100_000).map(\.kind)) }
    let rare = [
      "counter-paused", "slip-requested", "badge-enrolled", "badge-ended", "help-called", "help-acknowledged",
      "account-granted", "secret-changed", "account-locked", "ticket-rated", "account-ended",
      "report-sent", "report-withdrawn", "day-aged",
      "report-sent", "report-withdrawn", "import-confirmed",
      "template-set", "report-text-set",
      // Of earlier releases alone.
      "member-added", "village-added",
    ]
    #expect(
      kinds.isSuperset(of: FactTests.facts.map(\.kind).filter { !rare.contains($0) }),
      "the days are too quiet to prove anything: \(kinds.sorted())")
    try store.close()

    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    #expect(try Store.verify(path: path) == report)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == bytes, "verifying changed the file")
  }

  @Test func `What a killed daemon left in its log is verified without being folded in`() async throws {
    let folder = try TemporaryFolder()
    let (live, killed) = (folder.file("live.sqlite"), folder.file("killed.sqlite"))
    let store = try await Sample.openForWork(live)
    try await Sample.issue(store)
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: live + suffix, toPath: killed + suffix)
    }
    try store.close()
    let log = try Data(contentsOf: URL(fileURLWithPath: killed + "-wal"))
    let report = try Store.verify(path: killed)
    #expect(report.problems == [])
    #expect(report.tickets == 1)
    #expect(try Data(contentsOf: URL(fileURLWithPath: killed + "-wal")) == log)
    let again = try Sample.open(killed)
    #expect(try await again.verify() == report)
    try again.close()
  }

  @Test func `Offline verification of nothing is an error and makes nothing`() throws {
    let folder = try TemporaryFolder()
    #expect(throws: StoreError.self) { try Store.verify(path: folder.file("absent.sqlite")) }
    #expect(!FileManager.default.fileExists(atPath: folder.file("absent.sqlite")))
  }

  struct Tampering: Sendable {
    let name: String
    let sql: String
    /// A part of the sentence that must be among the findings.
    let finding: String
  }

  /// `:a` is the entry that issued the fifth ticket of the second day, `:t` its arrival (the same number), `:h` an
  /// assistance with a ticket, `:c` a corrected one.
  static let tamperings = [
    Tampering(
      name: "body", sql: "UPDATE journal SET body = replace(body, 'kiosk', 'paper') WHERE seq = :a",
      finding: "Nội dung mục :a "),
    Tampering(
      name: "digest", sql: "UPDATE journal SET digest = zeroblob(32) WHERE seq = :a", finding: "Nội dung mục :a "),
    Tampering(name: "hash", sql: "UPDATE journal SET hash = zeroblob(32) WHERE seq = :a", finding: "đứt tại mục :a."),
    Tampering(name: "time", sql: "UPDATE journal SET at = at - 60000 WHERE seq = :a", finding: "đứt tại mục :a."),
    Tampering(name: "actor", sql: "UPDATE journal SET actor = 'boss' WHERE seq = :a", finding: "đứt tại mục :a."),
    Tampering(
      name: "kind", sql: "UPDATE journal SET kind = 'ticket-called' WHERE seq = :a",
      finding: "Không đọc được mục :a của nhật ký (ticket-called)"),
    Tampering(
      name: "day of an entry", sql: "UPDATE journal SET service_day = '2026-11-23' WHERE seq = :a",
      finding: "đứt tại mục :a."),
    Tampering(name: "deleted entry", sql: "DELETE FROM journal WHERE seq = :a", finding: "hổng: sau mục :b là mục :n."),
    Tampering(
      name: "forgotten end", sql: "DELETE FROM journal WHERE seq > :a", finding: "-a006 khác với nhật ký"),
    Tampering(
      name: "invented entry",
      sql: """
        INSERT INTO journal SELECT seq + 1, at, service_day, kind, actor, digest, hash, body FROM journal \
        ORDER BY seq DESC LIMIT 1
        """, finding: "Chuỗi nhật ký đứt tại mục"),
    Tampering(
      name: "state of a ticket",
      sql: """
        UPDATE ticket SET state = 'cancelled', started_at = NULL, finished_at = NULL, due_at = NULL, end_reason = NULL \
        WHERE arrival = :t
        """, finding: "Số :id khác với nhật ký"),
    Tampering(
      name: "number", sql: "UPDATE ticket SET number = 777 WHERE arrival = :t", finding: "-a777 khác với nhật ký"),
    Tampering(
      name: "time of issue", sql: "UPDATE ticket SET issued_at = issued_at - 1 WHERE arrival = :t",
      finding: "Số :id khác"),
    Tampering(
      name: "priority", sql: "UPDATE ticket SET priority = 'pregnant' WHERE arrival = :t", finding: "Số :id khác"),
    Tampering(name: "recalls", sql: "UPDATE ticket SET recalls = 9 WHERE arrival = :t", finding: "Số :id khác"),
    Tampering(
      name: "service", sql: "UPDATE ticket SET service = 'dat-dai' WHERE arrival = :t", finding: "Số :id khác"),
    Tampering(
      name: "who served",
      sql: "UPDATE ticket SET member = CASE member WHEN 'an' THEN 'binh' ELSE 'an' END WHERE arrival = :t",
      finding: "Số :id khác"),
    Tampering(
      name: "another day", sql: "UPDATE ticket SET service_day = '2026-11-23', number = 700 WHERE arrival = :t",
      finding: "2026-11-23-a700 khác"),
    Tampering(
      name: "extra ticket",
      sql: """
        INSERT INTO ticket(arrival, service_day, series, number, service, origin, issued_at, state, recalls) \
        SELECT 900000, service_day, series, 778, service, origin, issued_at, 'waiting', 0 FROM ticket WHERE arrival = :t
        """, finding: "-a778 khác với nhật ký"),
    Tampering(name: "deleted ticket", sql: "DELETE FROM ticket WHERE arrival = :t", finding: "Ngày 2026-11-24 có"),
    Tampering(
      name: "issued of a line",
      sql: "UPDATE line SET issued = issued - 1 WHERE service_day = '2026-11-24' AND service = 'vneid'",
      finding: "Hàng chờ vneid ngày 2026-11-24"),
    Tampering(
      name: "waiting of a line",
      sql: "UPDATE line SET waiting = waiting + 1 WHERE service_day = '2026-11-25' AND service = 'vneid'",
      finding: "Hàng chờ vneid ngày 2026-11-25"),
    Tampering(
      name: "deleted line", sql: "DELETE FROM line WHERE service_day = '2026-11-23' AND service = 'ho-tich'",
      finding: "Hàng chờ ho-tich ngày 2026-11-23"),
    Tampering(
      name: "line of another day", sql: "INSERT INTO line VALUES ('2026-12-01', 'vneid', 3, 0)",
      finding: "Bảng line có dòng trỏ tới"),
    Tampering(
      name: "invented day", sql: "INSERT INTO service_day VALUES ('2026-12-01', 0)", finding: "các ngày làm việc"),
    Tampering(
      name: "state of a counter", sql: "UPDATE counter SET state = 'paused' WHERE id = '2'", finding: "Quầy 2 khác"),
    Tampering(
      name: "streak of a counter", sql: "UPDATE counter SET normals_since_priority = 1 WHERE id = '3'",
      finding: "Quầy 3 khác"),
    Tampering(
      name: "services of a counter", sql: "UPDATE counter SET services = '[\"vneid\",\"ho-tich\"]' WHERE id = '2'",
      finding: "Quầy 2 khác"),
    Tampering(
      name: "call that may be undone", sql: "UPDATE counter SET undoable = NULL WHERE id = '2'", finding: "Quầy 2 khác"),
    Tampering(
      name: "deleted counter", sql: "DELETE FROM counter WHERE id = '3'", finding: "Quầy 3 có trong nhật ký mà"),
    Tampering(
      name: "age band", sql: "UPDATE assistance SET age_band = 'unknown', sex = NULL, minutes = 3 WHERE id = :h",
      finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "who helped", sql: "UPDATE assistance SET member = NULL WHERE id = :h", finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "day of an assistance", sql: "UPDATE assistance SET service_day = '2026-10-01' WHERE id = :h",
      finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "outcome of an activity", sql: "UPDATE assistance_activity SET minutes = 44 WHERE assistance = :h",
      finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "invented activity",
      sql: "INSERT INTO assistance_activity VALUES (:h, 9, 'ai-skills', NULL, NULL, 'done', NULL)",
      finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "invented difficulty", sql: "INSERT INTO assistance_difficulty VALUES (:h, 0, 'uneven-infrastructure')",
      finding: "Lượt hỗ trợ h-:h khác"),
    Tampering(
      name: "correction taken back", sql: "UPDATE assistance SET corrected_by = NULL, ticket = NULL WHERE id = :c",
      finding: "Lượt hỗ trợ h-:c không được đánh dấu đã sửa"),
    Tampering(
      name: "invented correction",
      sql: "UPDATE assistance SET corrected_by = (SELECT max(id) FROM assistance) WHERE id = :h",
      finding: "Số lượt hỗ trợ đã sửa"),
    Tampering(
      name: "withdrawal taken back",
      sql: """
        UPDATE assistance SET withdrawn_by = NULL, ticket = NULL \
        WHERE id = (SELECT min(id) FROM assistance WHERE withdrawn_by IS NOT NULL)
        """, finding: "không được đánh dấu đã bỏ"),
    Tampering(
      name: "invented withdrawal",
      sql: "UPDATE assistance SET withdrawn_by = (SELECT max(seq) FROM journal) WHERE id = :h",
      finding: "Số lượt hỗ trợ đã bỏ"),
    Tampering(
      name: "invented assistance",
      sql: """
        INSERT INTO assistance(id, service_day, place, started_at, age_band) VALUES (900000, '2026-11-24', 'school', 0, \
        'unknown')
        """, finding: "lượt hỗ trợ, nhật ký có"),
    Tampering(name: "epoch", sql: "UPDATE meta SET value = 'other' WHERE key = 'epoch'", finding: "Mã nhận dạng"),
    Tampering(
      name: "invented member", sql: "INSERT INTO member VALUES ('x', 'X', 'digital-team', '2020-01-01', NULL)",
      finding: "Danh sách người hỗ trợ"),
    Tampering(
      name: "call for help",
      sql: "INSERT INTO help_call(seq, day, screen, called_at) VALUES (:a, '2026-11-23', 'kiosk', 0)",
      finding: "Lời gọi hỗ trợ khác"),
    Tampering(
      name: "team of a member", sql: "UPDATE member SET team = 'rescue-team' WHERE id = 'an'",
      finding: "Danh sách người hỗ trợ"),
    Tampering(
      name: "promise of a ticket", sql: "UPDATE ticket SET promised_to = 99 WHERE arrival = :t",
      finding: "Số :id khác với nhật ký"),
    Tampering(
      name: "outcome of a promise", sql: "UPDATE ticket SET waited = 1 WHERE arrival = :t",
      finding: "Số :id khác với nhật ký"),
    Tampering(
      name: "measured time", sql: "UPDATE serving_time SET seconds = seconds + 1 WHERE service = 'ho-tich'",
      finding: "Thời gian phục vụ đã đo"),
    Tampering(
      name: "forgotten hour", sql: "DELETE FROM serving_time WHERE hour = 8", finding: "Thời gian phục vụ đã đo"),
    Tampering(name: "caution", sql: "UPDATE wait_caution SET high = high + 0.01", finding: "Độ rộng của dự báo"),
    Tampering(
      name: "hours of a date", sql: "UPDATE calendar_day SET slots = '[]' WHERE day = '2026-12-14'",
      finding: "Lịch mở cửa khác"),
    Tampering(
      name: "invented date", sql: "INSERT INTO calendar_day VALUES ('2027-05-05', '[]', 'x')",
      finding: "Lịch mở cửa khác"),
    Tampering(name: "forgotten calendar", sql: "DELETE FROM calendar_day", finding: "Lịch mở cửa khác"),
    Tampering(
      name: "longer pause", sql: "UPDATE opening_order SET until = until + 1 WHERE service = 'dat-dai'",
      finding: "Lệnh mở, đóng cửa"),
    Tampering(
      name: "order turned round", sql: "UPDATE opening_order SET is_open = 0 WHERE service = '*'",
      finding: "Lệnh mở, đóng cửa"),
    Tampering(
      name: "invented pause", sql: "INSERT INTO opening_order VALUES ('vneid', 0, 1, 'x')",
      finding: "Lệnh mở, đóng cửa"),
    Tampering(name: "deleted village", sql: "DELETE FROM village WHERE id = 'thon-4'", finding: "Danh mục thôn"),
  ]

  @Test func `Whoever tampers with the tables or the journal is found out`() async throws {
    let folder = try TemporaryFolder()
    let original = folder.file("original.sqlite")
    let store = try Sample.open(original)
    try await Self.days.play(in: store)
    try store.close()
    for (index, tampering) in Self.tamperings.enumerated() {
      let path = folder.file("\(index).sqlite")
      try FileManager.default.copyItem(atPath: original, toPath: path)
      let names = try tamper(with: path, tampering)
      let report = try Store.verify(path: path)
      let finding = names.reduce(tampering.finding) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
      #expect(
        report.problems.contains { $0.contains(finding) },
        "\(tampering.name): “\(finding)” is not among \(report.problems)")
      #expect(!report.isProven)
      try FileManager.default.removeItem(atPath: path)
    }
  }

  private func tamper(with path: String, _ tampering: Tampering) throws -> [String: String] {
    var configuration = Configuration()
    configuration.foreignKeysEnabled = false
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    defer { try? queue.close() }
    return try queue.writeWithoutTransaction { db in
      for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
      let ticket = try #require(
        try Int64.fetchOne(
          db,
          sql: """
            SELECT arrival FROM ticket WHERE service_day = '2026-11-24' AND series = 'A' AND origin = 'kiosk' \
            AND member IS NOT NULL AND service = 'ho-tich' AND priority IS NULL ORDER BY arrival LIMIT 1 OFFSET 4
            """))
      let help = try #require(
        try Int64.fetchOne(
          db,
          sql: """
            SELECT id FROM assistance WHERE ticket IS NOT NULL AND corrected_by IS NULL AND withdrawn_by IS NULL AND member IS NOT NULL \
            AND NOT EXISTS (SELECT 1 FROM assistance o WHERE o.corrected_by = assistance.id) ORDER BY id LIMIT 1 OFFSET 7
            """))
      let corrected = try #require(
        try Int64.fetchOne(db, sql: "SELECT id FROM assistance WHERE corrected_by IS NOT NULL LIMIT 1"))
      let number = try #require(try Int.fetchOne(db, sql: "SELECT number FROM ticket WHERE arrival = \(ticket)"))
      let id = TicketID(day: Sample.monday.advanced(by: 1), number: TicketNumber(series: "A", ordinal: number))
      let names = [
        ":a": "\(ticket)", ":t": "\(ticket)", ":b": "\(ticket - 1)", ":n": "\(ticket + 1)", ":h": "\(help)",
        ":c": "\(corrected)", ":id": id.text,
      ]
      let before = try Int.fetchOne(db, sql: "SELECT total_changes()") ?? 0
      try db.execute(sql: names.reduce(tampering.sql) { $0.replacingOccurrences(of: $1.key, with: $1.value) })
      let after = try Int.fetchOne(db, sql: "SELECT total_changes()") ?? 0
      #expect(after > before, "\(tampering.name) changed nothing")
      return names
    }
  }
}
