import Queueing

/// Counts the lines of one sheet into tallies. The lines are gone through column by column and the times sorted by
/// row first, so that a million of them cost some tens of milliseconds.
struct SheetCount {
  /// Which rows the lines of a sheet stand in: each line in one, or where a line has several activities in several.
  struct Standings {
    /// Of each row that occurs, the places of its values in their dimensions, as one number.
    private(set) var rows: [Int] = []
    /// Each line stands once, in the order of the lines, so that the rows sum to the whole.
    fileprivate private(set) var areLines = true
    fileprivate private(set) var all: [Standing] = []

    /// A line in a row.
    fileprivate struct Standing {
      let row: UInt32
      let line: UInt32
      /// How many of the line's activities fall to the row.
      var activities: UInt32
    }

    init(of sheet: DaySheet, _ first: Figures.Dimension, _ second: Figures.Dimension?) {
      let width = second.map(sheet.width) ?? 1
      var known = RowNumbers(places: sheet.width(of: first) * width)
      let columns = (sheet.places(of: first), second.map(sheet.places) ?? Array(repeating: 0, count: sheet.lineCount))
      if let rows = columns.0, let places = columns.1 {
        let counts = sheet.column(.entryCount)
        all = counts.indices.map { line in
          let row = known.number(of: Int(rows[line]) * width + Int(places[line]))
          return Standing(row: row, line: UInt32(line), activities: counts[line])
        }
      } else {
        areLines = false
        addEntries(of: sheet, first, second, width: width, &known)
      }
      rows = known.places
    }

    private mutating func addEntries(
      of sheet: DaySheet, _ first: Figures.Dimension, _ second: Figures.Dimension?, width: Int,
      _ known: inout RowNumbers
    ) {
      let counts = sheet.column(.entryCount)
      let entries = counts.reduce(0) { $0 + Int($1) }
      // What a line says for all its entries, and a bit for each place that an entry is in.
      func ofLine(_ dimension: Figures.Dimension?) -> [UInt32] {
        dimension.flatMap(sheet.places) ?? Array(repeating: 0, count: counts.count)
      }
      func ofEntry(_ dimension: Figures.Dimension?) -> [UInt32] {
        dimension.flatMap(sheet.placesOfEntries) ?? Array(repeating: 1, count: entries)
      }
      let (rowsOfLine, placesOfLine) = (ofLine(first), ofLine(second))
      let (rowsOfEntry, placesOfEntry) = (ofEntry(first), ofEntry(second))
      all.reserveCapacity(entries + counts.count)
      var entry = 0
      for index in counts.indices {
        let firstOfLine = all.count
        let base = Int(rowsOfLine[index]) * width + Int(placesOfLine[index])
        if counts[index] == 0 {
          // A line without entries stands somewhere too: where it says nothing.
          note(known.number(of: base), line: index, since: firstOfLine, activities: 0)
        }
        for _ in 0..<counts[index] {
          var rows = rowsOfEntry[entry]
          while rows != 0 {
            var places = placesOfEntry[entry]
            while places != 0 {
              let place = base + rows.trailingZeroBitCount * width + places.trailingZeroBitCount
              note(known.number(of: place), line: index, since: firstOfLine, activities: 1)
              places &= places - 1
            }
            rows &= rows - 1
          }
          entry += 1
        }
      }
    }

    /// - Parameter since: the first standing of the line.
    private mutating func note(_ number: UInt32, line: Int, since: Int, activities count: UInt32) {
      var index = since
      while index < all.count, all[index].row != number { index += 1 }
      if index < all.count {
        all[index].activities += count
      } else {
        all.append(Standing(row: number, line: UInt32(line), activities: count))
      }
    }
  }

  /// Numbers the rows in the order in which they occur.
  private struct RowNumbers {
    private(set) var places: [Int] = []
    private var numbers: [UInt32]

    init(places count: Int) {
      numbers = Array(repeating: 0, count: count)
    }

    mutating func number(of place: Int) -> UInt32 {
      if numbers[place] == 0 {
        places.append(place)
        numbers[place] = UInt32(places.count)
      }
      return numbers[place] - 1
    }
  }

  private let entryCounts: [UInt32]
  /// What each line counts for besides, by `Mark`.
  private let marks: [UInt32]
  /// Minutes that a promise is wide which was kept or broken, else 0.
  private let settledMinutes: [UInt32]
  private let waiting: [UInt32]
  private let serving: [UInt32]

  /// Where in the marks of a line its place in a column of few values is, and whether it is a lượt and one of online
  /// procedures: one number is looked up quicker than five.
  private enum Mark {
    static let promise: UInt32 = 8
    static let rating: UInt32 = 16
    static let isHelp: UInt32 = 24
    static let isOnline: UInt32 = 25
    static let byte: UInt32 = 0xff
  }

  /// - Parameter online: which activities make a lượt one of online procedures, as a mask.
  init(_ sheet: DaySheet, online: UInt32) {
    let (counts, onlineOnes) = (sheet.column(.entryCount), sheet.lines(doneOneOf: online))
    let (states, promises, ratings) = (sheet.column(.state), sheet.column(.promise), sheet.column(.rating))
    var minutes = sheet.column(.promisedMinutes)
    entryCounts = counts
    marks = counts.indices.map { line in
      let places = states[line] | promises[line] << Mark.promise | ratings[line] << Mark.rating
      return places | (counts[line] > 0 ? 1 : 0) << Mark.isHelp | onlineOnes[line] << Mark.isOnline
    }
    // Of a promise that came to no end the width is not counted.
    let uncalled = UInt32(Sum.place(of: .uncalled) - Sum.promises)
    for line in minutes.indices { minutes[line] = promises[line] == uncalled ? 0 : minutes[line] }
    settledMinutes = minutes
    waiting = sheet.column(.waiting)
    serving = sheet.column(.serving)
  }

  /// All lines.
  func add(to tally: inout Tally) {
    var sums = Array(repeating: 0, count: Sum.count)
    var target = sums.mutableSpan
    let (counts, marks, minutes, row) = (entryCounts.span, marks.span, settledMinutes.span, RowSums(start: 0))
    for line in counts.indices { row.add(marks[line], minutes[line], activities: counts[line], to: &target) }
    tally.add(sums[...])
    tally.waiting.add(times(waiting)[...])
    tally.serving.add(times(serving)[...])
  }

  /// - Parameters:
  ///   - indices: of the tally of each row.
  ///   - whole: of all rows together.
  func add(_ standings: Standings, to tallies: inout [Tally], at indices: [Int], whole: inout Tally) {
    let (sums, size) = (sums(standings), Sum.count)
    for (row, index) in indices.enumerated() { tallies[index].add(sums[row * size..<(row + 1) * size]) }
    let sorted = (sort(waiting, standings, indices.count), sort(serving, standings, indices.count))
    for (row, index) in indices.enumerated() {
      let (waited, served) = (sorted.0.times(of: row), sorted.1.times(of: row))
      if !waited.isEmpty { tallies[index].waiting.add(waited) }
      if !served.isEmpty { tallies[index].serving.add(served) }
    }
    guard standings.areLines else { return add(to: &whole) }
    for row in indices.indices { whole.add(sums[row * size..<(row + 1) * size]) }
    whole.waiting.add(sorted.0.times[...])
    whole.serving.add(sorted.1.times[...])
  }

  /// Where in the sums of a row a line is counted: those of help first, then a line's place in a column of the sheet
  /// on from the beginning of that column.
  fileprivate enum Sum {
    static let assistances = 0
    static let activities = 1
    static let online = 2
    static let minutes = 3
    static let states = 4
    static let ratings = states + DaySheet.stateNames.count + 1
    static let promises = ratings + 4
    static let count = promises + DaySheet.promiseOutcomes.count + 1

    /// Of each state in the order of the list.
    static func place(of state: StateName) -> Int {
      states + 1 + (DaySheet.stateNames.firstIndex(of: state) ?? 0)
    }

    static func place(of outcome: Promise.Outcome) -> Int {
      promises + 1 + (DaySheet.promiseOutcomes.firstIndex(of: outcome) ?? 0)
    }

    static let ends = (
      finished: place(of: .finished), noShow: place(of: .noShow), cancelled: place(of: .cancelled),
      expired: place(of: .expired), uncalled: place(of: .uncalled), held: place(of: .held)
    )
  }

  private func sums(_ standings: Standings) -> [Int] {
    var sums = Array(repeating: 0, count: standings.rows.count * Sum.count)
    var target = sums.mutableSpan
    let (all, marks, minutes, size) = (standings.all.span, marks.span, settledMinutes.span, Sum.count)
    var sumsOfRow = RowSums(start: 0)
    for index in all.indices {
      let standing = all[index]
      let line = Int(standing.line)
      sumsOfRow.start = Int(standing.row) * size
      sumsOfRow.add(marks[line], minutes[line], activities: standing.activities, to: &target)
    }
    return sums
  }

  /// Where the sums of a row are.
  private struct RowSums {
    var start: Int
    // Looked up once and not for every line.
    private let states = Sum.states
    private let ratings = Sum.ratings
    private let promises = Sum.promises

    init(start: Int) {
      self.start = start
    }

    /// Counts a line.
    ///
    /// - Parameter activities: how many of its activities fall to the row.
    func add(_ mark: UInt32, _ minutes: UInt32, activities: UInt32, to sums: inout MutableSpan<Int>) {
      sums[start + Sum.assistances] += Int(mark >> Mark.isHelp & 1)
      sums[start + Sum.activities] += Int(activities)
      sums[start + Sum.online] += Int(mark >> Mark.isOnline)
      sums[start + Sum.minutes] += Int(minutes)
      sums[start + states + Int(mark & Mark.byte)] += 1
      sums[start + ratings + Int(mark >> Mark.rating & Mark.byte)] += 1
      sums[start + promises + Int(mark >> Mark.promise & Mark.byte)] += 1
    }
  }

  /// The times of a column that are some.
  private func times(_ column: [UInt32]) -> [UInt32] {
    [UInt32](unsafeUninitializedCapacity: column.count) { buffer, count in
      // Written whether it is one or not, and overwritten if not: a branch that is taken at random costs more.
      for time in column {
        buffer.initializeElement(at: count, to: time &- 1)
        count += time > 0 ? 1 : 0
      }
    }
  }

  /// Times by the row they belong to.
  private struct SortedTimes {
    let times: [UInt32]
    /// Behind the last of each row.
    let ends: [Int]

    func times(of row: Int) -> ArraySlice<UInt32> {
      times[(row == 0 ? 0 : ends[row - 1])..<ends[row]]
    }
  }

  private func sort(_ column: [UInt32], _ standings: Standings, _ rowCount: Int) -> SortedTimes {
    var ends = Array(repeating: 0, count: rowCount)
    let (standings, column) = (standings.all.span, column.span)
    var places = ends.mutableSpan
    for index in standings.indices {
      let standing = standings[index]
      places[Int(standing.row)] += column[Int(standing.line)] > 0 ? 1 : 0
    }
    var all = 0
    // Where each row begins, which moves on to where it ends.
    for row in places.indices {
      let count = places[row]
      places[row] = all
      all += count
    }
    var sorted = [UInt32](repeating: 0, count: all)
    var target = sorted.mutableSpan
    for index in standings.indices {
      let standing = standings[index]
      let time = column[Int(standing.line)]
      if time == 0 { continue }
      let row = Int(standing.row)
      target[places[row]] = time - 1
      places[row] += 1
    }
    return SortedTimes(times: sorted, ends: ends)
  }
}

extension Tally {
  fileprivate mutating func add(_ sums: ArraySlice<Int>) {
    typealias Sum = SheetCount.Sum
    func sum(_ place: Int) -> Int { sums[sums.startIndex + place] }
    let ends = Sum.ends
    assistances += sum(Sum.assistances)
    activities += sum(Sum.activities)
    online += sum(Sum.online)
    finished += sum(ends.finished)
    noShow += sum(ends.noShow)
    cancelled += sum(ends.cancelled)
    expired += sum(ends.expired)
    for place in (Sum.states + 1)..<Sum.ratings { issued += sum(place) }
    ratings.bad += sum(Sum.ratings + 1)
    ratings.fair += sum(Sum.ratings + 2)
    ratings.good += sum(Sum.ratings + 3)
    var made = 0
    for place in (Sum.promises + 1)..<Sum.count { made += sum(place) }
    promises.made += made
    promises.settled += made - sum(ends.uncalled)
    promises.held += sum(ends.held)
    promises.minutes += sum(Sum.minutes)
  }
}
