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
  /// People the member who looks has served today, and the seconds of all of them together.
  package let served: Int
  package let servedSeconds: Int
}

extension Lookup {
  private static let listLimit = 12
  /// Records a habit is read from.
  private static let habit = 500

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
    let served = try member.map { try tx.served(by: $0, on: day) } ?? (count: 0, seconds: 0)
    // Parked for however long: the day ends before.
    let horizon = now.adding(seconds: 2 * 86_400)
    return CounterDesk(
      seq: try tx.chainEnd().seq, asOf: now, counter: try answer(stored, definition: definition),
      member: try stored.member.flatMap { try tx.member($0) },
      held: try held.map { try person($0, $0.reason ?? .arrival) },
      undoUntil: stored.undoable.flatMap { _ in
        held?.state.name == .called ? held?.calledAt?.adding(seconds: Counter.undoSeconds) : nil
      },
      next: next, lines: try gauges().lines,
      parked: try tx.parkedTickets(dueAt: horizon, limit: Self.listLimit).map { try answer($0) },
      absent: try tx.absentTickets(on: day, limit: Self.listLimit).map { try answer($0) },
      usualActivities: try held.map { try tx.usualActivities(of: $0.service, latest: Self.habit) } ?? [],
      villages: villages, served: served.count, servedSeconds: served.seconds)
  }
}

extension Reception {
  /// What a counter's page shows to a member.
  package func desk(_ counter: CounterID, of member: MemberID?) async throws -> CounterDesk {
    try await look { try $0.desk(counter, of: member) }
  }
}
