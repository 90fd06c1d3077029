import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Storage
import Testing

struct OpeningRouteTests {
  @Test func `An administrator closes a date, changes it and takes it out; nobody else can`() async throws {
    try await OfficeUnderTest().serving { open in
      let body = #"{"date":"2026-11-24","kind":"closed","reason":"Hội nghị toàn xã"}"#
      let added = try await open.admin("POST", "/api/v1/registers/calendar", body)
      #expect(added.status == 201)
      let entry: CalendarDayAnswer = try added.decoded()
      #expect(entry.id.text == "2026-11-24")
      #expect(added.body.contains(#""basis":null"#))
      let taken = try await open.admin("POST", "/api/v1/registers/calendar", body)
      #expect(taken.status == 409)
      #expect(try taken.problem.code == "date-taken")

      let changed = try await open.admin(
        "PATCH", "/api/v1/registers/calendar/2026-11-24", #"{"kind":"open","hours":["08:00-10:00"]}"#)
      #expect(changed.status == 200)
      #expect(try changed.decoded(CalendarDayAnswer.self).hours.map(\.text) == ["08:00-10:00"])
      let listed = try await open.admin("GET", "/api/v1/registers/calendar?from=2026-11-01&to=2026-11-30")
      #expect(try listed.decoded([CalendarDayAnswer].self).map(\.id.text) == ["2026-11-24"])

      try await open.staff { client in
        #expect(try await client.get("registers/calendar").status == 200)
        for answer in [
          try await client.post("registers/calendar", body),
          try await client.send(.patch, "/api/v1/registers/calendar/2026-11-24", "{}"),
          try await client.post("registers/calendar/2026-11-24/end"),
        ] {
          #expect(answer.status == 403)
        }
      }
      #expect(try await open.admin("POST", "/api/v1/registers/calendar/2026-11-24/end").status == 200)
      let gone = try await open.admin("POST", "/api/v1/registers/calendar/2026-11-24/end")
      #expect(gone.status == 404)
      #expect(try gone.problem.code == "unknown-entry")
    }
  }

  @Test func `Overlapping slots and a day both closed and open are refused by field`() async throws {
    try await OfficeUnderTest().serving { open in
      for (body, field) in [
        (#"{"date":"2027-03-02","kind":"open","hours":["08:00-10:00","09:00-11:00"],"reason":"x"}"#, "hours"),
        (#"{"date":"2027-03-02","kind":"closed","hours":["08:00-10:00"],"reason":"x"}"#, "hours"),
        (#"{"date":"2027-02-29","kind":"closed","reason":"x"}"#, "date"),
        (#"{"date":"2027-03-02","kind":"closed"}"#, "reason"),
        (#"{"date":"2027-03-02","reason":"x"}"#, "kind"),
        (#"{"kind":"closed","reason":"x"}"#, "date"),
      ] {
        let answer = try await open.admin("POST", "/api/v1/registers/calendar", body)
        #expect(answer.status == 422)
        #expect(try answer.problem.field == field, "\(body)")
      }
      let unknown = try await open.admin(
        "POST", "/api/v1/registers/calendar", #"{"date":"2027-03-02","kind":"closed","reason":"x","slots":[]}"#)
      #expect(try unknown.problem.code == "unknown-field")
    }
  }

  @Test func `A repeated order is done once`() async throws {
    try await OfficeUnderTest().serving { open in
      let body = #"{"date":"2026-11-25","kind":"closed","reason":"x"}"#
      let first = try await open.admin("POST", "/api/v1/registers/calendar", body, key: "k1")
      let second = try await open.admin("POST", "/api/v1/registers/calendar", body, key: "k1")
      #expect(first.status == 201)
      #expect(second.status == 201)
      #expect(second.body == first.body)
      let change = #"{"reason":"y"}"#
      let path = "/api/v1/registers/calendar/2026-11-25"
      let changed = try await open.admin("PATCH", path, change, key: "k2")
      let again = try await open.admin("PATCH", path, change, key: "k2")
      #expect(again.body == changed.body)
      #expect(
        try await open.office.store.read { try $0.journal(after: 0, limit: 100) }
          .count { $0.kind == "calendar-set" } == 2)
    }
  }

  @Test func `A paused service is closed with its reason, and a number for it is refused with the same`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let until = open.office.clock.wall.now().adding(seconds: 1800)
        let paused: ServiceAnswer = try await client.post(
          "services/dat-dai/pause", #"{"reason":"Hệ thống lỗi","until":"\#(until.iso8601)"}"#
        ).decoded()
        #expect(paused.closed?.reason == .paused)
        #expect(paused.closed?.opensAt == Moment(until))
        let services = try await client.get("services")
        #expect(services.body.contains(#""reason":"paused""#))
        let refused = try await client.post("tickets", #"{"service":"dat-dai"}"#)
        #expect(refused.status == 409)
        let problem = try refused.problem
        #expect(problem.code == "closed")
        #expect(problem.opensAt == Moment(until))
        #expect(problem.closed?.text == "Dịch vụ tạm dừng cấp số: Hệ thống lỗi")
        #expect(problem.detail.contains("mở lại lúc 09:30"))
        _ = try await client.take("ho-tich")
        #expect(try await client.post("services/dat-dai/resume").status == 200)
        _ = try await client.take("dat-dai")
        let twice = try await client.post("services/dat-dai/resume")
        #expect(try twice.problem.code == "not-paused")
        #expect(try await client.post("services/x/pause", #"{"reason":"x"}"#).status == 422)
        let silent = try await client.post("services/dat-dai/pause", "{}")
        #expect(try silent.problem.field == "reason")
      }
    }
  }

  @Test func `A service whose numbers are given out says when there are more`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for _ in 0..<2 { _ = try await client.take("vneid") }
        let refused = try await client.post("tickets", #"{"service":"vneid"}"#)
        let problem = try refused.problem
        #expect(problem.code == "cap-reached")
        // The office keeps Mondays alone.
        #expect(problem.opensAt?.timestamp.iso8601 == "2026-11-30T07:30:00+07:00")
        #expect(problem.closed?.reason == .capReached)
        let board: BoardAnswer = try await client.get("board").decoded()
        #expect(board.open)
        #expect(board.notices.contains { $0.hasPrefix("Định danh điện tử VNeID: Đã hết số") })
      }
    }
  }

  @Test func `Staff close and open the office, and the board says why`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let now = open.office.clock.wall.now()
        let closed: OpeningAnswer = try await client.post(
          "office/close", #"{"reason":"Mất điện","until":"\#(now.adding(seconds: 600).iso8601)"}"#
        ).decoded()
        #expect(closed.closed?.reason == .staff)
        #expect(closed.orders.count == 1)
        let board: BoardAnswer = try await client.get("board").decoded()
        #expect(board.open == false)
        #expect(board.closed?.text == "Tạm ngừng cấp số: Mất điện")
        #expect(board.closed?.opensAt == Moment(now.adding(seconds: 600)))
        let shown: OpeningAnswer = try await client.get("office").decoded()
        #expect(shown == closed)
        let resumed: OpeningAnswer = try await client.post("office/resume").decoded()
        #expect(resumed.open)
        #expect(try await client.post("office/resume").problem.code == "nothing-ordered")
        let endless = try await client.post("office/open", #"{"reason":"x"}"#)
        #expect(try endless.problem.field == "until")
      }
    }
  }

  @Test func `A supervisor gives a number while it is closed, on a reason, and a volunteer does not`() async throws {
    try await OfficeUnderTest().serving { open in
      open.office.clock.advance(seconds: 10 * 3600)
      let body = #"{"service":"ho-tich","override":"Từ xa đến"}"#
      let late = try await open.admin("POST", "/api/v1/tickets", body)
      #expect(late.status == 201)
      #expect(try late.decoded(TicketAnswer.self).origin == .cli)
      try await open.staff { client in
        let given = try await client.post("tickets", body)
        #expect(given.status == 201)
        #expect(try given.decoded(TicketAnswer.self).origin == .console)
        let plain = try await client.post("tickets", #"{"service":"ho-tich"}"#)
        #expect(try plain.problem.code == "closed")
        #expect(try plain.problem.detail.contains("Ngoài giờ làm việc – mở lại lúc 07:30 Thứ Hai, 30/11/2026"))
      }
      // A reason opens nothing to who may not open.
      try await open.staff(as: .volunteer) { client in
        let refused = try await client.post("tickets", body)
        #expect(refused.status == 403)
        #expect(try refused.problem.detail.contains("việc của trưởng nhóm"))
      }
    }
  }

  @Test func `A calendar that ends before it begins is refused, and the office goes on`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client async throws in
        let refused = try await client.get("registers/calendar?from=3426-03-08&to=2026-11-29")
        #expect(refused.status == 422)
        #expect(try refused.problem.field == "from")
        #expect(try await client.get("registers/calendar?from=2026-11-29").status == 200)
      }
    }
  }
}
