package import Foundation
import GRDB
package import Queueing
package import Records

/// What a member signs in with.
package struct Account: Hashable, Sendable {
  package let member: MemberID
  package let role: Role
  /// In the form of crypt(5); never the secret itself.
  package let secret: String
  /// Given by somebody else: its owner has to choose another before anything.
  package let isTemporary: Bool
  package let isLocked: Bool
}

/// A member at a browser.
package struct Session: Hashable, Sendable {
  package let member: MemberID
  package let role: Role
  package let isTemporary: Bool
  package let usedAt: Timestamp
  package let endsAt: Timestamp
}

extension ReadTransaction {
  private static let accountColumns = "member, role, secret, is_temporary, is_locked"

  package func account(_ member: MemberID) throws -> Account? {
    try row("SELECT \(Self.accountColumns) FROM account WHERE member = ?", [member.text]).map(Account.init(row:))
  }

  package func accounts() throws -> [Account] {
    try rows("SELECT \(Self.accountColumns) FROM account ORDER BY member", [], Account.init(row:))
  }

  /// The session of a token that is neither over nor of a locked account.
  ///
  /// - Parameter digest: SHA-256 of the token; 32 bytes.
  package func session(_ digest: Data, at now: Timestamp) throws -> Session? {
    try row(
      """
      SELECT member, role, is_temporary, used_at, ends_at FROM session JOIN account USING (member) \
      WHERE token = ? AND ends_at > ? AND is_locked = 0
      """, [digest, now.milliseconds]
    ).map { row in
      Session(
        member: try row.identifier(0), role: try row.choice(1), isTemporary: try row.value(2),
        usedAt: try row.instant(3), endsAt: try row.instant(4))
    }
  }

  package func sessionCount(of member: MemberID, at now: Timestamp) throws -> Int {
    try count("SELECT count(*) FROM session WHERE member = ? AND ends_at > ?", [member.text, now.milliseconds])
  }
}

extension WriteTransaction {
  /// Lets a member sign in, or changes as what.
  package func grant(
    _ role: Role, to member: MemberID, secret: String, isTemporary: Bool, at now: Timestamp, day: ServiceDay,
    actor: String
  ) throws {
    try changeSignIn(
      "INSERT INTO account(member, role, secret, is_temporary, is_locked) VALUES (?, ?, ?, ?, 0)",
      [member.text, role.rawValue, secret, isTemporary])
    try append(.accountGranted(member, role: role), at: now, day: day, actor: actor)
  }

  package func change(
    roleOf member: MemberID, to role: Role, at now: Timestamp, day: ServiceDay, actor: String
  ) throws {
    try changeSignIn("UPDATE account SET role = ? WHERE member = ?", [role.rawValue, member.text])
    try append(.accountGranted(member, role: role), at: now, day: day, actor: actor)
  }

  /// A new secret also unlocks.
  package func change(
    secretOf member: MemberID, to secret: String, isTemporary: Bool, at now: Timestamp, day: ServiceDay, actor: String
  ) throws {
    try changeSignIn(
      "UPDATE account SET secret = ?, is_temporary = ?, is_locked = 0 WHERE member = ?",
      [secret, isTemporary, member.text])
    try append(.secretChanged(member), at: now, day: day, actor: actor)
  }

  package func lock(_ member: MemberID, at now: Timestamp, day: ServiceDay, actor: String) throws {
    try changeSignIn("UPDATE account SET is_locked = 1 WHERE member = ?", [member.text])
    try append(.accountLocked(member), at: now, day: day, actor: actor)
    try endSessions(of: member)
  }

  package func endAccount(of member: MemberID, at now: Timestamp, day: ServiceDay, actor: String) throws {
    try changeSignIn("DELETE FROM account WHERE member = ?", [member.text])
    try append(.accountEnded(member), at: now, day: day, actor: actor)
  }

  /// Opens a session; those that are over go.
  package func openSession(_ digest: Data, of member: MemberID, at now: Timestamp, endsAt: Timestamp) throws {
    try changeSignIn("DELETE FROM session WHERE ends_at <= ?", [now.milliseconds])
    try changeSignIn(
      "INSERT INTO session(token, member, opened_at, used_at, ends_at) VALUES (?, ?, ?, ?, ?)",
      [digest, member.text, now.milliseconds, now.milliseconds, endsAt.milliseconds])
  }

  package func noteUse(of digest: Data, at now: Timestamp) throws {
    try changeSignIn("UPDATE session SET used_at = ? WHERE token = ?", [now.milliseconds, digest])
  }

  package func endSession(_ digest: Data) throws {
    try changeSignIn("DELETE FROM session WHERE token = ?", [digest])
  }

  /// - Parameter spared: a session that goes on.
  package func endSessions(of member: MemberID, but spared: Data? = nil) throws {
    try changeSignIn("DELETE FROM session WHERE member = ? AND token IS NOT ?", [member.text, spared])
  }
}

extension ReadTransaction {
  /// What a citizen thought of a turn that is over, 1 (bad) to 3 (good).
  package func rating(of ticket: Ticket) throws -> Int? {
    try row("SELECT score FROM rating WHERE ticket = ?", [ticket.arrival])?.value(0)
  }
}

extension WriteTransaction {
  package func rate(_ ticket: Ticket, score: Int, at now: Timestamp, day: ServiceDay, actor: String) throws {
    try execute("INSERT INTO rating(ticket, score) VALUES (?, ?)", [ticket.arrival, score])
    try append(.ticketRated(ticket.id, score: score), at: now, day: day, actor: actor)
    try noteChange(on: ticket.id.day)
  }
}

extension Account {
  init(row: Row) throws {
    self.init(
      member: try row.identifier(0), role: try row.choice(1), secret: try row.value(2), isTemporary: try row.value(3),
      isLocked: try row.value(4))
  }
}
