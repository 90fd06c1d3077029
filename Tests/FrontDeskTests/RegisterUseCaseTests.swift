import FrontDesk
import Queueing
import Records
import Storage
import Testing

@Suite struct RegisterUseCaseTests {
  @Test func `A register is filled, changed and ended, and the journal proves it without a name`() async throws {
    let front = try await FrontOffice.ready()
    let reception = front.reception
    let seeded = try await front.journal().count
    let member = try await reception.enter(
      "dung", texts: ["name": "Cô Dung", "team": "digital-team", "validFrom": "2026-11-01"], into: .members,
      by: front.staff)
    #expect(member.fields["name"] == "Cô Dung")
    _ = try await reception.enter(
      "kh-57",
      texts: [
        "kind": "plan", "number": "57/KH-UBND", "issuedOn": "2026-02-09", "issuer": "UBND xã", "subject": "Hoạt động",
        "role": "issued",
      ], into: .directives, by: front.staff)
    _ = try await reception.enter(
      "to-1",
      texts: [
        "name": "Tổ 1", "kind": "digital-team", "village": "thon-1", "decision": "kh-57", "validFrom": "2026-11-01",
      ], into: .teams, by: front.staff)
    _ = try await reception.change("dung", texts: ["validUntil": "2026-11-30"], in: .members, by: front.staff)
    _ = try await reception.change("thon-2", texts: ["name": "Thôn Hai"], in: .villages, by: front.staff)

    #expect(
      try await reception.register(.villages, on: nil).entries.map(\.fields["name"]) == ["Thôn thon-1", "Thôn Hai"])
    let later = ServiceDay(year: 2026, month: 12, day: 1)
    #expect(try await reception.register(.members, on: later).entries.map(\.id) == ["an", "binh"])
    let bodies = try await front.journal().dropFirst(seeded).filter { $0.kind.hasPrefix("register-") }
    #expect(
      bodies.map(\.kind) == Array(repeating: "register-entered", count: 3) + ["register-changed", "register-changed"])
    #expect(bodies.allSatisfy { !$0.body.contains("Dung") })
    try await front.expectProven()
  }

  @Test func `What the configuration filled a register with is in its history, whatever it became`() async throws {
    let front = try await FrontOffice.ready()
    _ = try await front.reception.change("thon-2", texts: ["name": "Thôn Hai"], in: .villages, by: front.staff)
    let (changed, untouched) = try await front.store.read { tx in
      (try tx.history(of: "thon-2", in: .villages), try tx.history(of: "thon-1", in: .villages))
    }
    #expect(changed.map(\.fields["name"]) == ["Thôn thon-2", "Thôn Hai"])
    #expect(untouched.map(\.fields["name"]) == ["Thôn thon-1"])
    #expect(untouched.map(\.entry.kind) == ["register-entered"])
  }

  @Test func `A new member can help at once, and one who left cannot`() async throws {
    let front = try await FrontOffice.ready()
    _ = try await front.reception.enter(
      "dung", texts: ["name": "Cô Dung", "team": "digital-team", "validFrom": "2026-11-23"], into: .members,
      by: front.staff)
    _ = try await front.reception.open("2", member: "dung", services: nil, by: front.staff)
    _ = try await front.reception.change("binh", texts: ["validUntil": "2026-11-22"], in: .members, by: front.staff)
    let fields = await problemFields {
      try await front.reception.open("3", member: "binh", services: nil, by: front.staff)
    }
    #expect(fields == ["member"])
    try await front.expectProven()
  }

  @Test func `A wrong entry, a repeated id and a missing one are refused, and nothing is written`() async throws {
    let front = try await FrontOffice.ready()
    let before = try await front.journal().count
    #expect(
      await problemFields {
        try await front.reception.enter(
          "to-1", texts: ["name": "Tổ 1", "kind": "team", "village": "thon-9", "validFrom": "hôm nay"], into: .teams,
          by: front.staff)
      } == ["kind", "village", "validFrom"])
    #expect(
      await problemFields {
        try await front.reception.enter(
          "thon-1", texts: ["name": "Thôn", "validFrom": "2026-01-01"], into: .villages, by: front.staff)
      } == ["id"])
    await #expect(throws: RequestProblem.noSuchEntry(register: RegisterName.outreach.name, "hop-1")) {
      try await front.reception.change("hop-1", texts: [:], in: .outreach, by: front.staff)
    }
    #expect(try await front.journal().count == before)
  }

  @Test func `To say again what is so writes nothing`() async throws {
    let front = try await FrontOffice.ready()
    let before = try await front.journal().count
    _ = try await front.reception.change("thon-1", texts: ["name": "Thôn thon-1"], in: .villages, by: front.staff)
    #expect(try await front.journal().count == before)
  }
}
