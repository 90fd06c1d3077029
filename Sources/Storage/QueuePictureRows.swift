import GRDB
package import Queueing

// The picture a forecast is made from. A reader loads it, at a cost that grows with those who wait and with nothing
// else; the writer keeps one in step from transaction to transaction.

extension ReadTransaction {
  package func queuePicture() throws -> QueuePicture {
    if let picture { return picture }
    let loaded = try loadedPicture()
    picture = loaded
    return loaded
  }

  private func loadedPicture() throws -> QueuePicture {
    var picture = QueuePicture(knowledge: try waitKnowledge())
    for counter in try counters() { picture.note(counter) }
    try forEach(Self.waiting) { row in
      picture.noteWaiting(
        for: try row.identifier(1), isPriority: try row.value(2), directedTo: try row.optionalIdentifier(3),
        arrival: try row.value(0), issuedAt: try row.instant(4))
    }
    try forEach(Self.held) { row in
      picture.noteHeld(at: try row.identifier(0), service: try row.identifier(1), calledAt: try row.instant(2))
    }
    return picture
  }

  // Two partial indexes, no scan of the past.
  static let waiting = """
    SELECT arrival, service, priority IS NOT NULL, directed_to, issued_at FROM ticket \
    WHERE state = 'waiting' AND directed_to IS NULL \
    UNION ALL SELECT arrival, service, priority IS NOT NULL, directed_to, issued_at FROM ticket \
    WHERE state = 'waiting' AND directed_to IS NOT NULL
    """

  static let held =
    "SELECT counter, service, called_at FROM ticket WHERE counter IS NOT NULL AND state IN ('called', 'serving')"

  func waitKnowledge() throws -> WaitKnowledge {
    let cells = try rows("SELECT service, hour, count, seconds, squares FROM serving_time") { row in
      (
        ServingTimes.Cell(service: try row.identifier(0), hour: try row.value(1)),
        ServingTimes.Sums(count: try row.value(2), seconds: try row.value(3), squares: try row.value(4))
      )
    }
    let caution = try row("SELECT low, high FROM wait_caution").map { row in
      Caution(low: try row.value(0), high: try row.value(1))
    }
    return WaitKnowledge(
      servingTimes: ServingTimes(cells: Dictionary(cells) { first, _ in first }), caution: caution ?? Caution())
  }

  /// The journal entry after which moves have been learned from.
  func learningSince() throws -> Int64 {
    try row("SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'learning-since'")?.value(0) ?? 0
  }

  private func forEach(_ sql: String, _ body: (Row) throws -> Void) throws {
    let cursor = try Row.fetchCursor(db.cachedStatement(sql: sql))
    while let row = try cursor.next() { try body(row) }
  }
}

extension WriteTransaction {
  /// Keeps the picture in step with a move, learns from it what it teaches, and stores that.
  func note(_ move: TicketMove, from before: Ticket, to after: Ticket, at now: Timestamp) throws {
    guard let lesson = picture?.note(move, from: before, to: after, at: now),
      let knowledge = picture?.knowledge
    else { return }
    if let cell = lesson.cell, let sums = knowledge.servingTimes.cells[cell] {
      try execute(
        """
        INSERT INTO serving_time(service, hour, count, seconds, squares) VALUES (?, ?, ?, ?, ?) \
        ON CONFLICT DO UPDATE SET count = excluded.count, seconds = excluded.seconds, squares = excluded.squares
        """, [cell.service.text, cell.hour, sums.count, sums.seconds, sums.squares])
    }
    if lesson.caution {
      try execute(
        """
        INSERT INTO wait_caution(id, low, high) VALUES (1, ?, ?) \
        ON CONFLICT DO UPDATE SET low = excluded.low, high = excluded.high
        """, [knowledge.caution.low, knowledge.caution.high])
    }
  }
}
