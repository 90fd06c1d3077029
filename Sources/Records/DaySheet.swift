package import Queueing

/// A day of the record as figures need it: one line a *lượt* or ticket, in columns of small numbers, with no time of
/// day finer than the hour, no id and no order of arrival; and how long each member was at a counter.
///
/// A day that is over is kept in this form: figures over years read a few dozen bytes a lượt and not the record, and
/// when the record of a day ages, this is all that stays of it.
package struct DaySheet: Hashable, Sendable {
  /// What each line says.
  enum LineColumn: Int, CaseIterable {
    /// The one-valued dimensions: 0 for nothing, else the place of the id in `names`, of the code in its list or of
    /// the hour in the day, from 1.
    case hour, service, counter, member, place, village, residence, age, priority, promise
    /// What became of the ticket: 0 without one, else the place of its state in `StateName`, from 1.
    case state
    /// Minutes that the promised range is wide; 0 where nothing was promised.
    case promisedMinutes
    /// One more than the seconds from issue to the latest call; 0 where there was none.
    case waiting
    /// One more than the seconds from start to finish; 0 where it was not finished.
    case serving
    /// 1–3; 0 of a turn that nobody rated.
    case rating
    /// How many of the entries belong to the line, one line after the other: the activities of a lượt, none of a
    /// ticket that nobody recorded help for.
    case entryCount
  }

  /// What each entry of a line says.
  enum EntryColumn: Int, CaseIterable {
    /// The place in its list, from 1.
    case activity, outcome
    /// A bit each, the first of the list lowest.
    case difficulties
  }

  /// A time that a member had a counter.
  enum ShiftColumn: Int, CaseIterable {
    /// The place in `names`, from 1.
    case member, counter
    case seconds
  }

  package let day: ServiceDay
  /// The ids that occur in the columns, which say their place here; in their order.
  let names: [String]
  /// Its form is told at `SheetWriter`.
  package let bytes: [UInt8]
  /// Where in the bytes the columns are: those of lines, of entries and of shifts.
  private let columns: [SheetColumn]

  var lineCount: Int { columns[LineColumn.hour.rawValue].count }

  func column(_ column: LineColumn) -> [UInt32] {
    columns[column.rawValue].numbers(in: bytes)
  }

  func column(_ column: EntryColumn) -> [UInt32] {
    columns[LineColumn.allCases.count + column.rawValue].numbers(in: bytes)
  }

  func shiftColumn(_ column: ShiftColumn) -> [UInt32] {
    columns[LineColumn.allCases.count + EntryColumn.allCases.count + column.rawValue].numbers(in: bytes)
  }

  /// The same lines make the same sheet, in whatever order they come.
  ///
  /// - Parameters:
  ///   - turns: all of this day.
  ///   - shifts: likewise.
  package init(day: ServiceDay, turns: some Sequence<TurnFacts>, shifts: [ShiftFacts] = []) {
    self.day = day
    let turns = Array(turns)
    var ids = Set(shifts.flatMap { [$0.member.text, $0.counter.text] })
    func note(_ id: String?) { if let id { ids.insert(id) } }
    let idsOfTurns = turns.map(\.ids)
    for own in idsOfTurns {
      note(own.service)
      note(own.counter)
      note(own.member)
      note(own.village)
      note(own.priority)
    }
    names = ids.sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, UInt32(1)...))
    var lines = LineColumn.allCases.map { _ in [UInt32]() }
    var entries = EntryColumn.allCases.map { _ in [UInt32]() }
    for line in zip(turns, idsOfTurns).map({ SheetLine($0, $1, places) }).sorted(by: SheetLine.areInOrder) {
      for column in LineColumn.allCases.indices { lines[column].append(line.values[column]) }
      for (column, value) in line.entries.enumerated() { entries[column % EntryColumn.allCases.count].append(value) }
    }
    var sittings = ShiftColumn.allCases.map { _ in [UInt32]() }
    let rows = shifts.map { [places[$0.member.text] ?? 0, places[$0.counter.text] ?? 0, UInt32(clamping: $0.seconds)] }
    for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      for (column, value) in row.enumerated() { sittings[column].append(value) }
    }
    var writer = SheetWriter(
      counts: [lines[0].count, entries[0].count, sittings[0].count, names.count], names: names)
    for column in lines + entries + sittings { writer.append(column) }
    (bytes, columns) = (writer.bytes, writer.columns)
  }

  /// One more than the highest place that this dimension can say.
  func width(of dimension: Figures.Dimension) -> Int {
    Self.width(of: dimension, names: names.count)
  }

  private static func width(of dimension: Figures.Dimension, names: Int) -> Int {
    switch dimension {
    case .day, .month: 1
    case .village, .member, .service, .counter, .priority: names + 1
    case .place: Place.allCases.count + 1
    case .age: AgeBand.allCases.count + 1
    case .residence: Residence.allCases.count + 1
    case .hour: 25
    case .activity: Activity.allCases.count + 1
    case .outcome: Outcome.allCases.count + 1
    case .difficulty: Difficulty.allCases.count + 1
    case .promise: promiseOutcomes.count + 1
    }
  }

  /// What a place in the column of a dimension stands for.
  func value(of dimension: Figures.Dimension, at place: Int) -> DimensionValue {
    switch dimension {
    case .day: return .ordinal(day.epochDay)
    case .month:
      let (year, month, _) = day.civil
      return .ordinal(ServiceDay(year: year, month: month, day: 1).epochDay)
    case .village, .member, .service, .counter, .priority: return place == 0 ? .none : .id(names[place - 1])
    case .place, .age, .residence, .hour, .activity, .outcome, .difficulty, .promise:
      return place == 0 ? .none : .ordinal(place - 1)
    }
  }
}

/// A time that a member had a counter, from opening or taking over to closing or handing over, pauses included.
package struct ShiftFacts: Hashable, Sendable {
  package let member: MemberID
  package let counter: CounterID
  package let seconds: Int

  package init(member: MemberID, counter: CounterID, seconds: Int) {
    self.member = member
    self.counter = counter
    self.seconds = seconds
  }
}

extension TurnFacts {
  fileprivate typealias IDs = (service: String?, counter: String?, member: String?, village: String?, priority: String?)

  /// What the help says goes before what the ticket says. Help takes the village over from its ticket by itself: where
  /// it says none, who came is from elsewhere or nobody knows from where.
  fileprivate var ids: IDs {
    (
      (help?.service ?? ticket?.service)?.text, (help?.counter ?? ticket?.counter)?.text,
      (help?.member ?? ticket?.member)?.text, (help.map(\.village) ?? ticket?.village)?.text,
      ticket?.priority?.text
    )
  }
}

/// A line on its way into the columns.
private struct SheetLine {
  /// By `DaySheet.LineColumn`: in place, since a busy day's lines are compared tens of thousands of times.
  let values: InlineArray<16, UInt32>
  /// By `DaySheet.EntryColumn`, entry after entry.
  let entries: [UInt32]

  init(_ turn: TurnFacts, _ ids: TurnFacts.IDs, _ places: [String: UInt32]) {
    let (ticket, help) = (turn.ticket, turn.help)
    func place(_ id: String?) -> UInt32 { id.flatMap { places[$0] } ?? 0 }
    let finished = ticket?.state == .finished ? ticket : nil
    let waiting = ticket.flatMap { ticket in ticket.calledAt.map { $0.seconds(since: ticket.issuedAt) } }
    let serving = finished?.startedAt.flatMap { start in finished?.finishedAt.map { $0.seconds(since: start) } }
    var done = help?.entries ?? []
    if done.count > 1 { done.sort { $0.activity.position < $1.activity.position } }
    values = [
      UInt32(CivilTime.split(turn.beganAt).milliseconds / 3_600_000) + 1, place(ids.service),
      place(ids.counter), place(ids.member),
      (help?.place ?? .centre).position, place(ids.village), help?.residence?.position ?? 0,
      (help?.ageBand ?? .unknown).position, place(ids.priority), ticket?.promise?.outcome.position ?? 0,
      ticket?.state.position ?? 0,
      UInt32(clamping: ticket?.promise.map { $0.range.toMinutes - $0.range.fromMinutes } ?? 0),
      Self.time(waiting), Self.time(serving), UInt32(clamping: ticket?.rating ?? 0), UInt32(clamping: done.count),
    ]
    var entries: [UInt32] = []
    entries.reserveCapacity(done.count * DaySheet.EntryColumn.allCases.count)
    for entry in done {
      entries.append(entry.activity.position)
      entries.append(entry.outcome.position)
      entries.append(entry.difficulties.reduce(0) { $0 | 1 << ($1.position - 1) })
    }
    self.entries = entries
  }

  /// A negative length, which only a clock set back can make, counts as zero.
  private static func time(_ seconds: Int?) -> UInt32 {
    seconds.map { min(UInt32(clamping: $0), .max - 1) + 1 } ?? 0
  }

  static func areInOrder(_ left: Self, _ right: Self) -> Bool {
    for column in left.values.indices where left.values[column] != right.values[column] {
      return left.values[column] < right.values[column]
    }
    return left.entries.lexicographicallyPrecedes(right.entries)
  }
}

extension CaseIterable where Self: Equatable {
  /// The place in the list, from 1.
  fileprivate var position: UInt32 {
    UInt32(Self.allCases.enumerated().first { $1 == self }?.offset ?? 0) + 1
  }
}

// MARK: - Reading

extension DaySheet {
  static let stateNames = StateName.allCases
  static let promiseOutcomes = Promise.Outcome.allCases
  private static let done = Outcome.done.position

  /// A bit an activity, at its place.
  static func mask(of activities: Set<Activity>) -> UInt32 {
    activities.reduce(0) { $0 | 1 << $1.position }
  }

  /// Of each line 1 when one of the activities of a mask was done, else 0.
  func lines(doneOneOf mask: UInt32) -> [UInt32] {
    let (counts, activities, outcomes) = (column(.entryCount), column(.activity), column(.outcome))
    let done = Self.done
    // How many there are up to each entry: the difference over a line says whether it has one, without a branch.
    var (before, all) = ([UInt32](repeating: 0, count: activities.count + 1), UInt32(0))
    for entry in activities.indices {
      all += outcomes[entry] == done ? mask >> activities[entry] & 1 : 0
      before[entry + 1] = all
    }
    var entry = 0
    return counts.map { count in
      let first = before[entry]
      entry += Int(count)
      return before[entry] > first ? 1 : 0
    }
  }

  /// The place of each line in a dimension; `nil` where not the line has one but each of its activities.
  func places(of dimension: Figures.Dimension) -> [UInt32]? {
    switch dimension {
    case .activity, .outcome, .difficulty: nil
    case .day, .month: Array(repeating: 0, count: lineCount)
    case .hour: column(.hour)
    case .service: column(.service)
    case .counter: column(.counter)
    case .member: column(.member)
    case .place: column(.place)
    case .village: column(.village)
    case .residence: column(.residence)
    case .age: column(.age)
    case .priority: column(.priority)
    case .promise: column(.promise)
    }
  }

  /// The places of each entry in a dimension, a bit each; 1 is place 0. `nil` where the line has one and not its entries.
  func placesOfEntries(_ dimension: Figures.Dimension) -> [UInt32]? {
    switch dimension {
    case .activity: column(.activity).map { 1 << $0 }
    case .outcome: column(.outcome).map { 1 << $0 }
    case .difficulty: column(.difficulties).map { $0 == 0 ? 1 : $0 << 1 }
    default: nil
    }
  }
}

// MARK: - As bytes

extension DaySheet {
  /// Of the form of `bytes`. A sheet of another form is made anew from the record; of days that have aged there is none
  /// any more, so whoever changes the form goes on reading this one.
  ///
  /// - 2: somebody from elsewhere counted for the village that their ticket said.
  /// - 3: they count for no village. The columns are those of 2.
  package static let formatVersion = 3

  /// Forms that are read here: a day that has aged counts as it was counted then.
  package static let readableFormats = 2...formatVersion

  /// Reads what another sheet has as `bytes`; `nil` for anything else.
  package init?(day: ServiceDay, bytes: [UInt8]) {
    var reader = SheetReader(bytes)
    let counts = (0..<4).compactMap { _ in reader.count() }
    guard counts.count == 4 else { return nil }
    var names: [String] = []
    for _ in 0..<counts[3] {
      guard let name = reader.text() else { return nil }
      names.append(name)
    }
    var columns: [SheetColumn] = []
    for column in LineColumn.allCases {
      guard let read = reader.column(counts[0], below: Self.limit(of: column, names: names.count)) else { return nil }
      columns.append(read)
    }
    for column in EntryColumn.allCases {
      guard let read = reader.column(counts[1], below: Self.limit(of: column)) else { return nil }
      columns.append(read)
    }
    for column in ShiftColumn.allCases {
      let limit: UInt32 = column == .seconds ? .max : UInt32(names.count) + 1
      guard let read = reader.column(counts[2], below: limit) else { return nil }
      columns.append(read)
    }
    (self.day, self.names, self.bytes, self.columns) = (day, names, bytes, columns)
    guard reader.isAtEnd, column(.entryCount).reduce(0, { $0 + Int($1) }) == counts[1] else { return nil }
  }

  private static func limit(of column: LineColumn, names: Int) -> UInt32 {
    switch column {
    case .service, .counter, .member, .village, .priority: UInt32(names) + 1
    case .hour: UInt32(width(of: .hour, names: names))
    case .place: UInt32(width(of: .place, names: names))
    case .residence: UInt32(width(of: .residence, names: names))
    case .age: UInt32(width(of: .age, names: names))
    case .promise: UInt32(width(of: .promise, names: names))
    case .state: UInt32(stateNames.count) + 1
    case .rating: 4
    case .promisedMinutes, .waiting, .serving: .max
    case .entryCount: 256
    }
  }

  private static func limit(of column: EntryColumn) -> UInt32 {
    switch column {
    case .activity: UInt32(width(of: .activity, names: 0))
    case .outcome: UInt32(width(of: .outcome, names: 0))
    case .difficulties: 1 << UInt32(Difficulty.allCases.count)
    }
  }
}
