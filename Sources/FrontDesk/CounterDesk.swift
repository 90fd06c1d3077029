package import Queueing
package import Records
import Storage

/// All that somebody at a counter looks at, of one instant.
package struct CounterDesk: Hashable, Sendable {
  /// Somebody in a line.
  package struct Person: Hashable, Sendable {
    package let ticket: TicketAnswer
    package let village: Village?
    package let reason: CallReason
  }

  package let seq: Int64
  package let asOf: Timestamp
  package let counter: CounterAnswer
  /// Who works here, by name.
  package let member: Member?
  package let held: Person?
  /// Until when the last call can be taken back; `nil` when it cannot.
  package let undoUntil: Timestamp?
  /// Who would be called next, and why.
  package let next: Person?
  package let lines: [OfficeGauges.Line]
  package let parked: [TicketAnswer]
  package let absent: [TicketAnswer]
  /// What people of the held ticket's service are usually helped with, the most frequent first.
  package let usualActivities: [Activity]
  package let villages: [Village]
  /// Where people come from of late, the most frequent first.
  package let usualVillages: [VillageID]
  /// Services that no number is given out for, and why.
  package let closings: [ServiceID: Closing]
  /// That lines were sent home, and what citizens are asked to do.
  package let notices: [String]
  /// Who asks for a person at a kiosk and nobody goes to, the earliest first.
  package let helpCalls: [HelpCallAnswer]
  /// The latest that the member who looks recorded today.
  package let recorded: [AssistanceAnswer]
  /// People the member who looks has served at counters today, the seconds of all of them together, and people helped
  /// elsewhere.
  package let served: Int
  package let servedSeconds: Int
  package let helpedElsewhere: Int
}

/// What a member recorded on a day, and what else is needed to record help.
package struct RecordDesk: Hashable, Sendable {
  package let asOf: Timestamp
  package let today: ServiceDay
  /// The day it is about.
  package let day: ServiceDay
  package let usualActivities: [Activity]
  package let villages: [Village]
  package let usualVillages: [VillageID]
  /// Who may have helped.
  package let members: [Member]
  /// The latest first.
  package let recorded: [AssistanceAnswer]
  /// Finished today without a record.
  package let unrecorded: [TicketAnswer]
  /// Whether the day's records are erased, as they are in time.
  package let isAged: Bool
}

extension Lookup {
  private static let listLimit = 12
  private static let recordLimit = 3
  /// Records a habit is read from.
  private static let habit = 500
  /// What one volunteer may have recorded in a day.
  private static let dayLimit = 200

  func desk(_ id: CounterID, of member: MemberID?) throws -> CounterDesk {
    guard let definition = office.counter(id) else { throw RequestProblem.noSuchCounter(id) }
    let day = try tx.currentDay() ?? office.serviceDay(at: now)
    let stored = try tx.counters().first { $0.id == id } ?? Counter(id: id, services: definition.services)
    let villages = try tx.villages().filter { $0.isActive(on: day) }
    let person = { (ticket: Ticket, reason: CallReason) in
      CounterDesk.Person(
        ticket: try answer(ticket), village: villages.first { $0.id == ticket.village }, reason: reason)
    }
    let held = try tx.ticket(heldBy: id)
    let choice = office.policy.choose(
      among: try tx.heads(for: stored), normalsSincePriority: stored.normalsSincePriority, at: now)
    let next = try choice.flatMap { choice in
      try tx.ticket(arrival: choice.arrival).map { try person($0, choice.reason) }
    }
    let amended = try tx.openingAmendments(now: now)
    let lines = try gauges().lines
    let closings = office.services.compactMap { service -> (ServiceID, Closing)? in
      let issued = lines.first { $0.service == service.id }?.issued ?? 0
      return office.closing(of: service, issued: issued, on: day, at: now, amended: amended).map { (service.id, $0) }
    }
    let served = try member.map { try tx.served(by: $0, on: day) } ?? (count: 0, seconds: 0, elsewhere: 0)
    // Parked for however long: the day ends before.
    let horizon = now.adding(seconds: 2 * 86_400)
    return CounterDesk(
      seq: try tx.chainEnd().seq, asOf: now, counter: try answer(stored, definition: definition),
      member: try stored.member.flatMap { try tx.member($0) },
      held: try held.map { try person($0, $0.reason ?? .arrival) },
      undoUntil: stored.undoable.flatMap { _ in
        held?.state.name == .called ? held?.calledAt?.adding(seconds: Counter.undoSeconds) : nil
      },
      next: next, lines: lines,
      parked: try tx.parkedTickets(dueAt: horizon, limit: Self.listLimit).map { try answer($0) },
      absent: try tx.absentTickets(on: day, limit: Self.listLimit).map { try answer($0) },
      usualActivities: try held.map { try tx.usualActivities(of: $0.service, latest: Self.habit) } ?? [],
      villages: villages, usualVillages: try held == nil ? [] : tx.usualVillages(latest: Self.habit),
      closings: Dictionary(closings) { $1 },
      notices: try cancellationNotices(on: day, at: now, forStaff: true),
      helpCalls: try tx.helpCalls(on: day, limit: Self.listLimit).filter { $0.acknowledgement == nil }.reversed()
        .map(HelpCallAnswer.init),
      recorded: try member.map { try tx.assistances(by: $0, on: day, limit: Self.recordLimit) }?
        .map { AssistanceAnswer($0) } ?? [],
      served: served.count, servedSeconds: served.seconds, helpedElsewhere: served.elsewhere)
  }

  /// - Parameter wanted: today, if it is `nil`.
  func records(of member: MemberID, on wanted: ServiceDay?) throws -> RecordDesk {
    let today = try tx.currentDay() ?? office.serviceDay(at: now)
    let day = wanted ?? today
    let unrecorded = day == today ? try tx.unrecordedTickets(of: member, on: day, limit: Self.dayLimit) : []
    let aged = try tx.agedThrough()
    return RecordDesk(
      asOf: now, today: today, day: day, usualActivities: try tx.usualActivities(of: nil, latest: Self.habit),
      villages: try tx.villages().filter { $0.isActive(on: day) },
      usualVillages: try tx.usualVillages(latest: Self.habit),
      members: try tx.members().filter { $0.isActive(on: day) },
      recorded: try tx.assistances(by: member, on: day, limit: Self.dayLimit).map {
        try answer($0, for: .member(member))
      },
      unrecorded: try unrecorded.map { try answer($0) }, isAged: day < today && aged.map { day <= $0 } ?? false)
  }
}

extension Reception {
  /// What a counter's page shows to a member.
  package func desk(_ counter: CounterID, of member: MemberID?) async throws -> CounterDesk {
    try await look { try $0.desk(counter, of: member) }
  }

  /// What the page of a member's records shows of a day, today's unless another is named, with the notes: for the member
  /// and for who may correct what others recorded.
  package func records(of member: MemberID, on day: ServiceDay? = nil) async throws -> RecordDesk {
    try await look { try $0.records(of: member, on: day) }
  }
}
