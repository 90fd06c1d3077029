import Foundation
import FrontDesk
import Queueing
import Records
import Simulation
import Storage

@testable import Queueing

/// What days that were played came to.
struct SeasonTally: CustomStringConvertible {
  var days = 0
  /// Service days of the office: fewer where its clock stood still over a night.
  var openedDays = 0
  var issued = 0
  var paper = 0
  var refused = 0
  var calls: [String: Int] = [:]
  var crashes: [Crash: Int] = [:]
  var lostEntries = 0
  var resent = 0
  var clockSteps = 0
  var doubts = 0
  var pictures = 0

  mutating func add(_ other: SeasonTally) {
    days += other.days
    openedDays += other.openedDays
    issued += other.issued
    paper += other.paper
    refused += other.refused
    calls.merge(other.calls, uniquingKeysWith: +)
    crashes.merge(other.crashes, uniquingKeysWith: +)
    lostEntries += other.lostEntries
    resent += other.resent
    clockSteps += other.clockSteps
    doubts += other.doubts
    pictures += other.pictures
  }

  var description: String {
    """
    \(days) days, \(openedDays) opened, \(issued) numbers, \(paper) on paper, \(refused) refused, calls \(calls), \
    deaths \(crashes), \(lostEntries) entries lost, \(resent) sent again, \(clockSteps) leaps, \(doubts) doubts, \
    \(pictures) pictures
    """
  }
}

/// Some days of one office on one store, each as its people, its volunteers and its accidents make it.
struct SimulatedSeason {
  private let front: SimulatedOffice
  private let clientele: Clientele
  private let looksAtEveryCommand: Bool
  private var queue: WitnessedQueue
  private(set) var tally = SeasonTally()
  /// Tickets given to somebody who was told so, by service day; and days over whose end somebody asked again.
  private var answered: [ServiceDay: Set<TicketID>] = [:]
  private var blurredDays: Set<ServiceDay> = []
  private var todays: [TicketID] = []

  init(seed: UInt64, looksAtEveryCommand: Bool = false) async throws {
    var random = SplitMix64(seed: seed)
    let mode: CallingPolicy.Mode = random.chance(percent: 30) ? .strict : .interleaved(normals: random.within(1...3))
    let maxWait = random.chance(percent: 85) ? random.within(2...20) * 60 : nil
    let plain = Sample.office(
      policy: CallingPolicy(mode: mode, maxWait: maxWait), counters: random.within(1...3),
      alwaysOpen: random.chance(percent: 60), dayStartMinute: random.pick([0, 0, 300]) ?? 0)
    let office = Office(
      name: plain.name, services: plain.services, counters: plain.counters, priorityClasses: plain.priorityClasses,
      policy: plain.policy, dayStartMinute: plain.dayStartMinute, hours: plain.hours,
      lastTicketMinutes: random.pick([0, 15]) ?? 0, alwaysOpen: plain.alwaysOpen,
      recallLimit: random.pick([nil, 1, 2]) ?? nil, returnSeconds: random.pick([nil, 900]) ?? nil)
    clientele = Clientele(
      office: office, villages: Sample.villages.map(\.id), visitors: random.within(5...11), seed: random.next())
    let first = Sample.monday.advanced(by: random.below(60))
    front = try await SimulatedOffice(office, at: Sample.at(first, 7, 0), seed: random.next())
    queue = WitnessedQueue(maxWait: maxWait)
    self.looksAtEveryCommand = looksAtEveryCommand
  }

  /// For who has to find out what went wrong.
  var recentEntries: String { journal.suffix(40).joined(separator: "\n") }

  var journal: [String] {
    front.witnesses.entries(after: 0).map {
      "\($0.entry.seq) \($0.entry.at.iso8601) (\($0.truth.iso8601)) \($0.entry.kind) \($0.entry.body)"
    }
  }

  mutating func play(days: Int) async throws {
    var day = ServiceDay(of: front.witnesses.truth, startMinute: 0)
    while tally.days < days {
      if !clientele.visits(on: day).isEmpty {
        try await play(day)
        tally.days += 1
      }
      day = day.advanced(by: 1)
    }
    // The last day ends like the others.
    try await front.passMidnight(before: day)
    try await judge()
    tally.openedDays = queue.days.count
    tally.calls = queue.calls
    tally.clockSteps = queue.steps
    tally.doubts = queue.doubts
    (tally.crashes, tally.lostEntries, tally.resent) = (front.crashes, front.lostEntries, front.resent)
  }

  private mutating func play(_ day: ServiceDay) async throws {
    try await beginMorning(of: day)
    todays = []
    var playback = Playback(
      visits: clientele.visits(on: day), counters: clientele.office.counters, breaks: clientele.breaks(on: day))
    while let step = playback.next() {
      front.pass(until: CivilTime.instant(epochDay: day.epochDay, secondOfDay: playback.secondOfDay))
      if front.random.chance(percent: 4) { disturbClock() }
      if front.random.chance(percent: 20) { try await front.reception.passTime() }
      if front.random.chance(percent: 1) { try await front.restart() }
      try await carryOut(step, of: &playback)
      if looksAtEveryCommand { try await lookAtPicture() }
    }
    front.pass(until: Sample.at(day, 18, 0))
    try await front.reception.passTime()
    try await judge()
  }

  /// Over the night the machine may have been off, and its clock with it.
  private mutating func beginMorning(of day: ServiceDay) async throws {
    if front.random.chance(percent: 30) { try await front.passMidnight(before: day) }
    front.pass(until: Sample.at(day, 7, 0))
    switch front.random.below(10) {
    case 0: try await front.restart(wall: Timestamp(milliseconds: 0))
    case 1: try await front.restart(wall: front.witnesses.truth.adding(seconds: -40_000))
    case 2: try await front.restart(wall: Sample.at(ServiceDay(year: 2099, month: 1, day: 1), 0, 0))
    case 3, 4: try await front.restart(wall: front.witnesses.truth)
    default: break
    }
    if front.random.chance(percent: 85) { front.synchronise() }
    try await front.reception.passTime()
  }

  private func disturbClock() {
    let machine = front.machine
    switch front.random.below(9) {
    case 0: machine.leap(seconds: 86_400)
    case 1: machine.leap(seconds: -3600)
    case 2: machine.leap(seconds: 3 * 3600)
    case 3: machine.set(Timestamp(milliseconds: 0))
    case 4: machine.set(Sample.at(ServiceDay(year: 2099, month: 1, day: 1), 0, 0))
    case 5: machine.set(machine.reading.wall)
    default: front.synchronise()
    }
  }

  // MARK: Commands

  private mutating func carryOut(_ step: Playback.Step, of playback: inout Playback) async throws {
    var commands = [command(for: step, of: playback)]
    if front.random.chance(percent: 12) {
      for _ in 0..<front.random.within(1...5) { commands.append(anyCommand()) }
    }
    let crash = front.random.chance(percent: 2) ? front.random.pick(Crash.allCases) : nil
    let dayBefore = queue.day
    let replies = try await front.ask(commands, crash: crash)
    try takeEntries()
    if let dayBefore, crash != nil, queue.day != dayBefore { blurredDays.insert(dayBefore) }
    for (command, reply) in zip(commands, replies) { note(reply, to: command) }
    try await answer(step, replies[0], of: &playback)
  }

  private func command(for step: Playback.Step, of playback: Playback) -> OfficeCommand {
    switch step {
    case .open(let counter), .resume(let counter): .open(counter, services: nil)
    case .issue(let index):
      .issue(playback.visits[index].service.text, priority: playback.visits[index].priority?.text, override: nil)
    case .callNext(let counter): .callNext(counter, nil)
    case .start(let counter): .start(counter)
    case .noShow(let counter): .noShow(counter)
    case .park(let counter, let minutes): .park(counter, minutes: minutes)
    case .comeBack(let ticket): .comeBack(ticket.text)
    case .transfer(let counter, let service): .transfer(counter, service: service.text, counter: nil)
    case .cancel(let ticket): .cancel(ticket.text)
    case .finish(let counter, let help): .finish(counter, help)
    case .pause(let counter): .pause(counter)
    case .close(let counter): .close(counter)
    }
  }

  private func answer(_ step: Playback.Step, _ reply: OfficeReply, of playback: inout Playback) async throws {
    switch (step, reply) {
    case (.issue(let visit), .issued(let ticket)): playback.issued(ticket, to: visit)
    case (.issue(let visit), _): playback.issued(nil, to: visit)
    case (.callNext(let counter), .called(let ticket)): playback.called(ticket, at: counter)
    // Somebody else has called meanwhile: whoever it is, is served now.
    case (.callNext(let counter), .refused(.counterBusy(_, let ticket))): playback.called(ticket, at: counter)
    case (.callNext(let counter), .refused(.counterClosed)):
      if front.random.chance(percent: 70) { _ = try await front.ask(.open(counter, services: nil)) }
      playback.called(nil, at: counter)
    default: break
    }
  }

  private mutating func note(_ reply: OfficeReply, to command: OfficeCommand) {
    switch reply {
    case .issued(let ticket):
      answered[ticket.day, default: []].insert(ticket)
      todays.append(ticket)
      tally.issued += 1
      if case .paper = command { tally.paper += 1 }
    case .refused: tally.refused += 1
    case .called, .done, .problem: break
    }
  }

  /// What anybody might do at any time, sensible or not.
  private func anyCommand() -> OfficeCommand {
    let office = clientele.office
    let counter = front.random.pick(office.counters)?.id ?? "1"
    let service = front.random.pick(office.services).map { ($0.id.text, $0.letter) } ?? ("ho-tich", "A")
    let ticket = front.random.pick(todays)?.text ?? "A001"
    let now = front.reception.clock.now()
    let soon = now.adding(seconds: front.random.within(60...1800)).iso8601
    let percent = front.random.below(100)
    switch percent {
    case 0..<24:
      return .issue(
        service.0, priority: front.random.chance(percent: 30) ? "elderly" : nil,
        override: front.random.chance(percent: 15) ? "Việc gấp" : nil)
    case 24..<42: return .callNext(counter, front.random.pick([nil, nil, .noShow, .park]) ?? nil)
    case 42..<47: return .call(counter, ticket)
    case 47..<52: return .recall(counter)
    case 52..<56: return .start(counter)
    case 56..<63:
      return .finish(counter, front.random.chance(percent: 50) ? Sample.help() : nil)
    case 63..<67: return .noShow(counter)
    case 67..<71: return .park(counter, minutes: front.random.within(1...60))
    case 71..<74: return .transfer(counter, service: service.0, counter: nil)
    case 74..<77:
      return .transfer(counter, service: nil, counter: front.random.pick(office.counters)?.id.text)
    case 77..<83: return .undo(counter)
    case 83..<87: return .comeBack(ticket)
    case 87..<89: return .cancel(ticket)
    case 89: return .close(counter)
    case 90:
      let services = office.services.map(\.id.text).filter { _ in front.random.chance(percent: 60) }
      return .open(counter, services: services.isEmpty ? nil : services)
    case 91..<94:
      let number = TicketNumber(series: service.1, ordinal: front.random.within(1...30))
      return .paper(
        PaperTicket(
          service: service.0, number: number.text,
          issuedAt: now.adding(seconds: -front.random.within(0...3600)).iso8601, priority: nil, village: nil))
    case 94: return .skip(service.0, to: TicketNumber(series: service.1, ordinal: front.random.within(1...20)).text)
    case 95: return .pauseService(service.0, until: soon)
    case 96: return .resumeService(service.0)
    case 97: return .orderOffice(isOpen: front.random.chance(percent: 50), until: soon)
    case 98: return front.random.chance(percent: 30) ? .cancelLine(service.0) : .releaseOffice
    default: return .acceptClock
    }
  }

  // MARK: Judging

  private mutating func takeEntries() throws {
    for entry in front.witnesses.entries(after: queue.seq) { try queue.take(entry) }
  }

  /// What must be true of the day at any moment, and of the one before for good.
  private mutating func judge() async throws {
    try takeEntries()
    try await compareEntries()
    guard let day = queue.day else { throw Fault("no day was opened") }
    try await compareTables(of: day)
    for day in queue.days.suffix(2) { try await compareFigures(of: day) }
    for day in queue.days.suffix(2) where !blurredDays.contains(day) {
      let given = Set(queue.tickets(on: day).keys)
      let told = Set(answered[day, default: []].map(\.text))
      guard given == told else {
        throw Fault("on \(day.text) tickets nobody was told of, or that are not: \(given.symmetricDifference(told))")
      }
    }
    try await lookAtPicture()
    let report = try await front.store.verify()
    if !report.isProven { throw Fault("not proven: \(report.problems)") }
  }

  /// The journal holds what was committed before the eyes of the witnesses.
  private func compareEntries() async throws {
    let witnessed = front.witnesses.entries(after: 0).map(\.entry)
    guard let first = witnessed.first else { return }
    let kept = try await front.reception.journal(after: first.seq - 1, limit: witnessed.count + 1)
    if kept != witnessed { throw Fault("the journal is not what was committed") }
  }

  /// Each ticket stands in one place, the same everywhere.
  private func compareTables(of day: ServiceDay) async throws {
    let people = queue.people
    let states = try await front.store.read { tx in
      try people.keys.compactMap { TicketID($0) }.map { id in (id, try tx.ticket(id)?.state) }
    }
    for (id, state) in states {
      let person = people[id.text]
      guard state?.name.rawValue == person?.state, state?.holder?.text == person?.counter else {
        throw Fault("\(id) is \(state.map { "\($0)" } ?? "nowhere"), and \(person?.state ?? "") by the journal")
      }
    }
    for counter in try await front.reception.counters() {
      let held = people.first { $0.value.counter == counter.id.text }?.key
      let state =
        queue.open[counter.id.text] == nil ? "closed" : queue.paused.contains(counter.id.text) ? "paused" : "open"
      guard counter.ticket?.id.text == held, counter.state.rawValue == state else {
        throw Fault("counter \(counter.id) is \(counter.state) with \(counter.ticket?.number ?? "nobody")")
      }
    }
    let board = try await front.reception.board()
    for line in board.lines {
      let waiting = people.values.count { $0.state == "waiting" && $0.service == line.service.text }
      if line.waiting != waiting { throw Fault("\(line.waiting) and not \(waiting) wait for \(line.service)") }
    }
  }

  /// Totals are the sums of their parts, whatever the parts, and what the journal says.
  private func compareFigures(of day: ServiceDay) async throws {
    let tickets = queue.tickets(on: day)
    let expected = [
      tickets.count, queue.count("finished", on: day), queue.count("no-show", on: day),
      queue.count("cancelled", on: day), queue.count("expired", on: day), tickets.values.count(where: \.helped),
    ]
    if day != queue.day, expected[1...4].reduce(0, +) != expected[0] { throw Fault("\(day.text) is over for not all") }
    func parts(_ row: StatisticsAnswer.Row) -> [Int] {
      [row.issued, row.finished, row.noShow, row.cancelled, row.expired, row.turns]
    }
    let dimensions: [Figures.Dimension?] = [nil, .service, .hour, .counter, .priority, .day]
    for dimension in dimensions {
      let answer = try await front.reception.statistics(from: day, through: day, by: dimension, and: nil)
      let sum = answer.rows.reduce(Array(repeating: 0, count: 6)) { zip($0, parts($1)).map(+) }
      let total = parts(answer.total)
      guard total == expected, dimension == nil || sum == expected else {
        throw Fault("\(day.text) by \(dimension?.rawValue ?? "nothing"): \(total), in parts \(sum), not \(expected)")
      }
    }
  }

  private mutating func lookAtPicture() async throws {
    let kept = try await front.store.write { try $0.queuePicture() }.facts
    let loaded = try await front.store.read { try $0.queuePicture() }.facts
    tally.pictures += 1
    if kept != loaded { throw Fault("the kept picture \(kept) is not that of the tables, \(loaded)") }
  }
}

extension SimulatedOffice {
  /// Somebody or something looks at the time just after the day has changed.
  func passMidnight(before day: ServiceDay) async throws {
    pass(until: Sample.at(day, 0, 0, 30))
    try await reception.passTime()
  }
}

extension QueuePicture {
  /// Everything it knows, in an order of its own.
  struct Facts: Hashable {
    struct Caller: Hashable {
      let station: Station
      let lines: Set<Line>
    }

    let lines: Set<Line>
    let callers: Set<Caller>
    let knowledge: WaitKnowledge
  }

  var facts: Facts {
    let callers = stations.map { station in
      var plain = station
      plain.lines = []
      return Facts.Caller(station: plain, lines: Set(station.lines.map { lines[$0] }.filter { !$0.places.isEmpty }))
    }
    return Facts(lines: Set(lines.filter { !$0.places.isEmpty }), callers: Set(callers), knowledge: knowledge)
  }
}
