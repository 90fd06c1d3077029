import Queueing

/// Counts the lines of one sheet into tallies. The lines are gone through column by column and the times sorted by
/// row first, so that a million of them cost some tens of milliseconds.
struct SheetCount {
  /// Which rows the lines of a sheet stand in: each line in one, or where a line has several activities in several.
  struct Standings {
    /// Of each row that occurs, the places of its values in their dimensions, as one number.
    private(set) var rows: [Int] = []
    /// The row of each standing, the line that stands there, and how many of its activities fall to that row.
    fileprivate private(set) var row: [UInt32] = []
    fileprivate private(set) var line: [UInt32] = []
    fileprivate private(set) var activities: [UInt32] = []

    /// All lines in one row.
    init(everyLineOf sheet: DaySheet) {
      rows = [0]
      row = Array(repeating: 0, count: sheet.lineCount)
      line = Array(0..<UInt32(sheet.lineCount))
      activities = sheet.column(.entryCount)
    }

    init(of sheet: DaySheet, _ first: Figures.Dimension, _ second: Figures.Dimension?) {
      let columns = (sheet.column(of: first), second.map(sheet.column) ?? .constant)
      let width = second.map(sheet.width) ?? 1
      var known = RowNumbers(places: sheet.width(of: first) * width)
      if columns.0.isOfLine, columns.1.isOfLine {
        line = Array(0..<UInt32(sheet.lineCount))
        activities = sheet.column(.entryCount)
        row = zip(columns.0.places(sheet.lineCount), columns.1.places(sheet.lineCount)).map {
          known.number(of: Int($0) * width + Int($1))
        }
      } else {
        addEntries(of: sheet, columns.0, columns.1, width: width, &known)
      }
      rows = known.places
    }

    private mutating func addEntries(
      of sheet: DaySheet, _ first: DaySheet.Column, _ second: DaySheet.Column, width: Int, _ known: inout RowNumbers
    ) {
      var begin = 0
      for (index, count) in sheet.column(.entryCount).enumerated() {
        let firstOfLine = row.count
        // A line without entries stands somewhere too: where it says nothing.
        for offset in 0..<max(1, Int(count)) {
          let entry = count == 0 ? nil : begin + offset
          first.forEachPlace(index, entry) { place in
            second.forEachPlace(index, entry) { column in
              let number = known.number(of: place * width + column)
              let activity: UInt32 = entry == nil ? 0 : 1
              if let again = row[firstOfLine...].firstIndex(of: number) {
                activities[again] += activity
              } else {
                row.append(number)
                line.append(UInt32(index))
                activities.append(activity)
              }
            }
          }
        }
        begin += Int(count)
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
  private let isOnline: [UInt8]
  private let states: [UInt32]
  private let promises: [UInt32]
  private let promisedMinutes: [UInt32]
  private let ratings: [UInt32]
  private let waiting: [UInt32]
  private let serving: [UInt32]

  /// - Parameter online: which activities make a lượt one of online procedures, as a mask.
  init(_ sheet: DaySheet, online: UInt32) {
    entryCounts = sheet.column(.entryCount)
    isOnline = sheet.lines(doneOneOf: online)
    states = sheet.column(.state)
    promises = sheet.column(.promise)
    promisedMinutes = sheet.column(.promisedMinutes)
    ratings = sheet.column(.rating)
    waiting = sheet.column(.waiting)
    serving = sheet.column(.serving)
  }

  /// - Parameter standings: with one row.
  func add(_ standings: Standings, to tally: inout Tally) {
    var tallies = [tally]
    tally = Tally()
    add(standings, to: &tallies, at: [0])
    tally = tallies[0]
  }

  /// - Parameter indices: of the tally of each row.
  func add(_ standings: Standings, to tallies: inout [Tally], at indices: [Int]) {
    let (sums, size) = (sums(standings), Sum.allCases.count)
    for (row, index) in indices.enumerated() { tallies[index].add(sums[row * size..<(row + 1) * size]) }
    add(waiting, standings, indices) { tallies[$0].waiting.add($1) }
    add(serving, standings, indices) { tallies[$0].serving.add($1) }
  }

  fileprivate enum Sum: Int, CaseIterable {
    case assistances, activities, online
    /// By `StateName`, of tickets.
    case waiting, called, serving, parked, finished, noShow, cancelled, expired
    case bad, fair, good
    case made, settled, held, minutes
  }

  /// Of each state, and of each rating, where it is counted.
  private static let stateSums: [Int] = DaySheet.stateNames.map { state in
    switch state {
    case .waiting: Sum.waiting.rawValue
    case .called: Sum.called.rawValue
    case .serving: Sum.serving.rawValue
    case .parked: Sum.parked.rawValue
    case .finished: Sum.finished.rawValue
    case .noShow: Sum.noShow.rawValue
    case .cancelled: Sum.cancelled.rawValue
    case .expired: Sum.expired.rawValue
    }
  }

  private func sums(_ standings: Standings) -> [Int] {
    let (outcomes, stateSums, size) = (DaySheet.promiseOutcomes, Self.stateSums, Sum.allCases.count)
    var sums = Array(repeating: 0, count: standings.rows.count * size)
    for standing in standings.row.indices {
      let base = Int(standings.row[standing]) * size
      let line = Int(standings.line[standing])
      if entryCounts[line] > 0 {
        sums[base] += 1
        sums[base + Sum.activities.rawValue] += Int(standings.activities[standing])
        sums[base + Sum.online.rawValue] += Int(isOnline[line])
      }
      let state = Int(states[line])
      if state == 0 { continue }
      sums[base + stateSums[state - 1]] += 1
      let rating = Int(ratings[line])
      if rating > 0 { sums[base + Sum.bad.rawValue + rating - 1] += 1 }
      let promise = Int(promises[line])
      if promise == 0 { continue }
      sums[base + Sum.made.rawValue] += 1
      let outcome = outcomes[promise - 1]
      if outcome == .uncalled { continue }
      sums[base + Sum.settled.rawValue] += 1
      if outcome == .held { sums[base + Sum.held.rawValue] += 1 }
      sums[base + Sum.minutes.rawValue] += Int(promisedMinutes[line])
    }
    return sums
  }

  /// Hands each row the times of its lines, all at once.
  private func add(
    _ times: [UInt32], _ standings: Standings, _ indices: [Int], _ body: (Int, ArraySlice<UInt32>) -> Void
  ) {
    var ends = Array(repeating: 0, count: indices.count)
    for standing in standings.row.indices where times[Int(standings.line[standing])] > 0 {
      ends[Int(standings.row[standing])] += 1
    }
    var all = 0
    for row in ends.indices {
      let count = ends[row]
      ends[row] = all
      all += count
    }
    // Where each row begins, which moves on to where it ends.
    var sorted = [UInt32](repeating: 0, count: all)
    for standing in standings.row.indices {
      let time = times[Int(standings.line[standing])]
      if time == 0 { continue }
      let row = Int(standings.row[standing])
      sorted[ends[row]] = time - 1
      ends[row] += 1
    }
    var begin = 0
    for (row, index) in indices.enumerated() where ends[row] > begin {
      body(index, sorted[begin..<ends[row]])
      begin = ends[row]
    }
  }
}

extension Tally {
  fileprivate mutating func add(_ sums: ArraySlice<Int>) {
    func sum(_ name: SheetCount.Sum) -> Int { sums[sums.startIndex + name.rawValue] }
    assistances += sum(.assistances)
    activities += sum(.activities)
    online += sum(.online)
    finished += sum(.finished)
    noShow += sum(.noShow)
    cancelled += sum(.cancelled)
    expired += sum(.expired)
    issued +=
      sum(.finished) + sum(.noShow) + sum(.cancelled) + sum(.expired) + sum(.waiting) + sum(.called) + sum(.serving)
      + sum(.parked)
    ratings.bad += sum(.bad)
    ratings.fair += sum(.fair)
    ratings.good += sum(.good)
    promises.made += sum(.made)
    promises.settled += sum(.settled)
    promises.held += sum(.held)
    promises.minutes += sum(.minutes)
  }
}
