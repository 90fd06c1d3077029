@testable import Console
import Foundation
import FrontDesk
import Storage
import Queueing
import HTTPTypes
import Testing

struct HardeningTests {
  /// Sends bytes and returns all that comes until the server closes.
  private func exchange(_ port: Int, _ text: String) throws -> String {
    let connection = try RawConnection(port: port)
    try connection.send(text)
    return try connection.readToEnd()
  }

  @Test(arguments: [
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nContent-Length: 4\r\n\r\n{}{}",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2x\r\n\r\n{}",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
    "GET /api/v1/board HTTP/9.9\r\nHost: localhost\r\n\r\n", "GET\r\n\r\n", "\u{16}\u{3}\u{1}\u{2}\u{0}\u{1}\r\n\r\n",
    "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\nX Y: 1\r\n\r\n",
    "GET /api/v1/board HTTP/1.1\r\nHost : localhost\r\n\r\n", "GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n",
  ])
  func `What is no proper HTTP is one 400 problem, and the connection ends`(text: String) async throws {
    try await OfficeUnderTest().serving { open in
      let reply = try await onThread { [port = open.port] in try exchange(port, text) }
      #expect(reply.hasPrefix("HTTP/1.1 400 "), "\(reply)")
      #expect(reply.contains("application/problem+json"))
      #expect(reply.contains(#""code":"invalid-request""#))
      #expect(reply.components(separatedBy: "HTTP/1.1").count == 2, "\(reply)")
      let journal = try await open.office.reception.journal(after: 0, limit: 100)
      #expect(!journal.contains { $0.kind == "ticket-issued" })
    }
  }

  @Test func `A megabyte of header and a path of 100 kB are refused`() async throws {
    try await OfficeUnderTest().serving { open in
      let port = open.port
      try await onThread {
        for head in [
          "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\nX-Long: \(String(repeating: "x", count: 1 << 20))\r\n\r\n",
          "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: localhost\r\n\r\n",
          "GET / HTTP/1.1\r\n" + (0..<1000).map { "X-\($0): 1\r\n" }.joined() + "\r\n",
        ] {
          let connection = try RawConnection(port: port)
          // The server may close before it has taken everything.
          try? connection.send(head)
          let reply = try connection.readToEnd()
          #expect(reply.isEmpty || reply.hasPrefix("HTTP/1.1 400 "), "\(reply.prefix(200))")
        }
      }
      #expect(try await open.staff { try await $0.get("board") }.status == 200)
    }
  }

  @Test func `An id of ten thousand letters is an address that does not exist`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let long = String(repeating: "a", count: 10_000)
        for path in ["tickets/\(long)", "tickets/\(String(repeating: "%41", count: 3000))", long] {
          let answer = try await client.get(path)
          #expect(answer.status == 404)
          #expect(answer.body.utf8.count < 1024)
        }
        #expect(try await client.post("counters/\(long)/open").status == 404)
      }
    }
  }

  @Test func `A body that is too large is refused before it is sent, and while it comes`() async throws {
    try await OfficeUnderTest().serving { open in
      try await onThread { [port = open.port] in
        let announced = try RawConnection(port: port)
        try announced.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000000\r\nContent-Type: application/json\r\n\r\n"
        )
        #expect(try announced.answer().problem.code == "body-too-large")

        let chunked = try RawConnection(port: port)
        try chunked.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
        )
        let chunk = "8000\r\n" + String(repeating: " ", count: 0x8000) + "\r\n"
        for _ in 0..<3 { try chunked.send(chunk) }
        #expect(try chunked.answer().status == 413)
        // Who goes on sending is cut off.
        #expect(throws: RawConnection.Failure.self) {
          for _ in 0..<10_000 { try chunked.send(chunk) }
        }
      }
      #expect(try await open.staff { try await $0.get("board") }.status == 200)
    }
  }

  @Test func `A connection that says nothing, or never finishes its head, is closed`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.idle = .milliseconds(100)
    try await OfficeUnderTest(limits: limits).serving { open in
      try await onThread { [port = open.port] in
        for beginning in ["", "POST /api/v1/tickets HTTP/1.1\r\nHost: loc"] {
          let connection = try RawConnection(port: port)
          try connection.send(beginning)
          #expect(try connection.readToEnd().isEmpty)
        }
      }
    }
  }

  @Test func `A request that never comes to its end is closed`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.request = .milliseconds(100)
    try await OfficeUnderTest(limits: limits).serving { open in
      let reply = try await onThread { [port = open.port] in
        try exchange(
          port,
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{"
        )
      }
      #expect(!reply.contains("201"))
    }
  }

  @Test func `A body cut short by its sender takes no number`() async throws {
    try await OfficeUnderTest().serving { open in
      let reply = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 60\r\n\r\n"
            + #"{"service":"ho-tich"}"#)
        connection.finishSending()
        return try connection.readToEnd()
      }
      #expect(!reply.contains(" 201 "), "\(reply)")
      let journal = try await open.office.reception.journal(after: 0, limit: 100)
      #expect(!journal.contains { $0.kind == "ticket-issued" })
    }
  }

  @Test func `Requests in one piece are answered one after the other`() async throws {
    try await OfficeUnderTest().serving { open in
      let reply = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        let request = "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\n\r\n"
        try connection.send(request + request)
        let first = try connection.answer().status
        return [first, try connection.answer().status]
      }
      #expect(reply == [200, 200])
    }
  }
}
