import Foundation
import Queueing
import Storage

/// What is wrong with a day.
struct Fault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The queue as the journal alone tells it, by rules of its own that share nothing with the ones they judge: a ticket
/// stands where its last entry has put it, and no entry may come that its place does not allow.
struct WitnessedQueue {
  struct Person {
    let arrival: Int64
    var service: String
    let isPriority: Bool
    let isPaper: Bool
    /// When it was issued: by the office's clock as it shows the time now, and truly.
    var since: Int64
    let trueSince: Timestamp?
    let run: Int
    var state = "waiting"
    var counter: String?
    var directedTo: String?
    var wasCalled = false
    /// The clock has leapt since, so that a time on paper is of another clock.
    var hasLeapt = false
    var helped = false
  }

  private struct Body: Decodable {
    var ticket: String?
    var service: String?
    var services: [String]?
    var priority: String?
    var origin: String?
    var counter: String?
    var reason: String?
    var step: Int64?
    var issued: Int64?
    var assistance: Help?

    struct Help: Decodable { var ticket: String? }
  }

  /// Seconds; `nil` is no limit.
  let maxWait: Int?
  private(set) var day: ServiceDay?
  private(set) var days: [ServiceDay] = []
  private(set) var people: [String: Person] = [:]
  /// Of closed days: how its tickets ended.
  private(set) var past: [ServiceDay: [String: Person]] = [:]
  private(set) var seq: Int64 = 0
  /// Every number ever given.
  private var given: Set<String> = []
  /// Numbers of each letter that were passed over today.
  private var floors: [Character: Int] = [:]
  /// What an open counter serves.
  private(set) var open: [String: [String]] = [:]
  private(set) var paused: Set<String> = []
  private(set) var calls: [String: Int] = [:]
  private(set) var steps = 0
  private(set) var doubts = 0
  private let decoder = JSONDecoder()

  init(maxWait: Int?) { self.maxWait = maxWait }

  mutating func take(_ witnessed: Witnesses.Entry) throws {
    let entry = witnessed.entry
    func fault(_ text: String) -> Fault { Fault("entry \(entry.seq), \(entry.kind) \(entry.body): \(text)") }
    guard seq == 0 || entry.seq == seq + 1 else { throw fault("comes after \(seq)") }
    seq = entry.seq
    if let last = days.last, entry.day < last { throw fault("is of a day that is over") }
    let body = try decoder.decode(Body.self, from: Data(entry.body.utf8))

    /// The person an entry is about, who must stand in one of these states.
    func standing(_ states: String...) throws -> (String, Person) {
      guard let id = body.ticket, let person = people[id] else { throw fault("of a ticket that nobody has today") }
      guard states.contains(person.state) else { throw fault("of a ticket that is \(person.state)") }
      return (id, person)
    }

    switch entry.kind {
    case "day-opened":
      if let alive = people.first(where: { ["waiting", "called", "serving", "parked"].contains($0.value.state) }) {
        throw fault("while \(alive.key) is still \(alive.value.state)")
      }
      if let day {
        if entry.day <= day { throw fault("after \(day.text)") }
        past[day] = people
      }
      day = entry.day
      days.append(entry.day)
      (people, floors, open, paused) = ([:], [:], [:], [])
    case "ticket-issued":
      guard let id = body.ticket, let service = body.service, let day, id.hasPrefix(day.text) else {
        throw fault("is of no day")
      }
      guard given.insert(id).inserted else { throw fault("gives a number twice") }
      let number = id.dropFirst(11)
      let isPaper = body.origin == "paper"
      if let letter = number.first, let ordinal = Int(number.dropFirst()), !isPaper, ordinal <= floors[letter] ?? 0 {
        throw fault("gives a number that was passed over")
      }
      people[id] = Person(
        arrival: entry.seq, service: service, isPriority: body.priority != nil, isPaper: isPaper,
        since: body.issued ?? entry.at.milliseconds, trueSince: isPaper ? nil : witnessed.truth, run: witnessed.run)
    case "ticket-called":
      var (id, person) = try standing("waiting")
      guard let counter = body.counter, let services = open[counter], !paused.contains(counter) else {
        throw fault("at a counter that is not open")
      }
      if let other = people.first(where: { $0.value.counter == counter }) { throw fault("while it holds \(other.key)") }
      calls[body.reason ?? "", default: 0] += 1
      if body.reason != "staff-choice" {
        if person.directedTo.map({ $0 != counter }) ?? !services.contains(person.service) {
          throw fault("of somebody it does not serve")
        }
        if let earlier = passedOver(by: person, at: counter, services, entry.at.milliseconds) {
          throw fault("passes over \(earlier), who has waited longer than \(maxWait ?? 0) s")
        }
      }
      if let truth = person.trueSince, !person.wasCalled, person.run == witnessed.run {
        let (counted, truly) = (entry.at.milliseconds - person.since, witnessed.truth.milliseconds - truth.milliseconds)
        if abs(counted - truly) > 2500 { throw fault("after \(counted) ms that were \(truly) ms") }
      }
      person.state = "called"
      person.counter = counter
      person.wasCalled = true
      people[id] = person
    case "ticket-recalled": _ = try standing("called")
    case "ticket-started": try put(standing("called"), "serving")
    case "ticket-finished": try release(standing("called", "serving"), "finished")
    case "ticket-no-show": try release(standing("called"), "no-show")
    case "ticket-parked": try release(standing("called", "serving"), "parked")
    case "ticket-returned": try put(standing("no-show", "parked"), "waiting")
    case "ticket-transferred":
      var (id, person) = try standing("called", "serving")
      if let service = body.service {
        person.service = service
        person.directedTo = nil
      } else {
        guard let counter = body.counter, open[counter] != nil else { throw fault("to a counter that is closed") }
        person.directedTo = counter
      }
      people[id] = person
      release((id, person), "waiting")
    case "ticket-cancelled": try release(standing("waiting", "called", "parked"), "cancelled")
    case "ticket-expired": try release(standing("waiting", "called", "serving", "parked"), "expired")
    case "call-undone": try release(standing("called"), "waiting")
    case "ticket-released":
      let (id, _) = try standing("waiting", "called", "serving", "parked", "no-show")
      people[id]?.directedTo = nil
    case "counter-opened":
      guard let counter = body.counter, let services = body.services else { throw fault("says no counter") }
      open[counter] = services
      paused.remove(counter)
    case "counter-paused":
      guard let counter = body.counter, open[counter] != nil else { throw fault("of a counter that is not open") }
      paused.insert(counter)
    case "counter-closed":
      guard let counter = body.counter else { throw fault("says no counter") }
      if let held = people.first(where: { $0.value.counter == counter }) { throw fault("with \(held.key) at it") }
      open[counter] = nil
      paused.remove(counter)
    case "assistance-recorded":
      if let id = body.assistance?.ticket {
        guard people[id]?.state == "finished", people[id]?.helped == false else { throw fault("of one not finished") }
        people[id]?.helped = true
      }
    case "numbers-skipped":
      if let number = body.ticket?.dropFirst(11), let letter = number.first, let ordinal = Int(number.dropFirst()) {
        floors[letter] = max(floors[letter] ?? 0, ordinal)
      }
    case "clock-trusted":
      guard let step = body.step else { throw fault("says no step") }
      if step != 0 { steps += 1 }
      for id in people.keys {
        people[id]?.since += step
        people[id]?.hasLeapt = true
      }
    case "clock-distrusted": doubts += 1
    default: break
    }
  }

  /// Who came earlier, has waited too long and is passed over by somebody who has not.
  private func passedOver(by person: Person, at counter: String, _ services: [String], _ now: Int64) -> String? {
    guard let maxWait else { return nil }
    func isLate(_ person: Person) -> Bool { now - person.since >= Int64(maxWait + 1) * 1000 }
    if isLate(person) { return nil }
    return people.first { _, other in
      other.state == "waiting" && other.arrival < person.arrival && isLate(other) && !(other.isPaper && other.hasLeapt)
        && (other.directedTo.map { $0 == counter } ?? services.contains(other.service))
    }?.key
  }

  private mutating func put(_ person: (String, Person), _ state: String) {
    people[person.0]?.state = state
  }

  private mutating func release(_ person: (String, Person), _ state: String) {
    people[person.0]?.state = state
    people[person.0]?.counter = nil
  }

  func count(_ state: String, on day: ServiceDay) -> Int {
    tickets(on: day).values.count { $0.state == state }
  }

  func tickets(on day: ServiceDay) -> [String: Person] {
    day == self.day ? people : past[day] ?? [:]
  }
}
