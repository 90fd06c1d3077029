import Daemon
import FrontDesk
import Queueing
import Records
import Simulation

/// Sends visitors through a running office, one request after the other: as fast as it answers, or each at its time.
struct SimulatedRush {
  let daemon: DaemonClient
  /// How many times faster than life; `nil` waits for nothing.
  let speed: Double?

  func play(visitors: Int, seed: UInt64) async throws -> SimulationTally {
    let names = try await daemon.names()
    let board = try await daemon.board()
    let today = board.serviceDay
    // Help that nobody gave, in a journal that nobody can take it out of, and real people called by nobody.
    guard board.demo else {
      throw Failure(
        .badConfiguration,
        "luotd này đang phục vụ thật nên không chạy mô phỏng. Hãy dùng luotd --demo, hoặc --state với một thư mục riêng."
      )
    }
    let office = Office(
      name: "", services: names.services.map { Service(id: $0.id, letter: $0.letter, name: $0.name) },
      counters: names.counters.map { CounterDefinition(id: $0.id, name: $0.name, services: $0.services) },
      priorityClasses: try await daemon.send(.get("priorities")).decoded(as: [PriorityClassAnswer].self).map {
        PriorityClass(id: $0.id, name: $0.name, basis: $0.basis)
      }, policy: CallingPolicy(mode: .strict, maxWait: nil), hours: [:], alwaysOpen: true)
    let clientele = Clientele(office: office, villages: [], visitors: visitors, seed: seed)
    var rush = Rush(
      daemon: daemon, closedAtFirst: Set(names.counters.filter { $0.state == .closed }.map(\.id)),
      playback: Playback(
        visits: clientele.visits(on: today), counters: office.counters, breaks: clientele.breaks(on: today)))
    let clock = ContinuousClock()
    let (start, opening) = (clock.now, rush.playback.secondOfDay)
    while let step = rush.playback.next() {
      if let speed {
        let seconds = Double(rush.playback.secondOfDay - opening) / speed
        try await clock.sleep(until: start + .seconds(seconds))
      }
      do throws(Failure) {
        try await rush.carryOut(step)
      } catch {
        // A rule says no: the counter holds somebody else's ticket, the office is closed.
        guard error.isRefusal else { throw error }
        rush.tally.refused += 1
        if case .callNext(let counter) = step { try await rush.takeOver(counter) }
      }
    }
    rush.tally.days = 1
    return rush.tally
  }
}

private struct Rush {
  let daemon: DaemonClient
  /// Counters that are opened for the visitors and closed after them.
  let closedAtFirst: Set<CounterID>
  var playback: Playback
  var tally = SimulationTally()

  private struct IssueBody: Encodable {
    let service: String
    let priority: String?
  }

  private struct ParkBody: Encodable {
    let minutes: Int
  }

  private struct TransferBody: Encodable {
    let service: String
  }

  mutating func carryOut(_ step: Playback.Step) async throws(Failure) {
    switch step {
    case .open(let counter):
      if closedAtFirst.contains(counter) { try await act("open", at: counter) }
    case .issue(let visit):
      let visitor = playback.visits[visit]
      let ticket: TicketAnswer = try await post(
        ["tickets"], IssueBody(service: visitor.service.text, priority: visitor.priority?.text)
      ).decoded()
      tally.issued += 1
      if visitor.priority != nil { tally.priority += 1 }
      playback.issued(ticket.id, to: visit)
    case .callNext(let counter):
      let answer = try await post(["counters", counter.text, "call-next"], NoFields())
      let ticket = answer.status == 204 ? nil : try answer.decoded(as: CallAnswer.self).ticket.id
      if ticket != nil { tally.called += 1 }
      playback.called(ticket, at: counter)
    case .start(let counter):
      try await act("start", at: counter)
    case .noShow(let counter):
      try await act("no-show", at: counter)
      tally.noShow += 1
    case .park(let counter, let minutes):
      try await act("park", at: counter, ParkBody(minutes: minutes))
      tally.parked += 1
    case .comeBack(let ticket):
      _ = try await post(["tickets", ticket.text, "return"], NoFields())
    case .transfer(let counter, let service):
      try await act("transfer", at: counter, TransferBody(service: service.text))
      tally.transferred += 1
    case .cancel(let ticket):
      _ = try await post(["tickets", ticket.text, "cancel"], NoFields())
      tally.cancelled += 1
    case .finish(let counter, let help):
      try await act("finish", at: counter, CallGroup.Finish.Body(assistance: help))
      tally.finished += 1
      if help != nil { tally.assistances += 1 }
    case .pause(let counter):
      try await act("pause", at: counter)
      tally.breaks += 1
    case .resume(let counter):
      try await act("open", at: counter)
    case .close(let counter):
      if closedAtFirst.contains(counter) { try await act("close", at: counter) }
    }
  }

  /// Goes on with whom a counter holds from before, as after a simulation that was broken off.
  mutating func takeOver(_ counter: CounterID) async throws(Failure) {
    let counters = try await daemon.send(.get("counters")).decoded(as: [CounterAnswer].self)
    playback.called(counters.first { $0.id == counter }?.ticket?.id, at: counter)
  }

  private func act(_ verb: String, at counter: CounterID, _ body: some Encodable = NoFields()) async throws(Failure) {
    _ = try await post(["counters", counter.text, verb], body)
  }

  private func post(_ path: [String], _ body: some Encodable) async throws(Failure) -> DaemonClient.Answer {
    try await daemon.send(.post(path, body: body))
  }
}
