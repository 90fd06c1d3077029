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
  private(set) var names: [String] = []
  private var lines = LineColumn.allCases.map { _ in [UInt32]() }
  private var entries = EntryColumn.allCases.map { _ in [UInt32]() }
  private var shifts = ShiftColumn.allCases.map { _ in [UInt32]() }

  var lineCount: Int { lines[0].count }
  var shiftCount: Int { shifts[0].count }

  func column(_ column: LineColumn) -> [UInt32] { lines[column.rawValue] }
  func column(_ column: EntryColumn) -> [UInt32] { entries[column.rawValue] }
  func shiftColumn(_ column: ShiftColumn) -> [UInt32] { shifts[column.rawValue] }

  /// The same lines make the same sheet, in whatever order they come.
  ///
  /// - Parameters:
  ///   - turns: all of this day.
  ///   - shifts: likewise.
  package init(day: ServiceDay, turns: some Sequence<TurnFacts>, shifts: [ShiftFacts] = []) {
    self.day = day
    let turns = Array(turns)
    var ids = Set(shifts.flatMap { [$0.member.text, $0.counter.text] })
    for turn in turns { ids.formUnion(turn.ids.compactMap(\.self)) }
    names = ids.sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(names, UInt32(1)...))
    for line in turns.map({ SheetLine($0, places) }).sorted() {
      for (column, value) in line.values.enumerated() { lines[column].append(value) }
      for (column, value) in line.entries.enumerated() { entries[column % EntryColumn.allCases.count].append(value) }
    }
    let rows = shifts.map { [places[$0.member.text] ?? 0, places[$0.counter.text] ?? 0, UInt32(clamping: $0.seconds)] }
    for row in rows.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      for (column, value) in row.enumerated() { self.shifts[column].append(value) }
    }
  }

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
  /// Service, counter, member, village and priority, in that order.
  fileprivate var ids: [String?] {
    [
      (assistance?.service ?? ticket?.service)?.text, (assistance?.counter ?? ticket?.counter)?.text,
      (assistance?.member ?? ticket?.member)?.text, (assistance?.village ?? ticket?.village)?.text,
      ticket?.priority?.text,
    ]
  }
}

/// A line on its way into the columns.
private struct SheetLine: Comparable {
  /// By `DaySheet.LineColumn`.
  let values: [UInt32]
  /// By `DaySheet.EntryColumn`, entry after entry.
  let entries: [UInt32]

  init(_ turn: TurnFacts, _ places: [String: UInt32]) {
    let (ticket, help) = (turn.ticket, turn.assistance)
    let ids = turn.ids.map { $0.flatMap { places[$0] } ?? 0 }
    let finished = ticket?.state == .finished ? ticket : nil
    let waiting = ticket.flatMap { ticket in ticket.calledAt.map { $0.seconds(since: ticket.issuedAt) } }
    let serving = finished?.startedAt.flatMap { start in finished?.finishedAt.map { $0.seconds(since: start) } }
    let done = (help?.activities ?? []).sorted { $0.activity.position < $1.activity.position }
    values = [
      UInt32(CivilTime.split(turn.beganAt).milliseconds / 3_600_000) + 1, ids[0], ids[1], ids[2],
      (help?.place ?? .centre).position, ids[3], help?.residence?.position ?? 0,
      (help?.ageBand ?? .unknown).position, ids[4], ticket?.promise?.outcome.position ?? 0,
      ticket?.state.position ?? 0,
      UInt32(clamping: ticket?.promise.map { $0.range.toMinutes - $0.range.fromMinutes } ?? 0),
      Self.time(waiting), Self.time(serving), UInt32(clamping: ticket?.rating ?? 0), UInt32(clamping: done.count),
    ]
    entries = done.flatMap { entry in
      [
        entry.activity.position, entry.outcome.position,
        entry.difficulties.reduce(0) { $0 | 1 << ($1.position - 1) },
      ]
    }
  }

  /// A negative length, which only a clock set back can make, counts as zero.
  private static func time(_ seconds: Int?) -> UInt32 {
    seconds.map { min(UInt32(clamping: $0), .max - 1) + 1 } ?? 0
  }

  static func < (left: Self, right: Self) -> Bool {
    left.values == right.values
      ? left.entries.lexicographicallyPrecedes(right.entries) : left.values.lexicographicallyPrecedes(right.values)
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
  func lines(doneOneOf mask: UInt32) -> [UInt8] {
    let (counts, activities, outcomes) = (column(.entryCount), column(.activity), column(.outcome))
    var entry = 0
    return counts.map { count in
      var isDone = false
      for _ in 0..<count {
        if outcomes[entry] == Self.done, mask & 1 << activities[entry] != 0 { isDone = true }
        entry += 1
      }
      return isDone ? 1 : 0
    }
  }

  /// What a dimension says of the lines and their entries.
  enum Column {
    /// The same of all.
    case constant
    case ofLine([UInt32])
    case ofEntry([UInt32])
    case bitsOfEntry([UInt32])

    var isOfLine: Bool {
      switch self {
      case .constant, .ofLine: true
      case .ofEntry, .bitsOfEntry: false
      }
    }

    /// The place of every line of a sheet, where each has one.
    func places(_ lineCount: Int) -> [UInt32] {
      if case .ofLine(let places) = self { return places }
      return Array(repeating: 0, count: lineCount)
    }

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
    case .activity: .ofEntry(column(.activity))
    case .outcome: .ofEntry(column(.outcome))
    case .difficulty: .bitsOfEntry(column(.difficulties))
    case .hour: .ofLine(column(.hour))
    case .service: .ofLine(column(.service))
    case .counter: .ofLine(column(.counter))
    case .member: .ofLine(column(.member))
    case .place: .ofLine(column(.place))
    case .village: .ofLine(column(.village))
    case .residence: .ofLine(column(.residence))
    case .age: .ofLine(column(.age))
    case .priority: .ofLine(column(.priority))
    case .promise: .ofLine(column(.promise))
    }
  }
}

// MARK: - As bytes

extension DaySheet {
  /// Of the form below. A sheet of another form is made anew from the record; of days that have aged there is none any
  /// more, so whoever changes the form goes on reading this one.
  package static let formatVersion = 2

  /// Numbers little-endian: how many lines, entries, shifts and names; the names, each after its length; the columns,
  /// each after the bytes that its numbers take: 1, 2 or 4, or 0 where all of them are 0.
  package var bytes: [UInt8] {
    var bytes: [UInt8] = []
    for count in [lineCount, entries[0].count, shiftCount, names.count] { bytes.append(UInt32(clamping: count), 4) }
    for name in names {
      bytes.append(UInt8(clamping: name.utf8.count))
      bytes.append(contentsOf: name.utf8.prefix(Int(UInt8.max)))
    }
    for column in lines + entries + shifts { bytes.append(column: column) }
    return bytes
  }

  /// Reads what `bytes` made; `nil` for anything else.
  package init?(day: ServiceDay, bytes: [UInt8]) {
    self.day = day
    var reader = SheetReader(bytes)
    let counts = (0..<4).compactMap { _ in reader.count() }
    guard counts.count == 4 else { return nil }
    for _ in 0..<counts[3] {
      guard let name = reader.text() else { return nil }
      names.append(name)
    }
    for column in LineColumn.allCases {
      guard let read = reader.column(counts[0], below: limit(of: column)) else { return nil }
      lines[column.rawValue] = read
    }
    for column in EntryColumn.allCases {
      guard let read = reader.column(counts[1], below: limit(of: column)) else { return nil }
      entries[column.rawValue] = read
    }
    for column in ShiftColumn.allCases {
      guard let read = reader.column(counts[2], below: column == .seconds ? .max : UInt32(names.count) + 1) else {
        return nil
      }
      shifts[column.rawValue] = read
    }
    guard reader.isAtEnd, self.column(.entryCount).reduce(0, { $0 + Int($1) }) == counts[1] else { return nil }
  }

  private func limit(of column: LineColumn) -> UInt32 {
    let dimension: Figures.Dimension
    switch column {
    case .hour: dimension = .hour
    case .service: dimension = .service
    case .counter: dimension = .counter
    case .member: dimension = .member
    case .place: dimension = .place
    case .village: dimension = .village
    case .residence: dimension = .residence
    case .age: dimension = .age
    case .priority: dimension = .priority
    case .promise: dimension = .promise
    case .state: return UInt32(Self.stateNames.count) + 1
    case .rating: return 4
    case .promisedMinutes, .waiting, .serving: return .max
    case .entryCount: return 256
    }
    return UInt32(clamping: width(of: dimension))
  }

  private func limit(of column: EntryColumn) -> UInt32 {
    switch column {
    case .activity: UInt32(width(of: .activity))
    case .outcome: UInt32(width(of: .outcome))
    case .difficulties: 1 << UInt32(Difficulty.allCases.count)
    }
  }
}

extension [UInt8] {
  /// - Parameter width: bytes of the number that are written, 4 at most.
  fileprivate mutating func append(_ number: UInt32, _ width: Int) {
    for byte in 0..<width { append(UInt8(truncatingIfNeeded: number >> UInt32(8 * byte))) }
  }

  fileprivate mutating func append(column: [UInt32]) {
    let highest = column.max() ?? 0
    let width = highest == 0 ? 0 : highest <= UInt8.max ? 1 : highest <= UInt16.max ? 2 : 4
    append(UInt8(width))
    for number in column { append(number, width) }
  }
}

private struct SheetReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func count() -> Int? {
    numbers(1, UInt32.self)?.first.map(Int.init)
  }

  mutating func text() -> String? {
    guard let length = numbers(1, UInt8.self)?.first, Int(length) <= bytes.count - position else { return nil }
    defer { position += Int(length) }
    return String(validating: bytes[position..<position + Int(length)], as: UTF8.self)
  }

  /// The next `count` numbers; `nil` where there are not as many or one is not below `limit`.
  mutating func column(_ count: Int, below limit: UInt32) -> [UInt32]? {
    guard let width = numbers(1, UInt8.self)?.first else { return nil }
    let column: [UInt32]? =
      switch width {
      // As many zeros take no room, so a length that nothing stands behind must not be believed.
      case 0: count <= bytes.count ? Array(repeating: 0, count: count) : nil
      case 1: numbers(count, UInt8.self)
      case 2: numbers(count, UInt16.self)
      case 4: numbers(count, UInt32.self)
      default: nil
      }
    guard let column else { return nil }
    // A loop without a way out, which the processor takes several numbers at a time.
    var highest: UInt32 = 0
    for number in column { highest = max(highest, number) }
    return highest < limit ? column : nil
  }

  private mutating func numbers<Number: FixedWidthInteger & UnsignedInteger>(
    _ count: Int, _: Number.Type
  ) -> [UInt32]? {
    let size = MemoryLayout<Number>.size
    guard count <= (bytes.count - position) / size else { return nil }
    defer { position += count * size }
    return bytes.withUnsafeBytes { raw in
      let start = position
      return [UInt32](unsafeUninitializedCapacity: count) { buffer, initialized in
        for index in 0..<count {
          let number = raw.loadUnaligned(fromByteOffset: start + index * size, as: Number.self)
          buffer.initializeElement(at: index, to: UInt32(truncatingIfNeeded: Number(littleEndian: number)))
        }
        initialized = count
      }
    }
  }
}
