import Foundation
import Queueing
import Records
import Testing

@testable import FrontDesk
@testable import Storage

@Suite struct TicketUseCaseTests {
  @Test func `Taking a number gives the next of its series, with what is known of it`() async throws {
    let front = try await FrontOffice.ready()
    let first = try await front.take(priority: "elderly", village: "thon-1")
    #expect(first.number == "A001")
    #expect(first.id.text == "2026-11-23-a001")
    #expect(first.state == .waiting)
    #expect(first.service == "ho-tich")
    #expect(first.priority?.text == "elderly")
    #expect(first.origin == .kiosk)
    #expect(first.serviceDay == Sample.monday)
    #expect(first.issuedAt == Moment(Sample.morning))
    #expect(first.ahead == 0)
    #expect(first.token != nil)
    #expect(first.print == TicketAnswer.Slip(state: "pending", copies: 0, detail: nil))
    #expect(first.calledAt == nil && first.counter == nil && first.assistanceId == nil && first.estimate == nil)

    #expect(try await front.take().number == "A002")
    #expect(try await front.take("dat-dai").number == "B001")
    let third = try await front.take()
    #expect(third.number == "A003")
    #expect(third.ahead == 2)

    var seen = try await front.reception.ticket(first.id.text)
    #expect(seen.token == nil, "the secret is told once")
    seen.token = first.token
    #expect(seen == first)
    #expect(try await front.reception.ticket(number: first.id.number).id == first.id)
    try await front.expectProven()
  }

  @Test func `How many are ahead is the same to who takes a number and to who asks afterwards`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "3"])
    for _ in 0..<4 { try await front.take() }
    try await front.next("1")
    _ = try await front.reception.transfer("1", service: nil, toCounter: "3", by: front.staff)
    let taken = try await front.take()
    #expect(taken.ahead == 3, "who waits for counter 3 alone is not ahead in the common line")
    #expect(try await front.reception.ticket(taken.id.text).ahead == 3)
  }

  @Test func `A ticket from paper asks for no slip, and without a printer nobody is asked`() async throws {
    let front = try await FrontOffice.ready()
    let paper = try await front.reception.issue(
      service: "ho-tich", priority: nil, village: nil, by: Requester(name: "staff", origin: .paper))
    #expect(paper.print.state == "none")
    let mute = try await FrontOffice.ready(printsSlips: false)
    let ticket = try await mute.take()
    #expect(ticket.print.state == "none")
    try await expectRefusal(.noPrinter, at: mute) {
      try await mute.reception.reprint(ticket.id.text, by: mute.staff)
    }
  }

  @Test func `A wrong field of a request for a number is named, with what is accepted`() async throws {
    let front = try await FrontOffice.ready()
    #expect(await problemFields { try await front.take("khong-co") } == ["service"])
    #expect(await problemFields { try await front.take("Ho Tich!") } == ["service"])
    #expect(await problemFields { try await front.take(priority: "vip") } == ["priority"])
    #expect(await problemFields { try await front.take(village: "thon-9") } == ["village"])
    #expect(await problemFields { try await front.take(village: "Thôn Một") } == ["village"])
    let unknown = await #expect(throws: RequestProblem.self) { try await front.take("khong-co") }
    guard case .invalid(let problems) = unknown else { return }
    #expect(problems.map(\.accepted) == ["ho-tich, dat-dai, vneid"])
    #expect(problems.map(\.value) == ["khong-co"])
  }

  @Test func `Outside opening hours no number is given, and it is said when the office opens`() async throws {
    let front = try await FrontOffice.ready()
    let tuesday = Sample.monday.advanced(by: 1)
    let saturday = Sample.monday.advanced(by: 5)
    for (now, opens) in [
      (Sample.at(Sample.monday, 11, 30), Sample.at(Sample.monday, 13, 30)),
      (Sample.at(Sample.monday, 17, 0), Sample.at(tuesday, 7, 30)),
      (Sample.at(saturday, 9, 0), Sample.at(saturday.advanced(by: 2), 7, 30)),
    ] {
      front.clock.set(now)
      let closing = Closing(reason: .hours, opensAt: opens)
      try await expectRefusal(.closed("ho-tich", closing), at: front) { try await front.take() }
      let service = try #require(try await front.reception.services().first)
      #expect(service.open == false)
      #expect(service.closed == ClosedAnswer(closing))
    }
    front.clock.set(Sample.at(saturday.advanced(by: 2), 7, 30))
    #expect(try await front.take().number == "A001")
    #expect(try await front.reception.services().first?.open == true)
  }

  @Test func `The numbers of a service end at its daily cap`() async throws {
    let front = try await FrontOffice.ready()
    for _ in 0..<3 { try await front.take("dat-dai") }
    let opens = Sample.at(Sample.monday.advanced(by: 1), 7, 30)
    try await expectRefusal(.capReached("dat-dai", cap: 3, opensAt: opens), at: front) {
      try await front.take("dat-dai")
    }
    let services = try await front.reception.services()
    #expect(services.map(\.open) == [true, false, true])
    #expect(services[1].closed == ClosedAnswer(Closing(reason: .capReached, opensAt: opens)))
    #expect(services.map(\.waiting) == [0, 3, 0])
    try await front.take("ho-tich")
  }

  @Test func `A cancelled ticket leaves the line and cannot move again`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    let cancelled = try await front.reception.cancel(ticket.id.text, reason: "Về trước", by: front.staff)
    #expect(cancelled.state == .cancelled)
    #expect(try await front.next() == nil)
    try await expectRefusal(.illegalMove(.cancel, ticket: ticket.id, state: .cancelled), at: front) {
      try await front.reception.cancel(ticket.id.text, reason: nil, by: front.staff)
    }
    try await expectRefusal(.illegalMove(.comeBack, ticket: ticket.id, state: .cancelled), at: front) {
      try await front.reception.comeBack(ticket.id.text, by: front.staff)
    }
    try await expectRefusal(.slipUseless(ticket.id, state: .cancelled), at: front) {
      try await front.reception.reprint(ticket.id.text, by: front.staff)
    }
    try await expectRefusal(.illegalMove(.call, ticket: ticket.id, state: .cancelled), at: front) {
      try await front.reception.call("1", ticket: ticket.number, by: front.staff)
    }
    try await front.expectProven()
  }

  @Test func `A called ticket can be cancelled, one being served cannot`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await front.next()
    #expect(try await front.reception.cancel(ticket.id.text, reason: nil, by: front.staff).state == .cancelled)
    try await expectRefusal(.nothingToUndo("1"), at: front) { try await front.reception.undo("1", by: front.staff) }
    let second = try await front.take()
    try await front.next()
    _ = try await front.reception.start("1", by: front.staff)
    try await expectRefusal(.illegalMove(.cancel, ticket: second.id, state: .serving), at: front) {
      try await front.reception.cancel(second.id.text, reason: nil, by: front.staff)
    }
    try await front.expectProven()
  }

  @Test(arguments: ["a\u{0}b", "\u{7}", String(repeating: "x", count: 201), "\r\n"])
  func `A reason that could not be kept as it is said is refused`(reason: String) async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    #expect(
      await problemFields { try await front.reception.cancel(ticket.id.text, reason: reason, by: front.staff) }
        == ["reason"])
    #expect(
      await problemFields { try await front.reception.pause("1", reason: reason, by: front.staff) } == ["reason"])
    #expect(try await front.state(ticket) == .waiting)
  }

  @Test func `A reason is kept composed, however it was typed, and outside the journal`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    let reason = "Về sớm\nlý do riêng".precomposedStringWithCanonicalMapping
    let decomposed = reason.decomposedStringWithCanonicalMapping
    _ = try await front.reception.cancel(ticket.id.text, reason: decomposed, by: front.staff)
    _ = try await front.reception.pause("1", reason: nil, by: front.staff)
    let (remarks, bytes) = try await front.store.read { tx in
      (try tx.count("SELECT count(*) FROM remark"), try tx.count("SELECT length(CAST(text AS BLOB)) FROM remark"))
    }
    #expect(remarks == 1)
    #expect(bytes == reason.utf8.count)
    #expect(try await front.journal().suffix(2).map(\.body) == [#"{"ticket":"2026-11-23-a001"}"#, #"{"counter":"1"}"#])
    try await front.expectProven()
  }

  @Test func `A missed ticket comes back to its own place`() async throws {
    let front = try await FrontOffice.ready()
    let tickets = [try await front.take(), try await front.take(), try await front.take()]
    try await front.next()
    _ = try await front.reception.noShow("1", by: front.staff)
    #expect(try await front.state(tickets[0]) == .noShow)
    #expect(try await front.serve() == "A002")
    let back = try await front.reception.comeBack(tickets[0].id.text, by: front.staff)
    #expect(back.state == .waiting)
    #expect(back.ahead == 0)
    #expect(try await front.serve() == "A001")
    #expect(try await front.serve() == "A003")
    try await front.expectProven()
  }

  @Test func `A slip is asked for once more with the same number`() async throws {
    let front = try await FrontOffice.ready()
    let ticket = try await front.take()
    try await expectRefusal(.slipPending(ticket.id), at: front) {
      try await front.reception.reprint(ticket.id.text, by: front.staff)
    }
    let first = try #require(try await front.store.read { try $0.printJobs(in: .pending, limit: 10) }.first)
    try await front.store.write { tx in
      try tx.movePrintJob(first.id, to: .printing, detail: nil, at: Sample.morning)
      try tx.movePrintJob(first.id, to: .uncertain, detail: "Mất điện.", at: Sample.morning)
    }
    let again = try await front.reception.reprint(ticket.id.text, by: front.staff)
    #expect(again.number == ticket.number)
    #expect(again.print == TicketAnswer.Slip(state: "pending", copies: 0, detail: nil))
    let jobs = try await front.store.read { try $0.printJobs(in: .pending, limit: 10) }
    #expect(jobs.map(\.copy) == [2])
    #expect(try await front.journal().last?.body == #"{"copy":2,"ticket":"2026-11-23-a001"}"#)
  }

  @Test(arguments: ["A001", "2026-11-23-a001", "2026-11-23-z999", "2026-13-40-a001", "", "'; DROP TABLE ticket", "🦆"])
  func `A ticket that is none is not found`(text: String) async throws {
    let front = try await FrontOffice.ready()
    for work in [
      { try await front.reception.ticket(text) },
      { try await front.reception.cancel(text, reason: nil, by: front.staff) },
      { try await front.reception.comeBack(text, by: front.staff) },
      { try await front.reception.reprint(text, by: front.staff) },
    ] {
      await #expect(throws: RequestProblem.noSuchTicket(text)) { try await work() }
    }
  }
}
