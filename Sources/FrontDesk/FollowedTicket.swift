package import Queueing
import Storage

/// A ticket as its holder follows it on a phone.
package struct FollowedTicket: Hashable, Sendable {
  package let ticket: TicketAnswer
  /// How the holder found it, 1 (bad) to 3 (good); `nil` while nothing was said.
  package let rating: Int?
  /// Why no number of its service is given out now; `nil` while there are. Who has one is called all the same.
  package let closing: Closing?
}

extension Requester {
  /// Whoever has the slip.
  static let citizen = Requester(name: "citizen", origin: .console)
}

extension Desk {
  static let scores = 1...3

  func rate(_ token: String, score: Int) throws -> TicketAnswer {
    guard Self.scores.contains(score) else {
      throw RequestProblem.unknown(
        "score", String(score), accepted: Self.scores.map { String($0) }, "Không có mức này.")
    }
    let ticket = try ticket(of: token)
    guard ticket.state.name == .finished else { throw RequestProblem.notOver(ticket.id) }
    guard try tx.rating(of: ticket) == nil else { throw RequestProblem.ratedAlready(ticket.id) }
    try tx.rate(ticket, score: score, at: now, day: day, actor: actor)
    return try Lookup(tx, office: office, now: now).answer(ticket)
  }

  /// The ticket of today that a slip's token belongs to.
  func ticket(of token: String) throws -> Ticket {
    guard let ticket = try tx.ticket(token: token), ticket.id.day == day else {
      throw RequestProblem.noSuchTicket("")
    }
    return ticket
  }
}

extension Reception {
  /// - Throws: `RequestProblem.noSuchTicket` when the token is of no slip of today.
  package func follow(_ token: String) async throws -> FollowedTicket {
    try await look { lookup in
      guard let ticket = try lookup.tx.ticket(token: token) else { throw RequestProblem.noSuchTicket("") }
      let closing = try lookup.office.service(ticket.service).flatMap { service in
        // The day's last number may have been this one.
        lookup.office.closing(
          of: service, issued: 0, on: ticket.id.day, at: lookup.now,
          amended: try lookup.tx.openingAmendments(now: lookup.now))
      }
      return FollowedTicket(
        ticket: try lookup.answer(ticket), rating: try lookup.tx.rating(of: ticket), closing: closing)
    }
  }

  /// The holder gives a turn up.
  package func giveUp(_ token: String, key: RequestKey? = nil) async throws -> TicketAnswer {
    try await perform(.citizen, key) { desk in try desk.cancel(desk.ticket(of: token).id.text, reason: nil) }
  }

  /// The holder says how it was.
  package func rate(_ token: String, score: Int, key: RequestKey? = nil) async throws -> TicketAnswer {
    try await perform(.citizen, key) { desk in try desk.rate(token, score: score) }
  }
}
