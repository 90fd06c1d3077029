import Foundation
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

@Suite struct ReportPartTests {
  /// A store with a template, the stock one again, a text, and an import that was confirmed.
  private func filled(_ path: String) async throws {
    let store = try await Sample.openForWork(path)
    try await store.write { tx in
      let day = try #require(try tx.currentDay())
      let now = CivilTime.instant(epochDay: day.epochDay, secondOfDay: 9 * 3600)
      _ = try tx.setTemplate(("mau.docx", Data("mẫu".utf8)), day: day, at: now, actor: "test")
      _ = try tx.setTemplate(nil, day: day, at: now, actor: "test")
      try tx.setText("Việc một.", of: .directions, day: day, at: now, actor: "test")
      let reading = try tx.beginReading(
        .assistances, fileDigest: String(repeating: "a", count: 64), day: day, actor: "test")
      let help = Assistance(
        id: 0, place: .school, startedAt: now.adding(seconds: -86_400), activities: [AssistedActivity(activity: .other)]
      )
      let rows = (1...3).map { line in
        ImportRow(
          line: line, day: help.day, key: ImportRow.digest(Data([UInt8(line)])), content: ImportRow.digest(Data()),
          body: .assistance(help), note: nil)
      }
      try tx.keep(rows, refused: [], of: reading)
      try tx.endReading(reading)
      let ready = try #require(try tx.reading(reading))
      try tx.confirm(ready, day: day, at: now, actor: "test")
      for row in rows { try tx.take(row, help, day: day, at: now, actor: "test") }
      try tx.noteTaken(rows, of: reading)
    }
    let current = try await store.read { tx in try tx.currentTemplate() }
    #expect(current?.template.isStock == true && current?.file == nil)
    #expect(try await store.read { try $0.reportTexts() } == [.directions: "Việc một."])
    #expect(try await store.read { try $0.readings(limit: 9).map(\.state) } == [.done])
    #expect(try await store.verify().problems == [])
    try store.close()
  }

  @Test(arguments: [
    ("UPDATE report_template SET file = x'01' WHERE file IS NOT NULL", "report_template_unchanged", "Mẫu báo cáo"),
    ("DELETE FROM report_template WHERE file IS NULL", "report_template_kept", "Danh sách mẫu"),
    ("UPDATE report_text SET text = 'Việc hai.'", "report_text_unchanged", "Nội dung tự viết"),
    ("DELETE FROM import_reading", "import_reading_kept", "Lần nhập"),
    ("UPDATE import_reading SET accepted = 9", "", "Lần nhập n-1"),
  ])
  func `What is changed behind the journal's back is refused where it can be, and found`(
    _ sql: String, _ trigger: String, _ finding: String
  ) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await filled(path)
    let queue = try DatabaseQueue(path: path)
    if !trigger.isEmpty {
      await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
      try await queue.write { try $0.execute(sql: "DROP TRIGGER \(trigger)") }
    }
    try await queue.write { try $0.execute(sql: sql) }
    try queue.close()
    let problems = try Store.verify(path: path).problems
    #expect(problems.contains { $0.contains(finding) }, "\(problems)")
  }

  @Test(arguments: [
    "INSERT INTO report_template(version, at, actor, name) VALUES (1, 0, 'x', 'y')",
    "INSERT INTO report_text(version, section, at, actor, text) VALUES (1, 'ii', 0, 'x', 'y')",
    "UPDATE import_reading SET state = 'reading'", "UPDATE import_line SET assistance = 1",
    "INSERT INTO import_line VALUES (x'01', x'01', 1)", "UPDATE village SET successor = id, valid_until = '2026-12-01'",
    "UPDATE village SET successor = 'thon-2' WHERE id = 'thon-1'",
  ])
  func `The schema refuses what the rules refuse`(_ sql: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    try await filled(path)
    let queue = try DatabaseQueue(path: path)
    await #expect(throws: DatabaseError.self) { try await queue.write { try $0.execute(sql: sql) } }
    try queue.close()
  }
}
