package import Queueing

/// An entry of a register: what it says holds between two days.
package protocol Registered: Hashable, Sendable, Codable {
  var validFrom: ServiceDay { get }
  /// The last day it holds; `nil` while no end is known.
  var validUntil: ServiceDay? { get }
}

extension Registered {
  /// Whether it holds on the day; both its first and its last day count.
  package func isActive(on day: ServiceDay) -> Bool {
    guard day >= validFrom else { return false }
    return validUntil.map { day <= $0 } ?? true
  }
}

/// Somebody who helps citizens.
package struct Member: Registered {
  package let id: MemberID
  package let name: String
  package let team: Team
  package let validFrom: ServiceDay
  package let validUntil: ServiceDay?

  package init(id: MemberID, name: String, team: Team, validFrom: ServiceDay, validUntil: ServiceDay? = nil) {
    self.id = id
    self.name = name
    self.team = team
    self.validFrom = validFrom
    self.validUntil = validUntil
  }
}

/// A thôn of the commune. The People's Council may merge and rename them, hence the days.
package struct Village: Registered {
  package let id: VillageID
  package let name: String
  package let validFrom: ServiceDay
  package let validUntil: ServiceDay?
  /// The one it was merged into, when it ended so.
  package let successor: VillageID?

  package init(
    id: VillageID, name: String, validFrom: ServiceDay, validUntil: ServiceDay? = nil, successor: VillageID? = nil
  ) {
    self.id = id
    self.name = name
    self.validFrom = validFrom
    self.validUntil = validUntil
    self.successor = successor
  }
}

/// The registers an assistance refers to.
package struct Registers: Hashable, Sendable {
  package let members: [MemberID: Member]
  package let villages: [VillageID: Village]

  /// Of two entries with one id the later one counts.
  package init(members: [Member], villages: [Village]) {
    self.members = Dictionary(members.map { ($0.id, $0) }) { $1 }
    self.villages = Dictionary(villages.map { ($0.id, $0) }) { $1 }
  }
}
