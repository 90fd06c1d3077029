package import Queueing

/// One row of the record: a ticket, an assistance, or a ticket with the assistance given to it.
package struct TurnFacts: Hashable, Sendable {
  package struct TicketPart: Hashable, Sendable {
    package let service: ServiceID
    package let priority: PriorityClassID?
    package let village: VillageID?
    package let member: MemberID?
    package let counter: CounterID?
    package let state: StateName
    package let issuedAt: Timestamp
    package let calledAt: Timestamp?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?

    package init(
      service: ServiceID, priority: PriorityClassID?, village: VillageID?, member: MemberID?, counter: CounterID?,
      state: StateName, issuedAt: Timestamp, calledAt: Timestamp?, startedAt: Timestamp?, finishedAt: Timestamp?
    ) {
      self.service = service
      self.priority = priority
      self.village = village
      self.member = member
      self.counter = counter
      self.state = state
      self.issuedAt = issuedAt
      self.calledAt = calledAt
      self.startedAt = startedAt
      self.finishedAt = finishedAt
    }

    package init(_ ticket: Ticket) {
      self.init(
        service: ticket.service, priority: ticket.priority, village: ticket.village, member: ticket.member,
        counter: ticket.counter, state: ticket.state.name, issuedAt: ticket.issuedAt, calledAt: ticket.calledAt,
        startedAt: ticket.startedAt, finishedAt: ticket.finishedAt)
    }
  }

  package let day: ServiceDay
  package let ticket: TicketPart?
  /// Not one that a correction has replaced.
  package let assistance: Assistance?
  /// When the ticket was issued or, without one, when the help began.
  let beganAt: Timestamp

  /// - Parameter day: the service day of the ticket.
  package init(day: ServiceDay, ticket: TicketPart, assistance: Assistance? = nil) {
    self.day = day
    self.ticket = ticket
    self.assistance = assistance
    beganAt = ticket.issuedAt
  }

  /// - Parameter day: the service day on which the help began.
  package init(day: ServiceDay, assistance: Assistance) {
    self.day = day
    ticket = nil
    self.assistance = assistance
    beganAt = assistance.startedAt
  }
}

/// How often each length of time occurred, in whole seconds; so percentiles are exact.
package struct DurationHistogram: Hashable, Sendable {
  package private(set) var counts: [Int: Int] = [:]
  package private(set) var count = 0

  package init() {}

  /// Counts one length; a negative one, which only a clock set back can make, counts as zero.
  package mutating func add(seconds: Int) {
    counts[max(0, seconds), default: 0] += 1
    count += 1
  }

  /// The nearest-rank percentile: the smallest length that at least `percent` % of all lengths do not exceed,
  /// which is the value of rank ⌈percent ÷ 100 × count⌉ in ascending order. `nil` when nothing was counted.
  ///
  /// - Parameter percent: 1–100.
  package func percentile(_ percent: Int) -> Int? {
    let rank = (percent * count + 99) / 100
    var below = 0
    return counts.sorted { $0.key < $1.key }.first { _, occurrences in
      below += occurrences
      return below >= rank
    }?.key
  }
}

/// What is counted of a set of rows.
package struct Tally: Hashable, Sendable {
  /// Lượt: citizens helped once.
  package internal(set) var assistances = 0
  /// What they were helped with, so never fewer than lượt.
  package internal(set) var activities = 0
  /// Lượt with at least one activity of the configured online set done.
  package internal(set) var online = 0
  package internal(set) var issued = 0
  package internal(set) var finished = 0
  package internal(set) var noShow = 0
  package internal(set) var cancelled = 0
  package internal(set) var expired = 0
  /// From issue to the latest call, of tickets that were called.
  package internal(set) var waiting = DurationHistogram()
  /// From start to finish, of finished tickets.
  package internal(set) var serving = DurationHistogram()

  package init() {}

  mutating func add(_ facts: TurnFacts, activities entries: Int, isOnline: Bool) {
    if facts.assistance != nil {
      assistances += 1
      activities += entries
      if isOnline { online += 1 }
    }
    guard let ticket = facts.ticket else { return }
    issued += 1
    switch ticket.state {
    case .finished: finished += 1
    case .noShow: noShow += 1
    case .cancelled: cancelled += 1
    case .expired: expired += 1
    case .waiting, .called, .serving, .parked: break
    }
    if let calledAt = ticket.calledAt {
      waiting.add(seconds: calledAt.seconds(since: ticket.issuedAt))
    }
    if ticket.state == .finished, let startedAt = ticket.startedAt, let finishedAt = ticket.finishedAt {
      serving.add(seconds: finishedAt.seconds(since: startedAt))
    }
  }
}

/// Counts rows of the record, in all and grouped by one or two dimensions, at a cost that grows only with the rows.
///
/// A lượt counts once in each row whose values it has. Of a dimension with one value a lượt (`village`, `hour`, …)
/// the rows sum to the total. A lượt can have several activities, outcomes and difficulties, so a column grouped by
/// one of these need not sum to the total; two of them together are taken from one and the same activity. An activity
/// that met no difficulty, and a ticket nobody recorded help for, stand in a row whose key is empty.
package struct Figures: Sendable {
  package struct Row: Hashable, Sendable {
    /// One text a dimension, as the contract writes it; empty where there is no value.
    package let keys: [String]
    package let tally: Tally
  }

  private struct Key: Hashable, Comparable {
    let first: DimensionValue
    let second: DimensionValue

    static func < (left: Self, right: Self) -> Bool {
      (left.first, left.second) < (right.first, right.second)
    }
  }

  package let dimensions: [Dimension]
  /// What makes a lượt one of online procedures, when it is done.
  package let onlineActivities: Set<Activity>
  package private(set) var total = Tally()
  private var tallies: [Key: Tally] = [:]

  /// - Parameters:
  ///   - first: `nil` for the total alone.
  ///   - second: looked at only with a first one.
  package init(by first: Dimension? = nil, and second: Dimension? = nil, onlineActivities: Set<Activity>) {
    dimensions = first.map { first in [first] + (second.map { [$0] } ?? []) } ?? []
    self.onlineActivities = onlineActivities
  }

  package mutating func add(_ facts: TurnFacts) {
    let entries = facts.assistance?.activities ?? []
    let isOnline = entries.contains { $0.outcome == .done && onlineActivities.contains($0.activity) }
    total.add(facts, activities: entries.count, isOnline: isOnline)
    guard let first = dimensions.first else { return }

    // Without help, or with one activity, every key occurs once: the common case, kept free of a dictionary.
    guard entries.count > 1 else {
      for key in keys(of: facts, entry: entries.first, first: first) {
        tallies[key, default: Tally()].add(facts, activities: entries.count, isOnline: isOnline)
      }
      return
    }
    var occurrences: [Key: Int] = [:]
    for entry in entries {
      for key in keys(of: facts, entry: entry, first: first) {
        occurrences[key, default: 0] += 1
      }
    }
    for (key, count) in occurrences {
      tallies[key, default: Tally()].add(facts, activities: count, isOnline: isOnline)
    }
  }

  private func keys(of facts: TurnFacts, entry: AssistedActivity?, first: Dimension) -> [Key] {
    let firsts = first.values(of: facts, entry: entry)
    guard dimensions.count > 1 else { return firsts.map { Key(first: $0, second: .none) } }
    let seconds = dimensions[1].values(of: facts, entry: entry)
    return firsts.flatMap { first in seconds.map { Key(first: first, second: $0) } }
  }

  /// In the order of the keys: codes as their list has them, times in time, ids by their text, empty keys last.
  package var rows: [Row] {
    tallies.sorted { $0.key < $1.key }.map { key, tally in
      Row(
        keys: zip(dimensions, [key.first, key.second]).map { $0.text(of: $1) },
        tally: tally)
    }
  }
}
