package import Queueing
import Storage

/// A call for help from a kiosk, as everybody is told.
package struct HelpCallAnswer: Hashable, Sendable, Codable {
  /// The journal entry of the call.
  package let id: Int64
  package let screen: String
  package let calledAt: Moment
  /// When somebody said that they go, and from which counter; `nil` while nobody has.
  package let acknowledgedAt: Moment?
  package let counter: CounterID?

  init(_ call: HelpCall) {
    id = call.id
    screen = call.screen
    calledAt = Moment(call.calledAt)
    acknowledgedAt = call.acknowledgement.map { Moment($0.at) }
    counter = call.acknowledgement?.counter
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(id, forKey: .id)
    try container.encode(screen, forKey: .screen)
    try container.encode(calledAt, forKey: .calledAt)
    try container.encode(nullable: acknowledgedAt, forKey: .acknowledgedAt)
    try container.encode(nullable: counter, forKey: .counter)
  }
}

extension Desk {
  package func callHelp(screen: String) throws -> HelpCallAnswer {
    HelpCallAnswer(try tx.callHelp(screen: screen, at: now, day: day, actor: actor))
  }

  /// Says that somebody goes. Of several the first goes; the others are told who does.
  package func acknowledgeHelp(_ text: String, from counter: String?) throws -> HelpCallAnswer {
    guard let id = Int64(text), let call = try tx.helpCall(id), call.day == day else {
      throw RequestProblem.noSuchEntry(register: "Lời gọi hỗ trợ", text)
    }
    let place = try counter.map { text in
      guard let id = CounterID(text), office.counters.contains(where: { $0.id == id }) else {
        throw RequestProblem.unknown(
          "counter", text, accepted: office.counters.map(\.id.text), "Không có quầy này.")
      }
      return id
    }
    guard call.acknowledgement == nil else { return HelpCallAnswer(call) }
    return HelpCallAnswer(try tx.acknowledge(call, from: place, at: now, day: day, actor: actor))
  }
}

extension Reception {
  /// Calls of a day that are shown at most; nobody presses so often.
  package static let helpCallLimit = 100

  package func callHelp(
    screen: String, by requester: Requester, key: RequestKey? = nil
  ) async throws -> HelpCallAnswer {
    try await perform(requester, key) { desk in try desk.callHelp(screen: screen) }
  }

  package func acknowledgeHelp(
    _ id: String, from counter: String?, by requester: Requester, key: RequestKey? = nil
  ) async throws -> HelpCallAnswer {
    try await perform(requester, key) { desk in try desk.acknowledgeHelp(id, from: counter) }
  }

  /// Today's calls, latest first.
  package func helpCalls() async throws -> [HelpCallAnswer] {
    let today = office.serviceDay(at: clock.now())
    return try await look { lookup in
      try lookup.tx.helpCalls(on: lookup.tx.currentDay() ?? today, limit: Self.helpCallLimit).map(HelpCallAnswer.init)
    }
  }
}
