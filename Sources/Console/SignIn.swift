import Crypto
import Foundation
package import FrontDesk
import HTTPTypes
import Hummingbird
import Logging
import Queueing
import Records
import Storage
import Synchronization

/// What a browser holds to be known again: a random token, of which the store has only the digest.
struct SessionToken: Sendable {
  static let bytes = 32

  /// Base64 for URLs, RFC 4648 section 5.
  let text: String

  init() {
    var random = SystemRandomNumberGenerator()
    text = Self.base64((0..<Self.bytes).map { _ in UInt8.random(in: 0...255, using: &random) })
  }

  /// `nil` for what can be no token of ours.
  init?(_ text: String) {
    guard text.utf8.count == 43 else { return nil }
    self.text = text
  }

  var digest: Data {
    Data(SHA256.hash(data: Data(text.utf8)))
  }

  /// What a page of ours sends along with a command: no page of another origin can read it, and the token does not
  /// follow from it.
  var commandToken: String {
    Self.base64(SHA256.hash(data: Data("command \(text)".utf8)))
  }

  private static func base64(_ bytes: some Sequence<UInt8>) -> String {
    // Byte by byte: it is done for each command, and Foundation's way takes longer than the digest.
    let encoded = Data(bytes).base64EncodedData().compactMap { byte in
      switch byte {
      case UInt8(ascii: "+"): UInt8(ascii: "-")
      case UInt8(ascii: "/"): UInt8(ascii: "_")
      case UInt8(ascii: "="): nil
      default: byte
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}

/// How members sign in.
package struct SignInRules: Sendable {
  package var session: SessionRules
  /// Of yescrypt, see crypt(5).
  package var hashCost: Int

  package init(session: SessionRules = SessionRules(), hashCost: Int = 5) {
    self.session = session
    self.hashCost = hashCost
  }
}

/// Where members sign in: looks at secrets one at a time, and makes who guesses wait.
final class SignInDesk: Sendable {
  /// Accounts and addresses with wrong secrets that are remembered at most.
  static let rememberedLimit = 4096

  private enum Key: Hashable {
    case account(String)
    case address(String)
    /// An account from an address that has been right about it before: strangers who guess do not keep its owner out.
    case known(String, String)
  }

  private struct State {
    var delays: [Key: SignInDelay] = [:]
    var known: Set<Key> = []
  }

  private let reception: Reception
  let rules: SignInRules
  private let log: Logger
  private let state = Mutex(State())
  /// A secret takes 16 MiB for a moment, and a core.
  private let hashing = Gate()
  private let patience: Duration

  init(reception: Reception, rules: SignInRules, patience: Duration, log: Logger) {
    self.reception = reception
    self.rules = rules
    self.patience = patience
    self.log = log
  }

  // MARK: - Sessions

  /// - Throws: `Problem.wrongSecret`, and `Problem.tooManyAttempts` before the secret is even looked at.
  func signIn(_ member: String, _ secret: String, from peer: Peer) async throws -> (SessionToken, SignedIn) {
    let keys = try begin(member, peer)
    let account = try await MemberID(member).asyncFlatMap { try await reception.account(of: $0) }
    let stored = account.flatMap { $0.isLocked ? nil : $0.secret }
    let isRight = try await matches(secret, stored ?? SecretHash.nobody) && stored != nil
    if isRight, let account {
      let token = SessionToken()
      let signedIn = try await reception.openSession(
        token.digest, for: account.member, provenBy: account.secret, rules: rules.session)
      if let signedIn {
        succeed(member, peer, keys)
        return (token, signedIn)
      }
    }
    try await fail(member, peer, hasAccount: account.map { !$0.isLocked } ?? false)
    throw Problem.wrongSecret
  }

  func visitor(_ token: SessionToken?) async throws -> SignedIn? {
    try await token.asyncFlatMap { try await reception.session($0.digest, rules: rules.session) }
  }

  func isOpen(_ signedIn: SignedIn) async throws -> Bool {
    try await reception.isOpen(signedIn.digest, rules: rules.session)
  }

  // MARK: - Secrets

  /// - Throws: `Problem` of the field when the secret may not be used.
  func hash(_ secret: String, field: String) async throws -> String {
    if let objection = Secret.objection(to: secret) {
      throw Problem.invalidFields([
        FieldProblem(field: field, value: nil, accepted: Secret.accepted, reason: objection)
      ])
    }
    let cost = rules.hashCost
    return try await hashing.pass(patience: patience) { try SecretHash.make(secret, cost: cost) }
  }

  /// Changes the secret of who is signed in, who has to know the one before.
  func changeSecret(of signedIn: SignedIn, from old: String, to new: String, peer: Peer) async throws {
    let keys = try begin(signedIn.member.text, peer)
    guard let account = try await reception.account(of: signedIn.member),
      try await matches(old, account.secret)
    else {
      try await fail(signedIn.member.text, peer, hasAccount: true)
      throw Problem.wrongSecret
    }
    succeed(signedIn.member.text, peer, keys)
    guard old != new else {
      throw Problem.invalidFields([
        FieldProblem(field: "secret", value: nil, accepted: Secret.accepted, reason: "Giống mã cũ.")
      ])
    }
    let hash = try await hash(new, field: "secret")
    guard try await reception.changeSecret(of: signedIn, from: account.secret, to: hash) else {
      throw Problem.wrongSecret
    }
  }

  private func matches(_ secret: String, _ stored: String) async throws -> Bool {
    // Longer than any secret may be: not worth a hash.
    guard secret.utf8.count <= 4 * Secret.passwordCharacters.upperBound else { return false }
    return try await hashing.pass(patience: patience) { SecretHash.matches(secret, stored) }
  }

  // MARK: - Guessing

  /// Counts the attempt as a wrong one until it turns out right, so that many at once gain nothing.
  private func begin(_ member: String, _ peer: Peer) throws(Problem) -> [Key] {
    let now = reception.clock.now()
    let name = String(member.prefix(40))
    let result: Result<[Key], Problem> = state.withLock { state in
      let known = Key.known(name, peer.network)
      let keys = [.address(peer.network), state.known.contains(known) ? known : .account(name)]
      let wait = keys.map { state.delays[$0]?.wait(at: now) ?? 0 }.max() ?? 0
      if wait > 0 { return .failure(.tooManyAttempts(seconds: wait)) }
      makeRoom(in: &state, at: now)
      for key in keys { state.delays[key, default: SignInDelay()].noteFailure(at: now) }
      return .success(keys)
    }
    return try result.get()
  }

  private func succeed(_ member: String, _ peer: Peer, _ keys: [Key]) {
    state.withLock { state in
      for key in keys { state.delays[key] = nil }
      if state.known.count >= Self.rememberedLimit { state.known.removeAll() }
      state.known.insert(.known(String(member.prefix(40)), peer.network))
    }
  }

  private func fail(_ member: String, _ peer: Peer, hasAccount: Bool) async throws {
    let failures = state.withLock { state in
      (
        address: state.delays[.address(peer.network)]?.failures ?? 0,
        account: state.delays[.account(String(member.prefix(40)))]?.failures ?? 0
      )
    }
    // Once for each series of guesses, however long it gets.
    if failures.address == SignInDelay.free + 1 || failures.account == SignInDelay.free + 1 {
      log.warning(
        "Sign-in is slowed down after wrong secrets",
        metadata: ["console.address": "\(peer.network)", "console.has-account": "\(hasAccount)"])
    }
    if hasAccount, failures.account == SignInDelay.lockingFailures {
      do {
        _ = try await reception.lockAccount(
          of: member, by: AccountKeeper(requester: .system, role: .administrator))
      } catch RequestProblem.noSuchAccount {
        // Ended since it was looked for.
        return
      }
      log.warning("An account is locked after wrong secrets", metadata: ["console.account": "\(member)"])
    }
  }

  /// Forgets who waits no longer, and, should that not be enough, who guessed least.
  private func makeRoom(in state: inout State, at now: Timestamp) {
    guard state.delays.count >= Self.rememberedLimit else { return }
    state.delays = state.delays.filter { $0.value.wait(at: now) > 0 }
    if state.delays.count >= Self.rememberedLimit {
      let kept = state.delays.sorted { $0.value.failures > $1.value.failures }.prefix(Self.rememberedLimit / 2)
      state.delays = Dictionary(uniqueKeysWithValues: kept.map { ($0.key, $0.value) })
    }
  }
}

extension Optional where Wrapped: Sendable {
  fileprivate func asyncFlatMap<T>(_ transform: (Wrapped) async throws -> T?) async rethrows -> T? {
    if let self { try await transform(self) } else { nil }
  }
}

/// The cookie that holds the token.
struct SessionCookie: Sendable {
  /// Whether the listener is one with TLS: then the browser binds the cookie to it.
  let isSecure: Bool

  var name: String { isSecure ? "__Host-luot" : "luot" }

  /// The token a request carries. Two cookies of the name are none: somebody planted one.
  func token(of request: Request) -> SessionToken? {
    let prefix = name + "="
    let found = request.headers[values: .cookie].flatMap { $0.split(separator: ";") }
      .map { $0.drop { $0 == " " || $0 == "\t" } }.filter { $0.hasPrefix(prefix) }
    guard found.count == 1 else { return nil }
    return SessionToken(String(found[0].dropFirst(prefix.count)))
  }

  func header(_ token: SessionToken) -> String {
    "\(name)=\(token.text); \(attributes)"
  }

  var removal: String {
    "\(name)=; Max-Age=0; \(attributes)"
  }

  private var attributes: String {
    "Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
  }
}

extension HTTPField.Name {
  static let commandToken = HTTPField.Name("X-Luot-Command")
}
