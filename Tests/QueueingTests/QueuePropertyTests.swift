import Foundation
import Queueing
import Simulation
import Testing

/// One seed for the whole run, new each time; `LUOT_SEED` replays an earlier one.
let propertySeed: UInt64 =
  ProcessInfo.processInfo.environment["LUOT_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)

@Suite struct QueuePropertyTests {
  static let policies: [CallingPolicy] = [
    CallingPolicy(mode: .interleaved(normals: 3), maxWait: 1200),
    CallingPolicy(mode: .interleaved(normals: 1), maxWait: nil),
    CallingPolicy(mode: .interleaved(normals: 5), maxWait: 600),
    CallingPolicy(mode: .strict, maxWait: 900),
    CallingPolicy(mode: .strict, maxWait: nil),
  ]

  @Test(arguments: policies)
  func `No ticket is lost, doubled, skipped or starved in 200,000 random commands`(policy: CallingPolicy) {
    var run = PropertyRun(policy: policy, seed: propertySeed)
    for step in 1...200_000 / Self.policies.count {
      if let fault = run.step() {
        Issue.record("LUOT_SEED=\(propertySeed), \(policy), step \(step): \(fault)\n\(run.recentCommands)")
        return
      }
    }
    // A generator that reaches only part of the rules would prove less than it says.
    #expect(run.callReasons.count >= (policy.maxWait == nil ? 2 : 3), "LUOT_SEED=\(propertySeed): \(run.callReasons)")
    #expect(run.undone > 100, "LUOT_SEED=\(propertySeed)")
    #expect(run.refused.count == 6, "LUOT_SEED=\(propertySeed): \(run.refused)")
    #expect(run.days > 100, "LUOT_SEED=\(propertySeed)")
  }
}

/// Drives the queue under test and the reference side by side and judges the former after each command.
struct PropertyRun {
  private let policy: CallingPolicy
  private var random: SplitMix64
  private var queue: QueueUnderTest
  private var reference: ReferenceQueue
  private var recent: [QueueCommand] = []
  /// Of each counter, how many ordinary tickets it was given in a row by turn while a priority ticket waited.
  private var passedOver = SmallOffice.counters.map { _ in 0 }
  /// Ticket, counter and `passedOver` as before the latest call of each counter.
  private var beforeCall: [Int: (ticket: Ticket, counter: Counter, passedOver: Int)] = [:]

  private(set) var callReasons: Set<CallReason> = []
  private(set) var refused: Set<String> = []
  private(set) var undone = 0
  private(set) var days = 0

  init(policy: CallingPolicy, seed: UInt64) {
    self.policy = policy
    random = SplitMix64(seed: seed)
    let start = CivilTime.instant(epochDay: 20_780, secondOfDay: 7 * 3600)
    queue = QueueUnderTest(policy: policy, now: start)
    let normals: Int? = if case .interleaved(let normals) = policy.mode { normals } else { nil }
    reference = ReferenceQueue(normals: normals, maxWait: policy.maxWait, now: start.milliseconds)
  }

  var recentCommands: String {
    recent.map { "\($0)" }.joined(separator: "\n")
  }

  /// Makes one random command; gives what is wrong afterwards, `nil` when nothing is.
  mutating func step() -> String? {
    let command = QueueCommand.random(arrivals: queue.arrivals, by: &random)
    recent = recent.suffix(39) + [command]
    let before = queue
    if case .nextDay = command, let fault = faultAtDayEnd() { return fault }

    let answer: ReferenceQueue.Answer
    var choice: CallChoice?
    do throws(Refusal) {
      choice = try queue.apply(command)
      answer = self.answer(to: command, choice: choice)
    } catch {
      answer = .refused(error.name)
      refused.insert(error.name)
      if queue.tickets != before.tickets || queue.counters != before.counters {
        return "the refused \(command) left a trace"
      }
    }
    let expected = reference.apply(command)
    if case .nextDay = command {
      reference.now = queue.now.milliseconds
      reference.firstArrival = queue.arrivals.lowerBound
      passedOver = passedOver.map { _ in 0 }
      days += 1
    }
    if answer != expected { return "\(command) was answered \(answer), not \(expected)" }
    return faultOfState() ?? faultOfCall(command, answer: answer, choice: choice, before: before)
      ?? faultOfUndo(command, answer: answer)
  }

  private func answer(to command: QueueCommand, choice: CallChoice?) -> ReferenceQueue.Answer {
    guard case .callNext = command else { return .done }
    guard let choice else { return .nobody }
    return .called(
      number: queue.tickets[queue.index(of: choice.arrival)].id.number.text, reason: choice.reason.rawValue)
  }

  /// Nothing lost, nothing doubled, nobody held twice, and everything as the reference has it.
  private func faultOfState() -> String? {
    guard queue.tickets.count == reference.people.count else {
      return "\(queue.tickets.count) tickets instead of \(reference.people.count)"
    }
    for (ticket, person) in zip(queue.tickets, reference.people) where ReferenceQueue.Person(ticket) != person {
      return "\(ticket) is not \(person)"
    }
    let holders = queue.tickets.compactMap(\.state.holder)
    if Set(holders).count != holders.count { return "a counter holds two tickets: \(holders)" }
    for (counter, desk) in zip(queue.counters, reference.desks) {
      let services = desk.services.map { SmallOffice.services[$0] }
      let member = desk.member.map { SmallOffice.members[$0] }
      guard counter.state.rawValue == desk.state, counter.services == services, counter.member == member,
        (counter.undoable == nil) == (desk.fresh == nil)
      else { return "\(counter) is not \(desk)" }
    }
    return nil
  }

  private func faultAtDayEnd() -> String? {
    let numbers = Set(queue.tickets.map(\.id))
    return numbers.count == queue.tickets.count ? nil : "a number was given twice"
  }

  /// The promises of the policy, each said for itself.
  private mutating func faultOfCall(
    _ command: QueueCommand, answer: ReferenceQueue.Answer, choice: CallChoice?, before: QueueUnderTest
  ) -> String? {
    if case .call(let arrival, let counter) = command, answer == .done, before.arrivals.contains(arrival) {
      let called = before.tickets[before.index(of: arrival)]
      beforeCall[counter] = (called, before.counters[counter], passedOver[counter])
      if called.priority != nil { passedOver[counter] = 0 }
    }
    guard case .callNext(let counter) = command, let choice else { return nil }
    let called = before.tickets[before.index(of: choice.arrival)]
    beforeCall[counter] = (called, before.counters[counter], passedOver[counter])
    callReasons.insert(choice.reason)
    let line = before.line(of: counter)
    let others = line.filter { $0.arrival != called.arrival }
    guard others.count == line.count - 1 else { return "\(called) was not in the line of the counter" }

    let isLate = before.hasWaitedTooLong(called)
    if others.contains(where: { before.hasWaitedTooLong($0) && (!isLate || $0.arrival < called.arrival) }) {
      return "\(called) was called before one who waited past max_wait"
    }
    let sameKind = others.filter { ($0.priority != nil) == (called.priority != nil) }
    if sameKind.contains(where: { $0.arrival < called.arrival }) { return "\(called) was called out of its order" }

    let priorityWaits = others.contains { $0.priority != nil }
    switch policy.mode {
    case .strict:
      if called.priority == nil, priorityWaits, !isLate { return "\(called) was called before a priority ticket" }
    case .interleaved(let normals):
      if called.priority != nil || !priorityWaits {
        passedOver[counter] = 0
      } else if choice.reason != .maxWait {
        passedOver[counter] += 1
      }
      if passedOver[counter] > normals { return "priority passed over \(passedOver[counter]) times at \(counter)" }
      let earlierOrdinary = others.contains { $0.priority == nil && $0.arrival < called.arrival }
      if called.priority != nil, !isLate, earlierOrdinary, before.counters[counter].normalsSincePriority < normals {
        return "\(called) was called before the turn of priority"
      }
    }
    return nil
  }

  private mutating func faultOfUndo(_ command: QueueCommand, answer: ReferenceQueue.Answer) -> String? {
    guard case .undo(let counter) = command, answer == .done, let saved = beforeCall[counter] else { return nil }
    undone += 1
    passedOver[counter] = saved.passedOver
    var restored = queue.tickets[queue.index(of: saved.ticket.arrival)]
    // Meanwhile the counter it was directed to may have closed.
    if restored.directedTo == nil { restored.directedTo = saved.ticket.directedTo }
    if restored != saved.ticket { return "undo left \(restored) of \(saved.ticket)" }
    if queue.counters[counter].normalsSincePriority != saved.counter.normalsSincePriority {
      return "undo left the count of \(queue.counters[counter])"
    }
    return nil
  }
}

extension Refusal {
  var name: String {
    switch self {
    case .illegalMove: "illegal-move"
    case .counterBusy: "counter-busy"
    case .counterClosed: "counter-closed"
    case .nothingHeld: "nothing-held"
    case .nothingToUndo: "nothing-to-undo"
    case .undoTooLate: "undo-too-late"
    // What only the desk refuses, no rule of a ticket or a counter.
    default: "\(self)"
    }
  }
}
