import FrontDesk
import HTTPTypes
import Queueing
import Testing

struct IdempotencyTests {
  @Test func `The same key and request get the same answer and one ticket`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let first = try await client.post("tickets", #"{"service":"ho-tich"}"#, key: "k-1")
        let again = try await client.post("tickets", #"{"service":"ho-tich"}"#, key: "k-1")
        #expect((again.status, again.body) == (201, first.body))
        #expect(try await client.take().number == "A002")
      }
    }
  }

  @Test func `A call is repeated with its key and not made twice`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        let first = try await client.post("counters/1/call-next", key: "k-2")
        let again = try await client.post("counters/1/call-next", key: "k-2")
        #expect((again.status, again.body) == (200, first.body))
      }
    }
  }

  @Test func `A key with another body, path or method content is refused`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        _ = try await client.post("tickets", #"{"service":"ho-tich"}"#, key: "k-3")
        for (path, json) in [("tickets", #"{"service":"dat-dai"}"#), ("tickets", #"{"service": "ho-tich"}"#)] {
          let answer = try await client.post(path, json, key: "k-3")
          #expect(answer.status == 422)
          #expect(try answer.problem.code == "key-reused")
        }
        let other = try await client.post("counters/1/open", #"{"services":["ho-tich"]}"#, key: "k-3")
        #expect(try other.problem.code == "key-reused")
      }
    }
  }

  @Test func `That nobody waits is not remembered`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        try await client.open("1")
        #expect(try await client.post("counters/1/call-next", key: "k-4").status == 204)
        let ticket = try await client.take()
        let call: CallAnswer = try await client.post("counters/1/call-next", key: "k-4").decoded()
        #expect(call.ticket.id == ticket.id)
      }
    }
  }

  @Test func `A backup and a verification are repeated with their key and not made twice`() async throws {
    try await OfficeUnderTest().serving { open in
      let file = "\(open.office.folder)/copy.sqlite"
      let saved = try await open.admin("POST", "/api/v1/backups", #"{"file":"\#(file)"}"#, key: "k-6")
      #expect(saved.status == 201, "\(saved.body)")
      let again = try await open.admin("POST", "/api/v1/backups", #"{"file":"\#(file)"}"#, key: "k-6")
      #expect((again.status, again.body) == (201, saved.body))
      let verified = try await open.admin("POST", "/api/v1/verifications", key: "k-7")
      _ = try await open.staff { try await $0.take() }
      let verifiedAgain = try await open.admin("POST", "/api/v1/verifications", key: "k-7")
      #expect((verifiedAgain.status, verifiedAgain.body) == (200, verified.body))
      for (path, json) in [("backups", "{}"), ("verifications", nil)] {
        let other = try await open.admin("POST", "/api/v1/\(path)", json, key: "k-6")
        #expect(other.status == 422)
        #expect(try other.problem.code == "key-reused")
      }
    }
  }

  @Test func `A key belongs to who sent it`() async throws {
    try await OfficeUnderTest().serving { open in
      let staff = try await open.staff { try await $0.post("tickets", #"{"service":"ho-tich"}"#, key: "k-5") }
      let admin = try await open.admin("POST", "/api/v1/tickets", #"{"service":"ho-tich"}"#, key: "k-5")
      #expect(staff.status == 201)
      #expect(admin.status == 201)
      #expect(staff.body != admin.body)
    }
  }

  @Test(arguments: ["", "two words", "khóa", String(repeating: "k", count: 101)])
  func `A key that is none is refused`(key: String) async throws {
    try await OfficeUnderTest().serving { open in
      let answer = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(
          request: "POST", "/api/v1/tickets", host: "localhost", json: #"{"service":"ho-tich"}"#,
          headers: "Idempotency-Key: \(key)\r\n")
        return try connection.answer()
      }
      #expect(answer.status == 400)
      #expect(try answer.problem.field == "Idempotency-Key")
    }
  }
}
