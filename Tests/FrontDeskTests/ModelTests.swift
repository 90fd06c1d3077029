import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage
import Testing

/// What the office must look like, told by the contract alone and without a store.
private struct Model {
  var day = Sample.monday
  var states: [TicketID: StateName] = [:]
  var due: [TicketID: Timestamp] = [:]
  var held: [CounterID: TicketID] = [:]
  var counters: [CounterID: CounterState] = [:]
  var numbers: [String: Int] = [:]
  /// The tickets of the day, in the order of their issue.
  var today: [TicketID] = []
  /// Whose slip is still to be printed.
  var unprinted: Set<TicketID> = []
  var assistances = 0

  mutating func begin(_ day: ServiceDay) {
    for ticket in today where states[ticket]?.isLive == true { states[ticket] = .expired }
    today = []
    self.day = day
    due = [:]
    held = [:]
    numbers = [:]
    for counter in counters.keys { counters[counter] = .closed }
  }

  mutating func release(_ counter: CounterID, to state: StateName) {
    if let ticket = held.removeValue(forKey: counter) { states[ticket] = state }
  }
}

@Suite(.timeLimit(.minutes(15))) struct ModelTests {
  private static let counters: [CounterID] = ["1", "2", "3"]
  private static let services = ["ho-tich", "dat-dai", "vneid"]

  @Test(arguments: [20_261_123 as UInt64])
  func `Twenty thousand random requests do what the contract says, and prove themselves`(seed: UInt64) async throws {
    var random = SplitMix64(seed: seed)
    // In memory where there is such a folder: this is about what is written, not about when it is durable.
    let memory = FileManager.default.fileExists(atPath: "/dev/shm") ? "/dev/shm" : NSTemporaryDirectory()
    let folder = try TemporaryFolder(in: memory)
    var front = try await FrontOffice.ready(Sample.office(alwaysOpen: true), open: [], folder: folder)
    var model = Model()
    for counter in Self.counters { model.counters[counter] = .closed }
    for step in 0..<20_000 {
      let context: Comment = "seed \(seed), step \(step)"
      if step == 10_000 {
        try front.store.close()
        let report = try Store.verify(path: folder.path + "/luot.sqlite")
        try #require(report.problems == [], context)
        let again = try FrontOffice(Sample.office(alwaysOpen: true), at: front.clock.now, folder: folder)
        try await again.reception.seed(members: [], villages: [])
        front = again
      }
      front.clock.pass(seconds: random.below(40))
      if random.chance(percent: 1), random.chance(percent: 10) {
        let next = model.day.advanced(by: 1 + random.below(3))
        front.clock.set(Sample.at(next, 7, 30))
      }
      try await pass(front, &model, context)
      try await ask(front, &model, &random, context)
    }
    try await compare(front, model)
    try await front.expectProven("seed \(seed)")
    try front.store.close()
    let report = try Store.verify(path: folder.path + "/luot.sqlite")
    #expect(report.problems == [])
    #expect(report.assistances == model.assistances)
    #expect(report.tickets == model.states.count)
    print(
      "model test: seed \(seed), \(report.tickets) tickets, \(report.assistances) assistances, \(report.end.seq) entries"
    )
  }

  private func pass(_ front: FrontOffice, _ model: inout Model, _ context: Comment) async throws {
    let now = front.clock.now
    let today = front.office.serviceDay(at: now)
    if today > model.day { model.begin(today) }
    for (ticket, due) in model.due where due <= now {
      model.states[ticket] = .waiting
      model.due[ticket] = nil
    }
    try await front.reception.passTime()
  }

  /// Sends one request and checks that it is refused exactly when the model says so.
  private func ask(
    _ front: FrontOffice, _ model: inout Model, _ random: inout SplitMix64, _ context: Comment
  ) async throws {
    let (reception, staff) = (front.reception, front.staff)
    let counter = random.pick(Self.counters) ?? "1"
    let holds = model.held[counter]
    let state = holds.flatMap { model.states[$0] }
    let isOpen = model.counters[counter] == .open
    let someone = random.pick(model.today)
    let now = front.clock.now

    switch random.below(100) {
    case 0..<26:
      let service = random.pick(Self.services) ?? "vneid"
      let ticket = try await front.take(
        service, priority: random.chance(percent: 25) ? "elderly" : nil,
        village: random.chance(percent: 30) ? "thon-2" : nil)
      model.numbers[service, default: 0] += 1
      #expect(ticket.id.day == model.day, context)
      #expect(ticket.id.number.ordinal == model.numbers[service], context)
      model.states[ticket.id] = .waiting
      model.today.append(ticket.id)
      model.unprinted.insert(ticket.id)
    case 26..<48:
      let current = random.pick(weighted: [(nil, 70), (Desk.Current.noShow, 15), (.park, 15)]) ?? nil
      let mayCall = isOpen && (holds == nil || (current == .noShow && state == .called) || current == .park)
      guard let call = try await expect(mayCall, context, { try await front.next(counter, current: current) }) else {
        return
      }
      if let holds {
        model.release(counter, to: current == .park ? .parked : .noShow)
        if current == .park { model.due[holds] = now.adding(seconds: Desk.defaultParkMinutes * 60) }
      }
      guard let call else { return }
      #expect(model.states[call.ticket.id] == .waiting, context)
      model.states[call.ticket.id] = .called
      model.held[counter] = call.ticket.id
    case 48..<52:
      guard let someone else { return }
      let mayCall = isOpen && holds == nil && model.states[someone] == .waiting
      guard
        try await expect(mayCall, context, { try await reception.call(counter, ticket: someone.text, by: staff) })
          != nil
      else { return }
      model.states[someone] = .called
      model.held[counter] = someone
    case 52..<57:
      if try await expect(state == .called, context, { try await reception.start(counter, by: staff) }) != nil,
        let holds
      {
        model.states[holds] = .serving
      }
    case 57..<59:
      _ = try await expect(state == .called, context) { try await reception.recall(counter, by: staff) }
    case 59..<62:
      if try await expect(state == .called, context, { try await reception.noShow(counter, by: staff) }) != nil {
        model.release(counter, to: .noShow)
      }
    case 62..<65:
      let minutes = 1 + random.below(20)
      let parked = try await expect(holds != nil, context) {
        try await reception.park(counter, minutes: minutes, by: staff)
      }
      if parked != nil, let holds {
        model.release(counter, to: .parked)
        model.due[holds] = now.adding(seconds: minutes * 60)
      }
    case 65..<69:
      let target = random.chance(percent: 50) ? random.pick(Self.counters) : nil
      let service = target == nil ? random.pick(Self.services) : nil
      let isThere = target.map { model.counters[$0] != .closed } ?? true
      let moved = try await expect(holds != nil && isThere, context) {
        try await reception.transfer(counter, service: service, toCounter: target?.text, by: staff)
      }
      if moved != nil { model.release(counter, to: .waiting) }
    case 69..<73:
      guard let someone else { return }
      let was = model.states[someone]
      let mayCancel = was == .waiting || was == .called || was == .parked
      let cancelled = try await expect(mayCancel, context) {
        try await reception.cancel(someone.text, reason: "Về", by: staff)
      }
      if cancelled != nil {
        if let holder = model.held.first(where: { $0.value == someone })?.key { model.held[holder] = nil }
        model.states[someone] = .cancelled
        model.due[someone] = nil
      }
    case 73..<76:
      guard let someone else { return }
      let was = model.states[someone]
      let back = try await expect(was == .noShow || was == .parked, context) {
        try await reception.comeBack(someone.text, by: staff)
      }
      if back != nil {
        model.states[someone] = .waiting
        model.due[someone] = nil
      }
    case 76..<79:
      // Whether the call may still be undone the clock decides; that only the last one can, the model does.
      do {
        let back = try await reception.undo(counter, by: staff)
        #expect(back.id == holds && state == .called, context)
        model.release(counter, to: .waiting)
      } catch Refusal.nothingToUndo {} catch Refusal.undoTooLate {}
    case 79..<92:
      let draft = random.chance(percent: 70) ? Sample.help() : nil
      let finished = try await expect(holds != nil, context) { try await front.finish(counter, draft) }
      if let finished {
        #expect((finished.assistanceId != nil) == (draft != nil), context)
        if draft != nil { model.assistances += 1 }
        model.release(counter, to: .finished)
      }
    case 92..<96:
      _ = try await reception.open(
        counter, member: random.pick(["an", "binh", nil]) ?? nil,
        services: random.chance(percent: 20) ? ["vneid"] : nil, by: staff)
      model.counters[counter] = .open
    case 96:
      if try await expect(isOpen, context, { try await reception.pause(counter, reason: nil, by: staff) }) != nil {
        model.counters[counter] = .paused
      }
    case 97:
      if try await expect(holds == nil, context, { try await reception.close(counter, by: staff) }) != nil {
        model.counters[counter] = .closed
      }
    case 98:
      let valid = try await reception.assistances(from: model.day, through: model.day, after: nil, limit: 1000)
        .filter { $0.correctedBy == nil }
      guard let original = random.pick(valid) else { return }
      _ = try await reception.correct(original.id, draft: Sample.help("other"), reason: "Nhầm", by: staff)
      model.assistances += 1
    default:
      guard let someone else { return }
      if random.chance(percent: 50), model.unprinted.remove(someone) != nil {
        try await printSlip(of: someone, front)
      }
      let mayPrint = model.states[someone]?.isLive == true && !model.unprinted.contains(someone)
      let again = try await expect(mayPrint, context) { try await reception.reprint(someone.text, by: staff) }
      if again != nil { model.unprinted.insert(someone) }
    }
  }

  private func printSlip(of ticket: TicketID, _ front: FrontOffice) async throws {
    let now = front.clock.now
    try await front.store.write { tx in
      let arrival = try tx.ticket(ticket)?.arrival
      for job in try tx.printJobs(in: .pending, limit: 100_000) where job.ticket == arrival {
        try tx.movePrintJob(job.id, to: .printing, detail: nil, at: now)
        try tx.movePrintJob(job.id, to: .printed, detail: nil, at: now)
      }
    }
  }

  private func expect<Answer>(
    _ isLegal: Bool, _ context: Comment, _ work: () async throws -> Answer
  ) async throws -> Answer? {
    do {
      let answer = try await work()
      #expect(isLegal, context)
      return answer
    } catch is Refusal {
      #expect(!isLegal, context)
      return nil
    }
  }

  private func compare(_ front: FrontOffice, _ model: Model) async throws {
    for (ticket, state) in model.states {
      #expect(try await front.reception.ticket(ticket.text).state == state, "\(ticket)")
    }
    for counter in try await front.reception.counters() {
      #expect(counter.state == model.counters[counter.id])
      #expect(counter.ticket?.id == model.held[counter.id])
    }
    let waiting = model.states.values.count { $0 == .waiting }
    #expect(try await front.reception.board().lines.map(\.waiting).reduce(0, +) == waiting)
  }
}
