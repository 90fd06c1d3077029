import FrontDesk
import Queueing
import Records
import Testing

struct BadDayRouteTests {
  @Test func `Lines are moved on, filled from paper and sent home`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let passed = try await client.take()
        let skipped = try await client.post("services/ho-tich/skip-to", #"{"number":"A010","reason":"Máy hỏng"}"#)
        #expect(skipped.status == 200)
        let answer: SkipAnswer = try skipped.decoded()
        #expect(answer.nextIssued == "A011")
        #expect(answer.expired == [passed.number])

        let json = #"{"service":"ho-tich","number":"A010","issuedAt":"2026-11-23T08:30:00+07:00","priority":"elderly"}"#
        let entered = try await client.post("tickets/paper", json, key: "k")
        #expect(entered.status == 201)
        let ticket: TicketAnswer = try entered.decoded()
        #expect(ticket.origin == .paper)
        #expect(ticket.issuedAt.timestamp.clockText == "08:30")
        let repeated = try await client.post("tickets/paper", json, key: "k")
        #expect(try repeated.decoded(TicketAnswer.self) == ticket)
        let taken = try await client.post("tickets/paper", json)
        #expect(taken.status == 409)
        #expect(try taken.problem.code == "number-taken")

        let cancelled = try await client.post("services/ho-tich/cancel-waiting", #"{"reason":"power-cut"}"#)
        #expect(cancelled.status == 200)
        #expect(try cancelled.decoded(LineCancellationAnswer.self).cancelled == ["A010"])
        let all = try await client.post("cancel-waiting", #"{"reason":"evacuation","note":"Báo cháy"}"#)
        #expect(try all.decoded(LineCancellationAnswer.self).reason.text == "sơ tán khẩn cấp")
        let board: BoardAnswer = try await client.get("board").decoded()
        #expect(board.notices.count { $0.contains("đã hủy vì") } == 2)
        #expect(board.clockTrusted)
        #expect(try await client.get("tickets/A010").decoded(TicketAnswer.self).endReason == "power-cut")
      }
    }
  }

  @Test(arguments: [
    ("cancel-waiting", "{}", "reason", "evacuation, power-cut"),
    ("cancel-waiting", #"{"reason":"fire"}"#, "reason", "evacuation, power-cut"),
    ("services/nowhere/cancel-waiting", #"{"reason":"other"}"#, "service", "ho-tich"),
    ("services/ho-tich/skip-to", "{}", "number", "chuỗi"),
    ("services/ho-tich/skip-to", #"{"number":"B001"}"#, "number", "A001"),
    ("tickets/paper", #"{"service":"ho-tich","number":"A001","issuedAt":"sáng"}"#, "issuedAt", "2026-11-23T"),
  ])
  func `What cannot be is refused with the field and what it may be`(
    path: String, json: String, field: String, accepted: String
  ) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.post(path, json)
        #expect(answer.status == 422)
        let problem = try answer.problem
        #expect(problem.field == field)
        #expect(problem.fields?.first?.accepted.contains(accepted) == true, "\(answer.body)")
      }
    }
  }

  @Test func `Everybody may ask for the time, only the administrator says that it is right`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let clock: ClockAnswer = try await client.get("clock").decoded()
        #expect(clock.trusted)
        #expect(clock.serviceDay == OfficeUnderTest.monday)
        let refused = try await client.post("clock/accept")
        #expect(refused.status == 403)
      }
      #expect(try await open.admin("POST", "/api/v1/clock/accept").status == 200)
    }
  }

  @Test func `The fairness of a span of days is told`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let (first, second) = (try await client.take(), try await client.take())
        try await client.open("1")
        _ = try await client.post("counters/1/call", #"{"ticket":"\#(second.number)"}"#)
        let answer: FairnessAnswer = try await client.get("fairness").decoded()
        #expect(answer.jumpOvers.map(\.number) == [second.number])
        #expect(answer.jumpOvers.first?.reason.code == .staffChoice)
        #expect(first.number == "A001")
        #expect(try await client.get("fairness?from=2026-11-24&to=2026-11-23").status == 422)
      }
    }
  }
}
