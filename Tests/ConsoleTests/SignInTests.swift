@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Queueing
import Records
import Storage
import Synchronization
import Testing

private struct SignedInAnswer: Decodable {
  let member: String
  let name: String
  let role: Role
  let mustChange: Bool
  let commandToken: String
}

struct SignInTests {
  /// What a browser keeps of an answer to signing in.
  private func browser(after answer: Answer) throws -> HTTPFields {
    let cookie = try #require(answer.headers[.setCookie]?.split(separator: ";").first.map(String.init))
    var headers = HTTPFields()
    headers[.cookie] = cookie
    headers[try #require(HTTPField.Name("X-Luot-Command"))] =
      try answer.decoded(SignedInAnswer.self).commandToken
    return headers
  }

  private func credentials(_ member: String = "an", _ secret: String = OfficeUnderTest.secret) -> String {
    #"{"member":"\#(member)","secret":"\#(secret)"}"#
  }

  @Test func `Who knows the secret is signed in until they sign out`() async throws {
    try await OfficeUnderTest().serving { open in
      let headers = try await open.visiting { client async throws in
        #expect(try await client.post("tickets", #"{"service":"ho-tich"}"#).problem.code == "sign-in-required")
        let answer = try await client.post("session", credentials())
        #expect(answer.status == 201, "\(answer.body)")
        let said: SignedInAnswer = try answer.decoded()
        #expect((said.member, said.name, said.role, said.mustChange) == ("an", "Cô An", .supervisor, false))
        let cookie = try #require(answer.headers[.setCookie])
        #expect(cookie.hasPrefix("luot=") && cookie.hasSuffix("; Path=/; HttpOnly; SameSite=Strict"))
        return try browser(after: answer)
      }
      try await open.visiting(with: headers) { client async throws in
        let ticket = try await client.take()
        #expect(ticket.origin == .console)
        #expect(try await open.office.reception.journal(after: 0, limit: 100).last?.actor == "member:an")
        #expect(try await client.get("session").status == 200)
        #expect(try await client.send(.delete, "/api/v1/session").status == 204)
        #expect(try await client.get("session").problem.code == "sign-in-required")
        #expect(try await client.post("counters/1/open").status == 401)
      }
    }
  }

  @Test func `The store holds neither tokens nor secrets`() async throws {
    let office = try await OfficeUnderTest()
    try await office.serving { open in
      let cookie = try await open.visiting { client async throws in
        try browser(after: try await client.post("session", credentials()))[.cookie] ?? ""
      }
      _ = try await open.office.store.backup(to: "\(office.folder)/copy.sqlite")
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(office.folder)/copy.sqlite"))
      #expect(bytes.range(of: Data(cookie.dropFirst(5).utf8)) == nil)
      #expect(bytes.range(of: Data(OfficeUnderTest.secret.utf8)) == nil)
      #expect(bytes.range(of: Data("$y$".utf8)) != nil)
    }
  }

  @Test func `A session ends when nobody uses it, and after its hours in any case`() async throws {
    let rules = SessionRules(idleSeconds: 600, lifeSeconds: 3600)
    try await OfficeUnderTest(session: rules).serving { open in
      try await open.staff { client async throws in
        for _ in 0..<8 {
          #expect(try await client.get("counters").status == 200)
          open.office.clock.advance(seconds: 400)
        }
        open.office.clock.advance(seconds: 400)
        #expect(try await client.get("counters").problem.code == "sign-in-required")
      }
      let idle = try await open.visiting { client async throws in
        let answer = try await client.post("session", credentials())
        return try browser(after: answer)
      }
      open.office.clock.advance(seconds: 600)
      try await open.visiting(with: idle) { client async throws in
        #expect(try await client.get("counters").status == 401)
      }
    }
  }

  @Test func `Signing out everywhere ends every session and its streams`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.heartbeat = .milliseconds(20)
    try await OfficeUnderTest(limits: limits).serving { open in
      let other = try await open.visiting { client async throws in
        let answer = try await client.post("session", credentials())
        return try browser(after: answer)
      }
      let stream = try await onThread { [port = open.port] in
        let stream = try RawConnection(port: port)
        try stream.send(request: "GET", "/api/v1/events", host: "localhost")
        #expect(try stream.head().status == 200)
        return Unread(stream)
      }
      try await open.visiting(with: other) { client async throws in
        #expect(try await client.send(.delete, "/api/v1/session?where=everywhere").status == 204)
        #expect(try await client.get("counters").status == 401)
      }
      try await onThread {
        while try stream.connection.nextEvent() != nil {}
      }
      try await open.staff { client async throws in #expect(try await client.get("counters").status == 401) }
    }
  }

  @Test func `A thousand wrong PINs are refused, told once, and leave the office at work`() async throws {
    let log = CapturedLog()
    let office = try await OfficeUnderTest()
    let desk = SignInDesk(
      reception: office.reception, rules: SignInRules(hashCost: 1), patience: .seconds(300), log: log.logger)
    let guesser = Peer(try .init(ipAddress: "192.168.1.66", port: 4000))
    var codes: [String: Int] = [:]
    for round in 0..<1000 {
      do {
        _ = try await desk.signIn("an", String(100_000 + round), from: guesser)
        Issue.record("let in")
      } catch let problem as Problem {
        codes[problem.code.rawValue, default: 0] += 1
      }
    }
    #expect(codes == ["wrong-secret": 5, "too-many-attempts": 995])
    #expect(log.messages == ["Sign-in is slowed down after wrong secrets"])
    // From where nobody guessed, another account is let in at once.
    try await office.signIn(.volunteer)
    let phone = Peer(try .init(ipAddress: "192.168.1.7", port: 4000))
    _ = try await desk.signIn("binh", OfficeUnderTest.secret, from: phone)
    #expect(try await office.store.verify().isProven)
    try office.store.close()
    try FileManager.default.removeItem(atPath: office.folder)
  }

  @Test func `Many wrong PINs at once are no way around the wait`() async throws {
    let office = try await OfficeUnderTest()
    let desk = SignInDesk(
      reception: office.reception, rules: SignInRules(hashCost: 1), patience: .seconds(300), log: CapturedLog().logger)
    let looked = await withTaskGroup(of: Bool.self) { group in
      for round in 0..<200 {
        group.addTask {
          do {
            _ = try await desk.signIn(
              "an", String(100_000 + round), from: Peer(try .init(ipAddress: "10.0.\(round).1", port: 1)))
          } catch let problem as Problem {
            return problem.code == .wrongSecret
          } catch {}
          return false
        }
      }
      return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
    }
    #expect(looked <= SignInDelay.free + 1)
    try office.store.close()
    try FileManager.default.removeItem(atPath: office.folder)
  }

  @Test func `Guessing long enough locks the account, but not where its owner is known`() async throws {
    let log = CapturedLog()
    let office = try await OfficeUnderTest()
    let desk = SignInDesk(
      reception: office.reception, rules: SignInRules(hashCost: 1), patience: .seconds(300), log: log.logger)
    let owner = Peer(try .init(ipAddress: "192.168.1.7", port: 4000))
    _ = try await desk.signIn("an", OfficeUnderTest.secret, from: owner)
    for round in 0..<SignInDelay.lockingFailures {
      if round == SignInDelay.lockingFailures - 1 {
        // The guesser's waiting does not keep the owner waiting.
        _ = try await desk.signIn("an", OfficeUnderTest.secret, from: owner)
      }
      office.clock.advance(seconds: SignInDelay.longest)
      let guesser = Peer(try .init(ipAddress: "192.168.2.\(round)", port: 4000))
      await #expect(throws: Problem.self) { try await desk.signIn("an", String(100_000 + round), from: guesser) }
    }
    #expect(try await office.reception.accounts().first?.locked == true)
    await #expect(throws: Problem.self) { try await desk.signIn("an", OfficeUnderTest.secret, from: owner) }
    let entries = try await office.reception.journal(after: 0, limit: 1000)
    #expect(entries.contains { $0.kind == "account-locked" && $0.actor == "system" })
    #expect(try await office.store.verify().isProven)
    try office.store.close()
    try FileManager.default.removeItem(atPath: office.folder)
  }

  @Test func `Guesses at an account that has ended are wrong secrets, however many`() async throws {
    let office = try await OfficeUnderTest()
    let desk = SignInDesk(
      reception: office.reception, rules: SignInRules(hashCost: 1), patience: .seconds(300),
      log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    let owner = Peer(try .init(ipAddress: "192.168.1.7", port: 4000))
    let (_, signedIn) = try await desk.signIn("an", OfficeUnderTest.secret, from: owner)
    _ = try await office.reception.endAccount(
      of: "an", by: AccountKeeper(requester: OfficeUnderTest.admin, role: .administrator))
    for round in 0..<SignInDelay.lockingFailures {
      office.clock.advance(seconds: SignInDelay.longest)
      let peer = Peer(try .init(ipAddress: "192.168.2.\(round)", port: 4000))
      let problem = await #expect(throws: Problem.self) {
        try await desk.changeSecret(of: signedIn, from: "100000", to: "837264", peer: peer)
      }
      #expect(problem?.code == .wrongSecret)
    }
    try office.store.close()
    try FileManager.default.removeItem(atPath: office.folder)
  }

  @Test func `A PIN given by somebody else opens nothing until it is changed`() async throws {
    try await OfficeUnderTest().serving { open in
      let added = try await open.admin(
        "POST", "/api/v1/users", #"{"id":"dung","name":"Anh Dũng","team":"digital-team"}"#)
      #expect(added.status == 201, "\(added.body)")
      let pin = try #require(try added.decoded(AccountAnswer.self).pin)
      let headers = try await open.visiting { client async throws in
        let answer = try await client.post("session", credentials("dung", pin))
        #expect(try answer.decoded(SignedInAnswer.self).mustChange)
        return try browser(after: answer)
      }
      try await open.visiting(with: headers) { client async throws in
        #expect(try await client.get("counters").problem.code == "secret-expired")
        #expect(try await client.post("tickets", #"{"service":"ho-tich"}"#).problem.code == "secret-expired")
        for bad in ["123456", "47", pin] {
          let refused = try await client.post("session/secret", #"{"current":"\#(pin)","secret":"\#(bad)"}"#)
          #expect(refused.status == 422)
          #expect(try refused.problem.field == "secret")
          #expect(!refused.body.contains(pin))
        }
        let wrong = try await client.post("session/secret", #"{"current":"999999","secret":"837264"}"#)
        #expect(try wrong.problem.code == "wrong-secret")
        #expect(try await client.post("session/secret", #"{"current":"\#(pin)","secret":"837264"}"#).status == 204)
        #expect(try await client.get("counters").status == 200)
        let opened: CounterAnswer = try await client.post("counters/1/open").decoded()
        #expect(opened.member?.text == "dung")
        let other = try await client.post("counters/2/open", #"{"member":"an"}"#)
        #expect(try other.problem.code == "forbidden")
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }

  @Test func `A supervisor helps volunteers who forgot their PIN, and nobody above them`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      try await open.office.signIn(.administrator)
      try await open.staff(as: .supervisor) { client async throws in
        let reset = try await client.post("users/binh/reset-pin", key: "r-1")
        #expect(reset.status == 200, "\(reset.body)")
        let pin = try #require(try reset.decoded(AccountAnswer.self).pin)
        #expect(try await client.post("users/binh/reset-pin", key: "r-1").body == reset.body)
        #expect(try await client.post("users/chi/reset-pin").status == 403)
        #expect(try await client.post("users/an/reset-pin").status == 403)
        #expect(try await client.post("users/binh/role", #"{"role":"supervisor"}"#).status == 403)
        #expect(
          try await client.post("users", #"{"id":"em","name":"Em","team":"digital-team","role":"administrator"}"#)
            .status == 403)
        #expect(try await client.post("users/nobody/reset-pin").problem.code == "unknown-user")
        try await open.visiting { stranger async throws in
          #expect(try await stranger.post("session", credentials("binh", pin)).status == 201)
          #expect(try await stranger.post("session", credentials("binh")).status == 401)
        }
      }
      // The session from before the new PIN is over.
      try await open.visiting(with: Colleague.volunteer.headers) { client async throws in
        #expect(try await client.get("counters").status == 401)
      }
      let ended = try await open.admin("POST", "/api/v1/users/binh/end")
      #expect(ended.status == 200)
      let users = try await open.admin("GET", "/api/v1/users").decoded([AccountAnswer].self)
      #expect(users.map(\.id.text) == ["an", "chi"])
      #expect(try await open.office.store.verify().isProven)
    }
  }

  @Test func `Whose membership ends is refused at once, however warm the session, and the streams end`() async throws {
    var limits = ConsoleLimits.unhurried
    limits.heartbeat = .milliseconds(20)
    try await OfficeUnderTest(limits: limits).serving { open in
      try await open.office.signIn(.volunteer)
      let headers = Colleague.volunteer.headers
      let streams = try await onThread { [port = open.port] in
        try ["/api/v1/events", "/counters/1/events"].map { path in
          let stream = try RawConnection(port: port, credentials: Colleague.volunteer.headerLines)
          try stream.send(request: "GET", path, host: "localhost")
          #expect(try stream.head().status == 200)
          return Unread(stream)
        }
      }
      try await open.visiting(with: headers) { client async throws in
        for _ in 0..<3 { #expect(try await client.get("counters").status == 200) }
        let ended = try await open.admin(
          "PATCH", "/api/v1/registers/members/binh", #"{"validUntil":"2026-11-22"}"#)
        #expect(ended.status == 200, "\(ended.body)")
        #expect(try await client.get("counters").problem.code == "sign-in-required")
        #expect(try await client.post("tickets", #"{"service":"ho-tich"}"#).problem.code == "sign-in-required")
        #expect(try await client.post("session", credentials("binh")).problem.code == "wrong-secret")
      }
      try await onThread {
        for stream in streams { while try stream.connection.nextEvent() != nil {} }
      }
      let journal = try await open.office.reception.journal(after: 0, limit: 100)
      #expect(!journal.contains { $0.kind == "ticket-issued" })
    }
  }

  @Test func `Whose last day is over is let in no more, though the session goes on into the next day`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      try await open.office.signIn(.administrator)
      let last = try await open.admin("PATCH", "/api/v1/registers/members/binh", #"{"validUntil":"2026-11-23"}"#)
      #expect(last.status == 200, "\(last.body)")
      try await open.visiting(with: Colleague.volunteer.headers) { client async throws in
        #expect(try await client.get("counters").status == 200)
        open.office.clock.advance(seconds: 86_400)
        // As once a second.
        try await open.office.reception.passTime()
        #expect(try await client.get("counters").problem.code == "sign-in-required")
      }
      // Nobody else's ends with it.
      try await open.visiting(with: Colleague.administrator.headers) { client async throws in
        #expect(try await client.get("counters").status == 200)
      }
    }
  }

  @Test func `Another role holds from the next request on, and only after another sign-in`() async throws {
    try await OfficeUnderTest().serving { open in
      try await open.office.signIn(.volunteer)
      try await open.visiting(with: Colleague.volunteer.headers) { client async throws in
        #expect(try await client.get("users").problem.code == "forbidden")
        let raised = try await open.admin("POST", "/api/v1/users/binh/role", #"{"role":"supervisor"}"#)
        #expect(raised.status == 200, "\(raised.body)")
        #expect(try await client.get("users").problem.code == "sign-in-required")
      }
      let headers = try await open.visiting { client async throws in
        try browser(after: try await client.post("session", credentials("binh")))
      }
      try await open.visiting(with: headers) { client async throws in
        #expect(try await client.get("users").status == 200)
        let locked = try await open.admin("POST", "/api/v1/users/binh/lock")
        #expect(locked.status == 200, "\(locked.body)")
        #expect(try await client.get("users").problem.code == "sign-in-required")
      }
    }
  }

  // MARK: - Every route

  private var routes: [Route] {
    get async throws {
      let office = try await OfficeUnderTest()
      defer { try? FileManager.default.removeItem(atPath: office.folder) }
      try office.store.close()
      return DescribedRoutes(context: office.context).all
    }
  }

  @Test func `What a stranger may see is little, and from elsewhere in the network less`() async throws {
    let open = try await routes.filter { $0.method == .get }
    let names = { (access: Access) in
      Set(open.filter { $0.access == access }.map(\.path.description))
    }
    #expect(
      names(.anyone) == [
        "/", "/sign-in", "/counters/{id}", "/assets/{id}", "/board", "/board/view", "/board/events", "/t/{id}",
        "/t/{id}/view", "/t/{id}/events", "/records",
      ])
    #expect(
      names(.local) == [
        "/api/v1/health", "/api/v1/services", "/api/v1/board", "/api/v1/priorities", "/api/v1/openapi.json", "/metrics",
      ])
    let stranger = Visitor.stranger(isLocal: false)
    for route in open where route.access != .anyone {
      #expect(throws: Problem.self, "\(route.path)") { try route.access.admit(stranger) }
    }
  }

  @Test(arguments: [
    ("127.0.0.1", "127.0.0.1", true), ("192.168.1.9", "192.168.1.9", false), ("::1", "0:0:0:0:0:0:0:0", true),
    ("::ffff:192.168.1.9", "192.168.1.9", false), ("2001:db8::7", "20:1:d:b8:0:0:0:0", false),
  ])
  func `A machine counts as one however many addresses it takes`(
    address: String, network: String, isLocal: Bool
  ) throws {
    let peer = Peer(try .init(ipAddress: address, port: 1))
    #expect((peer.network, peer.isLocal) == (network, isLocal))
  }
}

/// Keeps what is logged.
final class CapturedLog: Sendable {
  private let lines = Mutex<[(message: String, metadata: Logger.Metadata)]>([])

  var messages: [String] { lines.withLock { $0.map(\.message) } }
  /// All that was said with a message, whenever it was.
  func metadata(of message: String) -> [Logger.Metadata] {
    lines.withLock { $0.filter { $0.message == message }.map(\.metadata) }
  }
  var logger: Logger { Logger(label: "test") { _ in Handler(log: self) } }

  private struct Handler: LogHandler {
    let log: CapturedLog
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
      get { metadata[key] }
      set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
      log.lines.withLock { $0.append((event.message.description, event.metadata ?? [:])) }
    }
  }
}
