package import Queueing
import Storage

/// Whether people were called in their turn, and if not, who went before whom and why.
package struct FairnessAnswer: Hashable, Sendable, Codable {
  package struct Wait: Hashable, Sendable, Codable {
    package let ticket: TicketID
    package let number: String
    package let service: ServiceID
    package let calledAt: Moment
    /// From the issue to the first call.
    package let seconds: Int
  }

  package struct JumpOver: Hashable, Sendable, Codable {
    package let ticket: TicketID
    package let number: String
    package let calledAt: Moment
    package let counter: CounterID
    package let member: MemberID?
    /// Who gave the command, as the journal keeps it.
    package let actor: String
    package let reason: CallAnswer.Reason
    /// People who had come before and whom the counter might have called.
    package let over: Int
    /// How long the one of them had waited who waited longest.
    package let longestWaitSeconds: Int

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(ticket, forKey: .ticket)
      try container.encode(number, forKey: .number)
      try container.encode(calledAt, forKey: .calledAt)
      try container.encode(counter, forKey: .counter)
      try container.encode(nullable: member, forKey: .member)
      try container.encode(actor, forKey: .actor)
      try container.encode(reason, forKey: .reason)
      try container.encode(over, forKey: .over)
      try container.encode(longestWaitSeconds, forKey: .longestWaitSeconds)
    }
  }

  package let from: ServiceDay
  package let to: ServiceDay
  package let calls: Int
  /// The longest of each service, longest first.
  package let longestWaits: [Wait]
  /// Of all calls, how many went before somebody, by reason.
  package let jumpOverCounts: [String: Int]
  /// The gravest ones, at most `Fairness.listLimit`.
  package let jumpOvers: [JumpOver]
  /// The journal entry counted up to, and its hash.
  package let seq: Int64
  package let hash: String

  init(_ fairness: Fairness, from: ServiceDay, through: ServiceDay, countedFrom end: ChainEnd) {
    self.from = from
    to = through
    calls = fairness.calls
    longestWaits = fairness.longestWaits.map {
      Wait(
        ticket: $0.ticket, number: $0.ticket.number.text, service: $0.service, calledAt: Moment($0.calledAt),
        seconds: $0.seconds)
    }
    jumpOverCounts = Dictionary(
      uniqueKeysWithValues: CallReason.allCases.map { ($0.rawValue, fairness.jumpCounts[$0] ?? 0) })
    jumpOvers = fairness.jumpOvers.map {
      JumpOver(
        ticket: $0.ticket, number: $0.ticket.number.text, calledAt: Moment($0.calledAt), counter: $0.counter,
        member: $0.member, actor: $0.requester, reason: CallAnswer.Reason(code: $0.reason, text: $0.reason.text),
        over: $0.over, longestWaitSeconds: $0.longestWait)
    }
    seq = end.seq
    hash = end.hashText
  }
}

extension Reception {
  package func fairness(from: ServiceDay, through: ServiceDay) async throws -> FairnessAnswer {
    try await store.study { tx in
      var fairness = Fairness()
      try tx.replay(from: from, through: through, into: &fairness)
      return FairnessAnswer(fairness, from: from, through: through, countedFrom: try tx.chainEnd())
    }
  }
}
