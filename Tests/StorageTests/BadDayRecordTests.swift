import Foundation
import FrontDesk
import GRDB
import Queueing
import Testing

@testable import Storage

/// What the journal and its tables keep of clocks that lied and of lines that were moved on or sent home.
@Suite struct BadDayRecordTests {
  private static let ticket = TicketID(day: Sample.monday, number: TicketNumber(series: "A", ordinal: 41))
  private static let service = ServiceID(verified: "ho-tich")
  private static let then = Timestamp(milliseconds: 1_795_400_000_000)

  /// One of each kind with the bytes its digest is taken over; these never change.
  static let facts: [(kind: String, fact: Fact, body: String)] = [
    (
      "clock-distrusted", .clockDistrusted(.behindJournal, wall: then),
      #"{"reason":"behind-journal","wall":1795400000000}"#
    ),
    ("clock-trusted", .clockTrusted(.accepted, step: -3_600_000), #"{"reason":"accepted","step":-3600000}"#),
    (
      "numbers-skipped", .numbersSkipped(to: ticket, service: service),
      #"{"service":"ho-tich","ticket":"2026-11-23-a041"}"#
    ),
    (
      "line-cancelled", .lineCancelled(service, reason: .powerCut, tickets: 7),
      #"{"reason":"power-cut","service":"ho-tich","tickets":7}"#
    ),
    ("line-cancelled", .lineCancelled(nil, reason: .evacuation, tickets: 0), #"{"reason":"evacuation","tickets":0}"#),
    (
      "ticket-issued",
      .ticketIssued(
        TicketIssue(
          ticket: ticket, service: service, priority: nil, village: nil, origin: .paper, issuedAt: then)),
      #"{"issued":1795400000000,"origin":"paper","service":"ho-tich","ticket":"2026-11-23-a041"}"#
    ),
    (
      "ticket-expired", .ticketMoved(ticket, .expire(reason: .unfinished)),
      #"{"reason":"unfinished","ticket":"2026-11-23-a041"}"#
    ),
  ]

  @Test func `The canonical bytes of each fact are the ones they always were, and are read back`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    for (kind, fact, body) in Self.facts {
      #expect(fact.kind == kind)
      #expect(String(decoding: try fact.canonicalBody(by: encoder), as: UTF8.self) == body)
      #expect(Fact(kind: kind, body: Data(body.utf8), decoder: JSONDecoder()) == fact)
      #expect(Fact(kind: kind, body: Data("{}".utf8), decoder: JSONDecoder()) == nil)
    }
  }

  /// A store on a bad day: a clock that was doubted and leapt, a line moved on and one sent home.
  private func badDay(in folder: TemporaryFolder) async throws -> String {
    let path = folder.file("luot.sqlite")
    let store = try await Sample.openForWork(path)
    for service in ["ho-tich", "dat-dai"] { try await Sample.issue(store, service: service) }
    let run = ClockRun(id: "r", start: 0)
    let now = Sample.morning.adding(seconds: 60)
    let moments = [
      ClockMoment(
        now: now, wall: Timestamp(milliseconds: 0), fault: .implausible, basis: nil, isSynchronised: false, step: 0,
        revision: 1),
      ClockMoment(
        now: now.adding(seconds: 600), wall: now.adding(seconds: 600), fault: nil, basis: .synchronised,
        isSynchronised: true, step: 540_000, revision: 2),
    ]
    try await store.write { tx in
      for moment in moments {
        try tx.settle(moment, of: run, on: Sample.monday, actor: "test")
        // Once is enough.
        try tx.settle(moment, of: run, on: Sample.monday, actor: "test")
      }
      let desk = try Sample.desk(tx, at: now.adding(seconds: 600))
      _ = try desk.skip("dat-dai", to: "B009", reason: "Máy hỏng")
      _ = try desk.cancelLine(of: nil, reason: .powerCut, note: nil)
    }
    try store.close()
    return path
  }

  @Test func `A bad day proves itself`() async throws {
    let folder = try TemporaryFolder()
    let path = try await badDay(in: folder)
    #expect(try Store.verify(path: path).problems == [])
    let queue = try DatabaseQueue(path: path)
    let kinds = try await queue.read {
      try String.fetchAll($0, sql: "SELECT kind FROM journal WHERE kind LIKE 'clock%'")
    }
    #expect(kinds == ["clock-distrusted", "clock-trusted"])
  }

  @Test(arguments: [
    "UPDATE series_floor SET number = 90", "DELETE FROM cancelled_with_line",
    "UPDATE line_cancellation SET reason = 'other'", "UPDATE clock_event SET step = 1 WHERE step > 0",
    "DELETE FROM clock_event WHERE fault IS NOT NULL",
  ])
  func `A table that was changed behind the journal's back is found`(sql: String) async throws {
    let folder = try TemporaryFolder()
    let path = try await badDay(in: folder)
    let queue = try DatabaseQueue(path: path)
    try await queue.write { db in
      try db.execute(sql: "DROP TRIGGER clock_event_unchanged; DROP TRIGGER clock_event_kept")
      try db.execute(sql: sql)
    }
    try queue.close()
    #expect(try Store.verify(path: path).problems.count == 1)
  }

  @Test func `A number that was passed over is not lowered, and the record of the clock stays as it was`() async throws
  {
    let folder = try TemporaryFolder()
    let queue = try DatabaseQueue(path: try await badDay(in: folder))
    for sql in ["UPDATE series_floor SET number = 1", "UPDATE clock_event SET at = 0", "DELETE FROM clock_event"] {
      await #expect(throws: DatabaseError.self, "\(sql)") { try await queue.write { try $0.execute(sql: sql) } }
    }
  }
}
