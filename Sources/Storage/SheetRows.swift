import Dispatch
import Foundation
import GRDB
package import Queueing
package import Records
import Synchronization

// The figures of days that are over, kept as sheets. A sheet is made in the transaction that ends its day, and anew in
// each that changes the day afterwards, so it never differs from a count of the record; `verify` counts to prove it.
// The current day changes with every call and is counted when it is asked for.

extension WriteTransaction {
  /// Makes the sheets of the days whose figures this transaction changed.
  func keepSheets() throws {
    for day in changedDays.sorted() { try keepSheet(of: day) }
  }

  private func keepSheet(of day: ServiceDay) throws {
    let sheet = try countedSheet(of: day)
    try execute(
      """
      INSERT INTO day_sheet(day, seq, format, bytes) VALUES (?, ?, ?, ?) \
      ON CONFLICT DO UPDATE SET seq = excluded.seq, format = excluded.format, bytes = excluded.bytes
      """,
      [day.text, try lastEntry(behind: day), DaySheet.formatVersion, Data(sheet.bytes)])
  }

  /// Makes sheets that are missing or of another form, as a record has that an earlier version wrote.
  ///
  /// - Returns: whether none is missing any more.
  package func keepMissingSheets(limit: Int) throws -> Bool {
    guard let current = try currentDay() else { return true }
    let kept = Set(
      try rows("SELECT day FROM day_sheet WHERE format = ?", [DaySheet.formatVersion]) { try $0.day(0) })
    let first = try agedThrough().map { $0.advanced(by: 1) } ?? ServiceDay(epochDay: 0)
    let missing = try days(from: first, through: current.advanced(by: -1)).filter { !kept.contains($0) }
    for day in missing.prefix(limit) { try keepSheet(of: day) }
    return missing.count <= limit
  }
}

extension ReadTransaction {
  /// Sheets that are read ahead of the counting at most: of busy days, some 100 kB each.
  static let readAhead = 96

  /// Adds the days of a span to each of the figures.
  ///
  /// Reading a day takes about as long as counting it by one dimension: a second thread counts what was read before, so
  /// that a year is answered in little more than the time of one of the two.
  package func counting(_ figures: [Figures], from: ServiceDay, through: ServiceDay) throws -> [Figures] {
    let counter = DispatchQueue(label: "luot.figures", qos: .utility)
    let room = DispatchSemaphore(value: Self.readAhead)
    let counted = Mutex(figures)
    try forEachSheet(from: from, through: through) { sheet in
      room.wait()
      counter.async {
        counted.withLock { figures in
          for index in figures.indices { figures[index].add(sheet) }
        }
        room.signal()
      }
    }
    return counter.sync { counted.withLock { $0 } }
  }

  /// The same of one set of figures.
  package func counting(_ figures: Figures, from: ServiceDay, through: ServiceDay) throws -> Figures {
    try counting([figures], from: from, through: through)[0]
  }

  /// Hands the sheet of each day of a span on which there is something to count to `body`, in the order of the days.
  private func forEachSheet(from: ServiceDay, through: ServiceDay, _ body: (DaySheet) throws -> Void) throws {
    let (current, aged) = (try currentDay(), try agedThrough())
    for day in try days(from: from, through: through) {
      // SQLite hears of an end only while it reads.
      try checkCancellation()
      if let aged, day <= aged {
        try body(agedSheet(of: day))
      } else if let current, day < current, let stored = try storedSheet(of: day) {
        try body(stored)
      } else {
        try body(countedSheet(of: day))
      }
    }
  }

  /// `nil` without one, and when the bytes are not those of a sheet: the record is what counts, and `verify` complains.
  ///
  /// - Parameter formats: of a day that is still in the record, only the form in which it is counted today.
  func storedSheet(
    of day: ServiceDay, in formats: ClosedRange<Int> = DaySheet.formatVersion...DaySheet.formatVersion
  ) throws -> DaySheet? {
    // Read where SQLite has them: a row that is fetched is copied first.
    try rows(
      "SELECT bytes FROM day_sheet WHERE day = ? AND format BETWEEN ? AND ?",
      [day.text, formats.lowerBound, formats.upperBound]
    ) { row in
      try row.withUnsafeData(atIndex: 0) { bytes in bytes.flatMap { DaySheet(day: day, bytes: [UInt8]($0)) } }
    }.first ?? nil
  }

  /// Days of a span that were service days or on which help was given away from the queue.
  func days(from: ServiceDay, through: ServiceDay) throws -> [ServiceDay] {
    // One step in the index from day to day, where DISTINCT would read every line of it.
    try rows(
      """
      WITH RECURSIVE away(day) AS (
        SELECT min(service_day) FROM assistance WHERE service_day >= ?1
        UNION ALL SELECT (SELECT min(service_day) FROM assistance WHERE service_day > away.day) FROM away
        WHERE away.day < ?2
      )
      SELECT day FROM service_day WHERE day BETWEEN ?1 AND ?2
      UNION SELECT day FROM day_sheet WHERE day BETWEEN ?1 AND ?2
      UNION SELECT day FROM away WHERE day <= ?2 ORDER BY day
      """, [from.text, through.text]
    ) { try $0.day(0) }
  }

  /// The last journal entry that the figures of a day depend on.
  func lastEntry(behind day: ServiceDay) throws -> Int64 {
    let ofItsTime = try lastEntry(notAfter: day)
    let later: Int64? = try row(
      "SELECT max(max(id, coalesce(corrected_by, withdrawn_by, 0))) FROM assistance WHERE service_day = ?", [day.text])?
      .value(0)
    return max(ofItsTime, later ?? 0)
  }

  /// The last journal entry of a service day not after `day`, by halving: service days never go back along the journal.
  func lastEntry(notAfter day: ServiceDay) throws -> Int64 {
    var (within, beyond) = (Int64(0), try chainEnd().seq + 1)
    while beyond - within > 1 {
      let middle = within + (beyond - within) / 2
      let isWithin =
        try row("SELECT service_day <= ? FROM journal WHERE seq = ?", [day.text, middle])?.value(0) ?? false
      if isWithin { within = middle } else { beyond = middle }
    }
    return within
  }

  /// The last journal entry that figures of a span of days depend on: counted again later, without a correction of
  /// these days, they name the same entry.
  package func end(ofFiguresFrom from: ServiceDay, through: ServiceDay) throws -> ChainEnd {
    guard let current = try currentDay(), through < current else { return try chainEnd() }
    let corrected: Int64? = try row(
      "SELECT max(seq) FROM day_sheet WHERE day BETWEEN ? AND ?", [from.text, through.text])?.value(0)
    return try Chain.end(at: max(lastEntry(notAfter: through), corrected ?? 0), in: db)
  }
}
