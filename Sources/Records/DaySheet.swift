package import Queueing

/// A day of the record as figures need it: one line a *lượt* or ticket, in columns of small numbers, with no time of
/// day finer than the hour.
///
/// A closed day is kept in this form, so that figures over years read a few dozen bytes a lượt and not the record.
package struct DaySheet: Hashable, Sendable {
  package let day: ServiceDay
  /// The ids that occur in the columns, which say their place here.
  private(set) var names: [String] = []
  /// What each one-valued dimension but day and month says of each line, in the order of `columnDimensions`: 0 for
  /// nothing, else the place of the id in `names`, of the code in its list or of the hour in the day, from 1.
  private(set) var columns = Array(repeating: [UInt16](), count: Self.columnDimensions.count)
  /// What became of the ticket: 0 without one, else the place of its state in `StateName`, from 1.
  private(set) var states: [UInt8] = []
  /// Minutes that the promised range is wide; 0 where nothing was promised.
  private(set) var promisedMinutes: [UInt16] = []
  /// Seconds from issue to the latest call; `noTime` where there was none.
  private(set) var waitingTimes: [UInt32] = []
  /// Seconds from start to finish; `noTime` where it was not finished.
  private(set) var servingTimes: [UInt32] = []
  /// How many of the entries below belong to each line, one after the other: activities of a lượt, none of a ticket
  /// nobody recorded help for.
  private(set) var entryCounts: [UInt8] = []
  /// The place of each entry's activity in its list, from 1.
  private(set) var activities: [UInt8] = []
  /// The place of each entry's outcome in its list, from 1.
  private(set) var outcomes: [UInt8] = []
  /// Each entry's difficulties, a bit each, the first of the list lowest.
  private(set) var difficulties: [UInt32] = []

  static let noTime = UInt32.max
  private static let promiseColumn = columnDimensions.count - 1
  static let columnDimensions: [Figures.Dimension] = [
    .village, .member, .service, .counter, .priority, .place, .age, .residence, .hour, .promise,
  ]

  /// - Parameter turns: all of this day.
  package init(day: ServiceDay, turns: some Sequence<TurnFacts>) {
    self.day = day
    var places: [String: UInt16] = [:]
    for turn in turns { add(turn, &places) }
  }

  private mutating func add(_ turn: TurnFacts, _ places: inout [String: UInt16]) {
    let (ticket, help) = (turn.ticket, turn.assistance)
    let line = [
      place(of: (help?.village ?? ticket?.village)?.text, &places),
      place(of: (help?.member ?? ticket?.member)?.text, &places),
      place(of: (help?.service ?? ticket?.service)?.text, &places),
      place(of: (help?.counter ?? ticket?.counter)?.text, &places),
      place(of: ticket?.priority?.text, &places),
      (help?.place ?? .centre).position,
      (help?.ageBand ?? .unknown).position,
      help?.residence?.position ?? 0,
      UInt16(CivilTime.split(turn.beganAt).milliseconds / 3_600_000) + 1,
      ticket?.promise?.outcome.position ?? 0,
    ]
    for (column, value) in line.enumerated() { columns[column].append(value) }
    states.append(UInt8(clamping: ticket?.state.position ?? 0))
    promisedMinutes.append(
      UInt16(clamping: ticket?.promise.map { $0.range.toMinutes - $0.range.fromMinutes } ?? 0))
    let waiting = ticket.flatMap { ticket in ticket.calledAt.map { $0.seconds(since: ticket.issuedAt) } }
    waitingTimes.append(Self.time(waiting))
    let finished = ticket?.state == .finished ? ticket : nil
    let serving = finished?.startedAt.flatMap { start in finished?.finishedAt.map { $0.seconds(since: start) } }
    servingTimes.append(Self.time(serving))
    let entries = help?.activities ?? []
    entryCounts.append(UInt8(clamping: entries.count))
    for entry in entries.prefix(Int(UInt8.max)) {
      activities.append(UInt8(clamping: entry.activity.position))
      outcomes.append(UInt8(clamping: entry.outcome.position))
      difficulties.append(entry.difficulties.reduce(0) { $0 | 1 << UInt32($1.position - 1) })
    }
  }

  private mutating func place(of name: String?, _ places: inout [String: UInt16]) -> UInt16 {
    guard let name else { return 0 }
    if let known = places[name] { return known }
    names.append(name)
    let place = UInt16(clamping: names.count)
    places[name] = place
    return place
  }

  /// A negative length, which only a clock set back can make, counts as zero.
  private static func time(_ seconds: Int?) -> UInt32 {
    seconds.map { min(UInt32(clamping: $0), noTime - 1) } ?? noTime
  }

  var lineCount: Int { states.count }

  /// One more than the highest place that this dimension can say.
  func width(of dimension: Figures.Dimension) -> Int {
    switch dimension {
    case .day, .month: 1
    case .village, .member, .service, .counter, .priority: names.count + 1
    case .place: Place.allCases.count + 1
    case .age: AgeBand.allCases.count + 1
    case .residence: Residence.allCases.count + 1
    case .hour: 25
    case .activity: Activity.allCases.count + 1
    case .outcome: Outcome.allCases.count + 1
    case .difficulty: Difficulty.allCases.count + 1
    case .promise: Self.promiseOutcomes.count + 1
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

// MARK: - Reading

extension DaySheet {
  static let stateNames = StateName.allCases
  private static let promiseOutcomes = Promise.Outcome.allCases
  private static let done = UInt8(clamping: Outcome.done.position)

  /// A bit an activity, at its place.
  static func mask(of activities: Set<Activity>) -> UInt32 {
    activities.reduce(0) { $0 | 1 << UInt32($1.position) }
  }

  /// Whether an entry is one of the activities of a mask, and was done.
  func isDone(_ entry: Int, oneOf mask: UInt32) -> Bool {
    outcomes[entry] == Self.done && mask & 1 << UInt32(activities[entry]) != 0
  }

  /// What came of the wait that was promised on a line, and how many minutes wide it was.
  func promise(_ line: Int) -> (outcome: Promise.Outcome, width: Int)? {
    let place = Int(columns[Self.promiseColumn][line])
    return place > 0 ? (Self.promiseOutcomes[place - 1], Int(promisedMinutes[line])) : nil
  }

  /// What a dimension says of the lines and their entries.
  enum Column {
    /// The same of all.
    case constant
    case ofLine([UInt16])
    case ofEntry([UInt8])
    case bitsOfEntry([UInt32])

    /// The places that an entry of a line has, or the line where it has none: one, or of bits one or more.
    func forEachPlace(_ line: Int, _ entry: Int?, _ body: (Int) -> Void) {
      switch self {
      case .constant: body(0)
      case .ofLine(let places): body(Int(places[line]))
      case .ofEntry(let places): body(entry.map { Int(places[$0]) } ?? 0)
      case .bitsOfEntry(let bits):
        guard let entry, bits[entry] != 0 else { return body(0) }
        var rest = bits[entry]
        while rest != 0 {
          body(rest.trailingZeroBitCount + 1)
          rest &= rest - 1
        }
      }
    }
  }

  func column(of dimension: Figures.Dimension) -> Column {
    switch dimension {
    case .day, .month: .constant
    case .activity: .ofEntry(activities)
    case .outcome: .ofEntry(outcomes)
    case .difficulty: .bitsOfEntry(difficulties)
    case .village, .member, .service, .counter, .priority, .place, .age, .residence, .hour, .promise:
      Self.columnDimensions.firstIndex(of: dimension).map { .ofLine(columns[$0]) } ?? .constant
    }
  }
}

extension CaseIterable where Self: Equatable {
  /// The place in the list, from 1.
  fileprivate var position: UInt16 {
    UInt16(Self.allCases.enumerated().first { $1 == self }?.offset ?? 0) + 1
  }
}

// MARK: - As bytes

extension DaySheet {
  /// Of the form below; a sheet of another is made anew from the record.
  package static let formatVersion = 1

  /// Numbers little-endian: counts of lines, entries and names; the names, each after its length; the columns.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    bytes.append(number: UInt32(lineCount))
    bytes.append(number: UInt32(activities.count))
    bytes.append(number: UInt16(clamping: names.count))
    for name in names {
      bytes.append(number: UInt8(clamping: name.utf8.count))
      bytes.append(contentsOf: name.utf8)
    }
    for column in columns { bytes.append(column: column) }
    bytes.append(column: states)
    bytes.append(column: promisedMinutes)
    bytes.append(column: waitingTimes)
    bytes.append(column: servingTimes)
    bytes.append(column: entryCounts)
    bytes.append(column: activities)
    bytes.append(column: outcomes)
    bytes.append(column: difficulties)
    return bytes
  }

  /// Reads what `bytes` made; `nil` for anything else.
  package init?(day: ServiceDay, bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    let read: DaySheet? = bytes.withUnsafeBytes { raw in
      var reader = ColumnReader(raw)
      return DaySheet(day: day, &reader)
    }
    guard let read else { return nil }
    self = read
  }

  private init?(day: ServiceDay, _ reader: inout ColumnReader) {
    self.day = day
    guard let lines = reader.number(UInt32.self).map(Int.init), let entries = reader.number(UInt32.self).map(Int.init),
      let nameCount = reader.number(UInt16.self)
    else { return nil }
    for _ in 0..<nameCount {
      guard let name = reader.text() else { return nil }
      names.append(name)
    }
    for (index, dimension) in Self.columnDimensions.enumerated() {
      guard let column = reader.column(lines, of: UInt16.self, below: UInt16(clamping: width(of: dimension))) else {
        return nil
      }
      columns[index] = column
    }
    guard
      let states = reader.column(lines, of: UInt8.self, below: UInt8(StateName.allCases.count + 1)),
      let promisedMinutes = reader.column(lines, of: UInt16.self, below: nil),
      let waitingTimes = reader.column(lines, of: UInt32.self, below: nil),
      let servingTimes = reader.column(lines, of: UInt32.self, below: nil),
      let entryCounts = reader.column(lines, of: UInt8.self, below: nil),
      let activities = reader.column(entries, of: UInt8.self, below: UInt8(width(of: .activity))),
      let outcomes = reader.column(entries, of: UInt8.self, below: UInt8(width(of: .outcome))),
      let difficulties = reader.column(
        entries, of: UInt32.self, below: UInt32(1) << UInt32(Difficulty.allCases.count)),
      reader.isAtEnd, entryCounts.reduce(0, { $0 + Int($1) }) == entries
    else { return nil }
    (self.states, self.promisedMinutes) = (states, promisedMinutes)
    (self.waitingTimes, self.servingTimes) = (waitingTimes, servingTimes)
    (self.entryCounts, self.activities, self.outcomes) = (entryCounts, activities, outcomes)
    self.difficulties = difficulties
  }
}

extension [UInt8] {
  fileprivate mutating func append<Number: FixedWidthInteger>(number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  fileprivate mutating func append<Number: FixedWidthInteger>(column: [Number]) {
    for number in column { append(number: number) }
  }
}

private struct ColumnReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    column(1, of: type, below: nil)?.first
  }

  mutating func text() -> String? {
    guard let length = number(UInt8.self), let text = column(Int(length), of: UInt8.self, below: nil) else {
      return nil
    }
    return String(validating: text, as: UTF8.self)
  }

  /// The next `count` numbers; `nil` where there are not as many or one is not below `limit`.
  mutating func column<Number: FixedWidthInteger>(
    _ count: Int, of type: Number.Type, below limit: Number?
  ) -> [Number]? {
    let size = MemoryLayout<Number>.size
    guard count <= (bytes.count - position) / size else { return nil }
    let start = position
    position += count * size
    var highest: Number = 0
    let column = [Number](unsafeUninitializedCapacity: count) { buffer, initialized in
      for index in 0..<count {
        let number = Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start + index * size, as: Number.self))
        highest = max(highest, number)
        buffer.initializeElement(at: index, to: number)
      }
      initialized = count
    }
    if let limit, count > 0, highest >= limit { return nil }
    return column
  }
}
