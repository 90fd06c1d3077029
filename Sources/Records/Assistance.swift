package import Queueing

/// One thing done for a citizen within an assistance.
package struct AssistedActivity: Hashable, Sendable, Codable {
  package let activity: Activity
  /// Only where `activity.takesLevel`.
  package let level: ServiceLevel?
  package let platform: Platform?
  package let outcome: Outcome
  /// Without repetition, in the order of the list of codes.
  package let difficulties: [Difficulty]
  /// 0–600.
  package let minutes: Int?

  package init(
    activity: Activity, level: ServiceLevel? = nil, platform: Platform? = nil, outcome: Outcome = .done,
    difficulties: [Difficulty] = [], minutes: Int? = nil
  ) {
    self.activity = activity
    self.level = level
    self.platform = platform
    self.outcome = outcome
    self.difficulties = difficulties
    self.minutes = minutes
  }
}

/// One citizen helped once: one *lượt*, the unit the commune reports.
///
/// It says nothing by which a citizen could be known: no name, no number, no birth date.
package struct Assistance: Hashable, Sendable, Codable {
  /// The sequence number of the journal entry that recorded it, 1 and up; people and programs say `idText`.
  package let id: Int64
  /// `nil` for help away from the queue; a ticket has one assistance at most.
  package let ticket: TicketID?
  package let service: ServiceID?
  package let member: MemberID?
  package let counter: CounterID?
  package let place: Place
  package let startedAt: Timestamp
  /// 0–600, as somebody said; what a counter measured is in the ticket.
  package let minutes: Int?
  /// 1–16, no activity twice.
  package let activities: [AssistedActivity]
  /// Only with `residence` `village`.
  package let village: VillageID?
  package let residence: Residence?
  package let ageBand: AgeBand
  package let sex: Sex?
  /// The assistance that replaces this one; figures count only what nothing replaces and nobody withdrew.
  package var correctedBy: Int64?
  /// The entry that took this one back without another in its place.
  package var withdrawnBy: Int64?

  package init(
    id: Int64, ticket: TicketID? = nil, service: ServiceID? = nil, member: MemberID? = nil,
    counter: CounterID? = nil, place: Place, startedAt: Timestamp, minutes: Int? = nil,
    activities: [AssistedActivity], village: VillageID? = nil, residence: Residence? = nil,
    ageBand: AgeBand = .unknown, sex: Sex? = nil, correctedBy: Int64? = nil,
    withdrawnBy: Int64? = nil
  ) {
    self.id = id
    self.ticket = ticket
    self.service = service
    self.member = member
    self.counter = counter
    self.place = place
    self.startedAt = startedAt
    self.minutes = minutes
    self.activities = activities
    self.village = village
    self.residence = residence
    self.ageBand = ageBand
    self.sex = sex
    self.correctedBy = correctedBy
    self.withdrawnBy = withdrawnBy
  }
}

extension Assistance {
  /// The same help under the number the journal gives it.
  package func numbered(_ id: Int64) -> Assistance {
    Assistance(
      id: id, ticket: ticket, service: service, member: member, counter: counter, place: place, startedAt: startedAt,
      minutes: minutes, activities: activities, village: village, residence: residence, ageBand: ageBand, sex: sex)
  }

  package var idText: String { Self.idText(of: id) }

  /// `h-1204`.
  package static func idText(of id: Int64) -> String { "h-\(id)" }

  /// Reads `h-1204`; `nil` for any other form, also for leading zeros.
  package static func id(fromText text: String) -> Int64? {
    guard text.hasPrefix("h-"), let id = Int64(text.dropFirst(2)), id >= 1, idText(of: id) == text else { return nil }
    return id
  }
}
