import Queueing
import Records
import Simulation
import Testing

@Suite struct PlaybackTests {
  /// Plays against the rules of tickets and counters, with nothing else between.
  struct RehearsalOffice {
    let day: ServiceDay
    var tickets: [Ticket] = []
    var counters: [CounterID: Counter]
    var finishedWithHelp = 0

    mutating func make(_ move: TicketMove, at counter: CounterID, _ now: Timestamp) throws {
      let index = try #require(tickets.firstIndex { $0.state.holder == counter })
      try tickets[index].make(move, at: now)
    }

    mutating func make(_ move: TicketMove, of ticket: TicketID, _ now: Timestamp) throws {
      let index = try #require(tickets.firstIndex { $0.id == ticket })
      try tickets[index].make(move, at: now)
    }

    mutating func open(_ id: CounterID) throws {
      var counter = try #require(counters[id])
      counter.open(member: nil, services: counter.services)
      counters[id] = counter
    }

    mutating func pause(_ id: CounterID) throws {
      try counters[id]?.pause()
    }

    mutating func close(_ id: CounterID) throws {
      let held = tickets.first { $0.state.holder == id }?.id
      try counters[id]?.close(holding: held)
    }

    mutating func issue(_ visit: SimulatedVisit, at now: Timestamp) -> TicketID {
      let id = TicketID(day: day, number: TicketNumber(series: "A", ordinal: tickets.count + 1))
      let issue = TicketIssue(
        ticket: id, service: visit.service, priority: visit.priority, village: visit.village, origin: .api)
      tickets.append(Ticket(issuing: issue, arrival: Int64(tickets.count), at: now))
      return id
    }

    mutating func callNext(at id: CounterID, at now: Timestamp) throws -> TicketID? {
      let counter = try #require(counters[id])
      try counter.mayCall(holding: tickets.first { $0.state.holder == id }?.id)
      let next = tickets.firstIndex { $0.state == .waiting && counter.services.contains($0.service) }
      guard let next else { return nil }
      try tickets[next].make(.call(at: id, by: nil, reason: .arrival), at: now)
      return tickets[next].id
    }
  }

  func play(
    _ visits: [SimulatedVisit], breaks: [SimulatedBreak] = [], leftover: Bool = false
  ) throws -> (office: RehearsalOffice, steps: [Playback.Step], seconds: [Int]) {
    var playback = Playback(visits: visits, counters: SampleOffice.counters, breaks: breaks)
    var office = RehearsalOffice(
      day: SampleOffice.monday,
      counters: Dictionary(
        uniqueKeysWithValues: SampleOffice.counters.map { ($0.id, Counter(id: $0.id, services: $0.services)) }))
    if leftover, let visit = visits.first {
      _ = office.issue(visit, at: CivilTime.instant(epochDay: office.day.epochDay, secondOfDay: 0))
    }
    var steps: [Playback.Step] = []
    var seconds: [Int] = []
    while let step = playback.next() {
      steps.append(step)
      seconds.append(playback.secondOfDay)
      let now = CivilTime.instant(epochDay: office.day.epochDay, secondOfDay: playback.secondOfDay)
      switch step {
      case .open(let counter): try office.open(counter)
      case .issue(let visit): playback.issued(office.issue(visits[visit], at: now), to: visit)
      case .callNext(let counter): playback.called(try office.callNext(at: counter, at: now), at: counter)
      case .start(let counter): try office.make(.start, at: counter, now)
      case .noShow(let counter): try office.make(.noShow, at: counter, now)
      case .park(let counter, let minutes):
        try office.make(.park(due: now.adding(seconds: minutes * 60)), at: counter, now)
      case .comeBack(let ticket): try office.make(.comeBack, of: ticket, now)
      case .transfer(let counter, let service): try office.make(.transfer(to: .service(service)), at: counter, now)
      case .cancel(let ticket): try office.make(.cancel, of: ticket, now)
      case .finish(let counter, let help):
        try office.make(.finish, at: counter, now)
        if help != nil { office.finishedWithHelp += 1 }
      case .pause(let counter): try office.pause(counter)
      case .resume(let counter): try office.open(counter)
      case .close(let counter): try office.close(counter)
      }
      try #require(steps.count < visits.count * 20 + 100, "the day does not end")
    }
    return (office, steps, seconds)
  }

  @Test(arguments: [1, 20, 120, 500])
  func `A whole day is played by legal moves alone, and everybody's visit ends`(visitors: Int) throws {
    let visits = SampleOffice.clientele(visitors: visitors).visits(on: SampleOffice.monday)
    let (office, steps, seconds) = try play(visits)
    #expect(office.tickets.count == visitors)
    #expect(Set(office.tickets.map(\.state.name)).isSubset(of: [.finished, .noShow, .cancelled]))
    #expect(office.tickets.count { $0.state.name == .noShow } == visits.count { !$0.showsUp })
    #expect(office.tickets.count { $0.state.name == .finished } == office.finishedWithHelp)
    #expect(seconds == seconds.sorted())
    #expect(office.counters.values.allSatisfy { $0.state == .closed })
    #expect(try play(visits).steps == steps)
  }

  @Test func `A crowded day parks, transfers, cancels and lets nobody be called who left`() throws {
    let visits = SampleOffice.clientele(visitors: 300).visits(on: SampleOffice.monday)
    let steps = try play(visits).steps
    #expect(steps.contains { if case .park = $0 { true } else { false } })
    #expect(steps.contains { if case .transfer = $0 { true } else { false } })
    #expect(steps.contains { if case .cancel = $0 { true } else { false } })
  }

  @Test func `Every volunteer rests once in the morning and once in the afternoon, never with somebody at the counter`()
    throws
  {
    let clientele = SampleOffice.clientele(visitors: 200)
    let breaks = clientele.breaks(on: SampleOffice.monday)
    #expect(breaks.count == 6)
    #expect(breaks == SampleOffice.clientele(visitors: 200).breaks(on: SampleOffice.monday))
    #expect(clientele.breaks(on: SampleOffice.monday.advanced(by: -1)).isEmpty)
    let (office, steps, seconds) = try play(clientele.visits(on: SampleOffice.monday), breaks: breaks)
    for rest in breaks {
      let pauses = steps.indices.filter { steps[$0] == .pause(rest.counter) }
      let returns = steps.indices.filter { steps[$0] == .resume(rest.counter) }
      #expect(pauses.count == 2)
      #expect(
        zip(pauses, returns).contains { seconds[$0] >= rest.second && seconds[$1] == seconds[$0] + rest.minutes * 60 })
      for (pause, back) in zip(pauses, returns) {
        #expect(!steps[pause..<back].contains(.callNext(rest.counter)))
      }
    }
    #expect(office.counters.values.allSatisfy { $0.state == .closed })
    #expect(Set(office.tickets.map(\.state.name)).isSubset(of: [.finished, .noShow, .cancelled]))
  }

  @Test func `Somebody else's ticket is served without a record`() throws {
    let visits = SampleOffice.clientele(visitors: 1).visits(on: SampleOffice.monday)
    let (office, steps, _) = try play(visits, leftover: true)
    #expect(office.tickets.first?.state.name == .finished)
    #expect(steps.contains { if case .finish(_, nil) = $0 { true } else { false } })
  }

  @Test func `A visit the office gave no number to is over`() {
    let visits = SampleOffice.clientele(visitors: 2).visits(on: SampleOffice.monday)
    var playback = Playback(visits: visits, counters: SampleOffice.counters)
    var steps: [Playback.Step] = []
    while let step = playback.next() {
      steps.append(step)
      if case .issue(let visit) = step { playback.issued(nil, to: visit) }
      if case .callNext(let counter) = step { playback.called(nil, at: counter) }
    }
    #expect(steps.filter { if case .issue = $0 { true } else { false } } == [.issue(0), .issue(1)])
    #expect(steps.suffix(3) == SampleOffice.counters.map { .close($0.id) })
  }
}
