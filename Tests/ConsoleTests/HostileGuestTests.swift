@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Logging
import NIOCore
import Storage
import Testing

/// Guests who mean harm, and what is left for those who work.
@Suite(.timeLimit(.minutes(15))) struct HostileGuestTests {
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

  private static let number = #"{"service":"ho-tich"}"#

  @Test(arguments: [
    "fffffffffffffffff\r\n\(number)\r\n0\r\n\r\n", "15\n\(number)\n0\n\n", "-1\r\n\(number)\r\n0\r\n\r\n",
    "0x15\r\n\(number)\r\n0\r\n\r\n", "15 \r\n\(number)\r\n0\r\n\r\n", "15\r\n\(number)XX0\r\n\r\n",
    "15\r\n\(number)\r\n0\r\nContent-Length: 99\r\nHost: evil.example\r\n\r\n",
  ])
  func `A body in pieces that two readers could count in two ways takes no number`(body: String) async throws {
    #expect(Self.number.utf8.count == 0x15)
    try await OfficeUnderTest().serving { open in
      let reply = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(
          "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            + "Content-Type: application/json\r\n\r\n\(body)GET /api/v1/counters HTTP/1.1\r\nHost: localhost\r\n\r\n")
        connection.finishSending()
        return try connection.readToEnd()
      }
      let answers = reply.components(separatedBy: "HTTP/1.1 ").dropFirst()
      #expect(answers.count == 1 && answers.first?.hasPrefix("400 ") == true, "\(reply)")
      let journal = try await open.office.reception.journal(after: 0, limit: 100)
      #expect(!journal.contains { $0.kind == "ticket-issued" })
    }
  }

  @Test func `Nobody talks the console into another protocol, or into being a proxy`() async throws {
    let upgrades = ["h2c\r\nHTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA", "websocket\r\nSec-WebSocket-Key: x"]
    try await OfficeUnderTest().serving { open in
      try await onThread { [port = open.port] in
        for upgrade in upgrades {
          let connection = try RawConnection(port: port)
          try connection.send(
            request: "GET", "/api/v1/board", host: "localhost",
            headers: "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: \(upgrade)\r\n")
          // As if it had not been asked for, and then no more: what follows might be the other protocol.
          try connection.send(request: "GET", "/api/v1/board", host: "localhost")
          let reply = try connection.readToEnd()
          #expect(reply.hasPrefix("HTTP/1.1 200 "), "\(reply)")
          #expect(reply.lowercased().contains("\r\nconnection: close\r\n"))
          #expect(reply.components(separatedBy: "HTTP/1.1 ").count == 2)
        }
        let prior = try RawConnection(port: port)
        try prior.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        #expect(try prior.readToEnd().hasPrefix("HTTP/1.1 400 "))
        let own = "localhost:\(port)"
        for (method, target, host, status) in [
          ("CONNECT", "evil.example:80", "evil.example:80", 403), ("CONNECT", own, own, 404),
          ("OPTIONS", "*", "localhost", 404), ("TRACE", "/board", "localhost", 405),
          ("GET", "//evil.example/board", "localhost", 404),
        ] {
          let connection = try RawConnection(port: port)
          try connection.send(request: method, target, host: host)
          #expect(try connection.head().status == status, "\(method) \(target)")
        }
      }
      #expect(try await open.staff { try await $0.get("board") }.status == 200)
    }
  }

  @Test func `Who asks for the head of a stream takes no place in it`() async throws {
    var limits = ConsoleLimits.unhurried
    (limits.streams, limits.viewers) = (1, 1)
    try await OfficeUnderTest(limits: limits).serving { open in
      let office = open.office
      try await onThread { [port = open.port] in
        for path in ["/board/events", "/api/v1/events"] {
          let asking = try RawConnection(port: port)
          for _ in 0..<3 {
            try asking.send(request: "HEAD", path, host: "localhost")
            #expect(try asking.head().status == 200)
            office.waitForStreams(atMost: 0)
          }
          let following = try RawConnection(port: port)
          try following.send(request: "GET", path, host: "localhost")
          #expect(try following.head().status == 200)
          withExtendedLifetime(asking) {}
        }
      }
    }
  }

  @Test func `Connections that say nothing make room, and a volunteer still calls`() async throws {
    var limits = ConsoleLimits.unhurried
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
    var limits = ConsoleLimits.unhurried
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

  private static let attempts = "A machine in the network was refused what it tried"

  /// Tries everything three times over.
  private static func misbehave(on port: Int) throws {
    let slow = "POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{"
    for _ in 0..<3 {
      for head in [folded, "GET\r\n\r\n", slow] {
        let connection = try RawConnection(port: port)
        try connection.send(head)
        _ = try connection.readToEnd()
      }
      for (path, host, headers) in [
        ("/assets/..%2f..%2fetc%2fpasswd", "localhost", ""), ("/../etc/passwd", "localhost", ""),
        ("/board", "evil.example", ""), ("/board", "localhost", "Origin: http://evil.example\r\n"),
      ] {
        let connection = try RawConnection(port: port)
        try connection.send(request: "GET", path, host: host, headers: headers)
        #expect(try connection.answer().status >= 400)
      }
      let stolen = try RawConnection(port: port, credentials: "Cookie: \(Colleague.supervisor.cookie)\r\n")
      try stolen.send(request: "POST", "/api/v1/cancel-waiting", host: "localhost", json: #"{"reason":"other"}"#)
      #expect(try stolen.answer().problem.code == "command-token")
      let flood = try RawConnection(port: port, credentials: "")
      try flood.send("POST /board HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1073741824\r\n\r\n")
      let piece = [UInt8](repeating: 0x20, count: 1 << 20)
      #expect(throws: RawConnection.Failure.self) { for _ in 0..<1024 { try flood.send(piece) } }
    }
  }

  @Test func `Each kind of attempt is told in the log once, however often it is made`() async throws {
    var limits = ConsoleLimits.unhurried
    (limits.request, limits.drainedBytes) = (.milliseconds(300), 64 << 10)
    let log = CapturedLog()
    try await OfficeUnderTest(limits: limits, log: log.logger).serving { open in
      try await onThread { [port = open.port] in try Self.misbehave(on: port) }
      let told = log.metadata(of: Self.attempts)
      let kinds = ["climbing-path", "endless-body", "endless-request", "foreign-page", "forged-command"]
      #expect(told.map { "\($0["console.attempt"] ?? "")" }.sorted() == kinds + ["unreadable-request"])
      #expect(told.allSatisfy { $0["console.address"] == "127.0.0.1" })
      try await open.staff(as: .volunteer) { client async throws in
        _ = try await client.take()
        try await client.open("1")
        #expect(try await client.callNext("1").number == "A001")
      }
    }
  }

  @Test func `Who takes all connections for nothing is told of once, and again after an hour`() async throws {
    let log = CapturedLog()
    let suspicions = SuspicionLog(log.logger)
    let start = ContinuousClock.now
    let guest = Peer(try .init(ipAddress: "192.168.1.66", port: 1))
    for second in [0, 1, 3599, 3600, 3601] {
      suspicions.note(.silentConnections, by: guest, at: start + .seconds(second))
    }
    #expect(log.messages.count == 2)
    // Ever new addresses fill no log.
    for number in 0..<5000 {
      let other = Peer(try .init(ipAddress: "10.1.\(number / 250).\(number % 250)", port: 1))
      suspicions.note(.tooManyConnections, by: other, at: start + .seconds(3601))
    }
    #expect(log.messages.count < 1100)
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
