package import Foundation
package import Queueing
package import Records
package import Storage
import Synchronization

/// Somebody who may sign in, as it is told: never what they sign in with.
package struct AccountAnswer: Hashable, Sendable, Codable {
  package let id: MemberID
  package let name: String
  package let team: Team
  package let role: Role
  package let locked: Bool
  /// The PIN was given by somebody else; its owner chooses another at the next sign-in.
  package let mustChange: Bool
  /// Browsers signed in now.
  package let sessions: Int
  /// A PIN that was made just now; only in the answer to making it, and kept nowhere.
  package var pin: String?
}

/// A member whose session a request belongs to.
package struct SignedIn: Hashable, Sendable {
  package let member: MemberID
  package let name: String
  package let role: Role
  package let mustChange: Bool
  /// SHA-256 of the token; 32 bytes.
  package let digest: Data

  package var requester: Requester { .member(member) }
}

extension Requester {
  /// A member who acts through the console, as the journal names them; the socket's user is `admin`.
  static func member(_ id: MemberID) -> Requester {
    Requester(name: "member:\(id)", origin: .console)
  }
}

/// Who gives or takes an account: a supervisor has power over volunteers alone.
package struct AccountKeeper: Hashable, Sendable {
  package let requester: Requester
  package let role: Role

  package init(requester: Requester, role: Role) {
    self.requester = requester
    self.role = role
  }
}

/// How long sessions last.
package struct SessionRules: Hashable, Sendable {
  /// Seconds without a request after which a session is over.
  package var idleSeconds: Int
  /// Seconds after which it is over in any case.
  package var lifeSeconds: Int

  package init(idleSeconds: Int = 3600, lifeSeconds: Int = 12 * 3600) {
    self.idleSeconds = idleSeconds
    self.lifeSeconds = lifeSeconds
  }
}

/// A new member, or one who is in the register already.
package struct AccountDraft: Hashable, Sendable {
  package let id: String
  package let name: String?
  package let team: Team?
  package let role: Role

  package init(id: String, name: String?, team: Team?, role: Role) {
    self.id = id
    self.name = name
    self.team = team
    self.role = role
  }
}

extension Desk {
  package static let nameLimit = 60

  func addAccount(
    _ draft: AccountDraft, secret: String, isTemporary: Bool, keeper: AccountKeeper
  ) throws -> AccountAnswer {
    guard let id = MemberID(draft.id) else {
      throw RequestProblem.unknown(
        "id", draft.id, accepted: ["1–40 ký tự gồm a–z, 0–9 và dấu gạch nối ở giữa"], "Không phải mã hợp lệ.")
    }
    try require(keeper, over: draft.role)
    if let member = try tx.member(id) {
      guard member.isActive(on: day) else {
        throw RequestProblem.unknown(
          "id", draft.id, accepted: ["mã một thành viên đang hoạt động"], "Thành viên này đã nghỉ.")
      }
      guard draft.name == nil || draft.name == member.name else {
        throw RequestProblem.unknown(
          "name", draft.name ?? "", accepted: [member.name], "Mã này là của người khác trong danh sách.")
      }
    } else {
      guard let name = try kept(draft.name, field: "name"), name.count <= Self.nameLimit, let team = draft.team else {
        throw RequestProblem.unknown(
          draft.team == nil ? "team" : "name", "",
          accepted: [draft.team == nil ? Team.accepted : "họ tên, nhiều nhất \(Self.nameLimit) ký tự"],
          "Người chưa có trong danh sách thì cần họ tên và tổ.")
      }
      _ = try enter(
        id.text, texts: ["name": name, "team": team.rawValue, "validFrom": day.text], into: .members)
    }
    guard try tx.account(id) == nil else { throw RequestProblem.accountExists(id) }
    try tx.grant(draft.role, to: id, secret: secret, isTemporary: isTemporary, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).answer(account(id.text))
  }

  func setRole(of id: String, to role: Role, keeper: AccountKeeper) throws -> AccountAnswer {
    let account = try account(id)
    try require(keeper, over: max(account.role, role))
    if account.role != role {
      try tx.change(roleOf: account.member, to: role, at: now, day: day, actor: actor)
      // Whoever is signed in goes on with what the session was opened for, or not at all.
      try tx.endSessions(of: account.member)
    }
    return try answer(account.member)
  }

  func resetSecret(of id: String, to secret: String, keeper: AccountKeeper) throws -> AccountAnswer {
    let account = try account(id)
    try require(keeper, over: account.role)
    try tx.change(secretOf: account.member, to: secret, isTemporary: true, at: now, day: day, actor: actor)
    try tx.endSessions(of: account.member)
    return try answer(account.member)
  }

  func lock(_ id: String, keeper: AccountKeeper) throws -> AccountAnswer {
    let account = try account(id)
    try require(keeper, over: account.role)
    if !account.isLocked { try tx.lock(account.member, at: now, day: day, actor: actor) }
    return try answer(account.member)
  }

  /// Ends every session of a member, whose telephone may be lost.
  func signOut(_ id: String, keeper: AccountKeeper) throws -> AccountAnswer {
    let account = try account(id)
    try require(keeper, over: account.role)
    try tx.endSessions(of: account.member)
    return try answer(account.member)
  }

  func endAccount(_ id: String, keeper: AccountKeeper) throws -> AccountAnswer {
    let account = try account(id)
    try require(keeper, over: account.role)
    let answer = try answer(account.member)
    try tx.endAccount(of: account.member, at: now, day: day, actor: actor)
    return answer
  }

  /// Opens a session for a member whose secret, or badge, was just found right.
  ///
  /// - Parameter secret: what was looked at; one that was changed meanwhile opens nothing. `nil` for a badge.
  /// - Returns: `nil` when the member may not sign in, for whatever reason.
  func openSession(
    _ digest: Data, for member: MemberID, provenBy secret: String?, rules: SessionRules
  ) throws -> SignedIn? {
    guard let account = try tx.account(member), !account.isLocked, secret == nil || secret == account.secret,
      try tx.member(member)?.isActive(on: day) ?? false
    else { return nil }
    try tx.openSession(digest, of: member, at: now, endsAt: now.adding(seconds: rules.lifeSeconds))
    return try Lookup(tx, office: office, now: now).signedIn(digest, rules: rules)
  }

  private func account(_ id: String) throws -> Account {
    guard let member = MemberID(id), let account = try tx.account(member) else {
      throw RequestProblem.noSuchAccount(id)
    }
    return account
  }

  private func answer(_ member: MemberID) throws -> AccountAnswer {
    try Lookup(tx, office: office, now: now).answer(account(member.text))
  }

  private func require(_ keeper: AccountKeeper, over role: Role) throws {
    guard keeper.role == .administrator || keeper.role == .supervisor && role == .volunteer else {
      throw RequestProblem.beyondRole(keeper.role)
    }
  }
}

extension Lookup {
  func answer(_ account: Account) throws -> AccountAnswer {
    guard let member = try tx.member(account.member) else { throw RequestProblem.noSuchAccount(account.member.text) }
    return AccountAnswer(
      id: member.id, name: member.name, team: member.team, role: account.role, locked: account.isLocked,
      mustChange: account.isTemporary, sessions: try tx.sessionCount(of: member.id, at: now))
  }

  /// `nil` when the session is over, or its member is no longer active.
  func signedIn(_ digest: Data, rules: SessionRules) throws -> SignedIn? {
    guard let known = try knownSession(digest), known.isOpen(at: now, rules: rules) else { return nil }
    return known.signedIn
  }

  /// `nil` when there is none, it has come to its end, or its member is locked out or no longer active.
  func knownSession(_ digest: Data) throws -> KnownSession? {
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    guard let session = try tx.session(digest, at: now), let member = try tx.member(session.member),
      member.isActive(on: day)
    else { return nil }
    let signedIn = SignedIn(
      member: member.id, name: member.name, role: session.role, mustChange: session.isTemporary, digest: digest)
    return KnownSession(signedIn: signedIn, usedAt: session.usedAt, endsAt: session.endsAt)
  }
}

/// A session as it was read.
struct KnownSession: Sendable {
  let signedIn: SignedIn
  let usedAt: Timestamp
  let endsAt: Timestamp

  func isOpen(at now: Timestamp, rules: SessionRules) -> Bool {
    now < endsAt && now.seconds(since: usedAt) < rules.idleSeconds
  }
}

/// The sessions in use, for as long as nothing changes who may do what: each request of a member asks for theirs, and
/// to ask the store costs as much as a small answer.
final class KnownSessions: Sendable {
  private static let limit = 1024

  private struct State {
    var generation = 0
    var sessions: [Data: KnownSession] = [:]
  }

  private let state = Mutex(State())

  /// - Parameter generation: of the store's, from before anything is read.
  func session(
    _ digest: Data, generation: Int, reading read: () async throws -> KnownSession?
  ) async rethrows -> KnownSession? {
    let known = state.withLock { $0.generation == generation ? $0.sessions[digest] : nil }
    if let known { return known }
    let found = try await read()
    state.withLock { state in
      guard generation >= state.generation else { return }
      if generation > state.generation || state.sessions.count >= Self.limit { state.sessions = [:] }
      state.generation = generation
      // Who makes tokens up fills no memory.
      if let found { state.sessions[digest] = found }
    }
    return found
  }
}

extension Reception {
  package func accounts() async throws -> [AccountAnswer] {
    try await look { lookup in try lookup.tx.accounts().map { try lookup.answer($0) } }
  }

  /// Who signs in as whom: the member's account, whatever its state, with the name it is called by.
  package func account(of member: MemberID) async throws -> Account? {
    try await look { try $0.tx.account(member) }
  }

  package func addAccount(
    _ draft: AccountDraft, secret: String, isTemporary: Bool, by keeper: AccountKeeper
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, nil) { desk in
      try desk.addAccount(draft, secret: secret, isTemporary: isTemporary, keeper: keeper)
    }
  }

  package func setRole(
    of member: String, to role: Role, by keeper: AccountKeeper, key: RequestKey? = nil
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, key) { desk in try desk.setRole(of: member, to: role, keeper: keeper) }
  }

  package func resetSecret(
    of member: String, to secret: String, by keeper: AccountKeeper
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, nil) { desk in
      try desk.resetSecret(of: member, to: secret, keeper: keeper)
    }
  }

  package func lockAccount(
    of member: String, by keeper: AccountKeeper, key: RequestKey? = nil
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, key) { desk in try desk.lock(member, keeper: keeper) }
  }

  package func signOutAccount(
    of member: String, by keeper: AccountKeeper, key: RequestKey? = nil
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, key) { desk in try desk.signOut(member, keeper: keeper) }
  }

  package func endAccount(
    of member: String, by keeper: AccountKeeper, key: RequestKey? = nil
  ) async throws -> AccountAnswer {
    try await perform(keeper.requester, key) { desk in try desk.endAccount(member, keeper: keeper) }
  }

  // MARK: - Sessions

  /// Opens a session for a member who has proven to be one: by the secret whose stored form is handed back here, or,
  /// with `nil`, by a badge. `nil` when the member may not sign in.
  package func openSession(
    _ digest: Data, for member: MemberID, provenBy secret: String?, rules: SessionRules
  ) async throws -> SignedIn? {
    try await carryOut(.member(member)) { desk in
      try desk.openSession(digest, for: member, provenBy: secret, rules: rules)
    }
  }

  package func session(_ digest: Data, rules: SessionRules) async throws -> SignedIn? {
    let now = clock.now()
    guard let known = try await knownSession(digest), known.isOpen(at: now, rules: rules) else { return nil }
    // To the minute: a write for each look would be one too many.
    if now.seconds(since: known.usedAt) >= min(60, rules.idleSeconds / 2) {
      try? await carryOut(known.signedIn.requester) { try $0.tx.noteUse(of: digest, at: now) }
    }
    return known.signedIn
  }

  /// Whether a session still goes on, asked without using it.
  package func isOpen(_ digest: Data, rules: SessionRules) async throws -> Bool {
    let now = clock.now()
    return try await knownSession(digest)?.isOpen(at: now, rules: rules) ?? false
  }

  private func knownSession(_ digest: Data) async throws -> KnownSession? {
    // Before the reading: what changes meanwhile makes what was read old.
    let generation = store.signInGeneration
    return try await sessions.session(digest, generation: generation) {
      try await look { try $0.knownSession(digest) }
    }
  }

  package func endSession(_ digest: Data) async throws {
    try await carryOut(.system) { try $0.tx.endSession(digest) }
  }

  /// Signs a member out everywhere.
  package func endSessions(of member: MemberID, but spared: Data? = nil) async throws {
    try await carryOut(.system) { try $0.tx.endSessions(of: member, but: spared) }
  }

  /// A member's own new secret; every other session of theirs ends.
  package func changeSecret(of signedIn: SignedIn, from old: String, to new: String) async throws -> Bool {
    try await carryOut(signedIn.requester) { desk in
      guard try desk.tx.account(signedIn.member)?.secret == old else { return false }
      try desk.tx.change(
        secretOf: signedIn.member, to: new, isTemporary: false, at: desk.now, day: desk.day, actor: desk.actor)
      try desk.tx.endSessions(of: signedIn.member, but: signedIn.digest)
      return true
    }
  }
}
