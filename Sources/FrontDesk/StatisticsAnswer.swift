package import Queueing
package import Records
import Storage

/// Figures with the proof of what they were counted from.
package struct StatisticsAnswer: Hashable, Sendable, Codable {
  /// A length of time in whole seconds at the 50th and 90th percentile; `nil` when nothing was measured.
  package struct Percentiles: Hashable, Sendable, Codable {
    package let p50: Int?
    package let p90: Int?

    init(_ histogram: DurationHistogram) {
      let values = histogram.percentiles([50, 90])
      (p50, p90) = (values[0], values[1])
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(p50, forKey: .p50)
      try container.encode(p90, forKey: .p90)
    }
  }

  /// How waits that were promised at issue came out.
  package struct Promises: Hashable, Sendable, Codable {
    package let made: Int
    /// Those whose ticket was called.
    package let settled: Int
    /// Those called within the range.
    package let held: Int
    /// Mean of the settled, in seconds.
    package let meanWidth: Int?

    init(_ tally: PromiseTally) {
      made = tally.made
      settled = tally.settled
      held = tally.held
      meanWidth = tally.meanWidthSeconds
    }

    package func encode(to encoder: any Encoder) throws {
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encode(made, forKey: .made)
      try container.encode(settled, forKey: .settled)
      try container.encode(held, forKey: .held)
      try container.encode(meanWidth, forKey: .meanWidth)
    }
  }

  /// How many turns citizens found good, fair and bad.
  package struct Ratings: Hashable, Sendable, Codable {
    package let count: Int
    package let good: Int
    package let fair: Int
    package let bad: Int

    init(_ tally: RatingTally) {
      (count, good, fair, bad) = (tally.count, tally.good, tally.fair, tally.bad)
    }
  }

  /// How long a member was at counters, pauses included.
  package struct Shifts: Hashable, Sendable, Codable {
    package let member: String
    package let shifts: Int
    package let seconds: Int
  }

  package struct Row: Hashable, Sendable, Codable {
    /// By dimension; empty text where there is no value.
    package let keys: [String: String]
    /// Lượt: citizens helped once.
    package let turns: Int
    package let activities: Int
    /// Lượt with an activity of the configured online set done.
    package let onlineTurns: Int
    package let issued: Int
    package let finished: Int
    package let noShow: Int
    package let cancelled: Int
    package let expired: Int
    package let waitingSeconds: Percentiles
    package let servingSeconds: Percentiles
    package let promises: Promises
    package let ratings: Ratings

    init(keys: [String: String], _ tally: Tally) {
      self.keys = keys
      turns = tally.assistances
      activities = tally.activities
      onlineTurns = tally.online
      issued = tally.issued
      finished = tally.finished
      noShow = tally.noShow
      cancelled = tally.cancelled
      expired = tally.expired
      waitingSeconds = Percentiles(tally.waiting)
      servingSeconds = Percentiles(tally.serving)
      promises = Promises(tally.promises)
      ratings = Ratings(tally.ratings)
    }
  }

  package let from: ServiceDay
  package let to: ServiceDay
  package let by: [Figures.Dimension]
  package var rows: [Row]
  package let total: Row
  /// Of every member who was at a counter, whatever the rows are grouped by.
  package let shifts: [Shifts]
  /// The activities behind `onlineTurns`.
  package let onlineActivities: [Activity]
  /// The last journal entry that was counted, and its hash.
  package let seq: Int64
  package let hash: String

  init(_ figures: Figures, from: ServiceDay, through: ServiceDay, countedFrom end: ChainEnd) {
    self.from = from
    to = through
    by = figures.dimensions
    rows = figures.rows.map { row in
      Row(
        keys: Dictionary(zip(figures.dimensions.map(\.rawValue), row.keys)) { first, _ in first }, row.tally)
    }
    total = Row(keys: [:], figures.total)
    shifts = figures.shifts.map { Shifts(member: $0.member, shifts: $0.tally.shifts, seconds: $0.tally.seconds) }
    onlineActivities = Activity.allCases.filter(figures.onlineActivities.contains)
    seq = end.seq
    hash = end.hashText
  }
}
