/// What an office has learned of waiting from the moves of its tickets.
package struct WaitKnowledge: Hashable, Sendable {
  package private(set) var servingTimes: ServingTimes
  package private(set) var caution: Caution

  package init(servingTimes: ServingTimes = ServingTimes(), caution: Caution = Caution()) {
    self.servingTimes = servingTimes
    self.caution = caution
  }

  /// Learns from a move.
  ///
  /// - Returns: which lengths it has added to, and whether it has become more or less cautious.
  package mutating func learn(
    from move: TicketMove, of before: Ticket, to after: Ticket, at now: Timestamp
  ) -> (cell: ServingTimes.Cell?, caution: Bool) {
    let measurement = ServingTimes.Measurement(move, of: before, at: now)
    if let measurement { servingTimes.add(measurement) }
    guard let promise = after.promise, promise.waited != nil, before.promise?.waited == nil else {
      return (measurement?.cell, false)
    }
    caution.learn(from: promise)
    return (measurement?.cell, true)
  }
}

/// How far a promise leaves room to either side of what is expected, in units of the spread that the number of calls
/// before makes likely. It learns from every promise that is settled, so that eight in ten hold at this office too.
package struct Caution: Hashable, Sendable {
  /// Room below and above what is expected.
  package private(set) var low: Double
  package private(set) var high: Double

  /// Begins as tuned on simulated days (`PromiseTrial`).
  package init(low: Double = 2.2, high: Double = 2.0) {
    self.low = low
    self.high = high
  }

  /// Promises in ten that shall fail on each side.
  private static let share = 0.1
  private static let step = 0.04
  private static let bounds = 0.3...6.0

  /// Moves a side out when the promise failed there and else a little inwards, which comes to rest where the failures
  /// have their share (adaptive conformal inference, Gibbs and Candès, 2021). “At once” teaches nothing of lines.
  package mutating func learn(from promise: Promise) {
    guard promise.waited != nil, promise.range != WaitForecast.atOnce else { return }
    low = Self.moved(low, hasFailed: promise.outcome == .shorter)
    high = Self.moved(high, hasFailed: promise.outcome == .longer)
  }

  private static func moved(_ side: Double, hasFailed: Bool) -> Double {
    let moved = side + step * (hasFailed ? 1 - share : -share)
    return min(max(moved, bounds.lowerBound), bounds.upperBound)
  }
}
