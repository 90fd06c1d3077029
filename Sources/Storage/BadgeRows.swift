import Crypto
package import Foundation
import GRDB
package import Queueing

/// A staff badge, or a printed code that does the same: who shows it is the member it was enrolled for.
package struct Badge: Hashable, Sendable {
  /// The sequence number of the entry that enrolled it.
  package let id: Int64
  package let member: MemberID
  package let validFrom: Timestamp
  /// When it was ended; `nil` while it is good.
  package let validUntil: Timestamp?

  package init(id: Int64, member: MemberID, validFrom: Timestamp, validUntil: Timestamp? = nil) {
    self.id = id
    self.member = member
    self.validFrom = validFrom
    self.validUntil = validUntil
  }
}

/// What the serial numbers of badges are hashed with. A serial number has four to seven bytes: without a key, whoever
/// holds a copy of the database could try them all.
package struct BadgeKey: Sendable {
  package static let byteCount = 32

  private let key: SymmetricKey

  package init(_ bytes: Data) {
    key = SymmetricKey(data: bytes)
  }

  package static func makeBytes() -> Data {
    SymmetricKey(size: .bits256).withUnsafeBytes { Data($0) }
  }

  package enum Kind: String, Sendable {
    case card, code
  }

  /// HMAC-SHA-256; a card and a code never come to the same.
  package func digest(of secret: UnsafeRawBufferPointer, _ kind: Kind) -> Data {
    var code = HMAC<SHA256>(key: key)
    code.update(data: Data((kind.rawValue + ":").utf8))
    code.update(data: secret)
    return Data(code.finalize())
  }
}

extension WriteTransaction {
  /// - Parameter digest: of a badge that is not enrolled now; 32 bytes.
  package func enrol(
    badge digest: Data, for member: MemberID, at now: Timestamp, day: ServiceDay, actor: String
  ) throws -> Badge {
    let id = nextSeq
    try append(.badgeEnrolled(id, member: member), at: now, day: day, actor: actor)
    try execute(
      "INSERT INTO badge(id, digest, member, valid_from) VALUES (?, ?, ?, ?)",
      [id, digest, member.text, now.milliseconds])
    return Badge(id: id, member: member, validFrom: now)
  }

  /// Ends a badge and forgets what it was known by.
  package func end(_ badge: Badge, at now: Timestamp, day: ServiceDay, actor: String) throws -> Badge {
    try append(.badgeEnded(badge.id), at: now, day: day, actor: actor)
    try execute("UPDATE badge SET digest = NULL, valid_until = ? WHERE id = ?", [now.milliseconds, badge.id])
    return Badge(id: badge.id, member: badge.member, validFrom: badge.validFrom, validUntil: now)
  }
}

extension ReadTransaction {
  private static let badgeColumns = "id, member, valid_from, valid_until"

  package func badge(_ id: Int64) throws -> Badge? {
    try row("SELECT \(Self.badgeColumns) FROM badge WHERE id = ?", [id]).map(Badge.init(row:))
  }

  /// The good badge that is known by this digest.
  package func badge(digest: Data) throws -> Badge? {
    try row("SELECT \(Self.badgeColumns) FROM badge WHERE digest = ?", [digest]).map(Badge.init(row:))
  }

  /// All that ever were, in the order in which they were enrolled.
  package func badges() throws -> [Badge] {
    try rows("SELECT \(Self.badgeColumns) FROM badge ORDER BY id", [], Badge.init(row:))
  }
}

extension Badge {
  fileprivate init(row: Row) throws {
    self.init(
      id: try row.value(0), member: try row.identifier(1), validFrom: try row.instant(2),
      validUntil: try row.optionalInstant(3))
  }
}
