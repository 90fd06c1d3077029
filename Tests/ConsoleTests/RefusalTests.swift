@testable import Console
import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Storage
import Records
import Testing

struct RefusalTests {
  @Test func `A busy counter is refused with the ticket it holds`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let (held, _) = (try await client.take(), try await client.take())
        try await client.open("1")
        _ = try await client.callNext("1")
        for (path, json) in [("call-next", nil), ("call", #"{"ticket":"A002"}"#), ("close", nil)] {
          let refused = try await client.post("counters/1/\(path)", json)
          #expect(refused.status == 409)
          let problem = try refused.problem
          #expect(problem.code == "counter-busy")
          #expect(problem.ticket?.id == held.id)
          #expect(problem.ticket?.state == .called)
        }
        let next: CallAnswer = try await client.post("counters/1/call-next", #"{"current":"park"}"#).decoded()
        #expect(next.ticket.number == "A002")
      }
    }
  }

  @Test func `A rule that says no is told with its code and where things stand`() async throws {
    try await OfficeUnderTest(printsSlips: false).serving { open in
      try await open.staff { client in
        func refusal(_ path: String, _ json: String? = nil) async throws -> ProblemAnswer {
          let answer = try await client.post(path, json)
          #expect(answer.status == 409, "\(path) \(answer.body)")
          #expect(answer.headers[.contentType] == "application/problem+json; charset=utf-8")
          let problem = try answer.problem
          #expect(problem.status == 409)
          #expect(problem.type == "/problems/\(problem.code)")
          #expect(!problem.title.isEmpty && !problem.detail.isEmpty)
          return problem
        }
        let closed = try await refusal("counters/1/call-next")
        #expect((closed.code, closed.state) == ("counter-closed", "closed"))
        try await client.open("1")
        #expect(try await refusal("counters/1/start").code == "nothing-held")
        #expect(try await refusal("counters/1/undo").code == "nothing-to-undo")
        let ticket = try await client.take()
        let waiting = try await refusal("tickets/\(ticket.id)/return")
        #expect((waiting.code, waiting.state) == ("illegal-move", "waiting"))
        #expect(try await refusal("tickets/\(ticket.id)/reprint").code == "no-printer")
        _ = try await client.callNext("1")
        open.office.clock.advance(seconds: 11)
        #expect(try await refusal("counters/1/undo").code == "undo-too-late")
        let target = try await refusal("counters/1/transfer", #"{"counter":"2"}"#)
        #expect((target.code, target.state) == ("counter-closed", "closed"))
        _ = try await client.post("counters/1/finish")
        let useless = try await refusal("tickets/\(ticket.id)/reprint")
        #expect((useless.code, useless.state) == ("slip-useless", "finished"))
        for _ in 0..<2 { _ = try await client.take("vneid") }
        #expect(try await refusal("tickets", #"{"service":"vneid"}"#).code == "cap-reached")
        let draft =
          #""member":"an","place":"online","startedAt":"2026-11-22T15:00:00+07:00","activities":[{"activity":"other"}]"#
        let help: AssistanceAnswer = try await client.post("assistances", "{\(draft)}").decoded()
        let correction = #"{"reason":"Sửa",\#(draft)}"#
        _ = try await client.post("assistances/\(help.id)/corrections", correction)
        #expect(try await refusal("assistances/\(help.id)/corrections", correction).code == "already-corrected")
        let again: AssistanceAnswer = try await client.post("assistances", "{\(draft)}").decoded()
        let withdrawal = try await client.post("assistances/\(again.id)/withdrawal", #"{"reason":"Ghi hai lần"}"#)
        #expect(withdrawal.status == 200)
        #expect(try withdrawal.decoded(AssistanceAnswer.self).withdrawn == true)
        #expect(try await refusal("assistances/\(again.id)/withdrawal", #"{"reason":"x"}"#).code == "already-withdrawn")
        #expect(try await refusal("assistances/\(again.id)/corrections", correction).code == "already-withdrawn")
      }
    }
  }

  @Test func `Outside the hours the answer says when numbers are given again`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let ticket = try await client.take()
        open.office.clock.advance(seconds: 9 * 3600)
        let closed = try await client.post("tickets", #"{"service":"ho-tich"}"#)
        #expect(closed.status == 409)
        let problem = try closed.problem
        #expect(problem.code == "closed")
        #expect(problem.opensAt?.timestamp.iso8601 == "2026-11-30T07:30:00+07:00")
        open.office.clock.advance(seconds: 24 * 3600)
        try await open.office.reception.passTime()
        let yesterday = try await client.post("tickets/\(ticket.id)/cancel")
        #expect(yesterday.status == 409)
        #expect(try yesterday.problem.code == "not-today")
      }
    }
  }

  @Test func `What was erased at the end of its time is told as such, whatever is asked of it`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      try await open.staff { client in
        let ticket = try await client.take()
        let help =
          #""member":"an","place":"online","startedAt":"2026-11-23T08:15:00+07:00","activities":[{"activity":"other"}]"#
        let recorded: AssistanceAnswer = try await client.post("assistances", "{\(help)}").decoded()
        let table = "Ngày,Người hỗ trợ,Nơi hỗ trợ,Việc đã hỗ trợ\n23/11/2026,an,school,other\n"
        let read: ImportAnswer = try await client.send(
          .post, "/api/v1/imports/assistances", table, type: "text/csv"
        ).decoded()
        office.clock.advance(seconds: 24 * 3600)
        try await office.reception.passTime()
        try await office.store.write { tx in
          let (monday, now) = (OfficeUnderTest.monday, office.clock.wall.now())
          let aged = try tx.ageing(of: monday)
          #expect(try tx.age(aged, at: now, day: monday.advanced(by: 1), actor: "system"))
        }
        while try await office.store.write({ try $0.eraseAged(limit: 10) }) {}

        let day = #"{"activities":[{"activity":"other"}]}"#
        let record = "assistances/\(recorded.id)"
        for path in ["tickets/\(ticket.id)", "tickets/\(ticket.id)/proof"] {
          #expect(try await client.get(path).problem.code == "aged")
        }
        try await client.open("1")
        for (path, json) in [
          ("tickets/\(ticket.id)/cancel", nil), ("tickets/\(ticket.id)/return", nil),
          ("tickets/\(ticket.id)/reprint", nil), ("tickets/\(ticket.id)/assistance", day),
          ("counters/1/call", #"{"ticket":"\#(ticket.id)"}"#), ("assistances", "{\(help)}"),
          ("\(record)/corrections", #"{"reason":"Sửa",\#(help)}"#), ("\(record)/withdrawal", #"{"reason":"Bỏ"}"#),
          ("imports/\(read.id)/confirm", nil),
        ] {
          let answer = try await client.post(path, json)
          #expect(answer.status == 409, "\(path)")
          #expect(try answer.problem.code == "aged", "\(path)")
        }
      }
    }
  }

  @Test(arguments: [
    ("GET", "tickets/2026-11-23-a999", "unknown-ticket"), ("GET", "tickets/A999", "unknown-ticket"),
    ("GET", "tickets/nonsense", "unknown-ticket"), ("GET", "tickets/2026-11-23-a999/proof", "unknown-ticket"),
    ("POST", "tickets/2026-11-23-a999/cancel", "unknown-ticket"),
    ("POST", "counters/99/open", "unknown-counter"), ("POST", "counters/%00/close", "unknown-counter"),
    ("POST", "counters/..%2f..%2fetc/close", "unknown-counter"),
    ("GET", "", "not-found"), ("GET", "people", "not-found"), ("GET", "../../", "not-found"),
    ("GET", "tickets/a/b/c", "not-found"), ("POST", "counters/1/dance", "not-found"),
  ])
  func `What does not exist is 404 with its own code`(method: String, path: String, code: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.send(try #require(HTTPRequest.Method(method)), "/api/v1/\(path)")
        #expect(answer.status == 404)
        #expect(try answer.problem.code == code)
      }
    }
  }

  @Test func `Calling a number that is not there names the field of the body`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        let answer = try await client.send(.post, "/api/v1/counters/1/call", #"{"ticket":"Z999"}"#)
        #expect(answer.status == 404)
        #expect(try answer.problem.code == "unknown-ticket")
        #expect(try answer.problem.field == "ticket")
      }
    }
  }

  @Test func `A method an address does not take is refused with those it takes`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        for (method, path, allowed) in [
          (HTTPRequest.Method.delete, "tickets", ["POST"]), (.get, "tickets", ["POST"]),
          (.put, "board", ["GET", "HEAD"]),
          (.get, "counters/1/open", ["POST"]), (.post, "health", ["GET", "HEAD"]),
          (.patch, "assistances/h-1/corrections", ["POST"]),
        ] {
          let answer = try await client.send(method, "/api/v1/\(path)")
          #expect(answer.status == 405)
          #expect(try answer.problem.code == "method-not-allowed")
          #expect(answer.headers[.allow]?.split(separator: ", ").map(String.init).sorted() == allowed)
        }
      }
    }
  }

  @Test func `What a store cannot do is told by its kind, and a fault of the program tells nothing`() throws {
    for (error, status, code) in [
      (StoreError.full(detail: "x"), 507, "storage-full"), (.corrupt(detail: "x"), 503, "store-corrupt"),
      (.readOnly(detail: "x"), 503, "store-read-only"), (.inputOutput(detail: "x"), 503, "store-failing"),
      (.notPermitted(detail: "x"), 503, "store-failing"), (.busy, 503, "busy"),
    ] {
      let problem = try #require(Problem(error))
      #expect(problem.status.code == status)
      #expect(problem.code.rawValue == code)
    }
    for error in [StoreError.busy, CancellationError()] as [any Error] {
      #expect(Problem(error)?.headers[.retryAfter] == "1")
    }
    #expect(Problem(StoreError.unexpected(detail: "x")) == nil)
  }

  @Test(arguments: [StoreError.full(detail: "x"), .corrupt(detail: "x"), .busy])
  func `A television is left with a page that tries again, whatever keeps the kiosk from its store`(
    error: StoreError
  ) throws {
    let problem = try #require(Problem(error))
    let page = PageError(cause: error, centre: "Kiến Minh", audience: .people, isDescribed: true)
    let answer = page.response(to: problem)
    #expect(answer.status == problem.status)
    #expect(answer.headers[.contentType]?.hasPrefix("text/html") == true)
    let refused = page.response(to: .tooManyRequests)
    #expect(refused.headers[.contentType]?.hasPrefix("application/problem+json") == true)
  }

  @Test(
    arguments: [
      (.noFolder, 422, "invalid-field"), (.noPermission, 422, "invalid-field"), (.exists, 422, "invalid-field"),
      (.noRoom, 507, "backup-failed"), (.unproven(["x"]), 503, "backup-failed"), (.other("x"), 503, "backup-failed"),
    ] as [(BackupFailure.Reason, Int, String)])
  func `A copy that cannot be made is no fault of the program`(
    reason: BackupFailure.Reason, status: Int, code: String
  ) throws {
    let problem = try #require(Problem(BackupFailure(path: "/media/usb/luot.sqlite", reason: reason)))
    #expect(problem.status.code == status)
    #expect(problem.code.rawValue == code)
    #expect(problem.fields.map(\.field) == (status == 422 ? ["file"] : []))
  }

  @Test func `A page of another site has no power over the queue`() async throws {
    try await OfficeUnderTest().serving { open in
      let port = open.port
      try await onThread {
        for (host, headers, status) in [
          ("localhost", "", 200), ("LOCALHOST:\(port)", "", 200), ("127.0.0.1:\(port)", "", 200),
          ("[::1]:\(port)", "", 200),
          ("127.0.0.1:\(port)", "Origin: http://127.0.0.1:\(port)\r\n", 200),
          ("evil.example", "", 403), ("evil.example:\(port)", "", 403), ("127.0.0.1.evil.example", "", 403),
          ("localhost.evil.example", "", 403), ("192.168.1.5", "", 403), ("[::2]", "", 403), ("[::1", "", 403),
          ("localhost:x", "", 403), ("", "", 403), ("localhost", "Host: evil.example\r\n", 403),
          ("127.0.0.1:\(port)", "Origin: http://evil.example\r\n", 403), ("localhost", "Origin: null\r\n", 403),
          ("localhost", "Origin: https://localhost\r\n", 403),
          ("localhost", "Origin: http://localhost\r\nOrigin: http://evil.example\r\n", 403),
        ] {
          let connection = try RawConnection(port: port)
          try connection.send(request: "GET", "/api/v1/board", host: host, headers: headers)
          let answer = try connection.answer()
          #expect(answer.status == status, "\(host) \(headers)")
          if status == 403 { #expect(try answer.problem.code == "forbidden") }
        }
      }
    }
  }
}
