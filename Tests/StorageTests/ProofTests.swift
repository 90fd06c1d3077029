import Foundation
import GRDB
import Queueing
import Records
import Testing

@testable import Storage

/// The proof of one number, as the journal's page asks for it.
@Suite struct ProofTests {
  private static let days = SimulatedDays(seed: 20_261_129, days: 2, visitors: 40)

  /// A number of the first simulated day that was helped, with the entries about it.
  private func helped(_ tx: ReadTransaction) throws -> TicketProof {
    var question = JournalQuestion()
    (question.from, question.through, question.kind) = (
      Sample.monday, Sample.monday.advanced(by: 1), "assistance-recorded"
    )
    let decoder = JSONDecoder()
    let ids = try tx.journal(question, limit: 500).compactMap { chained -> TicketID? in
      let entry = chained.entry
      guard case .assistanceRecorded(let help) = Fact(kind: entry.kind, body: Data(entry.body.utf8), decoder: decoder)
      else { return nil }
      return help.ticket
    }
    let id = try #require(ids.last, "seed \(Self.days.seed)")
    return try tx.proof(of: id)
  }

  @Test func `Every number of simulated days is proved, and its entries are all there are about it`() async throws {
    let folder = try TemporaryFolder()
    let store = try Sample.open(folder.file("luot.sqlite"))
    defer { try? store.close() }
    try await Self.days.play(in: store)
    try await store.read { tx in
      let all = try tx.journal(after: 0, limit: 100_000)
      var question = JournalQuestion()
      question.kind = "ticket-issued"
      let decoder = JSONDecoder()
      var proved = 0
      for chained in try tx.journal(question, limit: 1000) {
        guard
          case .ticketIssued(let issue) = Fact(
            kind: chained.entry.kind, body: Data(chained.entry.body.utf8), decoder: decoder)
        else { continue }
        let proof = try tx.proof(of: issue.ticket)
        #expect(proof.problems == [], "\(issue.ticket), seed \(Self.days.seed)")
        let mentioning = all.filter { $0.body.contains("\"\(issue.ticket.text)\"") && $0.kind != "numbers-skipped" }
        #expect(Set(proof.entries.map(\.entry.seq)).isSuperset(of: mentioning.map(\.seq)), "\(issue.ticket)")
        proved += 1
      }
      #expect(proved > 40)
    }
  }

  @Test(arguments: [
    (sql: "UPDATE journal SET body = replace(body, 'ho-tich', 'vneid') || ' ' WHERE seq = ?", words: "đã bị sửa"),
    (sql: "UPDATE journal SET body = '' WHERE seq = ?", words: "đã bị sửa"),
    (sql: "UPDATE journal SET actor = 'member:khac' WHERE seq = ?", words: "Chuỗi nhật ký đứt"),
    (sql: "UPDATE journal SET hash = zeroblob(32) WHERE seq = ?", words: "Chuỗi nhật ký đứt"),
    (sql: "DELETE FROM journal WHERE seq = ? + 1", words: "Nhật ký bị hổng"),
  ])
  func `What was changed afterwards about a number is found`(sql: String, words: String) async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let before = try await store.read { try helped($0) }
    #expect(before.problems == [])
    try store.close()
    try tamper(with: path) { try $0.execute(sql: sql, arguments: [before.entries[0].entry.seq]) }
    let queue = try DatabaseQueue(path: path)
    let after = try await queue.read { try ReadTransaction($0).proof(of: before.ticket.id) }
    #expect(after.problems.contains { $0.contains(words) }, "\(after.problems), seed \(Self.days.seed)")
  }

  @Test func `A table that says something else than the journal is found`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file("luot.sqlite")
    let store = try Sample.open(path)
    try await Self.days.play(in: store)
    let before = try await store.read { try helped($0) }
    try store.close()
    try tamper(with: path) { db in
      try db.execute(
        sql: "UPDATE ticket SET called_at = called_at - 600000 WHERE arrival = ?", arguments: [before.ticket.arrival])
    }
    let queue = try DatabaseQueue(path: path)
    let after = try await queue.read { try ReadTransaction($0).proof(of: before.ticket.id) }
    #expect(after.problems == ["Số \(before.ticket.id) khác với nhật ký."], "seed \(Self.days.seed)")
  }

  private func tamper(with path: String, _ change: (Database) throws -> Void) throws {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    try queue.writeWithoutTransaction { db in
      for trigger in try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'trigger'") {
        try db.execute(sql: "DROP TRIGGER \(trigger)")
      }
      try db.execute(sql: "PRAGMA foreign_keys = OFF")
      try change(db)
    }
  }
}
