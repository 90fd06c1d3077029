import FrontDesk
import HTTPTypes
import Hummingbird
import Queueing
import Records

/// Who is signed in, and what their pages send along with commands.
private struct SessionAnswer: Codable {
  let member: MemberID
  let name: String
  let role: Role
  let mustChange: Bool
  let commandToken: String

  init(_ signedIn: SignedIn, _ token: SessionToken) {
    member = signedIn.member
    name = signedIn.name
    role = signedIn.role
    mustChange = signedIn.mustChange
    commandToken = token.commandToken
  }
}

private enum SignOut: String, CaseIterable {
  case here, everywhere
}

extension Routes {
  /// Signing in and out, and who may.
  var accounts: [Route] { session + users + userMoves }

  private var session: [Route] {
    let (context, reception, cookie) = (context, reception, cookie)
    return [
      .post(
        "/api/v1/session",
        Described(
          "Signs in; the answer sets the cookie.", takes: [.must("member"), .must("secret")],
          gives: .created(SessionAnswer.self), refuses: [.wrongSecret, .tooManyAttempts]), for: .anyone
      ) { call in
        let (member, secret) = try call.fields { ($0.requiredText("member"), $0.requiredText("secret")) }
        let (token, signedIn) = try await context.signIn.signIn(member, secret, from: call.peer)
        var response = try JSONAnswer.response(SessionAnswer(signedIn, token), status: .created)
        response.headers[.setCookie] = cookie.header(token)
        return response
      },
      .get(
        "/api/v1/session",
        Described("Who is signed in.", gives: .answer(SessionAnswer.self)), for: .signedIn
      ) { call in
        guard let signedIn = call.visitor.signedIn, let token = cookie.token(of: call.request) else {
          throw Problem.signInRequired
        }
        return try JSONAnswer.response(SessionAnswer(signedIn, token))
      },
      .delete(
        "/api/v1/session",
        Described("Signs out, here or everywhere.", asks: [.may("where", .of(SignOut.self))], gives: .nothing),
        query: ["where"], for: .signedIn
      ) { call in
        guard let signedIn = call.visitor.signedIn else { throw Problem.signInRequired }
        let place = call.query["where"] ?? SignOut.here.rawValue
        switch SignOut(rawValue: place) {
        case .here: try await reception.endSession(signedIn.digest)
        case .everywhere: try await reception.endSessions(of: signedIn.member)
        case nil:
          throw Query.wrong(
            "where", place, SignOut.allCases.map(\.rawValue).joined(separator: ", "), "Không có giá trị này.")
        }
        return Response(status: .noContent, headers: [.cacheControl: "no-store", .setCookie: cookie.removal])
      },
      .post(
        "/api/v1/session/secret",
        Described(
          "Changes one's own PIN or password.", takes: [.must("current"), .must("secret")], gives: .nothing,
          refuses: [.wrongSecret, .tooManyAttempts]), for: .signedIn
      ) { call in
        guard let signedIn = call.visitor.signedIn else { throw Problem.signInRequired }
        let (current, secret) = try call.fields { ($0.requiredText("current"), $0.requiredText("secret")) }
        try await context.signIn.changeSecret(of: signedIn, from: current, to: secret, peer: call.peer)
        return Response(status: .noContent, headers: [.cacheControl: "no-store"])
      },
    ]
  }

  private var users: [Route] {
    let (context, reception) = (context, reception)
    return [
      .get(
        "/api/v1/users",
        Described("Who may sign in.", gives: .answer([AccountAnswer].self)), for: .role(.supervisor)
      ) { _ in
        try JSONAnswer.response(try await reception.accounts())
      },
      .post(
        "/api/v1/users",
        Described(
          "Gives a member an account, with a PIN that is told once.",
          takes: [
            .must("id", .member), .may("name", .remark(Desk.nameLimit)), .may("team", .of(Team.self)),
            .may("role", .of(Role.self)), .may("secret"),
          ], gives: .created(AccountAnswer.self), refuses: [.userExists]), for: .role(.supervisor)
      ) { call in
        let (draft, secret) = try call.fields { fields in
          (
            AccountDraft(
              id: fields.requiredText("id"), name: fields.text("name"), team: fields.choice("team", Team.self),
              role: fields.choice("role", Role.self) ?? .volunteer),
            fields.text("secret")
          )
        }
        // With a PIN in the answer, it is kept in memory and not in the store.
        return try await context.accountLog.once(call.key, by: call.requester) {
          let pin = secret == nil ? newPIN() : nil
          let hash = try await context.signIn.hash(secret ?? pin ?? "", field: "secret")
          var answer = try await reception.addAccount(draft, secret: hash, isTemporary: true, by: call.keeper)
          answer.pin = pin
          return try JSONAnswer.response(answer, status: .created)
        }
      },
      .post(
        "/api/v1/users/{id}/reset-pin",
        Described(
          "Gives a new PIN, told once, and signs the member out everywhere.", id: .member,
          gives: .answer(AccountAnswer.self), refuses: [.unknownUser]), for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        return try await context.accountLog.once(call.key, by: call.requester) {
          let pin = newPIN()
          let hash = try await context.signIn.hash(pin, field: "secret")
          var answer = try await reception.resetSecret(of: call.pathID, to: hash, by: call.keeper)
          answer.pin = pin
          return try JSONAnswer.response(answer)
        }
      },
    ]
  }

  private var userMoves: [Route] {
    let reception = reception
    return [
      .post(
        "/api/v1/users/{id}/role",
        Described(
          "Gives another role.", id: .member, takes: [.must("role", .of(Role.self))],
          gives: .answer(AccountAnswer.self), refuses: [.unknownUser]), for: .role(.administrator)
      ) { call in
        // Without a role there is a problem, and none is set.
        let role = try call.fields { $0.requiredChoice("role", Role.self) } ?? .volunteer
        return try JSONAnswer.response(
          try await reception.setRole(of: call.pathID, to: role, by: call.keeper, key: call.key))
      },
      .post(
        "/api/v1/users/{id}/lock",
        Described("Locks an account.", id: .member, gives: .answer(AccountAnswer.self), refuses: [.unknownUser]),
        for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(
          try await reception.lockAccount(of: call.pathID, by: call.keeper, key: call.key))
      },
      .post(
        "/api/v1/users/{id}/sign-out",
        Described(
          "Signs the member out everywhere.", id: .member, gives: .answer(AccountAnswer.self), refuses: [.unknownUser]),
        for: .role(.supervisor)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(
          try await reception.signOutAccount(of: call.pathID, by: call.keeper, key: call.key))
      },
      .post(
        "/api/v1/users/{id}/end",
        Described("Ends an account.", id: .member, gives: .answer(AccountAnswer.self), refuses: [.unknownUser]),
        for: .role(.administrator)
      ) { call in
        try call.expectNoFields()
        return try JSONAnswer.response(
          try await reception.endAccount(of: call.pathID, by: call.keeper, key: call.key))
      },
    ]
  }

  private func newPIN() -> String {
    var random = SystemRandomNumberGenerator()
    return Secret.randomPIN(using: &random)
  }
}
