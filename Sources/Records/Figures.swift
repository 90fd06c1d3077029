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
    package let promise: Promise?
    package let calledAt: Timestamp?
    package let startedAt: Timestamp?
    package let finishedAt: Timestamp?
    /// What the citizen thought of the turn, 1 (bad) to 3 (good).
    package let rating: Int?

    package init(
      service: ServiceID, priority: PriorityClassID?, village: VillageID?, member: MemberID?, counter: CounterID?,
      state: StateName, issuedAt: Timestamp, promise: Promise? = nil, calledAt: Timestamp?, startedAt: Timestamp?,
      finishedAt: Timestamp?, rating: Int? = nil
    ) {
      self.service = service
      self.priority = priority
      self.village = village
      self.member = member
      self.counter = counter
      self.state = state
      self.issuedAt = issuedAt
      self.promise = promise
      self.calledAt = calledAt
      self.startedAt = startedAt
      self.finishedAt = finishedAt
      self.rating = rating
    }
  }

  /// What figures count of a valid assistance.
  package struct HelpPart: Hashable, Sendable {
    package let service: ServiceID?
    package let member: MemberID?
    package let counter: CounterID?
    package let place: Place
    package let startedAt: Timestamp
    package let village: VillageID?
    package let residence: Residence?
    package let ageBand: AgeBand
    package var entries: [Entry]

    package init(
      service: ServiceID? = nil, member: MemberID? = nil, counter: CounterID? = nil, place: Place,
      startedAt: Timestamp, village: VillageID? = nil, residence: Residence? = nil, ageBand: AgeBand = .unknown,
      entries: [Entry] = []
    ) {
      self.service = service
      self.member = member
      self.counter = counter
      self.place = place
      self.startedAt = startedAt
      self.village = village
      self.residence = residence
      self.ageBand = ageBand
      self.entries = entries
    }
  }

  /// One of the activities of the help.
  package struct Entry: Hashable, Sendable {
    package let activity: Activity
    package let outcome: Outcome
    package var difficulties: Set<Difficulty>

    package init(_ activity: Activity, outcome: Outcome = .done, difficulties: Set<Difficulty> = []) {
      self.activity = activity
      self.outcome = outcome
      self.difficulties = difficulties
    }
  }

  package let day: ServiceDay
  package let ticket: TicketPart?
  /// Not of an assistance that a correction has replaced or that was withdrawn.
  package let help: HelpPart?
  /// When the ticket was issued or, without one, when the help began.
  let beganAt: Timestamp

  /// - Parameter day: the service day of the ticket.
  package init(day: ServiceDay, ticket: TicketPart, help: HelpPart? = nil) {
    self.day = day
    self.ticket = ticket
    self.help = help
    beganAt = ticket.issuedAt
  }

  /// - Parameter day: the service day on which the help began.
  package init(day: ServiceDay, help: HelpPart) {
    self.day = day
    ticket = nil
    self.help = help
    beganAt = help.startedAt
  }
}

/// How promised waits came out.
package struct PromiseTally: Hashable, Sendable {
  /// Tickets that were promised a wait.
  package internal(set) var made = 0
  /// Of them, those that were called, and so kept or broken.
  package internal(set) var settled = 0
  /// Of these, those called within the promised range.
  package internal(set) var held = 0
  /// Minutes that the ranges of the settled are wide, all together.
  package internal(set) var minutes = 0

  package init() {}

  /// Seconds that a settled range is wide on average; `nil` of none.
  package var meanWidthSeconds: Int? {
    settled > 0 ? (minutes * 60 + settled / 2) / settled : nil
  }
}

/// What citizens thought of their turns.
package struct RatingTally: Hashable, Sendable {
  package internal(set) var bad = 0
  package internal(set) var fair = 0
  package internal(set) var good = 0

  package init() {}

  package var count: Int { bad + fair + good }
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
  package internal(set) var promises = PromiseTally()
  package internal(set) var ratings = RatingTally()

  package init() {}
}

/// The time of a member at counters.
package struct ShiftTally: Hashable, Sendable {
  package internal(set) var shifts = 0
  package internal(set) var seconds = 0

  package init() {}
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
  private var places: [Key: Int] = [:]
  private var tallies: [Tally] = []
  private var shiftTallies: [String: ShiftTally] = [:]

  /// - Parameters:
  ///   - first: `nil` for the total alone.
  ///   - second: looked at only with a first one.
  package init(by first: Dimension? = nil, and second: Dimension? = nil, onlineActivities: Set<Activity>) {
    dimensions = first.map { first in [first] + (second.map { [$0] } ?? []) } ?? []
    self.onlineActivities = onlineActivities
  }

  package mutating func add(_ sheet: DaySheet) {
    add(shiftsOf: sheet)
    let count = SheetCount(sheet, online: DaySheet.mask(of: onlineActivities))
    guard let first = dimensions.first else { return count.add(to: &total) }
    let second = dimensions.count > 1 ? dimensions[1] : nil
    let standings = SheetCount.Standings(of: sheet, first, second)
    let rows = standings.rows.map { place in tally(of: sheet, place, width: second.map(sheet.width) ?? 1) }
    count.add(standings, to: &tallies, at: rows, whole: &total)
  }

  private mutating func add(shiftsOf sheet: DaySheet) {
    for (member, seconds) in zip(sheet.shiftColumn(.member), sheet.shiftColumn(.seconds)) where member > 0 {
      let name = sheet.names[Int(member) - 1]
      shiftTallies[name, default: ShiftTally()].shifts += 1
      shiftTallies[name, default: ShiftTally()].seconds += Int(seconds)
    }
  }

  private mutating func tally(of sheet: DaySheet, _ place: Int, width: Int) -> Int {
    let (row, column) = place.quotientAndRemainder(dividingBy: width)
    let key = Key(
      first: sheet.value(of: dimensions[0], at: row),
      second: dimensions.count > 1 ? sheet.value(of: dimensions[1], at: column) : .none)
    if let known = places[key] { return known }
    tallies.append(Tally())
    places[key] = tallies.count - 1
    return tallies.count - 1
  }

  /// In the order of the keys: codes as their list has them, times in time, ids by their text, empty keys last.
  package var rows: [Row] {
    places.sorted { $0.key < $1.key }.map { key, place in
      Row(
        keys: zip(dimensions, [key.first, key.second]).map { $0.text(of: $1) },
        tally: tallies[place])
    }
  }

  /// Each member's time at counters, by their id. Who sat at a counter without saying so is nobody here.
  package var shifts: [(member: String, tally: ShiftTally)] {
    shiftTallies.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}
