/// How fairly people were called: who waited longest, and who went before whom, by whom and why.
///
/// It is told of every event that changes who waits, in the order of the journal.
package struct Fairness: Sendable {
  package enum Event: Hashable, Sendable {
    case dayOpened
    case issued(TicketIssue, arrival: Int64)
    case counterOpened(CounterID, services: [ServiceID])
    case moved(TicketID, TicketMove)
    /// Milliseconds by which the clock leapt.
    case clockStepped(Int64)
  }

  package struct Wait: Hashable, Sendable {
    package let ticket: TicketID
    /// What it was waiting for when it was called.
    package let service: ServiceID
    package let calledAt: Timestamp
    /// From the issue to the first call, as long as time passed.
    package let seconds: Int
  }

  /// A call of somebody while others that the counter might have called had come before.
  package struct JumpOver: Hashable, Sendable {
    package let ticket: TicketID
    package let calledAt: Timestamp
    package let counter: CounterID
    package let member: MemberID?
    /// Who gave the command, as the journal keeps it.
    package let requester: String
    package let reason: CallReason
    /// People who had come before.
    package let over: Int
    /// Seconds that the one of them had waited who waited longest.
    package let longestWait: Int
  }

  private struct Person {
    let arrival: Int64
    let isPaper: Bool
    var service: ServiceID
    var directedTo: CounterID?
    var since: Timestamp
    var isWaiting = true
    var wasCalled = false

    func came(before other: Person) -> Bool {
      // People with numbers on paper came in the order of the times on it.
      guard isPaper, other.isPaper, since != other.since else { return arrival < other.arrival }
      return since < other.since
    }
  }

  /// The jump-overs that are listed: those over the people who had waited longest.
  package static let listLimit = 200

  private var people: [TicketID: Person] = [:]
  private var services: [CounterID: [ServiceID]] = [:]
  /// Of each ticket's latest call, as long as it may be undone: whether it was the first one.
  private var jumps: [TicketID: JumpOver] = [:]
  private var firstCalls: [TicketID: Wait] = [:]
  private var settledJumps: [JumpOver] = []

  private(set) package var calls = 0
  private(set) package var jumpCounts: [CallReason: Int] = [:]
  private var longest: [ServiceID: Wait] = [:]

  package init() {}

  /// The longest waits of each service, longest first.
  package var longestWaits: [Wait] {
    var waits = longest
    for wait in firstCalls.values { Self.keep(wait, in: &waits) }
    return waits.values.sorted { ($1.seconds, $0.ticket.text) < ($0.seconds, $1.ticket.text) }
  }

  /// The gravest first, `listLimit` at most; `jumpCounts` counts them all.
  package var jumpOvers: [JumpOver] {
    Array((settledJumps + jumps.values).sorted(by: Self.isGraver).prefix(Self.listLimit))
  }

  package mutating func note(_ event: Event, at now: Timestamp, by requester: String) {
    switch event {
    case .dayOpened: endDay()
    case .issued(let issue, let arrival):
      people[issue.ticket] = Person(
        arrival: arrival, isPaper: issue.origin == .paper, service: issue.service, since: issue.issuedAt ?? now)
    case .counterOpened(let counter, let services): self.services[counter] = services
    case .clockStepped(let milliseconds):
      for id in people.keys { people[id]?.since.milliseconds += milliseconds }
    case .moved(let ticket, let move): note(move, of: ticket, at: now, by: requester)
    }
  }

  private mutating func note(_ move: TicketMove, of id: TicketID, at now: Timestamp, by requester: String) {
    guard let person = people[id] else { return }
    switch move {
    case .call(let counter, let member, let reason):
      settle(id)
      calls += 1
      people[id]?.isWaiting = false
      people[id]?.wasCalled = true
      if !person.wasCalled {
        firstCalls[id] = Wait(
          ticket: id, service: person.service, calledAt: now, seconds: max(0, now.seconds(since: person.since)))
      }
      let passed = people.values.filter { isOffered($0, to: counter) && $0.came(before: person) }
      guard let earliest = passed.map(\.since).min() else { return }
      jumps[id] = JumpOver(
        ticket: id, calledAt: now, counter: counter, member: member, requester: requester, reason: reason,
        over: passed.count, longestWait: max(0, now.seconds(since: earliest)))
      jumpCounts[reason, default: 0] += 1
    case .undoCall:
      calls -= 1
      if let jump = jumps.removeValue(forKey: id) { jumpCounts[jump.reason, default: 0] -= 1 }
      if firstCalls.removeValue(forKey: id) != nil { people[id]?.wasCalled = false }
      people[id]?.isWaiting = true
    case .comeBack: people[id]?.isWaiting = true
    case .transfer(.service(let service)):
      people[id]?.service = service
      people[id]?.directedTo = nil
      people[id]?.isWaiting = true
    case .transfer(.counter(let counter)):
      people[id]?.directedTo = counter
      people[id]?.isWaiting = true
    case .cancel, .expire:
      settle(id)
      people[id] = nil
    case .releaseDirection: people[id]?.directedTo = nil
    case .recall, .start, .finish, .noShow, .park: break
    }
  }

  private func isOffered(_ person: Person, to counter: CounterID) -> Bool {
    guard person.isWaiting else { return false }
    return person.directedTo.map { $0 == counter } ?? (services[counter] ?? []).contains(person.service)
  }

  /// The latest call of a ticket stands.
  private mutating func settle(_ id: TicketID) {
    if let wait = firstCalls.removeValue(forKey: id) { Self.keep(wait, in: &longest) }
    if let jump = jumps.removeValue(forKey: id) {
      settledJumps.append(jump)
      if settledJumps.count >= 2 * Self.listLimit {
        settledJumps = Array(settledJumps.sorted(by: Self.isGraver).prefix(Self.listLimit))
      }
    }
  }

  private mutating func endDay() {
    for id in Array(people.keys) { settle(id) }
    people = [:]
    services = [:]
  }

  private static func keep(_ wait: Wait, in waits: inout [ServiceID: Wait]) {
    if wait.seconds > waits[wait.service]?.seconds ?? -1 { waits[wait.service] = wait }
  }

  private static func isGraver(_ one: JumpOver, _ other: JumpOver) -> Bool {
    (one.longestWait, one.over, other.ticket.text) > (other.longestWait, other.over, one.ticket.text)
  }
}
