@testable import Console
import Foundation
import FrontDesk
import Glibc
import Queueing
import Storage
import HTTPTypes
import Logging
import NIOCore
import ServiceLifecycle
import Testing

@Suite(.timeLimit(.minutes(15))) struct EventTests {
  private func follow(_ port: Int, lastEventID: Int64? = nil) throws -> RawConnection {
    let connection = try RawConnection(port: port)
    try connection.send(
      request: "GET", "/api/v1/events", host: "localhost",
      headers: lastEventID.map { "Last-Event-ID: \($0)\r\n" } ?? "")
    let (status, headers) = try connection.head()
    #expect(status == 200)
    #expect(headers[.contentType] == "text/event-stream; charset=utf-8")
    return connection
  }

  @Test func `A stream begins with the board and then tells each entry of the journal`() async throws {
    try await OfficeUnderTest().serving { open in
      try await onThread { [office = open.office, port = open.port] in
        let stream = try follow(port)
        let board = try #require(try stream.nextEvent())
        #expect(board.name == "board")
        let shown = try JSONDecoder().decode(BoardAnswer.self, from: Data(board.data.utf8))
        #expect(shown.seq == board.id)
        let other = try RawConnection(path: office.socket)
        try other.send(request: "POST", "/api/v1/tickets", host: "localhost", json: #"{"service":"ho-tich"}"#)
        #expect(try other.answer().status == 201)
        var event = try #require(try stream.nextEvent())
        // The first request of a day also opens the day.
        if event.name == "day-opened" { event = try #require(try stream.nextEvent()) }
        #expect(event.name == "ticket-issued")
        #expect(try #require(event.id) > shown.seq)
        let fields = try #require(try JSONSerialization.jsonObject(with: Data(event.data.utf8)) as? [String: Any])
        #expect(fields["kind"] as? String == "ticket-issued")
        #expect(fields["seq"] as? Int64 == event.id)
        #expect(fields["actor"] as? String == "admin")
        #expect(fields["ticket"] as? String == "2026-11-23-a001")
        #expect(fields["serviceDay"] as? String == "2026-11-23")
        #expect(fields["at"] as? String == "2026-11-23T09:00:00+07:00")
      }
    }
  }

  @Test func `A returning client gets what it missed and no board`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      let seen = try await office.reception.board().seq
      for _ in 0..<3 { _ = try await office.take() }
      let end = try await office.reception.board().seq
      let ids = try await onThread { [port = open.port] in
        let stream = try follow(port, lastEventID: seen)
        var ids: [Int64] = []
        while ids.last != end { ids.append(try #require(try stream.nextEvent()?.id)) }
        return ids
      }
      #expect(ids == Array(seen + 1...end))
    }
  }

  @Test func `Who missed too much, or comes from another journal, begins with the board`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<EventStream.resumeLimit { group.addTask { _ = try await office.take() } }
        try await group.waitForAll()
      }
      let end = try await office.reception.board().seq
      try await onThread { [port = open.port] in
        for id in [0, end - EventStream.resumeLimit - 1, end + 1] {
          #expect(try follow(port, lastEventID: id).nextEvent()?.name == "board")
        }
        // Just within the limit, and older than what the feed keeps in memory.
        let first = try follow(port, lastEventID: end - EventStream.resumeLimit).nextEvent()
        #expect(first?.id == end - EventStream.resumeLimit + 1)
      }
    }
  }

  @Test(arguments: ["x", "-1", "1.5", "99999999999999999999"])
  func `A Last-Event-ID that is none is refused`(text: String) async throws {
    try await OfficeUnderTest().serving { open in
      let answer = try await onThread { [port = open.port] in
        let connection = try RawConnection(port: port)
        try connection.send(
          request: "GET", "/api/v1/events", host: "localhost", headers: "Last-Event-ID: \(text)\r\n")
        return try connection.answer()
      }
      #expect(answer.status == 400)
      #expect(try answer.problem.field == "Last-Event-ID")
      #expect(open.office.context.traffic.streams.open == 0)
    }
  }

  @Test func `Eight writers at once are told in order, nothing twice and nothing left out`() async throws {
    try await OfficeUnderTest().serving { open in
      let office = open.office
      let (started, start) = AsyncStream.makeStream(of: Int64.self)
      async let told = onThread { [port = open.port] in
        let stream = try follow(port)
        let board = try #require(try stream.nextEvent()?.id)
        start.yield(board)
        var events: [(Int64, String)] = []
        while events.count(where: { $0.1 == "ticket-issued" }) < 200 {
          let event = try #require(try stream.nextEvent())
          if !event.isComment { events.append((try #require(event.id), event.name ?? "")) }
        }
        return events
      }
      var beginnings = started.makeAsyncIterator()
      let board = try #require(await beginnings.next())
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 {
          group.addTask { for _ in 0..<25 { _ = try await office.take() } }
        }
        try await group.waitForAll()
      }
      let events = try await told
      #expect(events.map(\.0) == Array(board + 1...board + Int64(events.count)))
    }
  }

  @Test func `A quiet stream shows that it lives`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.heartbeat = .milliseconds(20)
    try await OfficeUnderTest(limits: limits).serving { open in
      try await onThread { [port = open.port] in
        let stream = try follow(port)
        #expect(try stream.nextEvent()?.name == "board")
        for _ in 0..<3 { #expect(try stream.nextEvent()?.isComment == true) }
      }
    }
  }

  @Test func `No more streams than allowed, and the place of one that left is free again`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.streams = 2
    try await OfficeUnderTest(limits: limits).serving { open in
      let office = open.office
      try await onThread { [port = open.port, socket = office.socket] in
        let first = try follow(port)
        let second = try follow(port)
        #expect(try first.nextEvent()?.name == "board")
        #expect(try second.nextEvent()?.name == "board")
        let refused = try RawConnection(path: socket)
        try refused.send(request: "GET", "/api/v1/events", host: "localhost")
        let answer = try refused.answer()
        #expect(answer.status == 503)
        #expect(try answer.problem.code == "too-many-streams")
        #expect(answer.headers[.retryAfter] != nil)
        second.finishSending()
        // The stream that was left ends; only then is its place free.
        while try second.nextEvent() != nil {}
        _ = try second.readToEnd()
        office.waitForStreams(atMost: 1)
        let third = try follow(port)
        #expect(try third.nextEvent()?.name == "board")
      }
    }
  }

  @Test(arguments: ["/board/events", "/counters/1/events", "/admin/events", "/t/{token}/events"])
  func `A page that sends no more is ended as it should, and its place is free again`(path: String) async throws {
    var limits = ConsoleLimits.unhurried
    // Nothing but the other side's silence may end it.
    limits.heartbeat = .seconds(3600)
    try await OfficeUnderTest(limits: limits).serving { open in
      let office = open.office
      let ticket = try await office.take()
      let path = path.replacing("{token}", with: ticket.token ?? "")
      try await onThread { [port = open.port] in
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", path, host: "localhost")
        #expect(try stream.head().status == 200)
        #expect(try stream.nextEvent()?.name == "view")
        stream.finishSending()
        while try stream.nextEvent() != nil {}
        _ = try stream.readToEnd()
      }
      try await onThread { office.waitForStreams(atMost: 0) }
    }
  }

  @Test func `What breaks an answer off although nobody went away is in the log, but no secret of its address`() {
    let log = CapturedLog()
    let request = HTTPRequest(
      method: .get, scheme: nil, authority: nil, path: "/t/0123456789abcdef/events?to=0123456789abcdef")
    let ends: [any Error] = [
      ChannelError.ioOnClosedChannel, IOError(errnoCode: EPIPE, reason: "write"), CancellationError(),
      StoreError.full(detail: "no room"),
    ]
    for end in ends { BrokenAnswer.note(end, answering: request, in: log.logger) }
    #expect(log.messages.isEmpty, "health tells of the store, and who goes away is nothing to tell of")
    BrokenAnswer.note(StoreError.unexpected(detail: "no such table"), answering: request, in: log.logger)
    let told = log.metadata(of: "An answer broke off unexpectedly")
    #expect(told.count == 1)
    #expect(told.first?["http.path"] == "/t/…")
    #expect(told.first?["error"].map { "\($0)".contains("no such table") } == true)
  }

  @Test func `A reader that takes nothing is dropped and holds up nobody`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.stall = .milliseconds(100)
    try await OfficeUnderTest(limits: limits).serving { open in
      let office = open.office
      let idle = try await onThread { [socket = office.socket] in
        let connection = try RawConnection(path: socket)
        try connection.send(request: "GET", "/api/v1/events", host: "localhost")
        _ = try connection.head()
        return Unread(connection)
      }
      #expect(office.context.traffic.streams.open == 1)
      let counter = CounterID(verified: "1")
      let reason = String(repeating: "ộ", count: 200)
      var rounds = 0
      while office.context.traffic.streams.open > 0, rounds < 20_000 {
        _ = try await office.reception.open(counter, member: nil, services: nil, by: OfficeUnderTest.admin)
        _ = try await office.reception.pause(counter, reason: reason, by: OfficeUnderTest.admin)
        rounds += 1
      }
      #expect(office.context.traffic.streams.open == 0)
      try await onThread { try idle.connection.waitForHangUp() }
    }
  }

  @Test func `Stopping ends open streams in order and then the server`() async throws {
    var limits = ConsoleLimits.unhurried
    // Longer than the test may take: a stream that is cut instead of ended shows.
    limits.farewell = .seconds(3600)
    try await OfficeUnderTest(limits: limits).serving { open in
      let office = open.office
      let streams = try await onThread { [port = open.port, socket = office.socket] in
        let staff = try follow(port)
        #expect(try staff.nextEvent()?.name == "board")
        let admin = try RawConnection(path: socket)
        try admin.send(request: "GET", "/api/v1/events", host: "localhost")
        _ = try admin.head()
        return [Unread(staff), Unread(admin)]
      }
      await open.group.triggerGracefulShutdown()
      try await onThread {
        for stream in streams {
          while try stream.connection.nextEvent() != nil {}
          try stream.connection.waitForHangUp()
        }
      }
    }
  }

  @Test func `Stopping waits only a moment for a request that does not end`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.farewell = .milliseconds(100)
    try await OfficeUnderTest(limits: limits).serving { open in
      let request = try await onThread { [port = open.port] in
        // Answered once, so that the server has certainly taken the connection in.
        let connection = try RawConnection(port: port)
        try connection.send(request: "GET", "/api/v1/board", host: "localhost")
        _ = try connection.answer()
        try connection.send("POST /api/v1/tickets HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\n{")
        return Unread(connection)
      }
      await open.group.triggerGracefulShutdown()
      try await onThread { try request.connection.waitForHangUp() }
    }
  }
}

/// Hands a connection from one thread to the next.
///
/// Unchecked: each test lets only one thread at a time use it, after the other has returned it.
struct Unread: @unchecked Sendable {
  let connection: RawConnection

  init(_ connection: RawConnection) {
    self.connection = connection
  }
}

extension OfficeUnderTest {
  /// Waits until no more than so many are followed: the place of one is given back a moment after its last byte.
  func waitForStreams(atMost count: Int) {
    while context.traffic.streams.open + context.traffic.viewers.open > count { sched_yield() }
  }

  func take() async throws -> TicketAnswer {
    try await reception.issue(service: "ho-tich", priority: nil, village: nil, by: Self.admin)
  }
}
