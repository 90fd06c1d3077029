@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Scenes
import Storage
import Testing

struct PageTests {
  private static let policy = HTTPField.Name("Content-Security-Policy")

  /// The pages stand at the root.
  private func page(_ client: Client, _ path: String) async throws -> Answer {
    try await client.send(.get, path)
  }

  // MARK: - Board

  @Test func `The board shows who is called, who waits, and why nobody can take a number`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.staff { client in
        let ticket = try await client.take()
        _ = try await client.take("dat-dai")
        try await client.open("3")
        _ = try await client.callNext("3")
        let board = try await page(client, "/board")
        #expect(board.status == 200)
        #expect(board.headers[.contentType] == "text/html; charset=utf-8")
        for text in ["Kiến Minh", ticket.number, "Quầy 3", "Đất đai – xây dựng", "Đây là máy thử.", "09:00"] {
          #expect(board.body.contains(text), "\(text)")
        }
        open.office.clock.advance(seconds: 10 * 3600)
        let closed = try await page(client, "/board/view")
        #expect(closed.body.contains("Ngoài giờ làm việc – mở lại lúc"))
      }
    }
  }

  @Test(arguments: [true, false])
  func `A board whose clock is doubted says so and names no hour for the next opening`(isTrusted: Bool) {
    let now = CivilTime.instant(epochDay: OfficeUnderTest.monday.epochDay, secondOfDay: 12 * 3600)
    let words = BoardWords(
      Board(
        asOf: now, seq: 1, serviceDay: OfficeUnderTest.monday,
        opening: .closed(Closing(reason: .hours, opensAt: now.adding(seconds: 5400))), countersOpen: 0, calls: [],
        lines: [], notices: ["Thông báo"], isClockTrusted: isTrusted), of: OfficeUnderTest.office)
    #expect(words.closed == "Ngoài giờ làm việc" + (isTrusted ? " – mở lại lúc 13:30 hôm nay" : ""))
    #expect(words.notices == (isTrusted ? [] : ["Đồng hồ chưa chính xác: giờ ghi ở đây có thể sai."]) + ["Thông báo"])
  }

  @Test func `Everybody who follows the board sees a call, and one look serves all`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.viewers = 20
    try await OfficeUnderTest(limits: limits).serving { open in
      let viewers = try await onThread { [port = open.port] in
        try (0..<20).map { _ in
          let viewer = try RawConnection(port: port, credentials: "")
          try viewer.send(request: "GET", "/board/events", host: "localhost")
          #expect(try viewer.head().status == 200)
          #expect(try viewer.nextEvent()?.name == "view")
          return Unread(viewer)
        }
      }
      try await onThread { [port = open.port] in
        let late = try RawConnection(port: port, credentials: "")
        try late.send(request: "GET", "/board/events", host: "localhost")
        #expect(try late.answer().problem.code == "too-many-streams")
      }
      try await open.staff { client in
        _ = try await client.take()
        try await client.open("1")
        _ = try await client.callNext("1")
      }
      try await onThread {
        for viewer in viewers {
          try viewer.connection.waitForEvent { $0.name == "view" && $0.data.contains("A001") }
        }
      }
    }
  }

  @Test func `Who comes to the board right after a change sees it, though nobody else looks and nothing follows`()
    async throws
  {
    var limits = ConsoleLimits.unhurried
    limits.heartbeat = .seconds(3600)
    try await OfficeUnderTest(limits: limits).serving { open in
      for turn in 1...5 {
        try await open.staff { client in
          if turn == 1 { try await client.open("1") }
          // A view that is young when the call changes it.
          _ = try await page(client, "/board/view")
          _ = try await client.take()
          _ = try await client.post("counters/1/call-next", #"{"current":"no-show"}"#)
        }
        try await onThread { [port = open.port] in
          let viewer = try RawConnection(port: port, credentials: "")
          try viewer.send(request: "GET", "/board/events", host: "localhost")
          #expect(try viewer.head().status == 200)
          try viewer.waitForEvent { $0.data.contains("A00\(turn)") }
        }
      }
    }
  }

  // MARK: - A citizen's own ticket

  @Test func `A phone follows its ticket from the line to the rating`() async throws {
    try await OfficeUnderTest().serving { open in
      let (first, second) = try await open.staff { client in (try await client.take(), try await client.take()) }
      let token = try #require(second.token)
      try await open.visiting { phone in
        let waiting = try await page(phone, "/t/\(token)")
        #expect(waiting.status == 200)
        #expect(waiting.body.contains("Còn 1 người phía trước"))
        #expect(waiting.body.contains("A002") && !waiting.body.contains(first.number))
        let early = try await phone.send(.post, "/t/\(token)/rating", #"{"score":3}"#)
        #expect(try early.problem.code == "not-over")
      }
      try await open.staff { client in
        try await client.open("2")
        _ = try await client.post("counters/2/call", #"{"ticket":"A002"}"#)
      }
      try await open.visiting { phone in
        let called = try await page(phone, "/t/\(token)/view")
        #expect(called.body.contains("ĐẾN LƯỢT") && called.body.contains("Mời ông/bà đến Quầy 2"))
      }
      try await open.staff { client in _ = try await client.post("counters/2/finish", "{}") }
      try await open.visiting { phone in
        #expect(try await page(phone, "/t/\(token)/view").body.contains(#"data-score="3""#))
        let wrong = try await phone.send(.post, "/t/\(token)/rating", #"{"score":4}"#)
        #expect(try wrong.problem.field == "score")
        #expect(try await phone.send(.post, "/t/\(token)/rating", #"{"score":2}"#).status == 200)
        let again = try await phone.send(.post, "/t/\(token)/rating", #"{"score":1}"#)
        #expect(try again.problem.code == "rated-already")
        #expect(try await page(phone, "/t/\(token)/view").body.contains("Đã ghi ý kiến của ông/bà."))
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }

  @Test func `A phone gives its own ticket up, and a token that is none opens nothing`() async throws {
    try await OfficeUnderTest().serving { open in
      let ticket = try await open.staff { try await $0.take() }
      let token = try #require(ticket.token)
      try await open.visiting { phone in
        for path in ["/t/nonsense", "/t/nonsense/view", "/t/nonsense/events", "/t/\(ticket.id)", "/t/%27%20OR%201=1"] {
          let answer = try await page(phone, path)
          #expect(answer.status == 404, "\(path)")
        }
        #expect(try await phone.send(.post, "/t/nonsense/cancel", "{}").status == 404)
        let gone: TicketAnswer = try await phone.send(.post, "/t/\(token)/cancel", "{}").decoded()
        #expect(gone.state == .cancelled)
        #expect(try await page(phone, "/t/\(token)").body.contains("Số này đã hủy"))
        #expect(try await open.office.reception.journal(after: 0, limit: 100).last?.actor == "citizen")
      }
    }
  }

  @Test func `A phone's page with all it needs is under 30 KB`() async throws {
    try await OfficeUnderTest().serving { open in
      let ticket = try await open.staff { try await $0.take() }
      let token = try #require(ticket.token)
      try await open.visiting { phone in
        let html = try await page(phone, "/t/\(token)").body
        let files = html.matches(of: /\/assets\/[a-z.-]+/).map { String($0.output) }
        #expect(files.count == 4)
        var bytes = html.utf8.count
        for file in files {
          let asset = try await page(phone, file)
          #expect(asset.status == 200)
          bytes += asset.body.utf8.count
          var again = HTTPFields()
          again[.ifNoneMatch] = asset.headers[.eTag]
          #expect(try await phone.send(.get, file, headers: again).status == 304)
        }
        #expect(bytes < 30_000)
        #expect(!html.contains("http://") && !html.contains("https://"))
      }
    }
  }

  // MARK: - Public listener

  @Test func `The public listener has the board and tickets, and nothing else`() async throws {
    try await OfficeUnderTest().serving(beside: .visitors(host: "127.0.0.1", port: 0)) { open in
      let ticket = try await open.staff { try await $0.take() }
      let port = try #require(open.otherPort)
      let answers = try await onThread {
        try [
          "/board", "/t/\(ticket.token ?? "")", "/assets/base.css", "/", "/sign-in", "/counters/1", "/metrics",
          "/api/v1/board", "/api/v1/health", "/api/v1/session", "/api/v1/tickets/\(ticket.id)",
        ].map { path in
          let connection = try RawConnection(port: port)
          try connection.send(request: "GET", path, host: "localhost", headers: "Connection: close\r\n")
          return (path, try connection.head().status)
        }
      }
      for (path, status) in answers.prefix(3) { #expect(status == 200, "\(path)") }
      for (path, status) in answers.dropFirst(3) { #expect(status == 404, "\(path)") }
      let posted = try await onThread {
        let connection = try RawConnection(port: port)
        try connection.send(
          request: "POST", "/api/v1/tickets", host: "localhost", json: #"{"service":"ho-tich"}"#)
        return try connection.head().status
      }
      #expect(posted == 404)
    }
  }

  @Test func `A link that a messenger has hung something on leads where it led`() async throws {
    try await OfficeUnderTest().serving { open in
      let ticket = try await open.staff { try await $0.take() }
      let token = try #require(ticket.token)
      try await open.visiting { phone async throws in
        for path in ["/t/\(token)?fbclid=Iw%E1AR1&utm_source=zalo", "/board?x", "/sign-in?to=/records&utm_source=x"] {
          #expect(try await page(phone, path).status == 200, "\(path)")
        }
        #expect(try await phone.get("board?x").problem.code == "unknown-field")
      }
    }
  }

  @Test func `A person who mistypes an address reads a page, a program a problem`() async throws {
    try await OfficeUnderTest().serving(beside: .visitors(host: "127.0.0.1", port: 0)) { open in
      let port = try #require(open.otherPort)
      try await onThread {
        for (port, path, home) in [(open.port, "/boards", "/"), (open.port, "/t/", "/"), (port, "/", "/board")] {
          for (accept, type) in [("text/html,*/*;q=0.8", "text/html"), ("*/*", "application/problem+json")] {
            let connection = try RawConnection(port: port)
            try connection.send(request: "GET", path, host: "localhost", headers: "Accept: \(accept)\r\n")
            let answer = try connection.answer()
            #expect(answer.status == 404)
            #expect(answer.headers[.contentType] == "\(type); charset=utf-8", "\(path)")
            guard type == "text/html" else { continue }
            #expect(answer.body.contains("Không có địa chỉ này") && answer.body.contains(#"href="\#(home)""#))
            #expect(Self.policy.flatMap { answer.headers[$0] }?.contains("script-src 'self'") == true)
          }
        }
      }
    }
  }

  // MARK: - Staff

  @Test func `Who is not signed in is sent to the sign-in, and who is chooses a counter and works there`() async throws
  {
    try await OfficeUnderTest().serving { open in
      try await open.visiting { client in
        for (path, way) in [
          ("/", "/sign-in"), ("/counters/1", "/sign-in?to=/counters/1"), ("/records", "/sign-in?to=/records"),
        ] {
          let answer = try await page(client, path)
          #expect(answer.status == 303)
          #expect(answer.headers[.location] == way)
        }
        #expect(try await page(client, "/sign-in").body.contains("Mã PIN hoặc mật khẩu"))
        #expect(try await page(client, "/counters/1/view").status == 401)
        #expect(try await page(client, "/counters/1/events").status == 401)
      }
      try await open.staff { client in
        let home = try await page(client, "/")
        #expect(home.body.contains("Cô An") && home.body.contains("/counters/8"))
        #expect(try await page(client, "/counters/99").status == 404)
        #expect(try await page(client, "/counters/1").body.contains("Mở quầy"))
        _ = try await client.post(
          "tickets", #"{"service":"ho-tich","priority":"elderly","village":"thon-1"}"#)
        try await client.open("1")
        let free = try await page(client, "/counters/1/view").body
        #expect(free.contains("A001") && free.contains("Gọi tiếp") && free.contains("chờ\u{A0}0\u{A0}phút"))
        _ = try await client.callNext("1")
        let called = try await page(client, "/counters/1/view").body
        #expect(called.contains("Bắt đầu") && called.contains("Hoàn tác") && called.contains("Người cao tuổi"))
        _ = try await client.post("counters/1/start")
        let serving = try await page(client, "/counters/1/view").body
        #expect(serving.contains(#"value="village:thon-1" checked"#))
        #expect(serving.contains(#"value="60-79" checked"#))
        #expect(serving.contains("Xong, gọi tiếp") && !serving.contains("Hoàn tác"))
        _ = try await client.post(
          "counters/1/finish", #"{"assistance":{"activities":[{"activity":"health-book"}]}}"#)
        _ = try await client.take()
        _ = try await client.callNext("1")
        _ = try await client.post("counters/1/start")
        let next = try await page(client, "/counters/1/view").body
        let first = try #require(next.firstMatch(of: /name="activity" value="([a-z-]+)"/)?.output.1)
        #expect(first == "health-book", "what was done before for this service comes first")
        #expect(next.contains("<strong>1</strong> người ông/bà đã giúp hôm nay"))
      }
    }
  }

  @Test func `A counter's page says what came of a card that was held before its reader, and soon no more`()
    async throws
  {
    let sentence = "Thẻ này không phải thẻ nhân viên. Máy không lưu gì của thẻ."
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      let (reception, clock) = (open.office.reception, open.office.clock)
      let stream = try await onThread { [port = open.port] in
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", "/counters/1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        #expect(try stream.nextEvent()?.data.contains("thẻ") == false)
        return Unread(stream)
      }
      reception.messages.say(
        "Máy không hiểu mã này.", at: .counter(CounterID(verified: "2")), now: reception.clock.now())
      reception.messages.say(sentence, at: .counter(CounterID(verified: "1")), now: reception.clock.now())
      try await onThread { try stream.connection.waitForEvent { $0.name == "view" && $0.data.contains(sentence) } }
      try await open.staff { client in
        let (here, elsewhere) = (
          try await page(client, "/counters/1/view").body, try await page(client, "/counters/2/view").body
        )
        #expect(here.contains(sentence) && !elsewhere.contains(sentence))
        clock.advance(seconds: 10)
        let later = try await page(client, "/counters/1/view").body
        #expect(!later.contains(sentence))
      }
    }
  }

  @Test func `A counter's page follows the counter, and two members at it see each other`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      let port = open.port
      let first = try await onThread {
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", "/counters/1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        #expect(try stream.nextEvent()?.data.contains("Cùng làm") == false)
        return Unread(stream)
      }
      let second = try await onThread {
        let stream = try RawConnection(port: port, credentials: Colleague.volunteer.headerLines)
        try stream.send(request: "GET", "/counters/1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        #expect(try stream.nextEvent()?.data.contains("Cô An") == true)
        return Unread(stream)
      }
      try await open.staff { try await $0.open("1") }
      try await onThread {
        try first.connection.waitForEvent { $0.data.contains("Người binh") }
        try second.connection.waitForEvent { $0.data.contains("Chưa có ai chờ quầy này") }
      }
    }
  }

  @Test func `What people typed is text on a page, never part of it`() async throws {
    try await OfficeUnderTest().serving { open in
      let script = "<script>alert(1)</script>"
      let added = try await open.admin(
        "POST", "/api/v1/users", #"{"id":"xau","name":"\#(script)","team":"digital-team"}"#)
      let pin = try #require(try added.decoded(AccountAnswer.self).pin)
      let page = try await open.visiting { client in
        let signedIn = try await client.post("session", #"{"member":"xau","secret":"\#(pin)"}"#)
        var headers = HTTPFields()
        headers[.cookie] = signedIn.headers[.setCookie]?.split(separator: ";").first.map(String.init)
        return try await client.send(.get, "/sign-in", headers: headers).body
      }
      #expect(page.contains("&lt;script&gt;") && !page.contains(script))
    }
  }

  @Test func `No page lets a script of elsewhere in, or is told to anybody`() async throws {
    try await OfficeUnderTest().serving { open in
      let ticket = try await open.staff { try await $0.take() }
      try await open.staff { client in
        for path in ["/", "/counters/1", "/board", "/t/\(ticket.token ?? "")", "/sign-in"] {
          let answer = try await page(client, path)
          guard answer.status == 200 else { continue }
          #expect(answer.headers[try #require(Self.policy)] == Pages.contentPolicy)
          #expect(
            !answer.body.contains("<script>") && !answer.body.contains("style=") && !answer.body.contains(" onclick"))
        }
        let api = try await client.get("counters")
        #expect(api.headers[try #require(Self.policy)]?.contains("default-src 'none'") == true)
        for answer in [try await page(client, "/board"), api] {
          #expect(answer.headers[.xContentTypeOptions] == "nosniff")
          #expect(answer.headers[try #require(HTTPField.Name("Referrer-Policy"))] == "no-referrer")
          #expect(answer.headers[.strictTransportSecurity] == nil)
        }
      }
    }
  }

  @Test func `The pages' colours are those of the screens`() throws {
    let css = String(decoding: try #require(Asset.byName["base.css"]).bytes, as: UTF8.self)
    for (name, colour) in [
      ("paper", Palette.paper), ("mist", Palette.mist), ("ink", Palette.ink), ("mute", Palette.mute),
      ("line", Palette.line), ("deep", Palette.deep), ("blue", Palette.blue), ("turn", Palette.turn),
      ("turn-ink", Palette.turnInk), ("ok", Palette.ok), ("fault", Palette.fault),
    ] {
      let digits = [colour.red, colour.green, colour.blue].map { channel in
        (channel < 16 ? "0" : "") + String(channel, radix: 16)
      }
      #expect(css.contains("--\(name): #\(digits.joined());"), "\(name)")
    }
  }
}
