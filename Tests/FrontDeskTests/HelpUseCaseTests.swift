import FrontDesk
import Queueing
import Storage
import Testing

/// “Gọi người hỗ trợ”, on a real store.
@Suite struct HelpUseCaseTests {
  @Test func `A call for help is seen until somebody goes, and the second to go is told who does`() async throws {
    let front = try await FrontOffice.ready()
    let call = try await front.reception.callHelp(screen: "kiosk", by: front.staff)
    #expect(call.acknowledgedAt == nil)
    #expect(try await front.reception.helpCalls() == [call])
    let answer = try await front.reception.acknowledgeHelp("\(call.id)", from: "1", by: front.staff)
    #expect(answer.counter == CounterID("1") && answer.acknowledgedAt != nil)
    let second = try await front.reception.acknowledgeHelp("\(call.id)", from: nil, by: front.staff)
    #expect(second == answer)
    #expect(try await front.reception.helpCalls() == [answer])
    let journal = try await front.journal().filter { $0.kind.hasPrefix("help") }
    #expect(journal.map(\.kind) == ["help-called", "help-acknowledged"])
    #expect(journal.last?.body == #"{"call":\#(call.id),"counter":"1"}"#)
    try await front.expectProven()
  }

  @Test func `The latest call comes first, and who goes answers one of them`() async throws {
    let front = try await FrontOffice.ready()
    let first = try await front.reception.callHelp(screen: "kiosk", by: front.staff)
    let later = try await front.reception.callHelp(screen: "kiosk", by: front.staff)
    _ = try await front.reception.acknowledgeHelp("\(first.id)", from: nil, by: front.staff)
    let calls = try await front.reception.helpCalls()
    #expect(calls.map(\.id) == [later.id, first.id])
    #expect(calls.map { $0.acknowledgedAt == nil } == [true, false])
    try await front.expectProven()
  }

  @Test func `Nobody goes for a call that was never made, nor from a counter that is none`() async throws {
    let front = try await FrontOffice.ready()
    let call = try await front.reception.callHelp(screen: "kiosk", by: front.staff)
    for id in ["\(call.id + 1)", "nonsense"] {
      await #expect(throws: RequestProblem.noSuchEntry(register: "Lời gọi hỗ trợ", id)) {
        try await front.reception.acknowledgeHelp(id, from: nil, by: front.staff)
      }
    }
    await #expect(throws: RequestProblem.self) {
      try await front.reception.acknowledgeHelp("\(call.id)", from: "nowhere", by: front.staff)
    }
    try await front.expectProven()
  }
}
