import FrontDesk
import Queueing
import Scenes

/// How the office calls things.
struct OfficeNames {
  let centre: String
  let services: [ServiceAnswer]
  let counters: [CounterAnswer]

  func service(_ id: String) -> String? {
    services.first { $0.id.text == id }?.name
  }

  func counter(_ id: String) -> String? {
    counters.first { $0.id.text == id }?.name
  }

  var boardTexts: BoardTexts {
    BoardTexts(
      centre: centre,
      counters: Dictionary(counters.map { ($0.id, $0.name) }) { first, _ in first },
      services: Dictionary(
        services.map { ($0.id, BoardTexts.ServiceText(letter: $0.letter, name: $0.name)) }
      ) { first, _ in first })
  }
}

extension DaemonClient {
  func board() async throws(Failure) -> BoardAnswer {
    try await send(.get("board")).decoded()
  }

  func names() async throws(Failure) -> OfficeNames {
    OfficeNames(
      centre: try await board().centre,
      services: try await send(.get("services")).decoded(),
      counters: try await send(.get("counters")).decoded())
  }
}

extension Board {
  /// The board that an answer tells of, its lines in the order of the services.
  init(_ answer: BoardAnswer, services: [ServiceAnswer]) {
    self.init(
      asOf: answer.asOf.timestamp,
      seq: answer.seq,
      serviceDay: answer.serviceDay,
      opening: answer.open
        ? .open : .closed(answer.closed?.closing ?? Closing(reason: .hours, opensAt: nil)),
      countersOpen: answer.countersOpen,
      calls: answer.calls.compactMap { call in
        TicketNumber(call.number).map {
          Call(number: $0, counter: call.counter, calledAt: call.calledAt.timestamp)
        }
      },
      lines: services.map { service in
        Line(
          service: service.id, waiting: answer.waiting[service.id.text] ?? 0,
          estimate: answer.estimates[service.id.text])
      },
      notices: answer.notices, isClockTrusted: answer.clockTrusted)
  }
}
