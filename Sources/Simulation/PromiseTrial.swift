package import Queueing

/// How good the promises of an office are, over days that were played, beside the formula that most queue systems show:
/// average × position ÷ counters.
package struct PromiseTrial: Sendable {
  /// A promise and what came of it, in seconds.
  package struct Outcome: Hashable, Sendable {
    package let promise: Promise
    /// What the usual formula says.
    package let formula: Double
    package let waited: Int
  }

  package private(set) var outcomes: [Outcome] = []
  /// People who were called without having been promised anything.
  package private(set) var unpromised = 0

  package init() {}

  /// Plays `days` days of an office that opens anew with every trial, and counts those after the first `warmUp`: what
  /// has been measured nowhere cannot be promised.
  package mutating func add(_ clientele: Clientele, from first: ServiceDay, days: Int, warmUp: Int) throws(Refusal) {
    var rehearsal = Rehearsal(office: clientele.office)
    for offset in 0..<days {
      let day = first.advanced(by: offset)
      var formulas: [TicketID: Double] = [:]
      let playback = Playback(
        visits: clientele.visits(on: day), counters: clientele.office.counters, breaks: clientele.breaks(on: day))
      try rehearsal.play(day, playback) { ticket, picture in
        formulas[ticket.id] = picture.usualFormula(for: ticket)
      }
      guard offset >= warmUp else { continue }
      for ticket in rehearsal.tickets {
        if let promise = ticket.promise, let waited = promise.waited, let formula = formulas[ticket.id] {
          outcomes.append(Outcome(promise: promise, formula: formula, waited: waited))
        } else if ticket.calledAt != nil {
          unpromised += 1
        }
      }
    }
  }

  /// The share of promises that held, 0–1.
  package var held: Double {
    Double(outcomes.count { $0.promise.outcome == .held }) / Double(max(1, outcomes.count))
  }

  /// Minutes.
  package var meanWidth: Double {
    outcomes.reduce(0) { $0 + Double($1.promise.range.toMinutes - $1.promise.range.fromMinutes) }
      / Double(max(1, outcomes.count))
  }

  /// Minutes that the ranges of the usual formula must be wide on average so that as many of them hold: each is the
  /// formula times one factor below and another above, and of all such pairs that hold as often the narrowest is taken,
  /// with these very outcomes in hand. So it is given more than any office could know beforehand.
  package var meanWidthOfFormula: Double {
    let ratios = outcomes.map { Double($0.waited) / $0.formula }.sorted()
    let mean = outcomes.reduce(0) { $0 + $1.formula } / Double(max(1, outcomes.count))
    let within = Int((held * Double(ratios.count)).rounded(.up))
    guard within > 0 else { return 0 }
    let narrowest = (0...ratios.count - within).map { ratios[$0 + within - 1] - ratios[$0] }.min() ?? 0
    return narrowest * mean / 60
  }
}
