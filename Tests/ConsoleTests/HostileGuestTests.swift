@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Testing

/// Guests who mean harm, and what is left for those who work.
@Suite(.timeLimit(.minutes(5))) struct HostileGuestTests {
  private static let folded = "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\nX-Long: one\r\n two\r\n\r\n"

  @Test(arguments: [
    "/assets/../../../etc/passwd", "/assets/..%2f..%2f..%2fetc%2fpasswd", "/assets/%2e%2e/%2e%2e/etc/passwd",
    "/assets/....//....//etc/passwd", "/assets//etc/passwd", "/../etc/passwd", "/screens/..%2f..%2fetc%2fpasswd.png",
    "/t/..%2f..%2fapi%2fv1%2fusers", "/assets/board.css%00.png", "/assets/%5c..%5c..%5cetc%5cpasswd",
    "/api/v1/registers/..%2fusers", "/t/x%0d%0aSet-Cookie:%20luot=1",
  ])
  func `A path that climbs, hides or breaks a line leads nowhere`(path: String) async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.administrator)
      let answer = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port, credentials: Colleague.administrator.headerLines)
        try connection.send(request: "GET", path, host: "127.0.0.1:\(port)")
        return try connection.answer()
      }
      #expect(answer.status == 404, "\(path): \(answer.body)")
      #expect(!answer.body.contains("root:"))
      #expect(answer.headers[.setCookie] == nil)
    }
  }

  @Test(arguments: [
    folded,
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\nContent-Length: 2\r\n\r\n{}",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: +2\r\n\r\n{}",
    "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2, 2\r\n\r\n{}",
    "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\nX-A: a\rX-B: b\r\n\r\n",
    "GET /api/v1/board HTTP/1.1\r\nHost: localhost\r\nX-A: a\u{0}b\r\n\r\n",
  ])
  func `A head that two readers could read in two ways is never two requests`(text: String) async throws {
    try await OfficeUnderTest().serving { open in
      // Behind the doubtful one, what a smuggler would have slip through.
      let smuggled = "GET /api/v1/counters HTTP/1.1\r\nHost: localhost\r\n\r\n"
      let reply = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(text + smuggled)
        connection.finishSending()
        return try connection.readToEnd()
      }
      let answers = reply.components(separatedBy: "HTTP/1.1 ").dropFirst()
      #expect(answers.first?.hasPrefix("400 ") == true, "\(reply)")
      #expect(answers.count == 1, "\(reply)")
    }
  }

  @Test func `Connections that say nothing make room, and a volunteer still calls`() async throws {
    var limits = ConsoleLimits()
    limits.connections = 32
    try await OfficeUnderTest(limits: limits).serving { open in
      let port = open.port
      let silent = try await onThread {
        try (0..<100).map { number in
          let connection = try RawConnection(port: port, credentials: "")
          // Every other one begins a head and never ends it.
          if number.isMultiple(of: 2) { try connection.send("GET /board HTTP/1.1\r\nHo") }
          return Unread(connection)
        }
      }
      try await open.staff(as: .volunteer) { client async throws in
        _ = try await client.take()
        try await client.open("1")
        #expect(try await client.callNext("1").number == "A001")
      }
      // Who had said nothing for longest was let go.
      #expect(try await onThread { try silent[0].connection.readToEnd() }.isEmpty)
    }
  }

  @Test func `Who is at work keeps the connection, however many come and say nothing`() async throws {
    var limits = ConsoleLimits()
    limits.connections = 16
    try await OfficeUnderTest(limits: limits).serving { open in
      let port = open.port
      try await onThread {
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", "/api/v1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        let silent = try (0..<50).map { _ in try RawConnection(port: port, credentials: "") }
        let staff = try RawConnection(port: port)
        try staff.send(request: "POST", "/api/v1/tickets", host: "localhost", json: #"{"service":"ho-tich"}"#)
        #expect(try staff.answer().status == 201)
        try stream.waitForEvent { $0.name == "ticket-issued" }
        withExtendedLifetime(silent) {}
      }
    }
  }

  @Test func `A gigabyte that nobody asked for is cut off, on whatever address`() async throws {
    try await OfficeUnderTest().serving { open in
      let port = open.port
      for path in ["/api/v1/session", "/t/x/rating", "/api/v1/tickets", "/api/v1/reports", "/nowhere"] {
        try await onThread {
          let connection = try RawConnection(port: port, credentials: "")
          try connection.send(
            "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n"
          )
          let chunk = Array(("100000\r\n" + String(repeating: " ", count: 1 << 20) + "\r\n").utf8)
          #expect(throws: RawConnection.Failure.self, "\(path)") {
            for _ in 0..<1024 { try connection.send(chunk) }
          }
        }
      }
      #expect(try await open.staff { try await $0.get("board") }.status == 200)
    }
  }

  @Test func `The cookie of another member opens nothing without that member's command token`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      try await open.office.signIn(.administrator)
      var stolen = Colleague.volunteer.headers
      stolen[.cookie] = Colleague.administrator.cookie
      try await open.visiting(with: stolen) { client async throws in
        #expect(try await client.post("cancel-waiting", #"{"reason":"other"}"#).problem.code == "command-token")
      }
      // Two cookies of the name are none: somebody planted one.
      var planted = Colleague.volunteer.headers
      planted[.cookie] = "\(Colleague.volunteer.cookie); \(Colleague.administrator.cookie)"
      try await open.visiting(with: planted) { client async throws in
        #expect(try await client.get("counters").problem.code == "sign-in-required")
      }
    }
  }
}
