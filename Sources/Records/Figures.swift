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

    package init(
      service: ServiceID, priority: PriorityClassID?, village: VillageID?, member: MemberID?, counter: CounterID?,
      state: StateName, issuedAt: Timestamp, promise: Promise? = nil, calledAt: Timestamp?, startedAt: Timestamp?,
      finishedAt: Timestamp?
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
    }

    package init(_ ticket: Ticket) {
      self.init(
        service: ticket.service, priority: ticket.priority, village: ticket.village, member: ticket.member,
        counter: ticket.counter, state: ticket.state.name, issuedAt: ticket.issuedAt, promise: ticket.promise,
        calledAt: ticket.calledAt, startedAt: ticket.startedAt, finishedAt: ticket.finishedAt)
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

  /// - Parameter width: minutes of the range.
  mutating func add(_ outcome: Promise.Outcome, width: Int) {
    made += 1
    guard outcome != .uncalled else { return }
    settled += 1
    if outcome == .held { held += 1 }
    minutes += width
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
  package internal(set) var promises = PromiseTally()

  package init() {}

  /// Counts line `line` of a sheet, with as many activities as fall to this tally.
  mutating func add(_ sheet: DaySheet, _ line: Int, activities entries: Int, isOnline: Bool) {
    if sheet.entryCounts[line] > 0 {
      assistances += 1
      activities += entries
      if isOnline { online += 1 }
    }
    let state = sheet.states[line]
    guard state > 0 else { return }
    issued += 1
    switch DaySheet.stateNames[Int(state) - 1] {
    case .finished: finished += 1
    case .noShow: noShow += 1
    case .cancelled: cancelled += 1
    case .expired: expired += 1
    case .waiting, .called, .serving, .parked: break
    }
    if let promise = sheet.promise(line) { promises.add(promise.outcome, width: promise.width) }
    let (waited, served) = (sheet.waitingTimes[line], sheet.servingTimes[line])
    if waited != DaySheet.noTime { waiting.add(seconds: Int(waited)) }
    if served != DaySheet.noTime { serving.add(seconds: Int(served)) }
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
  private var places: [Key: Int] = [:]
  private var tallies: [Tally] = []

  /// - Parameters:
  ///   - first: `nil` for the total alone.
  ///   - second: looked at only with a first one.
  package init(by first: Dimension? = nil, and second: Dimension? = nil, onlineActivities: Set<Activity>) {
    dimensions = first.map { first in [first] + (second.map { [$0] } ?? []) } ?? []
    self.onlineActivities = onlineActivities
  }

  package mutating func add(_ sheet: DaySheet) {
    let first = dimensions.first.map(sheet.column)
    let second = dimensions.count > 1 ? sheet.column(of: dimensions[1]) : .constant
    let width = dimensions.count > 1 ? sheet.width(of: dimensions[1]) : 1
    // The tally of each pair of places that the sheet says, once it was met.
    var known = [Int?](repeating: nil, count: dimensions.first.map { sheet.width(of: $0) * width } ?? 0)
    let online = DaySheet.mask(of: onlineActivities)
    var met: [(tally: Int, activities: Int)] = []
    var begin = 0
    for line in 0..<sheet.lineCount {
      let entries = begin..<begin + Int(sheet.entryCounts[line])
      begin = entries.upperBound
      let isOnline = entries.contains { sheet.isDone($0, oneOf: online) }
      total.add(sheet, line, activities: entries.count, isOnline: isOnline)
      guard let first else { continue }
      met.removeAll(keepingCapacity: true)
      // A line without entries stands somewhere too: where it says nothing.
      for offset in 0..<max(1, entries.count) {
        let entry = entries.isEmpty ? nil : begin - entries.count + offset
        first.forEachPlace(line, entry) { row in
          second.forEachPlace(line, entry) { column in
            let place = row * width + column
            let tally = known[place] ?? makeTally(of: sheet, row, column)
            known[place] = tally
            let activities = entry == nil ? 0 : 1
            if let again = met.firstIndex(where: { $0.tally == tally }) {
              met[again].activities += activities
            } else {
              met.append((tally, activities))
            }
          }
        }
      }
      for (tally, activities) in met { tallies[tally].add(sheet, line, activities: activities, isOnline: isOnline) }
    }
  }

  private mutating func makeTally(of sheet: DaySheet, _ row: Int, _ column: Int) -> Int {
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
}
