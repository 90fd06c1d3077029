import FrontDesk
import Queueing
import Simulation
import Storage
import Testing

@Suite(.timeLimit(.minutes(15))) struct FairnessTests {
  @Test func `Who went before whom, where, by whom and why`() async throws {
    let front = try await FrontOffice.ready()
    let first = try await front.take()
    front.clock.pass(seconds: 60)
    let second = try await front.take()
    let elderly = try await front.take(priority: "elderly")
    front.clock.pass(seconds: 240)
    #expect(try await front.serve() == elderly.number)
    _ = try await front.reception.call("1", ticket: second.number, by: front.staff)
    _ = try await front.finish()
    #expect(try await front.serve() == first.number)
    let answer = try await front.reception.fairness(from: Sample.monday, through: Sample.monday)
    #expect(answer.calls == 3)
    #expect(answer.jumpOvers.map(\.number) == [elderly.number, second.number])
    #expect(answer.jumpOvers.map(\.over) == [2, 1])
    #expect(answer.jumpOvers.map(\.longestWaitSeconds) == [300, 300])
    #expect(answer.jumpOvers.map(\.reason.code) == [.priorityTurn, .staffChoice])
    #expect(answer.jumpOvers[1].actor == "staff")
    #expect(answer.jumpOvers[1].member?.text == "an")
    #expect(answer.jumpOverCounts["priority-turn"] == 1)
    #expect(answer.jumpOverCounts["arrival"] == 0)
    #expect(answer.longestWaits.first?.number == first.number)
    #expect(answer.longestWaits.first?.seconds == 300)
  }

  @Test func `A call that was taken back went before nobody`() async throws {
    let front = try await FrontOffice.ready()
    try await front.take()
    let second = try await front.take()
    _ = try await front.reception.call("1", ticket: second.number, by: front.staff)
    _ = try await front.reception.undo("1", by: front.staff)
    let answer = try await front.reception.fairness(from: Sample.monday, through: Sample.monday)
    #expect(answer.calls == 0)
    #expect(answer.jumpOvers == [])
    #expect(answer.longestWaits == [])
    #expect(answer.jumpOverCounts["staff-choice"] == 0)
  }

  @Test func `Nobody is passed over whom the counter could not have called`() async throws {
    let front = try await FrontOffice.ready(open: ["1", "2", "3"])
    try await front.take("vneid")
    let sent = try await front.take()
    _ = try await front.reception.call("3", ticket: sent.number, by: front.staff)
    _ = try await front.reception.transfer("3", service: nil, toCounter: "3", by: front.staff)
    let next = try await front.take()
    #expect(try await front.serve("1") == next.number)
    let answer = try await front.reception.fairness(from: Sample.monday, through: Sample.monday)
    #expect(answer.jumpOvers.map(\.counter) == ["3"], "the choice of counter 3, which serves the first one too")
  }

  @Test func `A span of days is counted from its first entry to its last`() async throws {
    let front = try await FrontOffice.ready(Sample.office(alwaysOpen: true))
    for day in 0..<5 {
      front.clock.set(Sample.at(Sample.monday.advanced(by: day), 9, 0))
      _ = try await front.reception.open("1", member: "an", services: nil, by: front.staff)
      for _ in 0...day { try await front.take() }
      for _ in 0...day { _ = try await front.serve() }
    }
    for (from, through, calls) in [(0, 4, 15), (1, 2, 5), (4, 9, 5), (-3, -1, 0), (7, 9, 0)] {
      let answer = try await front.reception.fairness(
        from: Sample.monday.advanced(by: from), through: Sample.monday.advanced(by: through))
      #expect(answer.calls == calls, "\(from) to \(through)")
    }
  }
}
