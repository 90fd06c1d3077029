import Foundation
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

@Suite struct SentReportTests {
  private static let period = ReportPeriod(.month, of: Sample.monday, cutoff: .calendar)
  private static let content = SentReportContent(file: Data("tệp".utf8), figures: Data("{}".utf8))

  /// A store with two reports that went out, the first of them taken back.
  private func filled(_ path: String) async throws {
    let store = try await Sample.openForWork(path)
    try await store.write { tx in
      let day = try #require(try tx.currentDay())
      let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 9 * 3600)
      for number in ["44/BC-UBND", "45/BC-UBND"] {
        let report = try tx.keep(
          Self.content, number: number, sentOn: day, period: Self.period, counted: 1, format: "docx", day: day,
          at: now, actor: "test")
        if number.hasPrefix("44") { _ = try tx.withdraw(report, day: day, at: now, actor: "test") }
      }
    }
    let kept = try await store.read { tx in try tx.sentReports() }
    #expect(kept.map(\.number) == ["44/BC-UBND", "45/BC-UBND"])
    #expect(kept.map { $0.withdrawal != nil } == [true, false])
    #expect(kept.last?.period == Self.period)
    let content = try await store.read { tx in try kept.last.flatMap { try tx.content(of: $0) } }
    #expect(content == Self.content)
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test(arguments: [
    ("UPDATE sent_report_content SET file = x'00' WHERE report = 5", "sent_report_content_unchanged"),
    ("UPDATE sent_report_content SET figures = x'00'", "sent_report_content_unchanged"),
    ("UPDATE sent_report SET number = '46/BC-UBND' WHERE withdrawal IS NULL", "sent_report_unchanged"),
    ("DELETE FROM sent_report_content", "sent_report_content_kept"),
    ("UPDATE sent_report SET withdrawal = NULL WHERE withdrawal IS NOT NULL", "sent_report_withdrawn"),
  ])
  func `What was sent cannot be changed, and whoever does it all the same is found out`(
    _ sql: String, _ trigger: String
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await filled(path)
    let queue = try DatabaseQueue(path: path)
    let id = try await queue.read { try Int64.fetchOne($0, sql: "SELECT max(report) FROM sent_report_content") }
    let aimed = sql.replacing("report = 5", with: "report = \(id ?? 0)")
    await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: aimed) } }
    try await queue.write { db in try db.execute(sql: "DROP TRIGGER \(trigger); \(aimed)") }
    try queue.close()
    #expect(try Store.verify(path: path).problems.isEmpty == (trigger == "sent_report_content_kept"))
  }

  @Test func `A number is given once a year, unless it was given by mistake`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await filled(path)
    let queue = try DatabaseQueue(path: path)
    let copy = """
      INSERT INTO sent_report SELECT (SELECT max(seq) FROM journal), ?, ?, period, cutoff, from_day, to_day, counted, \
      format, file_digest, figures_digest, NULL FROM sent_report WHERE withdrawal IS NULL
      """
    try await queue.writeWithoutTransaction { db in
      try db.inTransaction {
        try db.execute(
          sql: "INSERT INTO journal SELECT seq + 1, at, service_day, kind, actor, digest, hash, body FROM journal "
            + "ORDER BY seq DESC LIMIT 1")
        #expect(throws: DatabaseError.self) {
          try db.execute(sql: copy, arguments: ["45/BC-UBND", "2026-12-31"])
        }
        try db.execute(sql: copy, arguments: ["45/BC-UBND", "2027-01-01"])
        return .rollback
      }
      try db.inTransaction {
        try db.execute(
          sql: "INSERT INTO journal SELECT seq + 1, at, service_day, kind, actor, digest, hash, body FROM journal "
            + "ORDER BY seq DESC LIMIT 1")
        try db.execute(sql: copy, arguments: ["44/BC-UBND", "2026-12-31"])
        return .rollback
      }
    }
    try queue.close()
  }

  @Test(arguments: [("r-7", 7), ("r-07", nil), ("r-0", nil), ("7", nil), ("r-", nil)] as [(String, Int64?)])
  func `The id of a report is read in one form only`(_ text: String, _ id: Int64?) {
    #expect(SentReport.id(fromText: text) == id)
  }
}
