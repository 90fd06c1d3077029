@testable import Console
import Foundation
import FrontDesk
import HTTPTypes
import Queueing
import Records
import Storage
import Testing

/// What of the document at `/api/v1/openapi.json` tells who may do what.
private struct Guarded: Decodable {
  struct Operation: Decodable {
    let description: String
    let security: [[String: [String]]]
  }

  let paths: [String: [String: Operation]]
}

/// A command as the document tells of it.
private struct Command: Sendable, CustomStringConvertible {
  let method: HTTPRequest.Method
  let path: String
  /// `nil` for one that is open to whoever is signed in.
  let role: Role?

  var description: String { "\(method) \(path)" }
}

/// Who stands before the door, and what they are told.
private struct Caller: Sendable {
  let what: String
  let headers: HTTPFields
  let status: Int
  let code: String
}

/// Every address that changes something, as the document lists them, refuses whoever may not.
struct CommandGuardTests {
  private static let rules = SessionRules(idleSeconds: 600, lifeSeconds: 3600)

  /// Asks faster than any person.
  private static let limits = {
    var limits = ConsoleLimits.unhurried
    (limits.requestsPerSecond, limits.requestBurst) = (100_000, 100_000)
    return limits
  }()

  /// The commands of the document that are not open to anybody.
  private func listed(by client: Client) async throws -> [Command] {
    let document: Guarded = try await client.get("openapi.json").decoded()
    let commands = try document.paths.flatMap { path, methods in
      try methods.compactMap { name, operation -> Command? in
        guard name != "get", !operation.security.isEmpty else { return nil }
        let method = try #require(HTTPRequest.Method(name.uppercased()))
        #expect(operation.security.allSatisfy { $0.keys.contains("command") }, "\(method) \(path) needs no header")
        let role = operation.description.firstMatch(of: /For the role ([a-z]+) and above/).map { String($0.output.1) }
        return Command(
          method: method,
          path: path.replacingOccurrences(of: "{id}", with: "1").replacingOccurrences(of: "{register}", with: "teams"),
          role: try role.map { try #require(Role(rawValue: $0)) })
      }
    }
    return commands.sorted { $0.description < $1.description }
  }

  private func headers(_ token: SessionToken, command: SessionToken? = nil) -> HTTPFields {
    var fields = HTTPFields()
    fields[.cookie] = "luot=\(token.text)"
    if let command, let name = HTTPField.Name.commandToken { fields[name] = command.commandToken }
    return fields
  }

  /// A session of that supervisor whom every office has.
  private func session(in open: OpenOffice) async throws -> SessionToken {
    let token = SessionToken()
    let opened = try await open.office.reception.openSession(
      token.digest, for: MemberID(verified: Colleague.supervisor.rawValue), provenBy: nil, rules: Self.rules)
    #expect(opened != nil)
    return token
  }

  /// Those who are let in nowhere; all of them had or have a session but the first two.
  private func strangers(to open: OpenOffice) async throws -> [Caller] {
    let (unused, aged) = (try await session(in: open), try await session(in: open))
    for _ in 0..<7 {
      open.office.clock.advance(seconds: 500)
      try await open.visiting(with: headers(aged)) { client async throws in
        #expect(try await client.get("counters").status == 200)
      }
    }
    // One has not been used for too long by now, the other was used a moment ago and is simply too old.
    open.office.clock.advance(seconds: 200)
    let (left, live) = (try await session(in: open), try await session(in: open))
    try await open.visiting(with: headers(left, command: left)) { client async throws in
      #expect(try await client.send(.delete, "/api/v1/session").status == 204)
    }
    let unknown = SessionToken()
    return [
      Caller(what: "nobody", headers: HTTPFields(), status: 401, code: "sign-in-required"),
      Caller(
        what: "a token that is none", headers: headers(unknown, command: unknown), status: 401,
        code: "sign-in-required"),
      Caller(
        what: "a session nobody used", headers: headers(unused, command: unused), status: 401, code: "sign-in-required"),
      Caller(what: "a session too old", headers: headers(aged, command: aged), status: 401, code: "sign-in-required"),
      Caller(
        what: "who signed out", headers: headers(left, command: left), status: 401, code: "sign-in-required"),
      Caller(what: "no command token", headers: headers(live), status: 403, code: "command-token"),
      Caller(
        what: "the command token of another", headers: headers(live, command: left), status: 403, code: "command-token"),
    ]
  }

  @Test func `Every command refuses a stranger, a session that ended or expired, and a missing command token`()
    async throws
  {
    try await OfficeUnderTest(limits: Self.limits, session: Self.rules).serving { open in
      let commands = try await open.visiting { try await listed(by: $0) }
      #expect(commands.count > 50)
      let callers = try await strangers(to: open)
      let before = try await open.office.store.verify().end.seq
      for caller in callers {
        try await open.visiting(with: caller.headers) { client async throws in
          for command in commands {
            let answer = try await client.send(command.method, command.path, "{}")
            #expect(answer.status == caller.status, "\(command): \(caller.what)")
            #expect(try answer.problem.code == caller.code, "\(command): \(caller.what)")
          }
        }
      }
      #expect(try await open.office.store.verify().end.seq == before)
    }
  }

  @Test(arguments: Colleague.allCases)
  fileprivate func `Every command refuses too low a role, and lets the others past the door`(
    colleague: Colleague
  ) async throws {
    try await OfficeUnderTest(limits: Self.limits).serving { open in
      try await open.staff(as: colleague) { client async throws in
        let commands = try await listed(by: client)
        // Signing out last: it ends what the others are asked with.
        for command in commands.filter({ $0.method != .delete }) + commands.filter({ $0.method == .delete }) {
          let answer = try await client.send(command.method, command.path, "{}")
          if let role = command.role, role > colleague.role {
            #expect(answer.status == 403, "\(command)")
            #expect(try answer.problem.code == "forbidden", "\(command)")
          } else {
            #expect(![401, 403].contains(answer.status), "\(command): \(answer.body)")
            #expect(answer.status < 500, "\(command): \(answer.body)")
          }
        }
      }
      #expect(try await open.office.store.verify().isProven)
    }
  }
}
