import Foundation
import FrontDesk
import Queueing
import Storage
import Testing

@Suite struct RepeatedRequestTests {
  private static func key(_ key: String, _ request: UInt8 = 1) -> RequestKey {
    RequestKey(key: key, digest: Data(repeating: request, count: 32))
  }

  private static func take(
    _ front: FrontOffice, by requester: Requester, _ key: RequestKey
  ) async throws -> TicketAnswer {
    try await front.reception.issue(service: "ho-tich", priority: nil, village: nil, by: requester, key: key)
  }

  @Test func `The same key and request give the same answer and do nothing twice`() async throws {
    let front = try await FrontOffice.ready()
    let first = try await Self.take(front, by: front.desk, Self.key("k"))
    let end = try await front.store.read { try $0.chainEnd() }
    try await front.next()
    front.clock.pass(seconds: 3600)
    #expect(try await Self.take(front, by: front.desk, Self.key("k")) == first, "as it was told then, token and all")
    let called = try await front.journal().dropFirst(Int(end.seq))
    #expect(called.map(\.kind) == ["ticket-called"])
  }

  @Test func `A key is remembered across a restart`() async throws {
    let front = try await FrontOffice.ready()
    let first = try await Self.take(front, by: front.desk, Self.key("k"))
    try front.store.close()
    let again = try FrontOffice(folder: front.folder)
    #expect(try await Self.take(again, by: again.desk, Self.key("k")) == first)
    #expect(try await Self.take(again, by: again.desk, Self.key("l")).number == "A002")
  }

  @Test func `The same key with another request is refused`() async throws {
    let front = try await FrontOffice.ready()
    _ = try await Self.take(front, by: front.desk, Self.key("k"))
    await #expect(throws: RequestProblem.keyReused) {
      try await Self.take(front, by: front.desk, Self.key("k", 2))
    }
    #expect(try await front.take().number == "A002")
  }

  @Test func `A key belongs to who uses it`() async throws {
    let front = try await FrontOffice.ready()
    #expect(try await Self.take(front, by: front.desk, Self.key("k")).number == "A001")
    #expect(try await Self.take(front, by: front.staff, Self.key("k", 2)).number == "A002")
  }

  @Test func `That nobody waits is not remembered`() async throws {
    let front = try await FrontOffice.ready()
    let key = Self.key("next")
    #expect(try await front.reception.callNext("1", current: nil, by: front.staff, key: key) == nil)
    try await front.take()
    let call = try await front.reception.callNext("1", current: nil, by: front.staff, key: key)
    #expect(call?.ticket.number == "A001")
    #expect(try await front.reception.callNext("1", current: nil, by: front.staff, key: key) == call)
    try await front.finish()
    try await front.take()
    #expect(try await front.reception.callNext("1", current: nil, by: front.staff, key: key) == call)
  }

  @Test func `A refusal is not remembered`() async throws {
    let front = try await FrontOffice.ready()
    let key = Self.key("finish")
    try await expectRefusal(.nothingHeld("1", .finish), at: front) {
      try await front.reception.finish("1", assistance: nil, by: front.staff, key: key)
    }
    try await front.take()
    try await front.next()
    let finished = try await front.reception.finish("1", assistance: Sample.help(), by: front.staff, key: key)
    #expect(try await front.reception.finish("1", assistance: Sample.help(), by: front.staff, key: key) == finished)
    #expect(try await front.journal().count { $0.kind == "assistance-recorded" } == 1)
  }

  @Test func `Keys are forgotten when a new service day begins`() async throws {
    let front = try await FrontOffice.ready()
    _ = try await Self.take(front, by: front.desk, Self.key("k"))
    front.clock.set(Sample.at(Sample.monday.advanced(by: 1), 8, 0))
    let next = try await Self.take(front, by: front.desk, Self.key("k", 2))
    #expect(next.id.text == "2026-11-24-a001")
  }

  @Test func `Two who send the same request at once get one ticket`() async throws {
    let front = try await FrontOffice.ready()
    let tickets = try await withThrowingTaskGroup(of: TicketAnswer.self) { group in
      for _ in 0..<16 { group.addTask { try await Self.take(front, by: front.desk, Self.key("k")) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(Set(tickets).count == 1)
    #expect(try await front.take().number == "A002")
  }
}
