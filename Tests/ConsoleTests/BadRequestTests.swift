import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Storage
import Testing

/// One wrong request and what it must be told.
struct BadRequest: Sendable, CustomTestStringConvertible {
  let method: HTTPRequest.Method
  let path: String
  let body: String?
  let status: Int
  let code: String
  let field: String?

  var testDescription: String { "\(method) \(path) \(body?.prefix(60) ?? "")" }

  static func post(
    _ path: String, _ body: String, _ field: String?, _ code: String = "invalid-field", _ status: Int = 422
  ) -> BadRequest {
    BadRequest(method: .post, path: path, body: body, status: status, code: code, field: field)
  }

  static func get(_ path: String, _ field: String, _ code: String = "invalid-field") -> BadRequest {
    BadRequest(method: .get, path: path, body: nil, status: 422, code: code, field: field)
  }

  static func noJSON(_ body: String) -> BadRequest {
    post("tickets", body, nil, "invalid-json", 400)
  }

  static let tickets: [BadRequest] = [
    .post("tickets", "{}", "service"), .post("tickets", #"{"service":null}"#, "service"),
    .post("tickets", #"{"service":""}"#, "service"), .post("tickets", #"{"service":"nope"}"#, "service"),
    .post("tickets", #"{"service":7}"#, "service"), .post("tickets", #"{"service":["ho-tich"]}"#, "service"),
    .post("tickets", #"{"service":{"id":"ho-tich"}}"#, "service"), .post("tickets", #"{"service":true}"#, "service"),
    .post("tickets", #"{"service":"ho-tich\u0000"}"#, "service"),
    .post("tickets", #"{"service":"\u001b[2J"}"#, "service"),
    .post("tickets", #"{"service":"\#(String(repeating: "x", count: 5000))"}"#, "service"),
    .post("tickets", #"{"service":"a\#(String(repeating: "\u{301}", count: 5000))"}"#, "service"),
    .post("tickets", #"{"service":"ho-tich","priority":"vip"}"#, "priority"),
    .post("tickets", #"{"service":"ho-tich","priority":1}"#, "priority"),
    .post("tickets", #"{"service":"ho-tich","village":"atlantis"}"#, "village"),
    .post("tickets", #"{"service":"ho-tich","name":"Nguyễn Văn A"}"#, "name", "unknown-field"),
    .post("tickets", #"{"Service":"ho-tich"}"#, "Service"),
    .post("tickets/2026-11-23-a001/cancel", #"{"reason":5}"#, "reason"),
    .post("tickets/2026-11-23-a001/cancel", #"{"reason":"\#(String(repeating: "ộ", count: 201))"}"#, "reason"),
    .post("tickets/2026-11-23-a001/cancel", #"{"why":"x"}"#, "why", "unknown-field"),
    .post("tickets/2026-11-23-a001/return", #"{"x":1}"#, "x", "unknown-field"),
    .post("tickets/2026-11-23-a001/reprint", #"{"copies":9}"#, "copies", "unknown-field"),
    .post("tickets?fast=1", #"{"service":"ho-tich"}"#, "fast", "unknown-field"),
    .get("tickets/A001?day=today", "day", "unknown-field"),
  ]

  static let counters: [BadRequest] = [
    .post("counters/1/open", #"{"member":"nobody"}"#, "member"), .post("counters/1/open", #"{"member":[]}"#, "member"),
    .post("counters/1/open", #"{"services":"ho-tich"}"#, "services"),
    .post("counters/1/open", #"{"services":[]}"#, "services"),
    .post("counters/1/open", #"{"services":["ho-tich","nope"]}"#, "services[1]"),
    .post("counters/1/open", #"{"services":["ho-tich",3]}"#, "services[1]"),
    .post("counters/1/pause", #"{"reason":["x"]}"#, "reason"),
    .post("counters/1/close", #"{"force":true}"#, "force", "unknown-field"),
    .post("counters/1/call-next", #"{"current":"vanish"}"#, "current"),
    .post("counters/1/call-next", #"{"current":1}"#, "current"),
    .post("counters/1/call", "{}", "ticket"), .post("counters/1/call", #"{"ticket":1}"#, "ticket"),
    .post("counters/1/park", "{}", "minutes"), .post("counters/1/park", #"{"minutes":"5"}"#, "minutes"),
    .post("counters/1/park", #"{"minutes":5.5}"#, "minutes"), .post("counters/1/park", #"{"minutes":5.0}"#, "minutes"),
    .post("counters/1/park", #"{"minutes":1e1}"#, "minutes"), .post("counters/1/park", #"{"minutes":0}"#, "minutes"),
    .post("counters/1/park", #"{"minutes":-3}"#, "minutes"), .post("counters/1/park", #"{"minutes":241}"#, "minutes"),
    .post("counters/1/park", #"{"minutes":99999999999999999999}"#, "minutes"),
    .post("counters/1/transfer", "{}", "service"),
    .post("counters/1/transfer", #"{"service":"dat-dai","counter":"2"}"#, "service"),
    .post("counters/1/transfer", #"{"service":"nope"}"#, "service"),
    .post("counters/1/transfer", #"{"counter":"99"}"#, "counter"),
    .post("counters/1/finish", #"{"assistance":[]}"#, "assistance"),
    .post("counters/1/finish", #"{"assistance":{}}"#, "assistance.activities"),
    .post("counters/1/finish", #"{"assistance":{"activities":{}}}"#, "assistance.activities"),
    .post("counters/1/finish", #"{"assistance":{"activities":[5]}}"#, "assistance.activities[0]"),
    .post("counters/1/finish", #"{"assistance":{"activities":[{}]}}"#, "assistance.activities[0].activity"),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other"},{"activity":"other","minutes":"x"}]}}"#,
      "assistance.activities[1].minutes"),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"dance"}]}}"#, "assistance.activities[0].activity"
    ),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other","difficulties":["x",1]}]}}"#,
      "assistance.activities[0].difficulties[1]"),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other","speed":1}]}}"#,
      "assistance.activities[0].speed", "unknown-field"),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other"}],"ageBand":"young"}}"#,
      "assistance.ageBand"),
    .post(
      "counters/1/finish", #"{"assistance":{"activities":[{"activity":"other"}],"sex":"x"}}"#, "assistance.sex"),
    .post(
      "counters/1/finish",
      #"{"assistance":{"activities":[{"activity":"other"}],"note":"\#(String(repeating: "n", count: 201))"}}"#,
      "assistance.note"),
    .post(
      "counters/1/finish", #"{"assistance":{"member":"an","activities":[]}}"#, "assistance.member", "unknown-field"),
    .post("counters/1/finish", #"{"activities":[{"activity":"other"}]}"#, "activities", "unknown-field"),
  ]

  static let others: [BadRequest] = [
    .post("assistances", "{}", "startedAt"), .post("assistances", #"{"startedAt":"yesterday"}"#, "startedAt"),
    .post("assistances", #"{"startedAt":1}"#, "startedAt"), .post("assistances", #"{"minutes":true}"#, "minutes"),
    .post("assistances", #"{"ticket":"A001"}"#, "ticket", "unknown-field"),
    .post("assistances/h-1/corrections", "{}", "reason"),
    .post("assistances/h-1/withdrawal", "{}", "reason"),
    .post("assistances/h-1/corrections", #"{"reason":[]}"#, "reason"),
    .get("assistances?from=2026-02-30", "from"), .get("assistances?to=today", "to"),
    .get("assistances?from=2026-11-24&to=2026-11-23", "from"), .get("assistances?limit=0", "limit"),
    .get("assistances?limit=201", "limit"), .get("assistances?limit=many", "limit"),
    .get("assistances?cursor=5", "cursor"), .get("assistances?page=2", "page", "unknown-field"),
    .get("stats?from=23/11/2026", "from"), .get("stats?by=mood", "by"), .get("stats?by=", "by"),
    .get("stats?by=day,day", "by"), .get("stats?by=day,hour,member", "by"), .get("stats?from", "from"),
    .get("stats?by=day&by=hour", "by"), .get("stats?by=%FF", "by"), .get("stats?by=%0A", "by"),
    .get("board?full=1", "full", "unknown-field"), .get("health?x", "x", "unknown-field"),
    .get("services?%00=1", "%00", "unknown-field"), .get("counters?&", "", "unknown-field"),
  ]

  static let bodies: [BadRequest] = [
    .noJSON("x"), .noJSON("{"), .noJSON("[]"), .noJSON(#""ho-tich""#), .noJSON("null"), .noJSON("1"), .noJSON(" "),
    .noJSON(#"{"service":"ho-tich"}}"#), .noJSON(#"{"service":"ho-tich","service":"dat-dai"}"#),
    .noJSON(#"{"service":NaN}"#), .noJSON(#"{"service":"\ud800"}"#), .noJSON("{\"service\":\"a\u{1}\"}"),
    .noJSON("{\"service\":" + String(repeating: "[", count: 5000)),
    .post("tickets", #"{"service":"\#(String(repeating: "x", count: 70_000))"}"#, nil, "body-too-large", 413),
  ]
}

struct BadRequestTests {
  @Test func `Every bad request is a problem that names what is wrong`() async throws {
    let requests = BadRequest.tickets + BadRequest.counters + BadRequest.others + BadRequest.bodies
    #expect(requests.count >= 100)
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        // A held ticket, so that what is refused is the request and not the move.
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
        let before = try await open.office.reception.journal(after: 0, limit: 1000)
        for request in requests {
          let answer = try await client.send(request.method, "/api/v1/\(request.path)", request.body)
          #expect(answer.status == request.status, "\(request.testDescription): \(answer.body)")
          #expect(answer.headers[.contentType] == "application/problem+json; charset=utf-8")
          guard let problem = try? answer.problem else { continue }
          #expect(problem.code == request.code, "\(request.testDescription): \(answer.body)")
          #expect(problem.status == request.status)
          #expect(answer.body.utf8.count < 4096, "\(request.testDescription)")
          if request.status == 422 {
            let fields = problem.fields ?? []
            #expect(fields.contains { $0.field == request.field }, "\(request.testDescription): \(answer.body)")
            #expect(problem.field == fields.first?.field)
            #expect(fields.allSatisfy { !$0.accepted.isEmpty && !$0.reason.isEmpty })
          }
        }
        let after = try await open.office.reception.journal(after: 0, limit: 1000)
        #expect(after == before)
      }
    }
  }

  @Test(arguments: [nil, "text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1", "json"])
  func `Content that is not declared as JSON is refused`(type: String?) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.send(.post, "/api/v1/tickets", #"{"service":"ho-tich"}"#, type: type)
        #expect(answer.status == 415)
        #expect(try answer.problem.field == "Content-Type")
      }
    }
  }

  @Test(arguments: ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"])
  func `JSON is taken however its type is spelled`(type: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let answer = try await client.send(.post, "/api/v1/tickets", #"{"service":"ho-tich"}"#, type: type)
        #expect(answer.status == 201)
      }
    }
  }

  @Test func `Decomposed Vietnamese is taken as the same text composed`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let decomposed = "Nghỉ trưa".decomposedStringWithCanonicalMapping
        let answer = try await client.post("tickets", #"{"service":"\#(decomposed)"}"#)
        let value = try #require(try answer.problem.fields?.first?.value)
        #expect(Array(value.unicodeScalars) == Array("Nghỉ trưa".precomposedStringWithCanonicalMapping.unicodeScalars))
      }
    }
  }
}
