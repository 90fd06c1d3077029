import Queueing

/// The queue said once more, as plainly as possible: one list of people, looked through from the front every time.
/// It shares no rule with the queue under test, and of its types only the words for the outcome.
struct ReferenceQueue {
  struct Person: Equatable {
    let number: String
    let isPriority: Bool
    let cameAt: Int64
    var service: Int
    var state = "waiting"
    var dueAt: Int64?
    /// The counter a called, serving, finished or missing person is or was at, for the state.
    var at: Int?
    var sentTo: Int?
    var calledAt: Int64?
    var shownAt: Int64?
    var startedAt: Int64?
    var finishedAt: Int64?
    var recalls = 0
    var lastCounter: Int?
    var lastMember: Int?
    var lastReason: String?
  }

  struct Desk: Equatable {
    var state = "closed"
    var member: Int?
    var services: [Int]
    /// Of each call today that was not taken back, whether it was of a priority ticket; the latest last.
    var history: [Bool] = []
    /// The person as before the call, as long as nothing but time has passed since.
    var fresh: Fresh?
  }

  struct Fresh: Equatable {
    let person: Int
    let asBefore: Person
    let at: Int64
  }

  enum Answer: Equatable {
    case done
    case called(number: String, reason: String)
    case nobody
    case refused(String)
  }

  /// Ordinary calls between two priority ones; `nil` is every priority ticket first.
  let normals: Int?
  let maxWait: Int?
  var now: Int64
  var people: [Person] = []
  var desks = SmallOffice.ownServices.map { Desk(services: $0) }

  private func person(at desk: Int) -> Int? {
    people.firstIndex { ($0.state == "called" || $0.state == "serving") && $0.at == desk }
  }

  func mayBeCalled(_ person: Person, at desk: Int) -> Bool {
    guard person.state == "waiting" else { return false }
    if let sentTo = person.sentTo { return sentTo == desk }
    return desks[desk].services.contains(person.service)
  }

  private func hasWaitedTooLong(_ person: Person) -> Bool {
    guard let maxWait else { return false }
    return (now - person.cameAt) / 1000 > maxWait
  }

  /// Who is next: the one who waited too long and came first; else priority where its turn has come; else the first.
  private func next(at desk: Int) -> (person: Int, reason: String)? {
    let line = people.indices.filter { mayBeCalled(people[$0], at: desk) }
    guard let first = line.first else { return nil }
    if let late = line.first(where: { hasWaitedTooLong(people[$0]) }) { return (late, "max-wait") }
    guard let privileged = line.first(where: { people[$0].isPriority }) else { return (first, "arrival") }
    guard let normals else { return (privileged, "priority-first") }
    if privileged == first { return (first, "arrival") }
    let history = desks[desk].history
    let isTurn = !history.contains(true) || history.suffix(normals).allSatisfy { !$0 } && history.count >= normals
    return isTurn ? (privileged, "priority-turn") : (first, "arrival")
  }

  mutating func apply(_ command: QueueCommand) -> Answer {
    switch command {
    case .issue(let service, let isPriority):
      let letter = SmallOffice.letters[service]
      let before = people.count { $0.number.hasPrefix(letter) }
      let digits = "000\(before + 1)"
      people.append(
        Person(
          number: letter + digits.suffix(max(3, digits.count - 3)), isPriority: isPriority, cameAt: now,
          service: service))
      return .done
    case .callNext(let desk):
      if let refusal = refusalToCall(at: desk) { return refusal }
      guard let (person, reason) = next(at: desk) else { return .nobody }
      call(person, at: desk, reason: reason)
      return .called(number: people[person].number, reason: reason)
    case .call(let arrival, let desk):
      if let refusal = refusalToCall(at: desk) { return refusal }
      guard let person = index(of: arrival) else { return .done }
      guard people[person].state == "waiting" else { return .refused("illegal-move") }
      call(person, at: desk, reason: "staff-choice")
      return .done
    case .recall(let desk):
      return withPerson(at: desk, in: ["called"]) { person, now in
        person.recalls += 1
        person.shownAt = now
      }
    case .start(let desk):
      return withPerson(at: desk, in: ["called"]) { person, now in
        person.state = "serving"
        person.startedAt = now
      }
    case .finish(let desk):
      return withPerson(at: desk, in: ["called", "serving"]) { person, now in
        if person.state == "called" { person.startedAt = person.calledAt }
        person.state = "finished"
        person.finishedAt = now
      }
    case .noShow(let desk):
      return withPerson(at: desk, in: ["called"]) { person, _ in person.state = "no-show" }
    case .park(let desk, let seconds):
      return withPerson(at: desk, in: ["called", "serving"]) { person, now in
        Self.stepAway(&person, state: "parked")
        person.dueAt = now + Int64(seconds) * 1000
      }
    case .transferToService(let desk, let service):
      return withPerson(at: desk, in: ["called", "serving"]) { person, _ in
        Self.stepAway(&person, state: "waiting")
        person.service = service
        person.sentTo = nil
      }
    case .transferToCounter(let desk, let target):
      if desks[target].state == "closed" { return .refused("counter-closed") }
      return withPerson(at: desk, in: ["called", "serving"]) { person, _ in
        Self.stepAway(&person, state: "waiting")
        person.sentTo = target
      }
    case .undo(let desk):
      guard let fresh = desks[desk].fresh else { return .refused("nothing-to-undo") }
      if now - fresh.at > 10_000 { return .refused("undo-too-late") }
      let sentTo = people[fresh.person].sentTo
      people[fresh.person] = fresh.asBefore
      people[fresh.person].sentTo = sentTo
      desks[desk].history.removeLast()
      desks[desk].fresh = nil
      return .done
    case .comeBack(let arrival):
      guard let person = index(of: arrival) else { return .done }
      guard ["no-show", "parked"].contains(people[person].state) else { return .refused("illegal-move") }
      Self.stepAway(&people[person], state: "waiting")
      return .done
    case .returnDue:
      for person in people.indices where people[person].state == "parked" {
        if let due = people[person].dueAt, due <= now { Self.stepAway(&people[person], state: "waiting") }
      }
      return .done
    case .cancel(let arrival):
      guard let person = index(of: arrival) else { return .done }
      guard ["waiting", "called", "parked"].contains(people[person].state) else { return .refused("illegal-move") }
      if let desk = people[person].at { desks[desk].fresh = nil }
      people[person].state = "cancelled"
      people[person].at = nil
      people[person].dueAt = nil
      return .done
    case .open(let desk, let member, let services):
      desks[desk].state = "open"
      desks[desk].member = member
      desks[desk].services = services
      desks[desk].fresh = nil
      return .done
    case .pause(let desk):
      guard desks[desk].state == "open" else { return .refused("counter-closed") }
      desks[desk].state = "paused"
      return .done
    case .close(let desk):
      if person(at: desk) != nil { return .refused("counter-busy") }
      desks[desk].state = "closed"
      desks[desk].member = nil
      desks[desk].fresh = nil
      for person in people.indices where people[person].sentTo == desk {
        if ["finished", "cancelled"].contains(people[person].state) { continue }
        people[person].sentTo = nil
      }
      return .done
    case .advance(let milliseconds):
      now += Int64(milliseconds)
      return .done
    case .nextDay:
      people = []
      desks = SmallOffice.ownServices.map { Desk(services: $0) }
      return .done
    }
  }

  /// Arrival numbers of today end with the latest person.
  var firstArrival: Int64 = 1

  private func index(of arrival: Int64) -> Int? {
    let index = Int(arrival - firstArrival)
    return people.indices.contains(index) ? index : nil
  }

  private func refusalToCall(at desk: Int) -> Answer? {
    if desks[desk].state != "open" { return .refused("counter-closed") }
    return person(at: desk) == nil ? nil : .refused("counter-busy")
  }

  private mutating func call(_ index: Int, at desk: Int, reason: String) {
    desks[desk].fresh = Fresh(person: index, asBefore: people[index], at: now)
    desks[desk].history.append(people[index].isPriority)
    people[index].state = "called"
    people[index].at = desk
    people[index].calledAt = now
    people[index].shownAt = now
    people[index].lastCounter = desk
    people[index].lastMember = desks[desk].member
    people[index].lastReason = reason
  }

  private mutating func withPerson(
    at desk: Int, in states: [String], _ change: (inout Person, Int64) -> Void
  ) -> Answer {
    guard let person = person(at: desk) else { return .refused("nothing-held") }
    guard states.contains(people[person].state) else { return .refused("illegal-move") }
    change(&people[person], now)
    desks[desk].fresh = nil
    return .done
  }

  /// Away from the counter, neither called nor served; what was called before stays known.
  private static func stepAway(_ person: inout Person, state: String) {
    person.state = state
    person.at = nil
    person.dueAt = nil
    person.startedAt = nil
  }
}

extension ReferenceQueue.Person {
  /// The same ticket in the words of the queue under test.
  init(_ ticket: Ticket) {
    let counter = { (id: CounterID?) in id.flatMap { SmallOffice.counters.firstIndex(of: $0) } }
    self.init(
      number: ticket.id.number.text, isPriority: ticket.priority != nil, cameAt: ticket.issuedAt.milliseconds,
      service: SmallOffice.services.firstIndex(of: ticket.service) ?? -1)
    state = ticket.state.name.rawValue
    switch ticket.state {
    case .called(let holder), .serving(let holder), .finished(let holder), .noShow(let holder): at = counter(holder)
    case .parked(let due): dueAt = due.milliseconds
    case .waiting, .cancelled, .expired: break
    }
    sentTo = counter(ticket.directedTo)
    calledAt = ticket.calledAt?.milliseconds
    shownAt = ticket.announcedAt?.milliseconds
    startedAt = ticket.startedAt?.milliseconds
    finishedAt = ticket.finishedAt?.milliseconds
    recalls = ticket.recalls
    lastCounter = counter(ticket.counter)
    lastMember = ticket.member.flatMap { SmallOffice.members.firstIndex(of: $0) }
    lastReason = ticket.reason?.rawValue
  }
}
