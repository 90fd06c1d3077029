import Foundation
import FrontDesk
import Queueing
import Records
import Storage
import Testing

@Suite struct ServiceDayUseCaseTests {
  private static let tuesday = Sample.monday.advanced(by: 1)

  @Test func `At the new day leftovers expire with the reason, counters close and numbers begin anew`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2", "3"])
    let waiting = try await front.take()
    let finished = try await front.take(priority: "elderly")
    let parked = try await front.take()
    let called = try await front.take()
    let serving = try await front.take()
    let absent = try await front.take()
    for ticket in [finished, parked, absent] {
      _ = try await front.reception.call("1", ticket: ticket.number, by: front.staff)
      switch ticket {
      case finished: try await front.finish()
      case parked: _ = try await front.reception.park("1", minutes: 240, by: front.staff)
      default: _ = try await front.reception.noShow("1", by: front.staff)
      }
    }
    _ = try await front.reception.call("1", ticket: called.number, by: front.staff)
    _ = try await front.reception.call("3", ticket: serving.number, by: front.staff)
    _ = try await front.reception.start("3", by: front.staff)
    let streak = try await front.store.read { try $0.counter("1")?.normalsSincePriority }
    #expect(streak != Counter.firstTurn)

    front.clock.set(Sample.at(Self.tuesday, 0, 0))
    try await front.reception.passTime()
    for ticket in [waiting, parked, called, serving] { #expect(try await front.state(ticket) == .expired) }
    #expect(try await front.state(finished) == .finished)
    #expect(try await front.state(absent) == .noShow)
    let journal = try await front.journal()
    let expiries = journal.filter { $0.kind == "ticket-expired" }
    #expect(expiries.map(\.day) == Array(repeating: Sample.monday, count: 4))
    #expect(expiries.first?.body == #"{"reason":"day-end","ticket":"2026-11-23-a001"}"#)
    #expect(journal.last?.kind == "day-opened")
    #expect(journal.last?.day == Self.tuesday)
    let counters = try await front.reception.counters()
    #expect(counters.allSatisfy { $0.state == .closed && $0.member == nil && $0.ticket == nil })
    #expect(try await front.store.read { try $0.counter("1") } == Counter(id: "1", services: ["ho-tich", "dat-dai"]))
    let board = try await front.reception.board()
    #expect(board.serviceDay == Self.tuesday)
    #expect(board.calls == [])
    #expect(board.lines.allSatisfy { $0.waiting == 0 })

    front.clock.set(Sample.at(Self.tuesday, 8, 0))
    #expect(try await front.take().id.text == "2026-11-24-a001")
    try await expectRefusal(.notToday(absent.id), at: front) {
      try await front.reception.comeBack(absent.id.text, by: front.staff)
    }
    try await expectRefusal(.notToday(waiting.id), at: front) {
      try await front.reception.cancel(waiting.id.text, reason: nil, by: front.staff)
    }
    try await expectRefusal(.notToday(waiting.id), at: front) {
      try await front.reception.reprint(waiting.id.text, by: front.staff)
    }
    #expect(try await front.reception.ticket(waiting.id.text).number == "A001", "it can still be looked at")
    try await front.expectProven()
  }

  @Test func `The first request of a day opens it, whoever comes`() async throws {
    let front = try await FrontOffice.ready()
    let left = try await front.take()
    front.clock.set(Sample.at(Self.tuesday, 9, 0))
    _ = try await front.reception.open("2", member: nil, services: nil, by: front.staff)
    #expect(try await front.state(left) == .expired)
    try await front.expectProven()
  }

  @Test func `A refused request opens no day`() async throws {
    let front = try await FrontOffice.ready()
    front.clock.set(Sample.at(Self.tuesday, 3, 0))
    try await expectRefusal(
      .closed("ho-tich", Closing(reason: .hours, opensAt: Sample.at(Self.tuesday, 7, 30))), at: front
    ) {
      try await front.take()
    }
  }

  @Test func `A clock that goes backwards neither brings the old day back nor numbers twice`() async throws {
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true))
    try await front.take()
    front.clock.set(Sample.at(Self.tuesday, 9, 0))
    #expect(try await front.take().id.text == "2026-11-24-a001")
    front.clock.set(Sample.at(Sample.monday, 10, 0))
    try await front.reception.passTime()
    #expect(try await front.take().id.text == "2026-11-24-a002")
    front.clock.set(Timestamp(milliseconds: 0))
    #expect(try await front.take().id.text == "2026-11-24-a003")
    #expect(try await front.reception.board().serviceDay == Self.tuesday)
    _ = try await front.reception.open("1", member: "an", services: nil, by: front.staff)
    #expect(try await front.serve() == "A001")
    try await front.expectProven()
  }

  @Test func `A day that begins at four in the morning still belongs to yesterday at three`() async throws {
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true, dayStartMinute: 240))
    try await front.take()
    front.clock.set(Sample.at(Self.tuesday, 3, 59))
    try await front.reception.passTime()
    #expect(try await front.take().id.text == "2026-11-23-a002")
    front.clock.set(Sample.at(Self.tuesday, 4, 0))
    try await front.reception.passTime()
    #expect(try await front.take().id.text == "2026-11-24-a001")
  }

  @Test func `Seeds fill registers that are empty and nothing else`() async throws {
    let front = try FrontOffice()
    try await front.reception.seed(members: Sample.members, villages: Sample.villages)
    let end = try await front.store.read { try $0.chainEnd() }
    let (members, villages, counters) = try await front.store.read { tx in
      (try tx.members(), try tx.villages(), try tx.counters().map(\.id))
    }
    #expect(members == Sample.members)
    #expect(villages == Sample.villages)
    #expect(counters == ["1", "2", "3"])
    try await front.reception.seed(
      members: [Member(id: MemberID(verified: "x"), name: "X", team: .rescueTeam, validFrom: Sample.monday)],
      villages: [Village(id: VillageID(verified: "y"), name: "Y", validFrom: Sample.monday)])
    #expect(try await front.store.read { try $0.chainEnd() } == end)
    #expect(try await front.store.read { try $0.members() } == Sample.members)
    let journal = try await front.journal().map(\.body).joined()
    #expect(!journal.contains("Cô"), "names stay outside the journal")
    try await front.expectProven()
  }

  @Test func `A parked person due on the day before expires with that day`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await front.next()
    _ = try await front.reception.park("1", minutes: 10, by: front.staff)
    front.clock.set(Sample.at(Self.tuesday, 8, 0))
    try await front.reception.passTime()
    #expect(try await front.state(ticket) == .expired)
    try await front.expectProven()
  }
}
